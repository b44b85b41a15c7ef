"""Shared: somebody's zone, hours or holidays have changed; what was planned by the old ones follows, once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import Window
from domain.kinds import SHOWS, DeliveryState, PairState, SessionState
from mentoring import authorize
from mentoring.core import Core
from mentoring.open_session import newest_session, offered_slots
from mentoring.pause import plan_return
from mentoring.schedule_session import plan_agenda
from mentoring.session_cards import redraw_cards
from models import Delivery, Pair, Person, Program
from models.database import PROMISED, workspace_of


@dataclass(frozen=True)
class Hours:
    """All that decides when somebody can be written to and met."""

    zone: str
    country: str | None
    read: Window
    meet: Window

    @classmethod
    def of(cls, person: Person) -> "Hours":
        return cls(person.zone, person.holidays.country, person.read, person.meet)


async def follow_hours(session: AsyncSession, core: Core, person: Person, before: Hours) -> None:
    """Move what was planned by `before`. Steps keep their one due row, messages their key: nothing doubles.

    Her pairs are held already (`hold_pairs_of`): pairs come before people, as in every act.
    """
    if Hours.of(person) == before:
        return
    now = core.clock.now()
    pairs = (
        await session.scalars(
            select(Pair)
            .where(
                Pair.state == PairState.LIVE, (Pair.mentor_id == person.id) | (Pair.mentee_id == person.id)
            )
            .order_by(Pair.id)
        )
    ).all()
    await _look_again(session, [person.id, *(pair.id for pair in pairs)], now)
    await plan_return(session, person)
    for pair in pairs:
        await _replan(session, core, pair, now)


async def _look_again(session: AsyncSession, recipient_ids: list[str], now: datetime) -> None:
    """Let the gate decide anew about what waits for her: for old hours, or for new ones."""
    waiting = (
        Delivery.recipient_id.in_(recipient_ids),
        Delivery.state == DeliveryState.PENDING,
        Delivery.kind.in_(SHOWS),
        Delivery.due_at > now,
    )
    await session.execute(update(Delivery).where(*waiting).values(due_at=now))
    session.info.setdefault(PROMISED, set()).add(workspace_of(session))


async def _replan(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    """Offer fresh times where none is fixed; a fixed date stays, and both cards say how it lies for each."""
    meeting = await newest_session(session, pair.id)
    if meeting is None or meeting.state is SessionState.CLOSED:
        return
    if meeting.state is SessionState.TO_FIX:
        program = await authorize.find(session, Program, pair.program_id)
        meeting.options = [slot.isoformat() for slot in await offered_slots(session, pair, program, now)]
    if meeting.state is SessionState.FIXED:
        await plan_agenda(session, pair, meeting, now)
    await redraw_cards(session, core, pair, meeting)

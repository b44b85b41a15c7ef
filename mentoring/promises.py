"""Promising messages: rows in the ledger, in the transaction of the change that causes them. No text, only ids."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.delivery import Promise
from domain.ids import derived_id
from domain.kinds import (
    IN_HAND,
    Address,
    DeliveryState,
    EffectKind,
    MessageClass,
    MessageName,
)
from domain.presets import NUDGE_LIFE
from domain.retries import LET_BE, is_idempotent
from mentoring.core import Core
from mentoring.schedule import due_since
from models import Coordinator, Delivery, Person
from models.database import PROMISED, workspace_of
from models.upsert import insert_into

AHEAD = timedelta(milliseconds=1)
"""By so much a look at a profile is due before the answer to the same act, which needs its language."""
LIVES: Mapping[MessageClass, timedelta] = {
    MessageClass.NUDGE: NUDGE_LIFE,
    MessageClass.QUESTION: timedelta(days=7),
}


async def promise(session: AsyncSession, core: Core, promised: Promise) -> None:
    """Write one promise. The same key again changes nothing, but makes a redraw or a cancelled one due again."""
    workspace = workspace_of(session)
    is_redone = is_idempotent(promised.kind)
    statement = insert_into(session, Delivery).values(
        workspace_id=workspace,
        id=core.ids.new() if is_redone else derived_id(workspace, promised.key),
        key=promised.key,
        kind=promised.kind,
        message=promised.message,
        message_class=promised.message_class,
        address=promised.address,
        recipient_id=promised.recipient_id,
        subject_id=promised.subject_id,
        detail=dict(promised.detail),
        state=DeliveryState.PENDING,
        revision=0,
        attempt_count=0,
        due_at=promised.due_at,
        expires_at=promised.expires_at,
        created_at=due_since(session, core.clock.now()),
    )
    if is_redone:
        again = case((Delivery.state.in_(IN_HAND), Delivery.state), else_=DeliveryState.PENDING.value)
        changes = {
            "state": again,
            "revision": Delivery.revision + 1,
            "due_at": promised.due_at,
            "failure_count": 0,
        }
        keys = ["workspace_id", "key"]
        await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))
    else:
        # Key and id are unique, both by the key alone: only DO NOTHING minds two indexes at once.
        fresh = await session.execute(statement.on_conflict_do_nothing().returning(Delivery.id))
        if fresh.first() is None:
            await _revive(session, promised)
    session.info.setdefault(PROMISED, set()).add(workspace)


async def _revive(session: AsyncSession, promised: Promise) -> None:
    """What was taken back (a date has changed) and is wished for again goes out after all, as if new.

    What a person has decided not to send stays so; what may have been seen still says that it comes again.
    """
    is_taken_back = (Delivery.key == promised.key, Delivery.state == DeliveryState.CANCELLED)
    is_let_be = Delivery.reason.is_not_distinct_from(LET_BE)
    await session.execute(
        update(Delivery)
        .where(*is_taken_back, ~is_let_be)
        .values(
            state=DeliveryState.PENDING,
            due_at=promised.due_at,
            expires_at=promised.expires_at,
            detail=dict(promised.detail),
            reason=None,
            fault_count=0,
            failure_count=0,
        )
    )


async def tell(
    session: AsyncSession,
    core: Core,
    message: MessageName,
    message_class: MessageClass,
    recipients: Iterable[str],
    subject_id: str,
    *,
    part: str = "",
    at: datetime | None = None,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Promise `message` about `subject_id` to each person's DM, once per (subject, person, part)."""
    due_at = at or core.clock.now()
    life = LIVES.get(message_class)
    for person_id in recipients:
        key = f"{message}/{subject_id}/{person_id}/{part}"
        await promise(
            session,
            core,
            Promise(
                key=key,
                message=message,
                message_class=message_class,
                address=Address.PERSON,
                recipient_id=person_id,
                subject_id=subject_id,
                due_at=due_at,
                expires_at=due_at + life if life else None,
                detail=detail or {},
            ),
        )


async def redraw(
    session: AsyncSession, core: Core, message: MessageName, subject_id: str, recipients: Iterable[str]
) -> None:
    """Promise to draw an already posted card anew, in place; always in the same order, against deadlocks."""
    for person_id in sorted(set(recipients)):
        await promise(
            session,
            core,
            Promise(
                key=f"redraw/{message}/{subject_id}/{person_id}",
                message=message,
                message_class=MessageClass.REDRAW,
                address=Address.PERSON,
                recipient_id=person_id,
                subject_id=subject_id,
                due_at=core.clock.now(),
                kind=EffectKind.UPDATE,
            ),
        )


async def redraw_home(session: AsyncSession, core: Core, *people: str, is_opened_now: bool = False) -> None:
    """Promise fresh Home tabs, one coalesced row per person, to who has ever opened hers: opening it draws it.

    Always in the same order, against deadlocks.
    """
    opened = select(Person.id).where(Person.id.in_(people), Person.has_opened_home)
    for person_id in sorted(set(people) if is_opened_now else await session.scalars(opened)):
        await promise(
            session,
            core,
            Promise(
                key=f"home/{person_id}",
                message=MessageName.HOME,
                message_class=MessageClass.REDRAW,
                address=Address.PERSON,
                recipient_id=person_id,
                subject_id=person_id,
                due_at=core.clock.now(),
                kind=EffectKind.HOME,
            ),
        )


async def read_profile(session: AsyncSession, core: Core, person_id: str, *, answers: bool = False) -> None:
    """Promise to ask Slack about somebody, one coalesced row per person: what Slack says then is what counts.

    `answers`: she is waiting for an answer that depends on it, so it goes before that.
    """
    await promise(
        session,
        core,
        Promise(
            key=f"profile/{person_id}",
            message=MessageName.PROFILE,
            message_class=MessageClass.RECEIPT if answers else MessageClass.REDRAW,
            address=Address.PERSON,
            recipient_id=person_id,
            subject_id=person_id,
            due_at=core.clock.now() - AHEAD,
            kind=EffectKind.PROFILE,
        ),
    )


async def coordinators(session: AsyncSession, program_id: str) -> tuple[str, ...]:
    """Return a program's coordinators, longest-serving first."""
    ids = await session.scalars(
        select(Coordinator.person_id)
        .where(Coordinator.program_id == program_id)
        .order_by(Coordinator.appointed_at, Coordinator.person_id)
    )
    return tuple(ids)

"""Read only: session cards of many pairs at once, and the two forms about one session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import is_inside, local_date, morning_before, next_allowed
from domain.errors import NoLongerCurrent, NotAllowed
from domain.facts.session import DateForm, PollDetailsForm, SessionCard
from domain.kinds import PairState, SessionState
from domain.presets import AGENDA_WORKING_DAYS
from models import Delegate, MentoringSession, NextStep, Pair, Person, SessionAnswer
from models.database import workspace_of
from models.sealing import unseal
from reporting.participations import PairTopics, pair_topics
from reporting.seats import Seat, choice, colleague, seat_of, seats_of

DATE_STATES = {SessionState.TO_FIX, SessionState.SUGGESTED, SessionState.FIXED}
LEAD_TIME = timedelta(days=1)

Steps = Mapping[tuple[str, int], Mapping[str, str]]
"""Next steps by (pair id, session number), then by who wrote them."""


@dataclass(frozen=True)
class Place:
    """Whose card: the viewer's own, or (`is_delegate`) her delegate's view of it."""

    row: MentoringSession
    pair: Pair
    viewer_id: str
    is_delegate: bool = False


async def session_card(
    session: AsyncSession, session_id: str, reader_id: str, now: datetime
) -> SessionCard | None:
    """Show one session to one side or her delegate; None for others, or once the pair is over.

    A closed session keeps its card: it ends as one quiet line.
    """
    place = await place_of(session, session_id, reader_id)
    if place is None:
        return None
    if place.pair.state is not PairState.LIVE and place.row.state is not SessionState.CLOSED:
        return None
    (card,) = await cards(session, [place], now)
    return card


async def place_of(session: AsyncSession, session_id: str, reader_id: str) -> Place | None:
    """Find whose card a reader sees of a session; None for anybody but the two and their delegates."""
    row = await session.get(MentoringSession, (workspace_of(session), session_id))
    if row is None:
        return None
    pair = await session.get_one(Pair, (workspace_of(session), row.pair_id))
    if pair.side_of(reader_id):
        return Place(row, pair, reader_id)
    named_by = await people_delegating_to(session, reader_id)
    viewer_id = next((side for side in (pair.mentee_id, pair.mentor_id) if side in named_by), None)
    return None if viewer_id is None else Place(row, pair, viewer_id, is_delegate=True)


async def people_delegating_to(session: AsyncSession, delegate_id: str) -> Collection[str]:
    """Whose dates somebody may answer."""
    rows = await session.scalars(select(Delegate.person_id).where(Delegate.delegate_id == delegate_id))
    return set(rows)


async def cards(session: AsyncSession, places: Sequence[Place], now: datetime) -> tuple[SessionCard, ...]:
    """Build the cards of `places`, in order; the number of queries doesn't grow with them."""
    seats = await seats_of(session, [(place.pair, place.viewer_id) for place in places])
    if not seats:
        return ()
    topics = await pair_topics(session, seats)
    said = await _own_answers(session, places)
    steps = await _next_steps(session, {place.pair.id for place in places})
    return tuple(
        _for_delegate(place, seat, now)
        if place.is_delegate
        else _for_side(place, seat, now, topics[seat.pair.id], said, steps)
        for place, seat in zip(places, seats, strict=True)
    )


def _for_delegate(place: Place, seat: Seat, now: datetime) -> SessionCard:
    """Dates only: no topics, nobody's words, nobody's answer."""
    return _card(place, seat, now, agenda=(), last_next_step=None, viewer_said_held=None)


def _for_side(
    place: Place,
    seat: Seat,
    now: datetime,
    topics: PairTopics,
    said: Mapping[tuple[str, str], bool],
    steps: Steps,
) -> SessionCard:
    last = steps.get((seat.pair.id, place.row.number - 1), {})
    return _card(
        place,
        seat,
        now,
        agenda=topics.agenda if _shows_agenda(place.row, seat.mentor, now) else (),
        last_next_step=last.get(seat.partner.id) or last.get(seat.viewer.id),
        viewer_said_held=said.get((place.row.id, seat.viewer.id)),
    )


def _card(
    place: Place,
    seat: Seat,
    now: datetime,
    *,
    agenda: tuple[str, ...],
    last_next_step: str | None,
    viewer_said_held: bool | None,
) -> SessionCard:
    row, viewer = place.row, seat.viewer
    is_last = row.number >= seat.program.sessions_per_round
    return SessionCard(
        session_id=row.id,
        revision=row.revision,
        pair_id=row.pair_id,
        program=choice(seat.program),
        viewer_id=viewer.id,
        viewer_side=seat.side,
        partner=colleague(seat.partner),
        number=row.number,
        session_count=seat.program.sessions_per_round,
        state=row.state,
        options=open_options(row, now),
        scheduled_at=row.scheduled_at,
        minutes=row.minutes,
        is_suggested_by_viewer=row.suggested_by == viewer.id,
        viewer_time_zone=viewer.zone,
        is_outside_viewer_hours=_is_outside(row.scheduled_at, viewer),
        is_outside_partner_hours=_is_outside(row.scheduled_at, seat.partner),
        agenda=agenda,
        last_next_step=last_next_step,
        viewer_said_held=viewer_said_held,
        next_opens_on=None if is_last else local_date(row.closes_at, viewer.zone),
        is_last=is_last,
        contact_id=seat.contact_id,
        is_delegate=place.is_delegate,
        viewer_holiday=_holiday(row.scheduled_at, viewer),
        partner_holiday=_holiday(row.scheduled_at, seat.partner),
    )


def _shows_agenda(row: MentoringSession, mentor: Person, now: datetime) -> bool:
    """From two working days ahead, at the instant mentoring/session_steps.py redraws the cards."""
    if row.scheduled_at is None:
        return False
    return now >= morning_before(row.scheduled_at, AGENDA_WORKING_DAYS, mentor.read, mentor.zone)


def open_options(row: MentoringSession, now: datetime) -> tuple[datetime, ...]:
    """The offered starts that still lie ahead."""
    starts = (datetime.fromisoformat(option) for option in row.options)
    return tuple(start for start in starts if start > now)


async def date_form(session: AsyncSession, session_id: str, reader_id: str, now: datetime) -> DateForm:
    """Open the date picker for one side or her delegate.

    Raises NotAllowed for anybody else, NoLongerCurrent once the session or the pair is over.
    """
    place = await place_of(session, session_id, reader_id)
    if place is None:
        raise NotAllowed
    if place.pair.state is not PairState.LIVE or place.row.state is SessionState.CLOSED:
        raise NoLongerCurrent
    (seat,) = await seats_of(session, [(place.pair, place.viewer_id)])
    return DateForm(
        session_id=session_id,
        revision=place.row.revision,
        partner=colleague(seat.partner),
        initial=_initial_date(place.row, seat.viewer, now),
        viewer_time_zone=seat.viewer.zone,
    )


async def poll_details_form(session: AsyncSession, session_id: str, viewer_id: str) -> PollDetailsForm:
    """Open the optional questions after a session, with the viewer's own next step.

    Raises NotAllowed for anybody but the two, delegates included, and once the pair is over.
    """
    row = await session.get(MentoringSession, (workspace_of(session), session_id))
    seat = None if row is None else await seat_of(session, row.pair_id, viewer_id, PairState.LIVE)
    if seat is None:
        raise NotAllowed
    step = await session.get(NextStep, (workspace_of(session), session_id, viewer_id))
    said = unseal(session, step.text, "next_step.text", session_id, viewer_id) if step else ""
    return PollDetailsForm(session_id, seat.side, colleague(seat.partner), said)


def _initial_date(row: MentoringSession, viewer: Person, now: datetime) -> datetime:
    """Start at the agreed date, else the first offer, else in the viewer's next hours from tomorrow."""
    known = (row.scheduled_at, *open_options(row, now))
    ahead = [start for start in known if start is not None and start > now]
    tomorrow = (now + LEAD_TIME).replace(minute=0, second=0, microsecond=0)
    return ahead[0] if ahead else next_allowed(tomorrow, viewer.meet, viewer.zone)


def _is_outside(instant: datetime | None, person: Person) -> bool:
    return instant is not None and not is_inside(instant, person.meet, person.zone)


def _holiday(instant: datetime | None, person: Person) -> str | None:
    return None if instant is None else person.holidays.name_of(local_date(instant, person.zone))


async def _own_answers(session: AsyncSession, places: Sequence[Place]) -> dict[tuple[str, str], bool]:
    rows = await session.scalars(
        select(SessionAnswer).where(
            SessionAnswer.session_id.in_({place.row.id for place in places}),
            SessionAnswer.person_id.in_({place.viewer_id for place in places}),
        )
    )
    # "We met already" without a rating: the card still asks how useful it was.
    said = [row for row in rows if row.has_rated or not row.was_held]
    return {(row.session_id, row.person_id): row.was_held for row in said}


async def _next_steps(session: AsyncSession, pair_ids: Collection[str]) -> Steps:
    rows = await session.execute(
        select(MentoringSession.pair_id, MentoringSession.number, NextStep)
        .join(NextStep, NextStep.session_id == MentoringSession.id)
        .where(MentoringSession.pair_id.in_(pair_ids))
    )
    steps: dict[tuple[str, int], dict[str, str]] = {}
    for pair_id, number, step in rows:
        text = unseal(session, step.text, "next_step.text", step.session_id, step.person_id)
        steps.setdefault((pair_id, number), {})[step.person_id] = text
    return steps

"""Read only: the Home tab of one person, her open sessions, and the programs she coordinates."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.facts.program import Enrolment, Home, NextHoliday, PairCard, PastPair, ProgramSummary
from domain.facts.session import SessionCard
from domain.kinds import PairState, Role, SessionState
from models import MentoringSession, Pair, PairSide, Person, Program
from models.database import workspace_of
from reporting.feedback import goals_of
from reporting.funnel import LastRound, StuckIds, last_rounds, live_pair_counts, role_counts, stuck_pairs
from reporting.participations import Topics, own_participations, topics_of
from reporting.people import answers_of, own_lists
from reporting.programs import coordinated_programs, joinable_programs, matched_on
from reporting.seats import choice, colleague, coordinators_of, seats_of
from reporting.sessions import DATE_STATES, Place, cards, people_delegating_to

PARTNER_STATES = {PairState.PREVIEWING, PairState.LIVE}
PAST_STATES = {PairState.COMPLETED, PairState.ENDED}


async def home(session: AsyncSession, person_id: str, now: datetime, *, may_create_programs: bool) -> Home:
    """Draw one person's Home tab. The number of queries doesn't grow with programs, pairs or people.

    `may_create_programs`: she was named at installation. Who coordinates a program may create others too.
    """
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None:
        person = Person(id=person_id, locale="en")
    is_refused = bool(person.is_guest or person.is_stranger or person.is_bot or person.is_deactivated)
    pairs = await _pairs_of(session, [person_id])
    sessions = await sessions_of(session, person_id, now)
    coordinated = await program_summaries(session, person_id)
    return Home(
        person_id=person_id,
        locale=person.locale,
        time_zone=person.zone,
        is_refused=is_refused,
        joinable=() if is_refused else await joinable_programs(session, person_id),
        enrolments=await _enrolments(session, person, pairs, now),
        pairs=await _pair_cards(session, person_id, pairs, sessions),
        past=await _past(session, person, pairs),
        coordinated=coordinated,
        may_create_programs=(may_create_programs or bool(coordinated)) and not is_refused,
        paused_until=person.paused_until,
        is_paused=person.is_paused,
        drawn_at=now,
        is_delegate_for=tuple(card for card in sessions if card.is_delegate),
        next_holiday=_next_holiday(person, now),
    )


def _next_holiday(person: Person, now: datetime) -> NextHoliday | None:
    kept = person.holidays
    day = kept.next_from(local_date(now, person.zone))
    if day is None or kept.country is None:
        return None
    return NextHoliday(day, kept.name_of(day) or "", kept.country, kept.is_from_zone)


async def sessions_of(session: AsyncSession, person_id: str, now: datetime) -> tuple[SessionCard, ...]:
    """List the open session of each live pair: her own, then the dates she may answer as a delegate."""
    named_by = await people_delegating_to(session, person_id)
    pairs = await _pairs_of(session, [person_id, *named_by])
    current = await _current_sessions(session, [pair for pair in pairs if pair.state is PairState.LIVE])
    own = [
        Place(current[pair.id], pair, person_id)
        for pair in pairs
        if pair.id in current and pair.side_of(person_id)
    ]
    delegated = [
        Place(current[pair.id], pair, viewer_id, is_delegate=True)
        for pair in pairs
        for viewer_id in (pair.mentor_id, pair.mentee_id)
        if pair.id in current and viewer_id in named_by and not pair.side_of(person_id)
    ]
    dated = [place for place in delegated if place.row.state in DATE_STATES]
    return await cards(session, [*own, *dated], now)


async def program_summaries(session: AsyncSession, coordinator_id: str) -> tuple[ProgramSummary, ...]:
    """Sum up the programs somebody coordinates: open ones first, then the newest."""
    programs = await coordinated_programs(session, coordinator_id)
    if not programs:
        return ()
    ids = [program.id for program in programs]
    roles = await role_counts(session, ids)
    live = await live_pair_counts(session, ids)
    rounds = await last_rounds(session, ids)
    stuck = await stuck_pairs(session, ids, coordinator_id)
    coordinators = await coordinators_of(session, ids)
    return tuple(
        _summary(
            program,
            {role: roles.get((program.id, role), 0) for role in Role},
            live.get(program.id, 0),
            rounds.get(program.id, LastRound()),
            stuck.get(program.id, ()),
            coordinators.get(program.id, ()),
        )
        for program in programs
    )


def _summary(
    program: Program,
    roles: Mapping[Role, int],
    live_count: int,
    last: LastRound,
    stuck: tuple[StuckIds, ...],
    coordinator_ids: tuple[str, ...],
) -> ProgramSummary:
    newest = last.newest
    return ProgramSummary(
        id=program.id,
        name=program.name,
        state=program.state,
        preset=program.preset,
        joined_count=sum(roles.values()),
        mentor_count=roles[Role.MENTOR] + roles[Role.BOTH],
        mentee_count=roles[Role.MENTEE] + roles[Role.BOTH],
        live_pairs_count=live_count,
        enrolment_closes_on=local_date(program.enrolment_closes_at, program.time_zone),
        round_number=newest.number if newest else 0,
        round_ends_on=local_date(newest.ends_at, program.time_zone) if newest and newest.ends_at else None,
        open_proposal_id=last.waiting_id,
        stuck_pairs=stuck,
        coordinator_ids=coordinator_ids,
    )


async def _pairs_of(session: AsyncSession, person_ids: Sequence[str]) -> Sequence[Pair]:
    """Load the pairs these people know of, oldest first; proposed and declined ones stay unseen."""
    rows = await session.scalars(
        select(Pair)
        .where(Pair.mentor_id.in_(person_ids) | Pair.mentee_id.in_(person_ids))
        .where(Pair.state.in_(PARTNER_STATES | PAST_STATES))
        .order_by(Pair.introduced_at, Pair.id)
    )
    return rows.all()


async def _current_sessions(session: AsyncSession, pairs: Sequence[Pair]) -> dict[str, MentoringSession]:
    """Map each pair to its open session; the highest number wins."""
    rows = await session.scalars(
        select(MentoringSession)
        .where(
            MentoringSession.pair_id.in_([pair.id for pair in pairs]),
            MentoringSession.state != SessionState.CLOSED,
        )
        .order_by(MentoringSession.number)
    )
    return {row.pair_id: row for row in rows}


async def _enrolments(
    session: AsyncSession, person: Person, pairs: Sequence[Pair], now: datetime
) -> tuple[Enrolment, ...]:
    rows = await own_participations(session, person.id)
    topics = await topics_of(session, [participant.id for participant, _ in rows])
    lists = await own_lists(session, person.id)
    with_partner = {pair.program_id for pair in pairs if pair.state in PARTNER_STATES}
    return tuple(
        Enrolment(
            program=choice(program),
            role=participant.role,
            answers=answers_of(person, participant, topics.get(participant.id, Topics()), lists),
            is_waiting=program.id not in with_partner,
            matched_on=matched_on(program, now),
        )
        for participant, program in rows
    )


async def _pair_cards(
    session: AsyncSession, person_id: str, pairs: Sequence[Pair], sessions: Sequence[SessionCard]
) -> tuple[PairCard, ...]:
    live = [pair for pair in pairs if pair.state is PairState.LIVE]
    ids = [pair.id for pair in live]
    own = await session.scalars(
        select(PairSide).where(PairSide.pair_id.in_(ids), PairSide.person_id == person_id)
    )
    sides = {row.pair_id: row for row in own}
    goals = await goals_of(session, ids)
    card_of = {card.pair_id: card for card in sessions if not card.is_delegate}
    return tuple(
        PairCard(
            pair_id=seat.pair.id,
            program=choice(seat.program),
            viewer_side=seat.side,
            partner=colleague(seat.partner),
            goals=goals.get(seat.pair.id, ()),
            session=card_of.get(seat.pair.id),
            has_open_poll=_has_open_poll(card_of.get(seat.pair.id)),
            has_accepted_charter=sides[seat.pair.id].charter_accepted_at is not None,
            has_answered_baseline=sides[seat.pair.id].has_answered_baseline,
        )
        for seat in await seats_of(session, [(pair, person_id) for pair in live])
    )


def _has_open_poll(card: SessionCard | None) -> bool:
    return card is not None and card.state is SessionState.PAST and card.viewer_said_held is None


async def _past(session: AsyncSession, person: Person, pairs: Sequence[Pair]) -> tuple[PastPair, ...]:
    """List the pairs that met as such and are over, the newest first."""
    over = [pair for pair in pairs if pair.state in PAST_STATES and pair.introduced_at is not None]
    programs = await session.scalars(
        select(Program).where(Program.id.in_({pair.program_id for pair in over}))
    )
    names = {program.id: program.name for program in programs}
    ended = sorted(
        ((pair.ended_at, pair) for pair in over if pair.ended_at is not None),
        key=lambda item: (item[0], item[1].id),
        reverse=True,
    )
    return tuple(
        PastPair(names[pair.program_id], pair.partner_of(person.id), local_date(at, person.zone))
        for at, pair in ended
    )

"""Shared: the matcher's inputs from the tables. Everybody active in the program, and all that must never be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import matching
from domain.eligibility import chain_above, in_one_line
from domain.kinds import Direction, NextRound, PairState, ParticipantState, Role
from domain.topics.lexicon import inclusion_topics
from mentoring.authorize import is_member, managers
from mentoring.topics import topic_lines
from models import (
    BlockedPerson,
    NeverPair,
    Pair,
    Participant,
    ParticipantTopic,
    Person,
    Program,
    Round,
)

Partners = defaultdict[str, set[str]]


@dataclass(frozen=True)
class Limits:
    """Who must not meet whom, by person."""

    blocked: Partners
    past: Partners
    live: Partners
    managers: dict[str, str | None]


async def problem_of(
    session: AsyncSession, round_: Round, program: Program, at: datetime
) -> matching.Problem:
    """Return what is to be solved for a round; announced pairs stay as they are.

    The UTC offsets are those of the round's start, or of `at` before it has one.
    """
    pairs = (await session.scalars(select(Pair).where(Pair.program_id == program.id))).all()
    manager_of = await managers(session)
    announced = _announced(pairs, round_)
    kept = await _kept(session, pairs, round_, manager_of) - announced
    fixed = announced | kept
    limits = Limits(await _blocks(session), _past(pairs, fixed), await _live(session, program), manager_of)
    topics = await _topics(session, program)
    rows = await session.execute(
        select(Participant, Person)
        .join(
            Person, (Person.workspace_id == Participant.workspace_id) & (Person.id == Participant.person_id)
        )
        .where(Participant.program_id == program.id)
        .order_by(Participant.person_id)
    )
    in_fixed = {person for pair in fixed for person in pair}
    people = tuple(
        _matched_person(participant, person, topics, limits, round_.starts_at or at)
        for participant, person in rows
        if _takes_part(participant, person) or person.id in in_fixed
    )
    return matching.Problem(
        people=people,
        rules=matching.Rules(
            min_level_gap=program.min_level_gap,
            min_overlap_minutes=program.min_overlap_minutes,
            session_minutes=program.session_minutes,
            inclusion_topics=inclusion_topics(
                {topic for interests in topics.values() for topic in interests},
                await topic_lines(session, program.id),
            ),
        ),
        weights=matching.Weights(**program.weights),
        seed=round_.seed,
        fixed_pairs=tuple(sorted(matching.Pair(*pair) for pair in kept)),
        announced_pairs=tuple(sorted(matching.Pair(*pair) for pair in announced)),
    )


def _takes_part(participant: Participant, person: Person) -> bool:
    return (
        participant.state is ParticipantState.ACTIVE
        and participant.next_round is NextRound.AGAIN
        and is_member(person)
        and not person.is_paused
    )


def _announced(pairs: Sequence[Pair], round_: Round) -> set[tuple[str, str]]:
    told = {PairState.PREVIEWING, PairState.LIVE}
    return {(p.mentor_id, p.mentee_id) for p in pairs if p.round_id == round_.id and p.state in told}


async def _kept(
    session: AsyncSession, pairs: Sequence[Pair], round_: Round, manager_of: dict[str, str | None]
) -> set[tuple[str, str]]:
    """Pairs of the round before whose two both chose, in private, to keep each other, and still may."""
    keepers = set(
        await session.scalars(
            select(Participant.person_id)
            .join(
                Person,
                (Person.workspace_id == Participant.workspace_id) & (Person.id == Participant.person_id),
            )
            .where(
                Participant.program_id == round_.program_id,
                Participant.keeps_partner,
                Participant.state == ParticipantState.ACTIVE,
                Participant.next_round == NextRound.AGAIN,
                Person.paused_at.is_(None),
                ~Person.is_deactivated,
                ~Person.is_guest,
            )
        )
    )
    last = await session.scalar(
        select(Round.id).where(Round.program_id == round_.program_id, Round.number == round_.number - 1)
    )
    over = {PairState.DECLINED, PairState.ENDED}
    parted = {(p.mentor_id, p.mentee_id) for p in pairs if p.round_id == round_.id and p.state in over}
    kept = {
        (p.mentor_id, p.mentee_id)
        for p in pairs
        if p.round_id == last and p.state is PairState.COMPLETED and {p.mentor_id, p.mentee_id} <= keepers
    }
    return {two for two in kept - parted if not in_one_line(*two, manager_of)}


def _past(pairs: Sequence[Pair], fixed: set[tuple[str, str]]) -> Partners:
    """Whoever was shown to each other before, or refused or dropped, in any round of this program."""
    past: Partners = defaultdict(set)
    for pair in pairs:
        was_shown = pair.previewed_at is not None or pair.state is PairState.DECLINED
        if was_shown and (pair.mentor_id, pair.mentee_id) not in fixed:
            _both(past, pair.mentor_id, pair.mentee_id)
    return past


async def _live(session: AsyncSession, program: Program) -> Partners:
    live: Partners = defaultdict(set)
    elsewhere = await session.execute(
        select(Pair.mentor_id, Pair.mentee_id).where(
            Pair.program_id != program.id,
            Pair.state.in_((PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE)),
        )
    )
    for mentor_id, mentee_id in elsewhere:
        _both(live, mentor_id, mentee_id)
    return live


async def _blocks(session: AsyncSession) -> Partners:
    blocked: Partners = defaultdict(set)
    for one, other in await session.execute(select(BlockedPerson.person_id, BlockedPerson.blocked_id)):
        _both(blocked, one, other)
    for one, other in await session.execute(select(NeverPair.first_id, NeverPair.second_id)):
        _both(blocked, one, other)
    return blocked


def _both(partners: Partners, one: str, other: str) -> None:
    partners[one].add(other)
    partners[other].add(one)


async def _topics(session: AsyncSession, program: Program) -> dict[tuple[str, Direction], dict[str, int]]:
    rows = await session.scalars(
        select(ParticipantTopic)
        .join(
            Participant,
            (Participant.workspace_id == ParticipantTopic.workspace_id)
            & (Participant.id == ParticipantTopic.participant_id),
        )
        .where(Participant.program_id == program.id)
    )
    topics: dict[tuple[str, Direction], dict[str, int]] = defaultdict(dict)
    for row in rows:
        topics[row.participant_id, row.direction][row.topic] = row.interest
    return topics


def _matched_person(
    participant: Participant,
    person: Person,
    topics: dict[tuple[str, Direction], dict[str, int]],
    limits: Limits,
    at: datetime,
) -> matching.Person:
    role = participant.role
    zone, window = ZoneInfo(person.zone), person.meet
    return matching.Person(
        id=person.id,
        level=person.level or 0,
        mentor_capacity=participant.mentor_capacity if role is not Role.MENTEE else 0,
        mentee_capacity=participant.mentee_capacity if role is not Role.MENTOR else 0,
        department=person.department or "",
        site=person.site or "",
        languages=frozenset(person.languages),
        teaches=topics.get((participant.id, Direction.TEACHES), {}),
        wants=topics.get((participant.id, Direction.WANTS), {}),
        meet_week=matching.local_week(
            window.days, window.start_minute, window.end_minute, zone, at.astimezone(zone).date()
        ),
        reporting_line=frozenset(chain_above(person.id, limits.managers)),
        blocked=frozenset(limits.blocked[person.id]),
        past=frozenset(limits.past[person.id]),
        live_partners=frozenset(limits.live[person.id]),
        waited=participant.rounds_waited,
        styles=frozenset(person.styles),
        is_available=_takes_part(participant, person),
    )

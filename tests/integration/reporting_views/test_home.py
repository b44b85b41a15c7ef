"""The Home tab: what a participant, a coordinator, a delegate and a stranger find there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from domain.kinds import PairState, ProgramState, RescueStage, Role, RoundState, SessionState
from models import Delegate, Goal, MentoringSession, Pair, PairSide, Person, Program, Round
from models.database import Database
from reporting.home import home, program_summaries, sessions_of
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    DAY,
    MARK,
    MAYA,
    NOW,
    PAIR,
    PROGRAM,
    ROUND,
    SESSION,
    STRANGER,
    World,
    coordinator,
    meeting,
    pair,
    participant,
    person,
    program,
    said,
)


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    yield seen
    event.remove(database.engine.sync_engine, "before_cursor_execute", count)


async def test_a_participant_finds_her_pair_with_session_and_goals(world: World) -> None:
    await world.add(meeting(), Goal(pair_id=PAIR, position=0, text="Post weekly", set_by=MARK, set_at=NOW))
    await world.change(PairSide, PAIR, MARK, charter_accepted_at=NOW)
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    (card,) = shown.pairs
    assert (card.partner.id, card.has_accepted_charter, card.has_answered_baseline) == (MAYA, True, False)
    assert [goal.text for goal in card.goals] == ["Post weekly"]
    assert card.session is not None
    assert card.session.session_id == SESSION
    (enrolment,) = shown.enrolments
    assert (enrolment.role, enrolment.is_waiting, enrolment.matched_on) == (Role.MENTEE, False, None)
    assert enrolment.answers.wants == ("video", "ai")
    assert (shown.joinable, shown.past, shown.coordinated, shown.may_create_programs) == ((), (), (), False)


async def test_a_poll_is_open_until_one_has_answered_oneself(world: World) -> None:
    await world.add(meeting(state=SessionState.PAST), said(MAYA, held=True))
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    assert [card.has_open_poll for card in shown.pairs] == [True]
    shown = await world.ask(home, MAYA, NOW, may_create_programs=False)
    assert [card.has_open_poll for card in shown.pairs] == [False]


async def test_the_newest_open_session_counts(world: World) -> None:
    await world.add(meeting("third", 3), meeting("first", 1, state=SessionState.CLOSED), meeting())
    assert [card.session_id for card in await world.ask(sessions_of, MARK, NOW)] == ["third"]


async def test_a_proposed_pair_stays_unseen(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.PROPOSED)
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    assert (shown.pairs, shown.past) == ((), ())
    assert shown.enrolments[0].is_waiting


async def test_past_pairs_come_newest_first_and_without_a_reason(world: World) -> None:
    await world.add(
        person("UOLD"),
        *pair("old", "UOLD", MARK, state=PairState.COMPLETED, ended_at=NOW - 90 * DAY),
        *pair("never", "UOLD", MARK, state=PairState.ENDED, introduced_at=None, ended_at=NOW),
        *pair("no", "UOLD", MARK, state=PairState.DECLINED, ended_at=NOW),
    )
    await world.change(Pair, PAIR, state=PairState.ENDED, ended_at=NOW)
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    assert [(past.partner_id, past.ended_on) for past in shown.past] == [
        (MAYA, date(2026, 3, 2)),
        ("UOLD", date(2025, 12, 2)),
    ]


async def test_a_stranger_finds_what_she_may_join(world: World) -> None:
    shown = await world.ask(home, STRANGER, NOW, may_create_programs=True)
    assert [choice.id for choice in shown.joinable] == [PROGRAM]
    assert (shown.locale, shown.time_zone, shown.is_refused, shown.is_paused) == ("en", "UTC", False, False)
    assert (shown.enrolments, shown.pairs, shown.may_create_programs) == ((), (), True)


async def test_a_guest_is_refused(world: World) -> None:
    await world.add(person(STRANGER, is_guest=True))
    shown = await world.ask(home, STRANGER, NOW, may_create_programs=True)
    assert (shown.is_refused, shown.joinable, shown.may_create_programs) == (True, (), False)


async def test_a_paused_person_reads_until_when(world: World) -> None:
    await world.change(Person, MARK, paused_at=NOW, paused_until=date(2026, 4, 1))
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    assert (shown.is_paused, shown.paused_until) == (True, date(2026, 4, 1))


async def test_a_delegate_finds_the_dates_she_may_answer(world: World) -> None:
    await world.add(Delegate(person_id=MARK, delegate_id=COEN), meeting())
    shown = await world.ask(home, COEN, NOW, may_create_programs=False)
    (card,) = shown.is_delegate_for
    assert (card.session_id, card.viewer_id, card.is_delegate, card.agenda) == (SESSION, MARK, True, ())
    assert shown.pairs == ()


@pytest.mark.parametrize("state", [SessionState.PAST, SessionState.CLOSED])
async def test_a_delegate_has_nothing_to_do_after_the_date(world: World, state: SessionState) -> None:
    await world.add(Delegate(person_id=MARK, delegate_id=COEN), meeting(state=state))
    assert await world.ask(sessions_of, COEN, NOW) == ()


async def test_a_delegate_of_the_own_partner_sees_the_session_once(world: World) -> None:
    await world.add(Delegate(person_id=MARK, delegate_id=MAYA), meeting())
    assert [card.is_delegate for card in await world.ask(sessions_of, MAYA, NOW)] == [False]


async def test_a_coordinator_finds_her_programs_with_counts(world: World) -> None:
    await world.add(
        person("UBOTH"),
        *participant("UBOTH", Role.BOTH),
        program("newer", state=ProgramState.DRAFT, created_at=NOW),
        program("over", state=ProgramState.CLOSED, created_at=NOW, closed_at=NOW),
        coordinator(CARLA, program_id="newer"),
        coordinator(CARLA, program_id="over"),
    )
    shown = await world.ask(home, CARLA, NOW, may_create_programs=False)
    assert [summary.id for summary in shown.coordinated] == ["newer", PROGRAM, "over"]
    assert shown.may_create_programs
    running = shown.coordinated[1]
    assert (running.joined_count, running.mentor_count, running.mentee_count) == (3, 2, 2)
    assert (running.live_pairs_count, running.round_number) == (1, 1)
    assert running.round_ends_on == date(2026, 5, 4)
    assert (running.open_proposal_id, running.stuck_pairs) == (None, ())
    assert running.coordinator_ids == (CARLA, COEN)
    assert (shown.coordinated[0].round_number, shown.coordinated[0].round_ends_on) == (0, None)


async def test_a_proposal_waits_for_its_coordinator(world: World) -> None:
    await world.change(Round, ROUND, state=RoundState.PROPOSED)
    (summary,) = await world.ask(program_summaries, CARLA)
    assert summary.open_proposal_id == ROUND


async def test_a_top_up_waits_too(world: World) -> None:
    await world.add(person("UNEW"), *pair("new", "UNEW", MARK, state=PairState.PROPOSED))
    (summary,) = await world.ask(program_summaries, CARLA)
    assert summary.open_proposal_id == ROUND


async def test_stuck_pairs_are_shown_to_coordinators_without_a_conflict(world: World) -> None:
    await world.change(Pair, PAIR, rescue_stage=RescueStage.OFFERED)
    await world.change(Person, MAYA, manager_id=CARLA)
    (carlas,) = await world.ask(program_summaries, CARLA)
    (coens,) = await world.ask(program_summaries, COEN)
    assert carlas.stuck_pairs == ()
    assert coens.stuck_pairs == ((PAIR, MAYA, MARK),)


async def test_a_pair_that_is_over_is_not_stuck(world: World) -> None:
    await world.change(Pair, PAIR, rescue_stage=RescueStage.CLOSING, state=PairState.ENDED)
    (summary,) = await world.ask(program_summaries, COEN)
    assert (summary.stuck_pairs, summary.live_pairs_count) == ((), 0)


async def test_a_closed_session_is_not_on_the_home_tab(world: World) -> None:
    await world.add(meeting())
    await world.change(MentoringSession, SESSION, state=SessionState.CLOSED)
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    assert [(card.session, card.has_open_poll) for card in shown.pairs] == [(None, False)]


async def test_many_pairs_take_no_more_queries_than_one(world: World) -> None:
    await world.add(meeting(), Delegate(person_id=MARK, delegate_id=CARLA))
    await world.change(Pair, PAIR, rescue_stage=RescueStage.OFFERED)
    with counted_statements(world.database) as before:
        await world.ask(home, CARLA, NOW, may_create_programs=True)
    for number in range(12):
        mentor = f"UM{number}"
        await world.add(
            person(mentor),
            *participant(mentor, Role.MENTOR),
            *pair(f"p{number}", mentor, MARK, rescue_stage=RescueStage.OFFERED),
            meeting(f"s{number}", pair_id=f"p{number}"),
        )
    with counted_statements(world.database) as after:
        shown = await world.ask(home, CARLA, NOW, may_create_programs=True)
    assert (len(shown.is_delegate_for), len(shown.coordinated[0].stuck_pairs)) == (13, 13)
    assert len(after) == len(before)


async def test_a_closed_program_asks_for_nothing(world: World) -> None:
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    shown = await world.ask(home, MARK, NOW, may_create_programs=False)
    assert (shown.enrolments, shown.joinable) == ((), ())

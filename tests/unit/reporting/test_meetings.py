from datetime import UTC, datetime, timedelta

import pytest

from domain.kinds import PairState, ProgramState, RescueStage, SessionState, Side, Verdict
from reporting.meetings import Meeting, meetings_of, tallies
from reporting.records import AnswerRecord, History, PairRecord, ProgramRecord, SessionRecord

NOW = datetime(2026, 7, 8, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def pair_of(state: PairState = PairState.LIVE, ended_at: datetime | None = None) -> PairRecord:
    return PairRecord("A", "R1", "M", "E", state, NOW - 40 * DAY, ended_at, 0, RescueStage.NONE)


def meeting(
    pair: PairRecord,
    *,
    scheduled_at: datetime | None = None,
    closes_at: datetime = NOW - DAY,
    mentor: bool | None = None,
    mentee: bool | None = None,
) -> Meeting:
    state = SessionState.CLOSED if closes_at <= NOW else SessionState.FIXED
    said = {Side.MENTOR: mentor, Side.MENTEE: mentee}
    history = History(
        program=ProgramRecord("P1", "P", ProgramState.RUNNING, "UTC", 14, NOW),
        rounds=(),
        participants=(),
        pairs=(pair,),
        sessions=(SessionRecord("S", "A", state, scheduled_at, closes_at),),
        answers=tuple(
            AnswerRecord("S", side, side, was_held=answer, has_rated=False, answered_at=NOW - 2 * DAY)
            for side, answer in said.items()
            if answer is not None
        ),
        left_out=(),
        invited=None,
        cells=(),
        answered=(),
    )
    (found,) = meetings_of(history, [pair], NOW)
    return found


@pytest.mark.parametrize(
    ("mentor", "mentee", "verdict"),
    [
        (True, None, Verdict.HELD),
        (True, True, Verdict.HELD),
        (False, True, Verdict.DISPUTED),
        (False, None, Verdict.MISSED),
        (None, None, Verdict.MISSED),
    ],
)
def test_one_yes_and_no_no_is_held(mentor: bool | None, mentee: bool | None, verdict: Verdict) -> None:
    assert meeting(pair_of(), mentor=mentor, mentee=mentee).verdict is verdict


def test_a_session_whose_time_is_not_over_is_not_planned_yet() -> None:
    assert not meeting(pair_of(), closes_at=NOW + DAY, scheduled_at=NOW + DAY / 2).is_planned


def test_a_session_held_before_its_time_is_over_counts_as_planned() -> None:
    assert meeting(pair_of(), closes_at=NOW + DAY, mentee=True).is_planned


def test_a_session_cut_short_by_the_pairs_early_end_was_never_due() -> None:
    ended = pair_of(PairState.ENDED, NOW - 10 * DAY)
    assert not meeting(ended, closes_at=NOW - 5 * DAY).is_planned
    assert meeting(ended, closes_at=NOW - 15 * DAY).is_planned


def test_the_last_session_of_a_completed_pair_was_due_even_if_it_would_have_closed_later() -> None:
    assert meeting(pair_of(PairState.COMPLETED, NOW - DAY), closes_at=NOW + 5 * DAY).is_planned


def test_a_meeting_stands_at_its_date_else_when_it_was_told_else_at_its_end() -> None:
    assert meeting(pair_of(), scheduled_at=NOW - 4 * DAY, mentor=True).at == NOW - 4 * DAY
    assert meeting(pair_of(), scheduled_at=NOW + DAY, mentor=True).at == NOW - 2 * DAY
    assert meeting(pair_of(), mentor=False).at == NOW - DAY


def test_a_date_that_has_not_come_is_not_asked_about() -> None:
    assert not meeting(pair_of(), scheduled_at=NOW + DAY).is_asked
    assert meeting(pair_of(), scheduled_at=NOW - DAY).is_asked


def test_a_disputed_session_keeps_a_pair_from_having_met_as_planned() -> None:
    held = meeting(pair_of(), mentor=True)
    disputed = meeting(pair_of(), mentor=True, mentee=False)
    assert tallies([held])["A"].has_met_as_planned
    assert not tallies([held, disputed])["A"].has_met_as_planned

"""Small groups planted into real rows: no figure of fewer than five people, nor the means to subtract one."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.facts.report import Outcome, ReportRequest, Withheld
from domain.items import ITEMS, USEFULNESS, Moment
from domain.kinds import PairState, Side
from models import AnonymousNumber, Pair, PairSide, SessionAnswer
from models.database import Database
from reporting.report import build_report
from tests.integration.reporting.sample_program import COORDINATOR, NOW, Sample, store

Keep = Callable[[Any], bool]
EVERYTHING = ReportRequest()
FIRST, SECOND = ReportRequest(round_number=1), ReportRequest(round_number=2)


async def outcome_of(database: Database, request: ReportRequest) -> Outcome:
    async with database.transaction("T1") as session:
        return (await build_report(session, NOW, request, reader_id=COORDINATOR)).outcome


def sides(outcome: Outcome) -> dict[Side, bool]:
    return {one.side: one.mean is not None for one in outcome.usefulness_by_side}


def only_raters(sample: Sample, round_id: str, side: Side, people: int) -> None:
    """Let only the first `people` of one side have rated in a round, each as often as she did."""
    pair_of = {row.id: row.pair_id for row in sample.rows if row.__tablename__ == "session"}
    round_of = {row.id: row.round_id for row in sample.rows if isinstance(row, Pair)}
    mine = [
        row
        for row in sample.rows
        if isinstance(row, SessionAnswer)
        and row.has_rated
        and row.side is side
        and round_of[pair_of[row.session_id]] == round_id
    ]
    kept = sorted({row.person_id for row in mine})[:people]
    for row in mine:
        row.has_rated = row.person_id in kept
    ratings = [r for r in sample.rows if _is_rating(r, round_id, side)]
    for rating in ratings[sum(row.has_rated for row in mine) :]:
        sample.rows.remove(rating)


def _is_rating(row: Any, round_id: str, side: Side) -> bool:
    return (
        isinstance(row, AnonymousNumber)
        and row.item == USEFULNESS
        and (row.round_id, row.side) == (round_id, side)
    )


async def test_a_small_side_hides_the_other_too_and_leaves_the_total(database: Database) -> None:
    sample = Sample()
    only_raters(sample, "R1", Side.MENTEE, 3)
    await store(database, sample)
    outcome = await outcome_of(database, FIRST)
    assert outcome.usefulness is not None
    assert sides(outcome) == {Side.MENTOR: False, Side.MENTEE: False}


async def test_a_silent_side_hides_nobody(database: Database) -> None:
    sample = Sample()
    only_raters(sample, "R1", Side.MENTEE, 0)
    await store(database, sample)
    assert sides(await outcome_of(database, FIRST)) == {Side.MENTOR: True, Side.MENTEE: False}


async def test_four_people_who_rate_often_stay_hidden(database: Database) -> None:
    sample = Sample()
    only_raters(sample, "R1", Side.MENTEE, 2)
    only_raters(sample, "R1", Side.MENTOR, 2)
    await store(database, sample)
    assert sum(_is_rating(row, "R1", side) for row in sample.rows for side in Side) >= 5
    assert (await outcome_of(database, FIRST)).usefulness is None


async def test_a_small_round_cannot_be_had_by_subtracting_the_other_from_the_whole(
    database: Database,
) -> None:
    sample = Sample()
    for side in Side:
        only_raters(sample, "R2", side, 2)
    await store(database, sample)
    assert (await outcome_of(database, SECOND)).usefulness is None
    whole, first = await outcome_of(database, EVERYTHING), await outcome_of(database, FIRST)
    assert whole.usefulness == first.usefulness is not None


@pytest.mark.parametrize(("answered", "is_shown"), [(4, False), (5, True)])
async def test_an_item_needs_five_people_at_both_moments(
    database: Database, answered: int, is_shown: bool
) -> None:
    sample = Sample()
    keep_answers(sample, Side.MENTOR, Moment.AFTER, answered)
    await store(database, sample)
    items = {one.item: one for one in (await outcome_of(database, FIRST)).items}
    assert items["see_future"].before is not None
    assert (items["see_future"].after is not None) is is_shown
    assert (items["see_future"].change is not None) is is_shown
    assert items["use_tools"].after is not None


def keep_answers(sample: Sample, side: Side, moment: Moment, count: int) -> None:
    ids = {row.id for row in sample.rows if isinstance(row, Pair) and row.round_id == "R1"}
    mine = [
        row
        for row in sample.rows
        if isinstance(row, PairSide) and row.pair_id in ids and row.side is side and row.has_answered_outcome
    ]
    for row in mine[count:]:
        row.has_answered_outcome = False
    numbers = [row for row in sample.rows if isinstance(row, AnonymousNumber)]
    for item in ITEMS[side]:
        about = ("R1", side, item, moment)
        same = [row for row in numbers if (row.round_id, row.side, row.item, row.moment) == about]
        for number in same[count:]:
            sample.rows.remove(number)


async def test_a_round_of_seven_pairs_tells_nothing_and_one_of_eight_does(database: Database) -> None:
    for workspace, pairs in (("T1", 7), ("T2", 8)):
        sample = Sample()
        introduced = [row for row in sample.rows if isinstance(row, Pair) and row.introduced_at is not None]
        for row in [row for row in introduced if row.round_id == "R1"][pairs:]:
            row.introduced_at, row.state = None, PairState.DECLINED
        await store(database, sample, workspace)
    assert (await outcome_of(database, FIRST)).withheld is Withheld.TOO_FEW_PAIRS
    async with database.transaction("T2") as session:
        larger = await build_report(session, NOW, FIRST, reader_id=COORDINATOR)
    assert larger.outcome.withheld is None


async def test_no_days_can_be_cut_out_of_the_anonymous_answers(database: Database) -> None:
    await store(database, Sample())
    outcome = await outcome_of(database, ReportRequest(last_days=30))
    assert outcome == Outcome(Withheld.NOT_WHOLE_ROUNDS)

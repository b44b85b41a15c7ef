from datetime import timedelta
from itertools import pairwise

import pytest

from domain.facts.report import Band, FunnelStep, Report, ReportRequest, Split
from domain.items import ITEMS, USEFULNESS
from models.database import Database
from reporting.report import build_report
from tests.integration.reporting.recount import Recount
from tests.integration.reporting.sample_program import COORDINATOR, NOW, Sample, store

REQUESTS = [
    ReportRequest(),
    ReportRequest("digital  NATIVES", round_number=1),
    ReportRequest(round_number=2),
    ReportRequest(last_days=7),
    ReportRequest(last_days=30),
    ReportRequest(last_days=70),
]


async def both_ways(database: Database, request: ReportRequest, seed: int = 1) -> tuple[Report, Recount]:
    """Build the report, and recount its scope from the raw rows. A second workspace has the same ids."""
    await store(database, Sample(seed))
    await store(database, Sample(seed + 100), "T2")
    async with database.transaction("T1") as session:
        report = await build_report(session, NOW, request, reader_id=COORDINATOR)
    recount = await Recount.read(database, "T1", NOW)
    recount.round_id = f"R{request.round_number}" if request.round_number else None
    recount.since = NOW - timedelta(days=request.last_days) if request.last_days else None
    return report, recount


@pytest.mark.parametrize("request_", REQUESTS)
async def test_the_funnel_counts_people_as_the_raw_rows_do(
    database: Database, request_: ReportRequest
) -> None:
    report, recount = await both_ways(database, request_)
    counted = {count.step: count.people for count in report.funnel}
    is_whole = request_ == ReportRequest()
    assert counted == {
        FunnelStep.INVITED: 20 if is_whole else None,
        FunnelStep.JOINED: len(recount.joined()),
        FunnelStep.MATCHED: len(recount.matched()),
        FunnelStep.MET_ONCE: len(recount.met()),
        FunnelStep.MET_AS_PLANNED: len(recount.as_planned()),
        FunnelStep.COMPLETED: len(recount._both(recount.completed_pairs())),
        FunnelStep.REJOINED: len(recount.rejoined()),
    }
    assert recount.met()


@pytest.mark.parametrize("request_", REQUESTS)
async def test_the_health_figures_are_those_of_the_raw_rows(
    database: Database, request_: ReportRequest
) -> None:
    report, recount = await both_ways(database, request_)
    health, sessions = report.health, recount.sessions()
    assert (health.match.part, health.match.whole) == (
        len(recount.matched() & recount.stood()),
        len(recount.stood()),
    )
    planned = [session for session in sessions if session["planned"]]
    assert (health.sessions.part, health.sessions.whole) == (sum(s["held"] for s in planned), len(planned))
    assert (health.active.part, health.active.whole) == recount.active(timedelta(days=21))
    assert health.median_days_to_first == recount.median_days()
    assert health.disputed_count == sum(s["disputed"] for s in sessions)
    asked = [s["told"] for s in sessions if s["asked"]]
    share = 100 * sum(asked) / (2 * len(asked))
    assert health.response_percent is not None
    assert health.response_percent.low <= share < health.response_percent.high + 1


@pytest.mark.parametrize("request_", REQUESTS)
async def test_the_weeks_count_every_planned_session_once_and_have_no_gaps(
    database: Database, request_: ReportRequest
) -> None:
    report, recount = await both_ways(database, request_)
    counted = {week.starts_on: (week.held, week.planned) for week in report.weeks}
    assert {day: both for day, both in counted.items() if both[1]} == recount.weeks("Europe/Berlin")
    days = list(counted)
    assert all(later - day == timedelta(days=7) for day, later in pairwise(days))
    assert sum(week.planned for week in report.weeks) == report.health.sessions.whole
    assert sum(week.held for week in report.weeks) == report.health.sessions.part


@pytest.mark.parametrize("rounds", [{"R1"}, {"R1", "R2"}])
async def test_the_outcome_is_the_rounded_mean_of_all_answers(database: Database, rounds: set[str]) -> None:
    number = 1 if rounds == {"R1"} else None
    report, recount = await both_ways(database, ReportRequest(round_number=number))
    outcome = report.outcome
    value, count = recount.mean(rounds=rounds, side=None, item=USEFULNESS, moment=None)
    assert outcome.usefulness is not None
    assert outcome.usefulness.value == value
    assert outcome.usefulness.answers == Band(count // 10 * 10, count // 10 * 10 + 9)
    for one in outcome.usefulness_by_side:
        assert one.mean is not None
        assert one.mean.value == recount.mean(rounds=rounds, side=one.side, item=USEFULNESS, moment=None)[0]
    assert [(one.side, one.item) for one in outcome.items] == [(s, i) for s in ITEMS for i in ITEMS[s]]
    for item in outcome.items:
        asked = {"rounds": rounds, "side": item.side, "item": item.item}
        assert item.before is not None
        assert item.after is not None
        assert item.before.value == recount.mean(**asked, moment="before")[0]  # type: ignore[arg-type]
        assert item.after.value == recount.mean(**asked, moment="after")[0]  # type: ignore[arg-type]
        assert item.change == item.after.value - item.before.value


async def test_only_pairs_that_were_introduced_count_as_pairs(database: Database) -> None:
    report, recount = await both_ways(database, ReportRequest())
    introduced = [pair for pair in recount.rows["pair"] if pair["introduced_at"] is not None]
    assert report.pairs_count == len(introduced) < len(recount.rows["pair"])


@pytest.mark.parametrize("split", [Split.DEPARTMENT, Split.SITE, Split.LEVEL])
async def test_a_split_counts_people_and_pairs_per_group(database: Database, split: Split) -> None:
    report, recount = await both_ways(database, ReportRequest(split=split))
    group_of = {p["id"]: None if p[split] is None else str(p[split]) for p in recount.rows["person"]}
    assert {group.name for group in report.groups} == {group_of[person] for person in recount.joined()}
    for group in report.groups:
        own = {person for person, name in group_of.items() if name == group.name}
        mine = [p for p in recount.pairs() if {p["mentor_id"], p["mentee_id"]} & own]
        ids = {p["id"] for p in mine}
        sessions = [s for s in recount.sessions() if s["pair"]["id"] in ids]
        assert group.joined == len(recount.joined() & own)
        assert group.matched == len(recount.matched() & own)
        assert group.met_once == len(recount.met() & own)
        assert group.pairs == sum(p["introduced_at"] is not None for p in mine)
        assert group.held == sum(s["held"] for s in sessions)
        assert group.planned == sum(s["planned"] for s in sessions)


async def test_a_split_by_topic_counts_what_one_teaches_and_the_other_wants(database: Database) -> None:
    report, recount = await both_ways(database, ReportRequest(split=Split.TOPIC))
    person_of = {p["id"]: p["person_id"] for p in recount.rows["participant"]}
    named = {
        (person_of[topic["participant_id"]], str(topic["direction"]), topic["topic"])
        for topic in recount.rows["participant_topic"]
    }
    for group in report.groups:
        if group.name is None:
            continue
        people = {person for person, _, topic in named if topic == group.name}
        teach = {p for p, direction, topic in named if (direction, topic) == ("teaches", group.name)}
        want = {p for p, direction, topic in named if (direction, topic) == ("wants", group.name)}
        mine = [
            p
            for p in recount.pairs()
            if p["introduced_at"]
            and (
                (p["mentor_id"] in teach and p["mentee_id"] in want)
                or (p["mentee_id"] in teach and p["mentor_id"] in want)
            )
        ]
        assert group.joined == len(recount.joined() & people)
        assert group.pairs == len(mine)


async def test_levels_stand_in_the_order_of_their_numbers_and_the_unknown_last(database: Database) -> None:
    report, _ = await both_ways(database, ReportRequest(split=Split.LEVEL))
    assert [group.name for group in report.groups] == ["2", "3", "10", None]

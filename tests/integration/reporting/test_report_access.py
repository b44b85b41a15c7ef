from typing import Any

import pytest
from sqlalchemy import event

from domain.errors import CoordinatorsOnly, UnclearReport, UnknownProgram
from domain.facts.report import FunnelStep, Report, ReportRequest, Split
from domain.kinds import Address, RescueStage
from models import Coordinator, Delivery, Person
from models.database import Database
from reporting.report import build_report
from tests.integration.reporting.sample_program import (
    CONFLICTED,
    COORDINATOR,
    NOW,
    OUTSIDER,
    Sample,
    store,
)


async def report_for(
    database: Database, reader_id: str | None, request: ReportRequest | None = None
) -> Report:
    async with database.transaction("T1") as session:
        return await build_report(session, NOW, request or ReportRequest(), reader_id=reader_id)


async def test_stuck_pairs_stand_with_those_nearest_to_the_end_first(database: Database) -> None:
    await store(database, Sample())
    report = await report_for(database, COORDINATOR)
    assert [pair.stage for pair in report.stuck] == [
        RescueStage.CLOSING,
        RescueStage.WITH_COORDINATOR,
        RescueStage.OFFERED,
    ]
    assert report.health.stuck_count == 3


async def test_a_coordinator_above_a_mentor_neither_sees_nor_counts_that_stuck_pair(
    database: Database,
) -> None:
    sample = Sample()
    stuck_mentor = sample.mentors[7]
    for row in sample.rows:
        if isinstance(row, Person) and row.id == stuck_mentor:
            row.manager_id = sample.mentors[0]
    await store(database, sample)
    report = await report_for(database, CONFLICTED)
    assert stuck_mentor not in {pair.mentor_id for pair in report.stuck}
    assert report.health.stuck_count == len(report.stuck) == 2


async def test_a_coordinator_in_a_stuck_pair_does_not_see_it(database: Database) -> None:
    sample = Sample()
    await store(database, sample)
    mentee = next(pair for pair in (await report_for(database, COORDINATOR)).stuck).mentee_id
    await appoint(database, mentee)
    report = await report_for(database, mentee)
    assert mentee not in {pair.mentee_id for pair in report.stuck}
    assert report.health.stuck_count == 2


async def appoint(database: Database, person_id: str) -> None:
    async with database.transaction("T1") as session:
        session.add(
            Coordinator(program_id="P1", person_id=person_id, appointed_by=COORDINATOR, appointed_at=NOW)
        )


async def test_the_command_line_names_no_pair(database: Database) -> None:
    await store(database, Sample())
    report = await report_for(database, None, ReportRequest("Digital Natives"))
    assert report.stuck == ()
    assert report.health.stuck_count == 3


async def test_only_coordinators_get_a_report(database: Database) -> None:
    await store(database, Sample())
    with pytest.raises(CoordinatorsOnly):
        await report_for(database, OUTSIDER)


@pytest.mark.parametrize("name", ["Round about", "nowhere"])
async def test_another_coordinators_program_is_as_unknown_as_none(database: Database, name: str) -> None:
    await store(database, Sample())
    with pytest.raises(UnknownProgram) as refusal:
        await report_for(database, COORDINATOR, ReportRequest(name))
    assert refusal.value.name == name


async def test_a_program_can_be_named_by_its_id(database: Database) -> None:
    await store(database, Sample())
    report = await report_for(database, None, ReportRequest("ignored", program_id="P2"))
    assert report.program.name == "Round about"


async def test_a_round_that_is_not_there_is_refused(database: Database) -> None:
    await store(database, Sample())
    with pytest.raises(UnclearReport):
        await report_for(database, COORDINATOR, ReportRequest(round_number=3))


async def test_a_program_without_rounds_has_an_empty_report(database: Database) -> None:
    await store(database, Sample())
    report = await report_for(database, None, ReportRequest("round about", split=Split.TOPIC))
    assert [count.people for count in report.funnel] == [None, 0, 0, 0, 0, 0, 0]
    assert (report.weeks, report.groups, report.pairs_count) == ((), (), 0)
    assert report.health.sessions.percent is None


async def test_once_a_channel_was_invited_nobody_knows_how_many_were(database: Database) -> None:
    sample = Sample()
    invitation = next(row for row in sample.rows if isinstance(row, Delivery))
    invitation.address, invitation.recipient_id = Address.CHANNEL, "C1"
    await store(database, sample)
    report = await report_for(database, COORDINATOR)
    assert report.funnel[0].step is FunnelStep.INVITED
    assert report.funnel[0].people is None


async def test_the_number_of_statements_does_not_grow_with_the_program(database: Database) -> None:
    await store(database, Sample(people=20))
    await store(database, Sample(people=80), "T2")
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    counts = []
    for workspace in ("T1", "T2"):
        statements.clear()
        async with database.transaction(workspace) as session:
            await build_report(session, NOW, ReportRequest(split=Split.TOPIC), reader_id=COORDINATOR)
        counts.append(
            sum(statement.lstrip().upper().startswith(("SELECT", "WITH")) for statement in statements)
        )
    assert counts[0] == counts[1] == 12


async def test_the_same_rows_give_the_same_report(database: Database) -> None:
    await store(database, Sample())
    first = await report_for(database, COORDINATOR, ReportRequest(split=Split.TOPIC))
    again = await report_for(database, COORDINATOR, ReportRequest(split=Split.TOPIC))
    assert first == again

"""The machine: what the command line does to a database without Slack: report, people list, stored rounds."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.cli_frame import CommandError, RosterResult
from bot.clock import MachineClock
from bot.ids import RandomIds
from bot.people_list import read_people
from bot.settings import Settings
from bot.store import open_database
from bot.think import ProcessThink
from domain.facts.report import Report, ReportRequest
from mentoring.core import Core
from mentoring.import_roster import import_roster
from mentoring.install_workspace import installed_workspaces
from messages.report import report_message, report_tables
from messages.words import words_for
from reporting.export import to_json, to_xlsx
from reporting.export_html import to_html
from reporting.report import build_report
from reporting.rounds import stored_round

ACTOR = "command line"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Core, str]]:
    """Open the database of the one installed workspace. Raises CommandError when there is none."""
    database = await open_database(settings)
    think = ProcessThink()
    try:
        core = Core(database, MachineClock(), RandomIds(), think)
        workspaces = await installed_workspaces(core)
        if not workspaces:
            raise CommandError("the bot has not run in a workspace yet: start it once with `rm-bot run`")
        yield core, workspaces[0]
    finally:
        think.close()
        await database.close()


async def report_text(settings: Settings, program: str, number: int | None, form: str) -> bytes:
    """Return a program's report in one of four forms. Raises a Refusal for an unknown program or round."""
    async with opened(settings) as (core, workspace), core.database.transaction(workspace) as session:
        request = ReportRequest(program_name=program, round_number=number)
        report = await build_report(session, core.clock.now(), request)
    return _written(report, form)


def _written(report: Report, form: str) -> bytes:
    t = words_for("en")
    match form:
        case "json":
            return to_json(report).encode() + b"\n"
        case "xlsx":
            return to_xlsx(report_tables(report, t), report.made_at)
        case "html":
            return to_html(report.program.name, report_tables(report, t)).encode()
    return report_message(report, t, is_rich=False).text.encode() + b"\n"


async def read_people_list(settings: Settings, path: Path) -> RosterResult:
    """Take over a people list; live pairs are looked at again. Raises BadInputError with one line per bad row."""
    people = read_people(path)
    async with opened(settings) as (core, workspace):
        updated = await import_roster(core, workspace, ACTOR, people)
    return RosterResult(len(people), updated.stopped_pairs_count)


async def load_round(settings: Settings, round_id: str) -> Mapping[str, Any]:
    """Return a round's stored inputs and solution. Raises LookupError for an unknown one."""
    async with opened(settings) as (core, workspace), core.database.transaction(workspace) as session:
        return await stored_round(session, round_id)

"""The machine: the commands that read or write files: the matcher, the report, the people list."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli_frame import WRONG_USE, CommandError, complain, refuse, say, usable_settings, with_data_dir
from bot.clock import real_now
from bot.match_file import MatchOptions, run_match


class ReportFormat(StrEnum):
    """What a report is written as."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    HTML = "html"


def match(
    file: Annotated[Path | None, typer.Argument(help="The roster, a CSV file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the pairs go.", metavar="pairs.csv")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Whose UTC offsets count; default today.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides between equally good results.")] = 0,
    weights: Annotated[Path | None, typer.Option(help="A file with other weights.")] = None,
    verify: Annotated[
        str | None, typer.Option(help="Check the proof of a result.", metavar="FILE|round:ID")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="Say why this person got what she got.", metavar="ID")
    ] = None,
    rounds: Annotated[
        int,
        typer.Option(min=1, help="So many rounds one after the other: nobody meets the same partner twice."),
    ] = 1,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Match the people of a file: the best pairs, the reasons, and a proof."""
    day = on.date() if on else real_now().date()
    options = MatchOptions(day, file, out, as_json, seed, weights, verify, explain, rounds)
    return run_match(options, sys.stdout, sys.stderr, load_round=_stored_round)


def _stored_round(round_id: str) -> Mapping[str, Any]:
    from bot.operations import load_round  # noqa: PLC0415  as in report

    return asyncio.run(load_round(with_data_dir(usable_settings()), round_id))


def report(
    program: Annotated[str, typer.Argument(help="The program's name.")],
    number: Annotated[int | None, typer.Option("--round", min=1, help="Only this round.")] = None,
    form: Annotated[ReportFormat, typer.Option("--format", help="What to write.")] = ReportFormat.TEXT,
    out: Annotated[Path | None, typer.Option(help="Where to; default is the screen.", dir_okay=False)] = None,
) -> None:
    """Write a program's report, with the same small-group rules as in Slack."""
    from bot.operations import report_text  # noqa: PLC0415  all rooms are loaded only where needed

    if form is ReportFormat.XLSX and out is None:
        raise CommandError("a workbook needs a file: --out report.xlsx", status=WRONG_USE)
    content = asyncio.run(report_text(with_data_dir(usable_settings()), program, number, form.value))
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        _write(out, content)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        refuse(f"{path} can't be written: {error.strerror}")


def roster(file: Annotated[Path, typer.Argument(help="The people list, a CSV file.")]) -> None:
    """Read the people list: levels, departments, sites, time zones and managers."""
    from bot.operations import read_people_list  # noqa: PLC0415  as in report

    result = asyncio.run(read_people_list(with_data_dir(usable_settings()), file))
    complain([f"warning: {warning}" for warning in result.warnings])
    say(f"{result.people_count} people read, {result.stopped_pairs_count} pairs stopped by the new facts")

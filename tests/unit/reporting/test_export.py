import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.facts.report import ReportTable, TableCell
from reporting.export import harmless, to_csv, to_json, to_xlsx
from tests.unit.reporting.sample_report import REPORT

MADE_AT = datetime(2026, 7, 8, 12, tzinfo=UTC)
TABLE = ReportTable(
    "Weeks/1", ("Week", "Monday", "Held"), (("=cmd|' /C calc'!A0", date(2026, 7, 6), 3), ("–", None, 2.5))
)
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A", "  =1"]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> dict[str, list[tuple[TableCell, ...]]]:
    book = load_workbook(io.BytesIO(content))
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]
    return {s.title: [tuple(c.value for c in row) for row in s.iter_rows()] for s in sheets}  # type: ignore[misc]


def test_the_csv_reads_back_as_the_tables() -> None:
    assert read_csv(to_csv([TABLE])) == [
        ["Weeks/1"],
        ["Week", "Monday", "Held"],
        ["'=cmd|' /C calc'!A0", "2026-07-06", "3"],
        ["–", "", "2.5"],
        [],
    ]


def test_the_workbook_reads_back_as_the_tables() -> None:
    sheets = read_xlsx(to_xlsx([TABLE, TABLE], MADE_AT))
    assert list(sheets) == ["Weeks 1", "Weeks 1 2"]
    assert sheets["Weeks 1"] == [
        ("Week", "Monday", "Held"),
        ("'=cmd|' /C calc'!A0", datetime(2026, 7, 6), 3),
        ("–", None, 2.5),
    ]


def test_the_same_report_gives_the_same_workbook() -> None:
    assert to_xlsx([TABLE], MADE_AT) == to_xlsx([TABLE], MADE_AT)


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula(text: str) -> None:
    table = ReportTable(text, (text,), ((text,),))
    book = load_workbook(io.BytesIO(to_xlsx([table], MADE_AT)))
    (sheet,) = book.worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert all(cell.startswith("'") for row in read_csv(to_csv([table])) for cell in row)


@given(st.text(min_size=1))
def test_harmless_text_never_begins_like_a_formula(text: str) -> None:
    assert harmless(text)[0] not in "=+-@\t\r\n＝＋－＠"
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), max_size=4))
def test_any_titles_make_sheets_that_can_be_opened(titles: list[str]) -> None:
    tables = [ReportTable(title, ("A",), ((1,),)) for title in titles] or [TABLE]
    assert len(read_xlsx(to_xlsx(tables, MADE_AT))) == len(tables)


@given(st.text(st.characters(codec="utf-8"), max_size=50))
def test_any_text_leaves_the_workbook_readable(text: str) -> None:
    sheets = read_xlsx(to_xlsx([ReportTable("T", (text,), ((text,), (1,)))], MADE_AT))
    assert sheets["T"][2] == (1,)


def test_the_json_holds_the_figures_and_no_person() -> None:
    written = to_json(REPORT)
    figures = json.loads(written)
    assert figures["funnel"][1] == {"step": "joined", "people": 40}
    assert figures["health"]["sessions"] == {"part": 59, "whole": 80, "target": 80}
    assert figures["outcome"]["usefulness"] == {"value": 4.0, "answers": {"low": 40, "high": 49}}
    assert figures["made_at"] == "2026-07-08T12:00:00+00:00"
    assert "stuck" not in figures
    assert REPORT.stuck
    assert not any(pair.mentor_id in written or pair.mentee_id in written for pair in REPORT.stuck)


def test_a_hidden_figure_is_null_in_the_json() -> None:
    hidden = replace(REPORT, outcome=replace(REPORT.outcome, usefulness=None))
    assert json.loads(to_json(hidden))["outcome"]["usefulness"] is None

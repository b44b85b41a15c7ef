"""A report as files: CSV, XLSX and JSON. The words come in with the tables; no file names a person.

Files travel further than messages, so the stuck pairs stay out of all three.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from domain.facts.report import Report, ReportTable, TableCell

_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_XLSX_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHEET_NAME_LENGTH = 31
_FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_MAX_WIDTH_PIXELS = 400


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula. Source: OWASP, CSV injection."""
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA_STARTS else text


def to_csv(tables: Sequence[ReportTable]) -> bytes:
    """Write all tables into one file, each as title, headings, rows and an empty line; UTF-8 with a mark."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for table in tables:
        writer.writerows([[harmless(table.title)], [harmless(column) for column in table.columns]])
        writer.writerows(map(_csv_cell, row) for row in table.rows)
        writer.writerow([])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: TableCell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def to_xlsx(tables: Sequence[ReportTable], made_at: datetime) -> bytes:
    """Write a workbook with one sheet per table. The same tables and instant give the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _XLSX_OPTIONS) as book:
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"num_format": "@"}),
        }
        for name, table in zip(_sheet_names(tables), tables, strict=True):
            _write_sheet(book.add_worksheet(name), table, formats)
    return file.getvalue()


def _sheet_names(tables: Sequence[ReportTable]) -> Iterator[str]:
    """Yield what Excel accepts: short, without its forbidden signs, unique in any case."""
    used = {"history"}
    for number, table in enumerate(tables, start=1):
        plain = name = _cleaned(table.title)
        tail = number
        while not name or name.casefold() in used:
            name = f"{plain[: _SHEET_NAME_LENGTH - 5]} {tail}".strip()
            tail += 1
        used.add(name.casefold())
        yield name


def _cleaned(title: str) -> str:
    plain = "".join(
        c for c in title.translate(_FORBIDDEN_IN_SHEET_NAMES) if c.isprintable() and c <= "\uffff"
    )
    return plain.strip(" '")[:_SHEET_NAME_LENGTH].strip(" '")


def _write_sheet(sheet: Worksheet, table: ReportTable, formats: dict[str, Any]) -> None:
    for column, heading in enumerate(table.columns):
        sheet.write_string(0, column, harmless(heading), formats["heading"])
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, (number, column), cell, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.autofit(_MAX_WIDTH_PIXELS)


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: TableCell, formats: dict[str, Any]) -> None:
    if isinstance(cell, str):
        sheet.write_string(*place, harmless(cell), formats["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001  a day has no zone
    elif cell is not None:
        sheet.write_number(*place, cell)


def to_json(report: Report) -> str:
    """Write the figures as one JSON object, with a null wherever a figure is hidden or not known."""
    figures = asdict(report)
    del figures["stuck"]
    return json.dumps(figures, default=_iso, ensure_ascii=False, indent=2)


def _iso(moment: date | datetime) -> str:
    return moment.isoformat()

"""Reading an uploaded CSV or XLSX file into rows of text, so that the page can show it."""

import csv
import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

Rows = list[list[str]]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LETTERS = re.compile(r"[A-Z]+")
_ALPHABET_SIZE = 26


def read_sheets(name: str, content: bytes) -> list[dict[str, Any]]:
    """Read a file into `{name, rows}` per sheet. Raises: ValueError when it is no table."""
    suffix = name.rpartition(".")[2].lower()
    if suffix == "csv":
        text = content.decode("utf-8-sig", errors="replace")
        return [{"name": name, "rows": list(csv.reader(io.StringIO(text)))}]
    if suffix == "xlsx":
        return _read_workbook(content)
    raise ValueError(f"{name} is neither CSV nor XLSX.")


def _read_workbook(content: bytes) -> list[dict[str, Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = _shared_strings(book)
            return [
                {"name": title, "rows": _rows(_part(book, path), shared)}
                for title, path in _sheet_parts(book)
            ]
    except (zipfile.BadZipFile, KeyError, ET.ParseError) as error:
        raise ValueError("The XLSX file can't be read.") from error


def _part(book: zipfile.ZipFile, path: str) -> ET.Element:
    return ET.fromstring(book.read(path))  # noqa: S314 - the app's own report, on this machine


def _sheet_parts(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = _part(book, "xl/_rels/workbook.xml.rels")
    paths = {r.attrib["Id"]: r.attrib["Target"].removeprefix("/xl/") for r in relations}
    sheets = _part(book, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    return [(s.attrib["name"], f"xl/{paths[s.attrib[_REL]]}") for s in sheets]


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    items = _part(book, "xl/sharedStrings.xml").iter(f"{_MAIN}si")
    return [_text(item) for item in items]


def _text(node: ET.Element) -> str:
    return "".join(t.text or "" for t in node.iter(f"{_MAIN}t"))


def _rows(sheet: ET.Element, shared: list[str]) -> Rows:
    rows = []
    for row in sheet.iter(f"{_MAIN}row"):
        cells = {_column(c.attrib["r"]): _cell(c, shared) for c in row.iter(f"{_MAIN}c")}
        width = max(cells, default=-1) + 1
        rows.append([cells.get(column, "") for column in range(width)])
    return rows


def _column(reference: str) -> int:
    letters = _LETTERS.match(reference)
    number = 0
    for letter in letters.group() if letters else "A":
        number = number * _ALPHABET_SIZE + ord(letter) - ord("A") + 1
    return number - 1


def _cell(cell: ET.Element, shared: list[str]) -> str:
    kind, value = cell.get("t"), cell.findtext(f"{_MAIN}v", "")
    if kind == "s":
        return shared[int(value)]
    if kind == "inlineStr":
        return _text(cell)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return value

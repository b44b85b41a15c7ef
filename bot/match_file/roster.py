"""The roster CSV: rows in, people out; every bad row named at once, every doubt as a warning."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.match_file import cells
from matching import Person, local_week, reporting_lines

REQUIRED = ("id", "role", "level")
READERS: Mapping[str, Callable[[str], Any]] = {
    "id": cells.required,
    "name": str,
    "role": cells.role,
    "level": cells.whole_number,
    "department": str,
    "site": str,
    "timezone": cells.zone,
    "country": cells.country,
    "languages": cells.languages,
    "teaches": cells.topics,
    "wants": cells.topics,
    "capacity": cells.capacity,
    "manager_id": str,
    "work_start": cells.hour(9),
    "work_end": cells.hour(17),
    "work_days": cells.work_days,
    "blocked": cells.labels,
    "past": cells.labels,
    "waited": cells.waited,
}
UTC = ZoneInfo("UTC")


class BadInputError(Exception):
    """The input can't be used; `lines` says why, one line per bad row."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; the heading is row 1, as a spreadsheet counts."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that could be read."""

    row: int
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.values["id"])


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a file, in its order, and the warnings that reading it gave."""

    people: tuple[Person, ...]
    warnings: tuple[str, ...]


def read_roster(path: Path, on: date) -> Roster:
    """Return the people of a roster; working hours are laid at the UTC offsets of `on`.

    Raises BadInputError with one line per bad row.
    """
    columns, entries = read_entries(path)
    ids = frozenset(entry.id for entry in entries)
    usual = _usual_zone(entries)
    manager_of = {e.id: m for e in entries if (m := e.values["manager_id"]) in ids}
    lines = reporting_lines(manager_of)
    people = tuple(_person(e, ids, lines.get(e.id, frozenset()), usual, on) for e in entries)
    warnings = (*_heading_warnings(columns), *_row_warnings(entries, ids, usual))
    return Roster(people, (*warnings, *_cycle_warnings(manager_of)))


def read_entries(path: Path) -> tuple[list[str], list[Entry]]:
    """Return the heading and the checked rows of a roster. Raises BadInputError with one line per bad row."""
    columns, rows = _read_rows(path)
    _refuse_heading(columns)
    return columns, _read_entries(rows)


def _read_rows(path: Path) -> tuple[list[str], list[Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except OSError as unreadable:
        raise BadInputError(f"{path}: can't be read ({unreadable.strerror})") from unreadable
    except UnicodeDecodeError as other:
        raise BadInputError(f"{path}: is not UTF-8 text") from other
    except csv.Error as broken:
        raise BadInputError(f"{path}: is not a CSV file ({broken})") from broken
    if not lines:
        raise BadInputError(f"{path}: is empty; the heading needs {', '.join(REQUIRED)}")
    heading = [cell.strip() for cell in lines[0]]
    return heading, list(_rows(heading, lines[1:]))


def _rows(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        texts = [cell.strip() for cell in line]
        if any(texts):
            # What stands beyond the heading is kept under "", so that it can be refused.
            extra = "".join(texts[len(heading) :])
            yield Row(number, dict(zip(heading, texts, strict=False)) | {"": extra})


def _refuse_heading(columns: Sequence[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    doubled = sorted({name for name in columns if name and columns.count(name) > 1})
    if missing:
        raise BadInputError(f"row 1: required columns are missing: {', '.join(missing)}")
    if doubled:
        raise BadInputError(f"row 1: columns appear twice: {', '.join(doubled)}")


def _read_entries(rows: Iterable[Row]) -> list[Entry]:
    entries: list[Entry] = []
    faults: list[str] = []
    first_row: dict[str, int] = {}
    for row in rows:
        values, reasons = _read_row(row)
        name = row.cells.get("id", "")
        if name and first_row.setdefault(name, row.number) != row.number:
            reasons.append(f"id {name!r} is already in row {first_row[name]}")
        if reasons:
            faults.append(f"row {row.number}: {'; '.join(reasons)}")
        entries.append(Entry(row.number, values))
    if faults:
        raise BadInputError(*faults)
    return entries


def _read_row(row: Row) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    reasons: list[str] = []
    for column, read in READERS.items():
        try:
            values[column] = read(row.cells.get(column, ""))
        except ValueError as fault:
            reasons.append(f"{column} {fault}")
    if row.cells[""]:
        reasons.append("has more cells than the heading")
    if "work_start" in values and values["work_start"] == values.get("work_end"):
        reasons.append("work_start and work_end are the same hour")
    return values, reasons


def _usual_zone(entries: Iterable[Entry]) -> ZoneInfo:
    """Return the zone most rows name (the first by name among equals), UTC if none does."""
    counts = Counter(zone.key for entry in entries if (zone := entry.values["timezone"]))
    return ZoneInfo(min(counts, key=lambda key: (-counts[key], key))) if counts else UTC


def _person(entry: Entry, ids: frozenset[str], line: frozenset[str], usual: ZoneInfo, on: date) -> Person:
    values = entry.values
    return Person(
        id=entry.id,
        level=values["level"],
        mentor_capacity=values["capacity"] if values["role"] != "mentee" else 0,
        mentee_capacity=values["capacity"] if values["role"] != "mentor" else 0,
        department=values["department"],
        site=values["site"],
        languages=values["languages"],
        teaches=values["teaches"],
        wants=values["wants"],
        meet_week=_week(values, values["timezone"] or usual, on),
        reporting_line=line,
        blocked=values["blocked"] & ids,
        past=values["past"] & ids,
        waited=values["waited"],
    )


def _week(values: Mapping[str, Any], zone: ZoneInfo, on: date) -> int:
    return local_week(values["work_days"], values["work_start"], values["work_end"], zone, on)


def _heading_warnings(columns: Iterable[str]) -> Iterator[str]:
    unknown = [name for name in columns if name not in READERS]
    if unknown:
        yield f"row 1: unknown columns are ignored: {', '.join(map(repr, unknown))}"


def _row_warnings(entries: Iterable[Entry], ids: frozenset[str], usual: ZoneInfo) -> Iterator[str]:
    for entry in entries:
        values = entry.values
        if values["timezone"] is None:
            yield f"row {entry.row}: timezone is empty, treated as {usual.key}"
        if values["manager_id"] and values["manager_id"] not in ids:
            yield f"row {entry.row}: manager_id {values['manager_id']!r} is not in the file"
        for column in ("blocked", "past"):
            unknown = sorted(values[column] - ids)
            if unknown:
                listed = ", ".join(map(repr, unknown))
                yield f"row {entry.row}: {column} names unknown ids, ignored: {listed}"


def _cycle_warnings(manager_of: Mapping[str, str]) -> Iterator[str]:
    settled: set[str] = set()
    for start in manager_of:
        walked: list[str] = []
        person: str | None = start
        while person is not None and person not in settled:
            settled.add(person)
            walked.append(person)
            person = manager_of.get(person)
        if person in walked:
            circle = walked[walked.index(person) :]
            yield f"manager_id runs in a circle, cut: {' -> '.join([*circle, circle[0]])}"

"""The roster CSV: every bad cell in words, every doubt as a warning."""

import json
from datetime import date

import pytest

from bot.match_file.roster import read_roster
from tests.integration.match_file.desk import SUMMER, WINTER, Desk

BAD_CELLS = [
    ("id", "", "id is empty"),
    ("role", "boss", "role must be mentor, mentee or both, not 'boss'"),
    ("role", "", "role must be mentor, mentee or both, not ''"),
    ("level", "", "level must be a whole number, not ''"),
    ("level", "2.5", "level must be a whole number, not '2.5'"),
    ("level", "9" * 30, "level must be a whole number, not '" + "9" * 30 + "'"),
    ("level", "٣", "level must be a whole number, not '٣'"),
    ("timezone", "Mars/Olympus", "timezone is no IANA time zone: 'Mars/Olympus'"),
    ("timezone", "../etc/passwd", "timezone is no IANA time zone: '../etc/passwd'"),
    ("timezone", "America", "timezone is no IANA time zone: 'America'"),
    ("country", "XX", "country must be a country like DE, or a part of one like DE-BY, not 'XX'"),
    ("country", "DE-ZZ", "country must be a country like DE, or a part of one like DE-BY, not 'DE-ZZ'"),
    ("country", "Germany", "country must be a country like DE, or a part of one like DE-BY, not 'Germany'"),
    ("teaches", "python:4", "teaches has a weight outside 1 to 3: 'python:4'"),
    ("wants", "python:", "wants has a weight outside 1 to 3: 'python:'"),
    ("wants", ":2", "wants has a topic without a name: ':2'"),
    ("capacity", "0", "capacity must be 1 to 3, not '0'"),
    ("capacity", "4", "capacity must be 1 to 3, not '4'"),
    ("capacity", "many", "capacity must be a whole number, not 'many'"),
    ("work_start", "25", "work_start must be an hour from 0 to 24, not '25'"),
    ("work_end", "24.25", "work_end must be an hour from 0 to 24, not '24.25'"),
    ("work_end", "nan", "work_end must be an hour from 0 to 24, not 'nan'"),
    ("work_end", "9", "work_start and work_end are the same hour"),
    ("work_days", "0;1", "work_days must be a ;-list of 1 to 7, not '0;1'"),
    ("work_days", ";", "work_days must be a ;-list of 1 to 7, not ';'"),
    ("waited", "-1", "waited must not be negative"),
    ("waited", "soon", "waited must be a whole number, not 'soon'"),
]


@pytest.mark.parametrize(("column", "text", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_and_nothing_is_written(desk: Desk, column: str, text: str, reason: str) -> None:
    cells = {"id": "mia", "role": "mentor", "level": "1", column: text}
    assert desk.run(f"{','.join(cells)}\n{','.join(cells.values())}\n", as_json=True) == 2
    assert desk.err == f"row 2: {reason}\n"
    assert desk.out == ""
    assert list(desk.folder.iterdir()) == [desk.roster]


def test_each_bad_row_gets_one_line(desk: Desk) -> None:
    assert desk.run("id,role,level\nmia,boss,x\nmia,mentor,1\n\nsam,mentee,1,extra\n") == 2
    assert desk.err.splitlines() == [
        "row 2: role must be mentor, mentee or both, not 'boss'; level must be a whole number, not 'x'",
        "row 3: id 'mia' is already in row 2",
        "row 5: has more cells than the heading",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", "is empty; the heading needs id, role, level"),
        (b"id,name\n", "row 1: required columns are missing: role, level"),
        (b"id,role,level,level\n", "row 1: columns appear twice: level"),
        (b"id,role,level\n\xff\xfe,mentor,1\n", "is not UTF-8 text"),
        (b'id,role,level\n"a,mentor,1\n', "is not a CSV file"),
        (b"id,role,level\n" + b"x" * 200_000 + b",mentor,1\n", "is not a CSV file"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_one_line(desk: Desk, text: bytes, line: str) -> None:
    assert desk.run(text) == 2
    assert line in desk.err
    assert desk.err.count("\n") == 1


def test_doubts_are_warnings_and_the_run_goes_on(desk: Desk) -> None:
    status = desk.run(
        "id,role,level,timezone,manager_id,blocked,past,shoe\n"
        "mia,mentor,1,Europe/Berlin,ann,ghost,,37\n"
        "ann,mentee,5,,bea,,mia;spook,\n"
        "bea,mentee,6,Europe/Berlin,ann,,,\n"
        "cas,mentee,6,,nobody,,,\n"
    )
    assert status == 0
    assert desk.err.splitlines() == [
        "warning: row 1: unknown columns are ignored: 'shoe'",
        "warning: row 2: blocked names unknown ids, ignored: 'ghost'",
        "warning: row 3: timezone is empty, treated as Europe/Berlin",
        "warning: row 3: past names unknown ids, ignored: 'spook'",
        "warning: row 5: timezone is empty, treated as Europe/Berlin",
        "warning: row 5: manager_id 'nobody' is not in the file",
        "warning: manager_id runs in a circle, cut: ann -> bea -> ann",
    ]
    assert desk.pairs.read_text().splitlines()[1].startswith("mia,cas,")


def test_a_heading_without_people_gives_an_empty_round(desk: Desk) -> None:
    assert desk.run("id,role,level\n", as_json=True) == 0
    assert desk.pairs.read_text() == "mentor_id,mentee_id,score,reasons\n"
    assert json.loads(desk.out)["proven"] is True


def test_a_byte_order_mark_and_spaces_are_no_reason_to_fail(desk: Desk) -> None:
    assert desk.run(b"\xef\xbb\xbf" + b"id , role,level\n mia , mentor , 1 \npat,mentee,2\n") == 0
    assert "mia,pat," in desk.pairs.read_text()


def test_the_date_decides_whose_hours_overlap(desk: Desk) -> None:
    """Berlin 9-11 meets New York 3-5 but for the weeks in which only one has moved its clock."""
    text = (
        "id,role,level,timezone,work_start,work_end\n"
        "mia,mentor,1,Europe/Berlin,9,11\npat,mentee,2,America/New_York,3,3.75\n"
    )
    assert desk.run(text, on=WINTER) == 0
    assert desk.out.startswith("1 pairs")
    assert desk.run(text.replace("3,3.75", "2,3"), on=date(2026, 3, 15)) == 0
    assert desk.out.startswith("0 pairs")
    assert desk.run(text.replace("3,3.75", "4,5"), on=date(2026, 3, 15)) == 0
    assert desk.out.startswith("1 pairs")


def test_summer_time_moves_the_week_by_an_hour(desk: Desk) -> None:
    desk.run()
    winter, summer = (read_roster(desk.roster, on).people[0].meet_week for on in (WINTER, SUMMER))
    assert winter == summer << 4

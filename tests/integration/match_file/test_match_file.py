"""What `rm-bot match` writes and what it refuses."""

import csv
import json
from pathlib import Path

import pytest

from tests.integration.match_file.desk import ROSTER, Desk

KEYS = {
    "people_matched",
    "pairs",
    "total_score",
    "bound",
    "proven",
    "seconds",
    "peak_mb",
    "seed",
    "on",
    "unmatched",
}


def test_the_pairs_are_written_sorted_with_their_reasons(desk: Desk) -> None:
    assert desk.run() == 0
    rows = list(csv.DictReader(desk.pairs.read_text().splitlines()))
    assert [list(row) for row in rows] == [["mentor_id", "mentee_id", "score", "reasons"]] * 2
    assert [(row["mentor_id"], row["mentee_id"]) for row in rows] == [("mia", "sam"), ("noa", "pat")]
    assert rows[0]["reasons"] == "topics 36 (python); hours 20"
    assert rows[0]["score"] == "56"


def test_the_json_has_exactly_the_promised_keys(desk: Desk) -> None:
    assert desk.run(as_json=True, seed=5) == 0
    figures = json.loads(desk.out)
    assert set(figures) == KEYS
    assert figures["people_matched"] == 4
    assert figures["pairs"] == 2
    assert figures["bound"] == figures["total_score"]
    assert figures["proven"] is True
    assert (figures["seed"], figures["on"]) == (5, "2026-01-15")
    assert [list(left) for left in figures["unmatched"]] == [["id", "reason", "waterfall"]]
    assert figures["unmatched"][0]["reason"] == "level"
    assert figures["unmatched"][0]["waterfall"][:2] == [
        {"step": "candidates", "candidates": 2},
        {"step": "level", "candidates": 0},
    ]


def test_without_json_the_summary_names_who_is_left_out(desk: Desk) -> None:
    assert desk.run() == 0
    assert desk.out.startswith("2 pairs of 4 people")
    assert desk.out.endswith("left out: zoe (level)\n")


def test_the_order_of_the_rows_changes_nothing(desk: Desk) -> None:
    desk.run()
    first = desk.pairs.read_text()
    head, *rows = ROSTER.splitlines(keepends=True)
    desk.run(head + "".join(reversed(rows)))
    assert desk.pairs.read_text() == first


def test_a_missing_file_is_bad_input(desk: Desk) -> None:
    assert desk.again() == 2
    assert "can't be read (No such file or directory)" in desk.err


def test_matching_needs_a_file_and_a_place_to_write(desk: Desk) -> None:
    assert desk.run(file=None) == 2
    assert desk.run(out_path=None) == 2
    assert desk.err == "say where the pairs go: --out pairs.csv\n"


def test_a_place_that_cannot_be_written_is_one_line(desk: Desk) -> None:
    assert desk.run(out_path=desk.folder / "nowhere" / "pairs.csv") == 1
    assert desk.err.count("\n") == 1
    assert desk.run(out_path=desk.folder) == 1
    assert "is not a regular file" in desk.err


def test_weights_from_a_file_change_the_score(desk: Desk, tmp_path: Path) -> None:
    weights = tmp_path / "weights.json"
    weights.write_text('{"hour": 0, "topic": 1}')
    assert desk.run(weights_path=weights) == 0
    assert "mia,sam,18,topics 18 (python)" in desk.pairs.read_text()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"height": 1}', "'height' is no weight"),
        ('{"topic": 1.5}', "topic must be a whole number from 0 to 1000"),
        ('{"topic": true}', "topic must be a whole number from 0 to 1000"),
        ('{"topic": -1}', "topic must be a whole number from 0 to 1000"),
    ],
)
def test_bad_weights_are_refused(desk: Desk, tmp_path: Path, text: str, line: str) -> None:
    weights = tmp_path / "weights.json"
    weights.write_text(text)
    assert desk.run(weights_path=weights) == 2
    assert line in desk.err

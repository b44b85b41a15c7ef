"""`match --explain`: the reasons of one person."""

import json

from tests.integration.match_file.desk import Desk


def test_a_matched_person_is_explained_by_her_terms(desk: Desk) -> None:
    assert desk.run(explain="sam") == 0
    assert desk.out.splitlines() == [
        "mia mentors sam: 56 points",
        "  topics 36 (python)",
        "  hours 20",
    ]
    assert not desk.pairs.exists()


def test_a_left_out_person_is_explained_by_the_waterfall(desk: Desk) -> None:
    assert desk.run(explain="zoe") == 0
    assert desk.out.splitlines() == [
        "zoe is left out: level",
        (
            "  2 candidates -> 0 level -> 0 reporting_line -> 0 hours -> 0 language "
            "-> 0 history -> 0 other_limits"
        ),
        "  without the limit level: 2 candidates",
    ]
    assert desk.run(explain="zoe", as_json=True) == 0
    assert json.loads(desk.out)["left_out"]["reason"] == "level"


def test_competition_is_explained_by_the_tight_set(desk: Desk) -> None:
    text = "id,role,level\nmia,mentor,1\npat,mentee,2\nsam,mentee,2\n"
    desk.run(text)
    left = next(name for name in ("pat", "sam") if name not in desk.pairs.read_text())
    assert desk.run(text, explain=left) == 0
    assert "2 people in the role of mentee compete for 1 places with 1 partners" in desk.out


def test_an_unknown_person_is_bad_input(desk: Desk) -> None:
    assert desk.run(explain="ghost") == 2
    assert desk.err == f"'ghost' is not in {desk.roster}\n"

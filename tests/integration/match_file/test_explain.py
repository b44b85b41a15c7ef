"""`match --explain`: the reasons of one person."""

import json

from tests.integration.match_file.desk import HEADING, Desk


def test_a_matched_person_is_explained_by_her_terms(desk: Desk) -> None:
    assert desk.run(explain="sam") == 0
    assert desk.out.splitlines() == [
        "mia mentors sam: 56 points",
        "  36 topics: the mentor teaches what the mentee wants: python",
        "  20 hours: shared hours to meet",
    ]
    assert not desk.pairs.exists()


def test_a_left_out_person_is_explained_by_the_waterfall(desk: Desk) -> None:
    assert desk.run(explain="zoe") == 0
    assert desk.out.splitlines() == [
        "zoe has no partner: nobody is left after level. (level)",
        (
            "  2 candidates → 0 after level → 0 after reporting line → 0 after shared hours "
            "→ 0 after language → 0 after earlier partners → 0 after other limits"
        ),
        "  If levels mattered less, 2 people would be possible. (level)",
    ]
    assert desk.run(explain="zoe", as_json=True) == 0
    assert json.loads(desk.out)["left_out"]["reason"] == "level"


def test_competition_is_explained_by_the_tight_set(desk: Desk) -> None:
    text = "id,role,level\nmia,mentor,1\npat,mentee,2\nsam,mentee,2\n"
    desk.run(text)
    left = next(name for name in ("pat", "sam") if name not in desk.pairs.read_text())
    assert desk.run(text, explain=left) == 0
    assert (
        desk.out.splitlines()[0] == f"{left} has no partner: there are more people than places. (competition)"
    )
    assert "  2 mentees compete for the same mentor." in desk.out


def test_ids_and_topics_stand_as_they_are_in_the_file(desk: Desk) -> None:
    text = HEADING + "_mia_,mentor,1,Europe/Berlin,b&w film,\npat,mentee,2,Europe/Berlin,,b&w film\n"
    assert desk.run(text, explain="_mia_") == 0
    assert "_mia_ mentors pat" in desk.out
    assert "the mentor teaches what the mentee wants: b&w film" in desk.out


def test_an_unknown_person_is_bad_input(desk: Desk) -> None:
    assert desk.run(explain="ghost") == 2
    assert desk.err == f"'ghost' is not in {desk.roster}\n"

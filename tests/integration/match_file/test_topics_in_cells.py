"""In the matching file two spellings of one topic match each other, and what nobody knows stays as it was typed."""

import csv
import json

from bot.match_file.files import proof_path
from tests.integration.match_file.desk import HEADING, Desk

SAYS = (
    HEADING
    + "mia,mentor,1,Europe/Berlin,KI:3;Knitting,\n"
    + "noa,mentor,2,Europe/Berlin,Réseaux sociaux,\n"
    + "pat,mentee,6,Europe/Paris,Diversity,social-media\n"
    + "sam,mentee,7,Europe/Paris,,ChatGPT:3;knitting\n"
)


def _reasons(desk: Desk) -> dict[tuple[str, str], str]:
    rows = csv.DictReader(desk.pairs.read_text().splitlines())
    return {(row["mentor_id"], row["mentee_id"]): row["reasons"] for row in rows}


def test_two_spellings_of_one_topic_match_each_other(desk: Desk) -> None:
    assert desk.run(SAYS) == 0
    reasons = _reasons(desk)
    assert "topics 52 (ai tools at work, knitting)" in reasons["mia", "sam"]
    assert "topics 16 (social media)" in reasons["noa", "pat"]


def test_a_topic_in_two_spellings_counts_once_with_the_higher_interest(desk: Desk) -> None:
    desk.run(SAYS.replace("KI:3;Knitting", "ki:1;AI:3;Artificial intelligence:2"))
    people = json.loads(proof_path(desk.pairs).read_text())["problem"]["people"]
    assert [p["teaches"] for p in people if p["id"] == "mia"] == [{"ai tools at work": 3}]


def test_a_mentor_is_owed_no_lesson_in_inclusion(desk: Desk) -> None:
    wanting = SAYS.replace("Réseaux sociaux,", "Réseaux sociaux,Vielfalt;Strategie")
    desk.run(wanting.replace("Diversity,", "Diversity;strategy,"))
    assert "reciprocity 8 (strategy and how decisions are made)" in _reasons(desk)["noa", "pat"]

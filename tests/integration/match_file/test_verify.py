"""`match --verify`: what was written holds, what was changed is rejected."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.integration.match_file.desk import Desk


def test_a_written_round_verifies(desk: Desk) -> None:
    desk.run()
    assert desk.again(verify=str(desk.pairs)) == 0
    assert desk.out.startswith("verified: 2 pairs, 4 people")
    assert desk.again(verify=f"{desk.pairs}.proof.json") == 0


def test_changed_pairs_are_rejected(desk: Desk) -> None:
    desk.run()
    desk.pairs.write_text(desk.pairs.read_text().replace("mia,sam", "mia,pat"))
    assert desk.again(verify=str(desk.pairs)) == 1
    assert desk.err == f"{desk.pairs}: the pairs are not those of the proof\n"


def _change(stored: Any, path: str, value: object) -> None:
    *keys, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in keys:
        stored = stored[key]
    stored[last] = value


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("problem.people.0.level", 3, "the inputs are not those whose digest was stored"),
        ("problem.weights.topic", 3, "the inputs are not those whose digest was stored"),
        ("solution.total_score", 900, "the total score is wrong"),
        ("solution.people_matched", 5, "the number of people matched is wrong"),
        ("solution.bound", 0, "the bound is not the one that the prices give"),
        ("solution.proven", False, "the claim to be proven doesn't follow from the prices"),
        ("solution.pairs.0.mentee_id", "zoe", "must not meet"),
        ("solution.pairs.0.score", 57, "the score of mia and sam is wrong"),
        ("solution.leaves", [], "the certificate's branches don't cover every round"),
    ],
)
def test_a_changed_proof_is_rejected(desk: Desk, path: str, value: object, line: str) -> None:
    desk.run()
    proof = Path(f"{desk.pairs}.proof.json")
    stored = json.loads(proof.read_text())
    _change(stored, path, value)
    proof.write_text(json.dumps(stored))
    assert desk.again(verify=str(proof)) == 1
    assert line in desk.err


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"problem": 1, "solution": 2}', "[" * 100_000])
def test_a_file_that_is_no_proof_is_bad_input(desk: Desk, text: str) -> None:
    proof = desk.folder / "x.proof.json"
    proof.write_text(text)
    assert desk.again(verify=str(proof)) == 2
    assert desk.err.count("\n") == 1


def test_pairs_without_their_proof_cannot_be_verified(desk: Desk) -> None:
    desk.run()
    Path(f"{desk.pairs}.proof.json").unlink()
    assert desk.again(verify=str(desk.pairs)) == 2
    assert "there is no proof beside it" in desk.err


def test_a_stored_round_is_loaded_by_its_id_and_verified(desk: Desk) -> None:
    desk.run()
    rounds: dict[str, dict[str, Any]] = {"7": json.loads(Path(f"{desk.pairs}.proof.json").read_text())}

    def load_round(round_id: str) -> Mapping[str, Any]:
        return rounds[round_id]

    assert desk.again(verify="round:7", load_round=load_round) == 0
    assert desk.again(verify="round:8", load_round=load_round) == 1
    assert desk.err == "there is no round '8' with stored inputs\n"
    rounds["7"]["solution"]["total_score"] += 1
    assert desk.again(verify="round:7", load_round=load_round) == 1

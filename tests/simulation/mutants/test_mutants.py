"""Planted bugs must stay planted: an anchor that is gone fails here, and a handful is hunted in .ci/run."""

import ast

import pytest

from tests.simulation.mutants.__main__ import MUTANTS, QUICK, main
from tests.simulation.mutants.planting import Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_bug_can_still_be_planted(mutant: Mutant) -> None:
    source = mutant.file.read_text(encoding="utf-8")
    assert ast.dump(ast.parse(mutant.planted(source))) != ast.dump(ast.parse(source))


def test_there_are_enough_bugs_of_every_harm() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40
    assert {mutant.harm for mutant in MUTANTS} == {"loss", "double", "tenant", "rule"}


@pytest.mark.ci
@pytest.mark.long
def test_a_handful_of_planted_bugs_is_found() -> None:
    assert main(["--quick"]) == 0
    assert set(QUICK) <= {mutant.name for mutant in MUTANTS}


@pytest.mark.soak
def test_nearly_all_planted_bugs_are_found_and_every_grave_one() -> None:
    assert main([]) == 0

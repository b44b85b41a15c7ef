import pytest

from tests.contract.planted import PLANTED, send, verdicts
from tests.contract.planted_bench import Planted
from tests.contract.planted_manifests import MANIFESTS, PlantedManifest
from tests.contract.planted_table import DOCS, table, written


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.kind)
def test_the_sandbox_refuses_what_is_planted_and_takes_it_mended(planted: Planted) -> None:
    wrong, right = (send(planted, is_wrong=is_wrong) for is_wrong in (True, False))
    assert wrong.answer.get("error", "") == planted.refusal
    assert planted.said in wrong.said
    assert right.answer["ok"], right.said
    assert right.outcome == ""


@pytest.mark.parametrize("planted", MANIFESTS, ids=lambda planted: planted.kind)
def test_the_judge_of_manifests_sees_what_is_planted(planted: PlantedManifest) -> None:
    assert planted.said in "\n".join(planted.faults(is_wrong=True))
    assert planted.faults(is_wrong=False) == []


@pytest.mark.contract
def test_at_least_forty_kinds_are_planted_and_each_is_caught() -> None:
    assert len({verdict.kind for verdict in verdicts()}) == len(PLANTED) + len(MANIFESTS) >= 40
    assert [verdict.kind for verdict in verdicts() if not verdict.is_caught] == []


@pytest.mark.contract
def test_nobody_objects_to_the_mended_twins() -> None:
    assert [verdict for verdict in verdicts(is_wrong=False) if verdict.is_caught] == []


@pytest.mark.contract
def test_every_judge_catches_something() -> None:
    for judge in ("sandbox", "limits", "types", "manifest"):
        assert any(getattr(verdict, judge) for verdict in verdicts()), judge


@pytest.mark.contract
def test_the_page_about_the_sandbox_shows_what_was_found() -> None:
    assert written(DOCS.read_text(encoding="utf-8")) == table(), "run: python -m tests.contract.planted_table"

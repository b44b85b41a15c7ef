"""The figures of the topics are those of the code: measured here again, and written in the docs."""

from pathlib import Path

import pytest

from benchmarks.figures import recorded
from benchmarks.topics.__main__ import FOLDER, figures, findings


def test_the_docs_and_the_kept_figures_are_what_is_measured(request: pytest.FixtureRequest) -> None:
    measured = figures(findings())
    kept = recorded("topics")
    assert kept is not None
    assert kept.figures == measured, "run: make bench-topics"
    page = (request.config.rootpath / "docs" / "topics.md").read_text()
    assert f"On {measured['texts']} free texts" in page
    for name, whole in (("precision", "mapped"), ("recall", "with_a_topic")):
        assert f"{measured[name]} % ({measured['right']} of {measured[whole]})" in page


@pytest.mark.parametrize(("file", "least_found"), [("held_out.csv", 85), ("seen.csv", 95)])
def test_nothing_is_mapped_wrongly_and_most_is_found(file: str, least_found: int) -> None:
    found = findings(Path(FOLDER, file))
    assert [one for one in found if one.found not in {"", one.meant}] == []
    assert figures(found)["recall"] >= least_found

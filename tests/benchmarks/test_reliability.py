"""The table of promises is written from the last figures, and nothing else of the page is touched."""

import re
from pathlib import Path

import pytest

from benchmarks.figures import record, recorded
from benchmarks.promises import PROMISES, Figure, Promise
from benchmarks.reliability import BEGIN, END, NEVER, rewritten, table

PROMISE = Promise("P0", "Nothing is lost", ("tests/a.py",), (Figure("make soak", "crash", "{lost} lost"),))


def test_figures_come_back_as_they_were_written(tmp_path: Path) -> None:
    record("crash", {"lost": 0}, command="make soak", folder=tmp_path)
    measured = recorded("crash", tmp_path)
    assert measured is not None
    assert (measured.figures, measured.command) == ({"lost": 0}, "make soak")


def test_what_was_never_measured_says_so(tmp_path: Path) -> None:
    assert table([PROMISE], tmp_path).count(NEVER) == 2


def test_the_last_figures_stand_in_the_table(tmp_path: Path) -> None:
    record("crash", {"lost": 1}, command="make soak", folder=tmp_path)
    record("crash", {"lost": 0}, command="make soak", folder=tmp_path)
    assert "0 lost (" in table([PROMISE], tmp_path)


def test_the_tests_of_a_promise_are_counted(tmp_path: Path) -> None:
    record("proofs", {"tests/a.py": 3}, command="make proofs", folder=tmp_path)
    assert "3 tests passed" in table([PROMISE], tmp_path)


def test_only_what_stands_between_the_markers_is_rewritten() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter"
    assert rewritten(page, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter"


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        rewritten("a page", "new")


def test_the_tracked_page_shows_the_tracked_figures(request: pytest.FixtureRequest) -> None:
    page = (request.config.rootpath / "docs" / "reliability.md").read_text()
    assert rewritten(page, table()) == page


def test_every_promise_names_what_exists(request: pytest.FixtureRequest) -> None:
    makefile = (request.config.rootpath / "Makefile").read_text()
    for promise in PROMISES:
        for proof in promise.proofs:
            assert (request.config.rootpath / proof).exists(), proof
        for figure in promise.figures:
            assert re.search(rf"^{figure.command.removeprefix('make ')}:", makefile, re.MULTILINE), (
                figure.command
            )

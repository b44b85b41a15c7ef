"""The recorder keeps what apps sent in good faith, and of like payloads the first."""

from pathlib import Path

import pytest

from tests.contract.recorder import Recorder, digest, recorded, refused

ALICE, BOB = "U0ALICE01", "U0BOB0001"


def _record(folder: Path, monkeypatch: pytest.MonkeyPatch, test: str, *people: str) -> list[str]:
    """Send something to each of these people in a test of this name; return what is kept."""
    monkeypatch.setenv("PYTEST_CURRENT_TEST", f"{test} (call)")
    record = Recorder(folder)
    for person in people:
        record("chat.postMessage", {"channel": person, "text": "Hello"})
    return [f"{kept.args['channel']} {kept.test}" for kept in recorded(folder)]


def test_of_like_payloads_the_first_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = "tests/scenarios/test_a.py::test_b"
    assert _record(tmp_path, monkeypatch, test, ALICE, BOB) == [f"{ALICE} {test}"]


def test_what_tests_do_wrong_on_purpose_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _record(tmp_path, monkeypatch, "tests/sandbox/test_a.py::test_b", ALICE) == []


def test_the_foreign_app_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = "tests/sandbox/test_foreign_app.py::test_b"
    assert _record(tmp_path, monkeypatch, test, ALICE) == [f"{ALICE} {test}"]


def test_payloads_that_differ_in_ids_and_instants_only_are_one() -> None:
    first, second = [
        {"channel": c, "ts": ts} for c, ts in (("C0AAAAAAAA", "1772442000.1"), ("C0BBBBBBBB", "1772442099.2"))
    ]
    assert digest("chat.update", first) == digest("chat.update", second)
    assert digest("chat.update", first) != digest("chat.update", {**first, "text": "x"})


def test_an_id_that_repeats_is_not_like_two_different_ones() -> None:
    same, different = [{"blocks": ["a" * 32, other * 32]} for other in ("a", "b")]
    assert digest("chat.update", same) != digest("chat.update", different)


@pytest.mark.parametrize(
    ("short", "long"), [("X" * 10, "X" * 4_000), ("X" * 10, "X" * 12), ("1" * 10, "1" * 4_000)]
)
def test_payloads_of_different_lengths_are_different(short: str, long: str) -> None:
    assert digest("chat.update", {"text": short}) != digest("chat.update", {"text": long})


def test_what_is_refused_is_kept_whoever_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "tests/sandbox/test_a.py::test_b (call)")
    for _ in range(2):
        Recorder(tmp_path).refused("chat.update", "no_text")
    assert refused(tmp_path) == {("chat.update", "no_text")}
    assert recorded(tmp_path) == []

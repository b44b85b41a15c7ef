"""The load bench itself works: tiny sizes, every process real. What it measures is no business of a test."""

from pathlib import Path

import pytest

from benchmarks.exponents import exponent
from benchmarks.load.__main__ import measure, table
from benchmarks.load.acts import Load, acts
from benchmarks.load.verdict import acks, percentile

TINY = Load(seconds=3.0, rate=8.0, burst_rate=30.0, burst_seconds=1.0, actors=20, lost_acks=0.5)


@pytest.mark.ci
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_a_tiny_load_is_acked_written_and_judged(kind: str, tmp_path: Path) -> None:
    figures = measure(kind, TINY, wave=4, unmet=0.5, answer_ms=1.0, keep=tmp_path / "bot.log")
    assert figures["requests"] == len(acts(TINY, ""))
    assert figures["acked_with_effect"] > 0
    assert (figures["unanswered"], figures["lost"], figures["doubled"]) == (0, 0, 0)
    assert figures["retries"] > 0
    assert table({kind: figures}).count("\n") == len(figures) + 1


def test_the_same_seed_makes_the_same_acts() -> None:
    assert acts(TINY, "http://x") == acts(TINY, "http://x")


def test_acts_come_in_order_and_a_burst_adds_to_the_steady_rate() -> None:
    instants = [act.at for act in acts(Load(seconds=100, rate=8.3, burst_rate=100, burst_seconds=10), "")]
    assert instants == sorted(instants)
    assert sum(45 <= at < 55 for at in instants) > 5 * sum(5 <= at < 15 for at in instants)


def test_an_act_without_an_answer_counts_as_late_and_with_its_time() -> None:
    answered = {"seconds": 0.1, "attempts": 1, "is_late": False, "status": 200, "sender_lag": 0.0}
    lost = answered | {"seconds": 3.0, "is_late": True, "status": 0}
    figures = acks([answered, lost])
    assert (figures["late"], figures["unanswered"], figures["ack_max_ms"]) == (1, 1, 3000.0)


def test_a_percentile_is_a_value_that_so_many_are_not_above() -> None:
    assert [percentile(range(1, 101), share) for share in (0.5, 0.99, 1.0)] == [50, 99, 100]
    assert percentile([], 0.5) == 0


def test_the_exponent_of_a_proportional_cost_is_one_and_of_a_constant_one_zero() -> None:
    assert exponent([10, 100, 1000], [3, 30, 300]) == pytest.approx(1)
    assert exponent([10, 100, 1000], [3, 3, 3]) == pytest.approx(0)

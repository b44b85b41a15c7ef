"""The matching bench itself works: small sizes, every engine real. Its seconds are no business of a test."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from benchmarks.figures import record, recorded
from benchmarks.matching import arcs, chart, page, sweep
from benchmarks.matching.__main__ import limit, parsed
from benchmarks.matching.company import company
from benchmarks.matching.engines import greedy
from benchmarks.matching.leaver import one_leaves, without_one
from benchmarks.matching.peers import arcs_of, coverable
from benchmarks.matching.rounds import play
from benchmarks.matching.store import NAME, exponents, keep, merged
from benchmarks.matching.sweep import (
    BASE,
    BOUND,
    CHECKED,
    CLAIM,
    ENGINES,
    NONE,
    OURS,
    DifferentValueError,
    judged,
)
from benchmarks.reliability import rewritten
from matching import Person, Problem, check, solve, week_mask
from matching.pool import pool

SVG = "{http://www.w3.org/2000/svg}"


def made_up(size: int, seconds: float, engine: str = OURS, both: float = 0.0) -> dict[str, Any]:
    return {
        "size": size, "both": both, "engine": engine, "of": 2 * size, "seconds": seconds, "peak_mb": 100,
        "people": 2 * size, "pairs": size, "score": 100 * size, "value": 1, "proof": CHECKED, "check_s": None,
        "on": "2026-03-02",
    }  # fmt: skip


def test_every_engine_finds_our_value_at_a_hundred() -> None:
    found = list(sweep.rows(100, 7))
    plain = {row["engine"]: row for row in found if row["both"] == 0}
    assert list(plain) == list(ENGINES)
    assert [row["same_value"] for name, row in plain.items() if name not in {OURS, "greedy by score"}] == [
        True
    ] * 4
    assert plain["greedy by score"]["value"] < plain[OURS]["value"]
    assert [(row["engine"], row["proof"]) for row in found if row["both"]] == [
        (OURS, CHECKED),
        (BASE, CHECKED),
    ]
    assert all(row["peak_mb"] > 0 for row in found)


def test_two_exact_engines_that_differ_end_the_command() -> None:
    ours, other = made_up(100, 1.0), made_up(100, 1.0, "networkx") | {"value": 2, "proof": CLAIM}
    with pytest.raises(DifferentValueError):
        judged(other, ours)
    assert not judged(other | {"proof": NONE}, ours)["same_value"]
    assert not judged(other, ours | {"proof": BOUND})["same_value"]


def test_the_exponent_is_fitted_over_our_large_sizes_only() -> None:
    sizes = (100, 5_000, 10_000, 30_000, 100_000)
    quadratic = [made_up(size, max(5.0, (size / 1000) ** 2)) for size in sizes]
    others = [made_up(size, 7.0, both=0.3) for size in sizes] + [made_up(5_000, 99.0, BASE)]
    assert exponents([*quadratic, *others]) == {"0.0": 2.0, "0.3": 0.0}
    assert exponents(quadratic[:2]) == {}


def test_a_short_run_replaces_its_own_rows_only(tmp_path: Path) -> None:
    keep({"seed": 7, "rows": [made_up(100, 1.0), made_up(1000, 2.0)], "leaver": {"size": 1}}, tmp_path)
    together = keep({"seed": 7, "rows": [made_up(100, 3.0)]}, tmp_path)
    assert [(row["size"], row["seconds"]) for row in together["rows"]] == [(100, 3.0), (1000, 2.0)]
    assert together["leaver"] == {"size": 1}
    assert len(keep({"seed": 8, "rows": [made_up(300, 1.0)]}, tmp_path)["rows"]) == 1


def test_rows_come_by_size_then_share_then_engine() -> None:
    mixed = [made_up(300, 1), made_up(100, 1, both=0.3), made_up(100, 1, "networkx"), made_up(100, 1)]
    order = [(row["size"], row["both"], row["engine"]) for row in merged([], mixed)]
    assert order == [(100, 0.0, OURS), (100, 0.0, "networkx"), (100, 0.3, OURS), (300, 0.0, OURS)]


def test_the_chart_is_well_formed_and_has_a_line_per_engine() -> None:
    rows = [made_up(size, size / 1000, engine) for size in (100, 3000) for engine in ENGINES]
    drawn = ET.fromstring(chart.drawn(rows))  # noqa: S314  ours
    points = [line.attrib["points"].split() for line in drawn.iter(f"{SVG}polyline")]
    assert [len(line) for line in points] == [2] * len(ENGINES)
    across = [float(number) for line in points for point in line for number in point.split(",")]
    assert all(0 <= number <= chart.WIDTH for number in across)
    assert {text.text for text in drawn.iter(f"{SVG}text")} >= {"seconds", "100", "1k", "10k", *ENGINES}


def test_powers_of_ten_are_short() -> None:
    assert [chart.short(power) for power in (-3, -1, 0, 2, 3, 5)] == [
        "0.001",
        "0.1",
        "1",
        "100",
        "1k",
        "100k",
    ]


def test_the_page_shows_every_part(tmp_path: Path) -> None:
    played = {
        "size": 9,
        "of": 18,
        "matched": [18, 9],
        "coverable": [18, 18],
        "repeats": 0,
        "never_matched": 1,
    }
    figures = {
        "seed": 7,
        "rows": [
            made_up(5000, 0.05),
            made_up(5000, 1.0, "networkx") | {"arcs_s": 12.34, "allowed_pairs": 1234},
        ],
        "exponents": {"0.0": 1.5},
        "rounds": {"ours": played},
    }
    record(NAME, figures, command="make bench-matching", folder=tmp_path)
    measured = recorded(NAME, tmp_path)
    assert measured is not None
    text = page.shown(measured)
    for part in (
        "| 5,000 | 0 % | ours | 0.050 | 100 | 10,000 of 10,000 | 5,000 | 500,000 | checked |  |",
        "to the power of 1.5 (0 % with both roles)",
        "12.3 s for 1,234 allowed pairs",
        "ours: 75.0 % of those who could be matched were, in 1 rounds all of them",
    ):
        assert part in text


def test_the_tracked_page_and_chart_show_the_tracked_figures() -> None:
    measured = recorded(NAME)
    assert measured is not None
    text = page.PAGE.read_text()
    assert rewritten(text, page.shown(measured)) == text
    assert page.PICTURE.read_text() == chart.drawn(measured.figures["rows"])


def test_the_command_line_takes_sizes_and_limits() -> None:
    options = parsed(["--sizes", "100", "300", "--limit", "highs_lp=300", "check=30000"])
    assert (options.sizes, options.limit) == ([100, 300], [("highs_lp", 300), ("check", 30_000)])
    assert parsed([]).sizes is None
    with pytest.raises(ValueError, match="base 10"):
        limit("highs_lp=many")


def test_pairs_that_overbook_somebody_are_no_answer() -> None:
    instance = arcs_of(pool(company(20, 0.0, 7)))
    with pytest.raises(ArithmeticError):
        arcs.worth(instance, np.arange(len(instance.rows)))


def test_greedy_takes_the_best_pair_left() -> None:
    instance = arcs_of(pool(company(20, 0.0, 7)))
    chosen = greedy.choose(instance)
    assert instance.scores[chosen[0]] == instance.scores.max()
    assert instance.scores[chosen].tolist() == sorted(instance.scores[chosen].tolist(), reverse=True)


def test_who_has_no_candidate_is_not_coverable() -> None:
    week = week_mask(range(1, 6), 9 * 60, 17 * 60, 0)
    people = [Person(f"m{n}", 1, mentor_capacity=1, meet_week=week) for n in range(3)]
    people.append(Person("b", 3, mentee_capacity=1, meet_week=week))
    people.append(Person("late", 3, mentee_capacity=1))
    assert coverable(pool(Problem(tuple(people)))) == 2


def test_one_leaver_is_replaced_and_all_other_pairs_stand() -> None:
    problem = company(30, 0.0, 7)
    before = solve(problem)
    left = without_one(problem, before)
    assert check(left, solve(left)) == ()
    assert len(before.pairs) - len(left.announced_pairs) in {1, 2}
    figures = one_leaves(30, 7)
    assert figures["pairs_kept"] == len(left.announced_pairs)
    assert figures["people_after"] >= figures["people_before"] - 2


@pytest.mark.parametrize("matcher", ["ours", "greedy"])
def test_rounds_repeat_nobody_and_never_match_more_than_can_be(matcher: str) -> None:
    played = play(matcher, 40, 3, 7)
    assert played["repeats"] == 0
    matched = list(zip(played["matched"], played["coverable"], strict=True))
    assert len(matched) == 3
    assert all(one == most if matcher == "ours" else one <= most for one, most in matched)

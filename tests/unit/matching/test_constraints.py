"""What is never allowed: each limit alone decides, and the two readings of the rules agree."""

from dataclasses import fields

import numpy as np
import pytest

from matching import Person, Problem, Rules, reporting_lines, solve, week_mask
from matching.checker.rows import Rows
from matching.kinds import NEVER
from matching.pool import pool
from tests.unit.matching.oracle import allowed, points, topic_rarity
from tests.unit.matching.rosters import dice, mentee, mentor, random_problem

TOKYO_HOURS = week_mask(range(1, 6), 540, 1020, 540)
TWO_SHORT_HOURS = week_mask({1, 2, 3, 4}, 540, 570, 0)


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"level": 1}, "level"),
        ({"reporting_line": frozenset({"mia"})}, "reporting_line"),
        ({"meet_week": TOKYO_HOURS}, "hours"),
        ({"meet_week": TWO_SHORT_HOURS}, "hours"),
        ({"languages": frozenset({"de"})}, "language"),
        ({"languages": frozenset()}, "language"),
        ({"past": frozenset({"mia"})}, "history"),
        ({"blocked": frozenset({"mia"})}, "other_limits"),
        ({"live_partners": frozenset({"mia"})}, "other_limits"),
    ],
)
def test_each_limit_alone_keeps_two_people_apart(change: dict[str, object], step: str) -> None:
    solution = solve(Problem((mentor("mia"), mentee("pat", **change))))
    assert solution.pairs == ()
    assert {left.reason for left in solution.unmatched} == {step}


@pytest.mark.parametrize("listed", ["reporting_line", "past", "blocked", "live_partners"])
def test_a_list_holds_whichever_of_the_two_keeps_it(listed: str) -> None:
    assert solve(Problem((mentor("mia", **{listed: frozenset({"pat"})}), mentee("pat")))).pairs == ()


def test_two_people_without_any_limit_between_them_are_paired() -> None:
    assert len(solve(Problem((mentor("mia"), mentee("pat")))).pairs) == 1


def test_the_level_gap_is_a_setting() -> None:
    people = (mentor("mia"), mentee("pat", level=3))
    assert solve(Problem(people, Rules(min_level_gap=2))).pairs
    assert not solve(Problem(people, Rules(min_level_gap=3))).pairs


@pytest.mark.parametrize("seed", range(10))
def test_arrays_checker_and_plain_rules_agree_on_every_pair(seed: int) -> None:
    problem = random_problem(dice(seed), 25, level_gap=seed % 3 - 1)
    arrays, rarity = pool(problem), topic_rarity(problem.people)
    mentors, mentees = arrays.mentors.people, arrays.mentees.people
    block, rows = arrays.scores(np.arange(len(mentors))), Rows(problem, mentees)
    for row, one in enumerate(mentors):
        checked = rows.of(one)
        for column, other in enumerate(mentees):
            may_meet = allowed(one, other, problem.rules)
            assert (block[row, column] != NEVER) == (checked[column] >= 0) == may_meet
            if may_meet:
                assert block[row, column] == checked[column] == points(one, other, problem, rarity)


def test_everybody_above_at_any_depth_is_in_the_reporting_line() -> None:
    lines = reporting_lines({"mia": "ann", "ann": "bea", "bea": "cas"})
    assert lines["mia"] == {"ann", "bea", "cas"}


def test_a_circle_of_managers_is_cut() -> None:
    lines = reporting_lines({"ann": "bea", "bea": "ann", "mia": "ann", "own": "own"})
    assert lines == {"ann": {"bea"}, "bea": {"ann"}, "mia": {"ann", "bea"}, "own": frozenset()}


def test_no_demographic_fact_can_be_given_to_the_matcher() -> None:
    names = {field.name for field in fields(Person)}
    assert names.isdisjoint({"age", "gender", "birth_year", "ethnicity", "nationality", "religion"})

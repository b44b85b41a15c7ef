"""The round as arrays, and the few candidate pairs per person that the solver starts from."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.constraints import BoolMatrix, IntMatrix, limits, overlap_minutes
from matching.people import Person, Problem
from matching.results import Bonus
from matching.score import Scores, score
from matching.tables import PersonTable, lay_out

IntVector = NDArray[np.int64]

# Per person and side; pricing adds what is missing, so this only sets the first guess.
TOP = 8


@dataclass(frozen=True, slots=True)
class Twin:
    """A person in both tables whose person bonus is earned once, in whichever role."""

    row: int
    column: int
    bonus: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything the solver needs: what is allowed, what it is worth, who has how many places.

    `mentor_bonus` and `mentee_bonus` are earned by a person's first pair in that role.
    """

    table: PersonTable
    steps: dict[str, BoolMatrix]
    allowed: BoolMatrix
    scores: Scores
    mentor_places: IntVector
    mentee_places: IntVector
    mentor_bonus: IntVector
    mentee_bonus: IntVector
    twins: tuple[Twin, ...]
    bonus: Bonus

    def only(self, allowed: BoolMatrix) -> "Pool":
        return replace(self, allowed=allowed)


def pool(problem: Problem) -> Pool:
    """Return the arrays of a problem; fixed pairs have taken their places and bonuses."""
    table = lay_out(problem)
    overlap = overlap_minutes(table)
    steps = limits(problem, table, overlap)
    scores = score(problem, table, overlap)
    allowed = np.logical_and.reduce(list(steps.values()))
    taken = Counter(("mentor", pair.mentor_id) for pair in problem.fixed_pairs)
    taken.update(("mentee", pair.mentee_id) for pair in problem.fixed_pairs)
    mentor_places = _places([(p.mentor_capacity, taken["mentor", p.id]) for p in table.mentors])
    mentee_places = _places([(p.mentee_capacity, taken["mentee", p.id]) for p in table.mentees])
    largest = int(np.max(scores.total, where=allowed, initial=0))
    most_pairs = min(int(mentor_places.sum()), int(mentee_places.sum()))
    bonus = tiers(problem, 1 + largest * most_pairs)
    covered = frozenset(chain.from_iterable(problem.fixed_pairs))
    return Pool(
        table,
        steps,
        allowed,
        scores,
        mentor_places,
        mentee_places,
        _bonuses(table.mentors, bonus, covered, {i for role, i in taken if role == "mentor"}),
        _bonuses(table.mentees, bonus, covered, {i for role, i in taken if role == "mentee"}),
        tuple(
            Twin(row, column, _person_bonus(table.mentors[row], bonus, covered))
            for row, column in table.twins
        ),
        bonus,
    )


def tiers(problem: Problem, more_than_any_score: int) -> Bonus:
    """Return bonuses under which the weighted optimum is the optimum of the aims in order.

    The sets of people that can be covered on one side are the independent sets of a
    transversal matroid, their unions those of a matroid union; so most people left out last
    time, most people and most roles are reached together and one bonus, larger than any total
    score, orders them all. "Not both directions" breaks the matroid: then the tiers are strict.
    """
    unit = more_than_any_score
    if problem.rules.min_level_gap > 0 or not any(p.has_both_roles for p in problem.people):
        return Bonus(role=unit, person=unit, priority=unit)
    person = unit * (2 * len(problem.people) + 1)
    return Bonus(role=unit, person=person, priority=person * (len(problem.people) + 1))


def best_of(values: IntMatrix, wanted: BoolMatrix, top: int = TOP) -> BoolMatrix:
    """Return the `top` highest wanted entries of each row and of each column."""
    masked = np.where(wanted, values, np.iinfo(np.int64).min)
    chosen = _best_per_row(masked, top)
    chosen |= _best_per_row(masked.T, top).T
    return chosen & wanted


def _best_per_row(values: IntMatrix, top: int) -> BoolMatrix:
    rows, columns = values.shape
    if columns <= top:
        return np.ones((rows, columns), dtype=np.bool_)
    best = np.argpartition(values, columns - top, axis=1)[:, columns - top :]
    chosen = np.zeros((rows, columns), dtype=np.bool_)
    np.put_along_axis(chosen, best, values=True, axis=1)
    return chosen


def _places(capacities: list[tuple[int, int]]) -> IntVector:
    return np.array([max(0, limit - taken) for limit, taken in capacities], dtype=np.int64)


def _bonuses(
    people: tuple[Person, ...], bonus: Bonus, covered: frozenset[str], in_role: set[str]
) -> IntVector:
    """Return what each first pair earns; the person bonus of two roles is the twin's."""
    worth = [
        (0 if person.id in in_role else bonus.role)
        + (0 if person.has_both_roles else _person_bonus(person, bonus, covered))
        for person in people
    ]
    return np.array(worth, dtype=np.int64)


def _person_bonus(person: Person, bonus: Bonus, covered: frozenset[str]) -> int:
    if person.id in covered:
        return 0
    return bonus.person + (bonus.priority if person.waited > 0 else 0)

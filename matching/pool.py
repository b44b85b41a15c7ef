"""The round as arrays: who may fill how many places, what a pair is worth, who must not meet.

Nothing here grows with the number of pairs: a block of scores is computed when it is asked for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.kinds import HOURS_THAT_COUNT, NEVER, Kinds, base_points, kinds_of
from matching.labels import Ints, Labels, Lists, SmallInts, lists, shared_labels
from matching.names import forbidden_columns
from matching.people import Person, Problem
from matching.results import Bonus
from matching.score import mentee_labels, mentor_labels, rarity, waited_points

IntMatrix = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Twin:
    """A person in both roles whose person bonus is earned once, in whichever role."""

    row: int
    column: int
    bonus: int


@dataclass(frozen=True)
class Side:
    """One role's people in the order drawn by lot.

    `places` are free ones; `first` is what a person's first pair in this role earns; `waited`
    are the points that she brings to each of her pairs.
    """

    people: tuple[Person, ...]
    places: Ints
    first: Ints
    waited: SmallInts

    @cached_property
    def position(self) -> Mapping[str, int]:
        return {person.id: position for position, person in enumerate(self.people)}

    @cached_property
    def kinds(self) -> Kinds:
        return kinds_of(self.people)


@dataclass(frozen=True)
class Pool:
    """Everything the solver needs; mentors are rows and mentees columns."""

    problem: Problem
    mentors: Side
    mentees: Side
    labels: Labels
    rare: Mapping[str, int]
    bonus: Bonus

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentors.people), len(self.mentees.people)

    @cached_property
    def forbidden(self) -> Lists:
        """Return per mentor the columns of the mentees she must not meet."""
        rows, columns = self.mentors.position, self.mentees.position
        return forbidden_columns(self.problem, self.mentors.people, self.mentees.people, rows, columns)

    @cached_property
    def forbidden_rows(self) -> Lists:
        """Return per mentee the rows of the mentors she must not meet."""
        rows = np.repeat(np.arange(self.shape[0]), np.diff(self.forbidden.starts))
        return lists(self.shape[1], self.forbidden.items, rows)[0]

    @cached_property
    def twins(self) -> tuple[Twin, ...]:
        column_of, covered = self.mentees.position, _covered(self.problem)
        return tuple(
            Twin(row, column_of[person.id], _person_bonus(person, self.bonus, covered))
            for row, person in enumerate(self.mentors.people)
            if person.id in column_of
        )

    def base(self, kind: int) -> SmallInts:
        """Return, per kind of mentee, what a mentor of this kind gets whoever the two are."""
        rules, weights = self.problem.rules, self.problem.weights
        return base_points(self.mentors.kinds.kinds[kind], self.mentees.kinds, rules, weights)

    def scores(self, rows: Ints) -> IntMatrix:
        """Return the scores of these mentors with every mentee; NEVER where they must not meet."""
        kinds, of_column = self.mentors.kinds.of_person[rows], self.mentees.kinds.of_person
        base = {kind: self.base(kind)[of_column] for kind in set(kinds.tolist())}
        block = np.empty((len(rows), len(of_column)), dtype=np.int32)
        for place, (row, kind) in enumerate(zip(rows.tolist(), kinds.tolist(), strict=True)):
            scores = block[place]
            np.add(base[kind], self.mentees.waited, out=scores)
            scores += self.mentors.waited[row]
            for factor, columns, weights in self.labels.of(row):
                scores[columns] += factor * weights
            scores[self.forbidden[row]] = NEVER
        block[block < NEVER // 2] = NEVER
        return block


def pool(problem: Problem) -> Pool:
    """Return the arrays of everybody available with a free place, in an order drawn by the seed."""
    rare, weights = rarity(problem.people), problem.weights
    taken = [Counter(ids) for ids in zip(*problem.standing_pairs, strict=True)] or [Counter(), Counter()]
    present = [person for person in problem.people if person.is_available]
    mentors = _drawn(problem, [p for p in present if p.mentor_capacity > taken[0].get(p.id, 0)])
    mentees = _drawn(problem, [p for p in present if p.mentee_capacity > taken[1].get(p.id, 0)])
    labels = shared_labels(
        [mentor_labels(person, weights, rare) for person in mentors],
        [mentee_labels(person, weights, rare, problem.rules.inclusion_topics) for person in mentees],
    )
    mentor_places = [p.mentor_capacity - taken[0].get(p.id, 0) for p in mentors]
    mentee_places = [p.mentee_capacity - taken[1].get(p.id, 0) for p in mentees]
    covered = _covered(problem)
    most_pairs = min(sum(mentor_places), sum(mentee_places))
    bonus = tiers(problem, 1 + most_pairs * _most_points(problem, labels, mentors, mentees))
    return Pool(
        problem,
        _side(problem, mentors, mentor_places, bonus, taken[0], covered),
        _side(problem, mentees, mentee_places, bonus, taken[1], covered),
        labels,
        rare,
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


def _most_points(
    problem: Problem, labels: Labels, mentors: Sequence[Person], mentees: Sequence[Person]
) -> int:
    """Return a limit on the score of any pair, without looking at pairs."""
    weights = problem.weights
    waited = sum(max((waited_points(p, weights) for p in side), default=0) for side in (mentors, mentees))
    base = weights.hour * HOURS_THAT_COUNT + weights.department + weights.site
    return base + waited + labels.most_points()


def _side(
    problem: Problem,
    people: tuple[Person, ...],
    places: list[int],
    bonus: Bonus,
    taken: Mapping[str, int],
    covered: frozenset[str],
) -> Side:
    first = [
        (0 if person.id in taken else bonus.role)
        + (0 if person.has_both_roles else _person_bonus(person, bonus, covered))
        for person in people
    ]
    waited = [waited_points(person, problem.weights) for person in people]
    return Side(
        people,
        np.array(places, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(waited, dtype=np.int32),
    )


def _person_bonus(person: Person, bonus: Bonus, covered: frozenset[str]) -> int:
    if person.id in covered:
        return 0
    return bonus.person + (bonus.priority if person.waited > 0 else 0)


def _covered(problem: Problem) -> frozenset[str]:
    return frozenset(chain.from_iterable(problem.standing_pairs))


def _drawn(problem: Problem, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people in an order drawn by the seed, so that no id ever wins a tie."""
    lot = {person.id: sha256(f"{problem.seed}:{person.id}".encode()).digest() for person in people}
    return tuple(sorted(people, key=lambda person: lot[person.id]))

"""Does a round hold? Legal, scored right, counted right, proven; whole numbers, all pairs looked at.

The proof is weak duality (docs/matching.md): no round is worth more than what every pair, seat and
bonus could gain alone at the certificate's prices, whatever these are.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import numpy as np

from matching.checker.branches import cover_every_round
from matching.checker.rows import Rows
from matching.people import Person, Problem
from matching.results import Leaf, Solution

UNIT = 60
Seat = tuple[str, str]


def check(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Return what is wrong with a solution, believing nothing in it; empty means it holds."""
    try:
        return tuple(_Check(problem, solution).faults())
    except KeyError:
        return ("a pair or the certificate names somebody unknown, or lacks a price",)


class _Check:
    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.people = {person.id: person for person in problem.people}
        self.standing = (*problem.fixed_pairs, *problem.announced_pairs)
        self.new = [matched for matched in solution.pairs if not matched.is_fixed]
        self.filled = Counter(chain.from_iterable(_seats(pair) for pair in self.standing))
        self.mentors = [p for p in problem.people if self._places("mentor", p) > 0]
        self.mentees = [p for p in problem.people if self._places("mentee", p) > 0]
        self.rows = Rows(problem, self.mentees)
        self.most, self.most_pairs = 0, 0

    def faults(self) -> Iterator[str]:
        """Yield what is wrong, from the pairs up to the proof."""
        solution, pairs = self.solution, [matched.pair for matched in self.solution.pairs]
        if {m.pair for m in solution.pairs if m.is_fixed} != set(self.problem.fixed_pairs):
            yield "the fixed pairs are not those of the problem"
        if len({frozenset(pair) for pair in pairs}) != len(pairs):
            yield "the same two are paired twice"
        for (role, name), count in Counter(chain.from_iterable(_seats(m.pair) for m in self.new)).items():
            if count > self._places(role, self.people[name]):
                yield f"{name} has more partners than places as {role}"
        for matched in solution.pairs:
            if not matched.score == self._score(matched) == sum(term.points for term in matched.terms):
                yield f"{matched.mentor_id} and {matched.mentee_id} may not meet, or their score is wrong"

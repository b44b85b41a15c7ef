"""Weak duality by addition: no round is worth more than what all could gain alone at the prices.

The formula is "The proof" in docs/matching.md. It holds for any prices, so nothing is believed.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from matching.checker.branches import cover_every_round
from matching.checker.rows import Row, Rows
from matching.people import Pair, Person, Problem
from matching.results import Leaf, Solution

UNIT = 60
Seat = tuple[str, str]


def seats(pair: Pair) -> tuple[Seat, Seat]:
    """Return the two seats (role, id) that a pair fills."""
    return ("mentor", pair.mentor_id), ("mentee", pair.mentee_id)


class Proof:
    """What a solution's new pairs are worth, and what its certificate says is possible."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution, self.bonus = problem, solution, solution.certificate.bonus
        self.people = {person.id: person for person in problem.people}
        standing = (*problem.fixed_pairs, *problem.announced_pairs)
        self.taken = Counter(seat for pair in standing for seat in seats(pair))
        self.covered = {name for _, name in self.taken}
        self.new = [pair for pair in solution.pairs if not pair.is_fixed]
        self.mentees = [person for person in problem.people if person.mentee_capacity > 0]
        self.rows = Rows(problem, self.mentees)

    def places(self, role: str, name: str) -> int:
        person = self.people[name]
        capacity = person.mentor_capacity if role == "mentor" else person.mentee_capacity
        return (capacity - self.taken[role, name]) * person.is_available

    def score(self, pair: Pair, *, limits: bool) -> int:
        row = self.rows.of(self.people[pair.mentor_id], limits=limits)
        return int(row[self.rows.column[pair.mentee_id]])

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the certificate. Raises KeyError where a price is missing."""
        leaves, solution = self.solution.certificate.leaves, self.solution
        if any(price < 0 for leaf in leaves for price in (*leaf.shares.values(), *leaf.cuts.values())):
            yield "a share or a cut is negative"
        if not cover_every_round(leaves):
            yield "the certificate's branches don't cover every round"
            return
        is_open = np.array([self.places("mentee", person.id) > 0 for person in self.mentees], dtype=bool)
        bounds, most = [self._seats_alone(leaf) for leaf in leaves], 0
        prices = [np.array([leaf.mentee_prices.get(p.id, 0) for p in self.mentees]) for leaf in leaves]
        for mentor in (p for p in self.problem.people if self.places("mentor", p.id) > 0):
            row = np.where(is_open, self.rows.of(mentor), -1)
            most = max(most, int(row.max(initial=0)))
            for number, leaf in enumerate(leaves):
                bounds[number] += self._pairs_alone(mentor, row, leaf, prices[number])
        if not self._orders_the_aims(most):
            yield "the bonuses don't put people before points"
        gap = max(bounds) // UNIT - self._value()
        if solution.bound != solution.total_score + gap:
            yield "the bound is not the one that the prices give"
        if solution.proven != (gap == 0):
            yield "the claim to be proven doesn't follow from the prices"

    def _value(self) -> int:
        filled = {seat for pair in self.new for seat in seats(pair.pair)}
        twins = {name for _, name in filled if self.people[name].has_both_roles}
        return (
            sum(pair.score for pair in self.new)
            + sum(self._first(*seat) for seat in filled)
            + sum(self._person(self.people[name]) for name in twins)
        )

    def _pairs_alone(self, mentor: Person, row: Row, leaf: Leaf, prices: Row) -> int:
        worth = row * UNIT - leaf.mentor_prices[mentor.id] - prices
        for (one, other), cut in leaf.cuts.items():
            if mentor.id in {one, other}:
                worth[self.rows.column[other if mentor.id == one else one]] -= cut
        worth[[self.rows.column[other] for one, other in leaf.dropped if one == mentor.id]] = 0
        return int(worth[(row >= 0) & (worth > 0)].sum())

    def _seats_alone(self, leaf: Leaf) -> int:
        gains = sum(leaf.cuts.values())
        for role, price in (("mentor", leaf.mentor_prices), ("mentee", leaf.mentee_prices)):
            for person in self.problem.people:
                if (places := self.places(role, person.id)) > 0:
                    own = leaf.earns_as.get(person.id, role) == role
                    first = self._first(role, person.id) * UNIT + own * leaf.shares.get(person.id, 0)
                    gains += max(0, first + price[person.id]) + (places - 1) * max(0, price[person.id])
        twins = (p for p in self.problem.people if p.has_both_roles and p.is_available)
        return gains + sum(max(0, self._person(p) * UNIT - leaf.shares.get(p.id, 0)) for p in twins)

    def _first(self, role: str, name: str) -> int:
        person, bonus = self.people[name], 0 if self.taken[role, name] else self.bonus.role
        return bonus + (0 if person.has_both_roles else self._person(person))

    def _person(self, person: Person) -> int:
        if person.id in self.covered:
            return 0
        return self.bonus.person + self.bonus.priority * (person.waited > 0)

    def _orders_the_aims(self, most: int) -> bool:
        """Say whether the bonuses rank people above any score, and strictly where two may meet both ways."""
        ids = self.people
        places = [sum(max(0, self.places(role, name)) for name in ids) for role in ("mentor", "mentee")]
        total, bonus = most * min(places), self.bonus
        if self.problem.rules.min_level_gap > 0 or not any(p.has_both_roles for p in self.problem.people):
            return min(bonus.role, bonus.person, bonus.priority) > total
        roles = 2 * len(ids) * bonus.role + total
        return (
            bonus.role > total and bonus.person > roles and bonus.priority > len(ids) * bonus.person + roles
        )

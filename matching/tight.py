"""Who competes for the same places: the circle of people around somebody who was left out."""

from collections.abc import Collection, Sequence

import numpy as np

from matching.kinds import MENTEE, MENTOR, Kinds, hours_fit, levels_fit
from matching.labels import Ints
from matching.people import Pair, Person
from matching.pool import Pool, Side
from matching.results import TightSet


class TightSets:
    """The circles of one solved round: only people with free places before it take part."""

    def __init__(self, pool: Pool, new_pairs: Collection[Pair]) -> None:
        self._pool = pool
        self._sides = {MENTOR: pool.mentors, MENTEE: pool.mentees}
        rows = np.array([pool.mentors.position[one] for one, _ in new_pairs], dtype=np.int64)
        columns = np.array([pool.mentees.position[other] for _, other in new_pairs], dtype=np.int64)
        self._taken = {MENTOR: (rows, columns), MENTEE: (columns, rows)}
        self._known: dict[tuple[str, int, frozenset[int]], TightSet] = {}

    def smallest(self, person: Person, roles: Sequence[str]) -> TightSet:
        """Return the smaller circle of people who compete, over these roles of a person."""
        found = [self._circle(role, self._sides[role].position[person.id]) for role in roles]
        return min(found, key=lambda tight: (tight.competitors, tight.role))

    def _circle(self, role: str, position: int) -> TightSet:
        """Follow "may meet" and "is taken by" until nobody new is reached (Hall's theorem)."""
        side, others = self._sides[role], self._sides[_other(role)]
        start = (role, int(side.kinds.of_person[position]), self._never(role, position))
        if start in self._known:
            return self._known[start]
        takers, taken = self._taken[role]
        reached = np.zeros(len(side.people), dtype=np.bool_)
        reached[position] = True
        size = 0
        while size < np.count_nonzero(reached):
            size = int(np.count_nonzero(reached))
            partners = self._may_meet(role, np.flatnonzero(reached))
            reached[takers[partners[taken]]] = True
        places = int(others.places[partners].sum())
        self._known[start] = TightSet(role, size, int(np.count_nonzero(partners)), places)
        return self._known[start]

    def _may_meet(self, role: str, people: Ints) -> np.ndarray:
        """Return which of the other role may meet at least one of these people."""
        side, others = self._sides[role], self._sides[_other(role)]
        partners = np.zeros(len(others.people), dtype=np.bool_)
        of_person = side.kinds.of_person[people]
        for kind in np.unique(of_person).tolist():
            alike = people[of_person == kind].tolist()
            # Whom one of them must not meet another one may, if they are alike in all else.
            never = frozenset.intersection(*(self._never(role, person) for person in alike))
            allowed = self._fits(role, side.kinds, kind, others)
            allowed[list(never)] = False
            partners |= allowed
        return partners

    def _fits(self, role: str, kinds: Kinds, number: int, others: Side) -> np.ndarray:
        kind, rules = kinds.kinds[number], self._pool.problem.rules
        fits = levels_fit(kind, role, others.kinds, rules) & hours_fit(kind, others.kinds, rules)
        fits &= others.kinds.share_language(kind.languages)
        return np.asarray(fits[others.kinds.of_person])

    def _never(self, role: str, position: int) -> frozenset[int]:
        forbidden = self._pool.forbidden if role == MENTOR else self._pool.forbidden_rows
        return frozenset(forbidden[position].tolist())


def _other(role: str) -> str:
    return MENTEE if role == MENTOR else MENTOR

"""Why somebody is left out, as counts and codes; the words for people live elsewhere."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.candidates import Pool
from matching.constraints import HISTORY, HOURS, LANGUAGE, LEVEL, BoolMatrix
from matching.people import Pair, Person, Problem
from matching.results import LeftOut, Relaxation, Step, TightSet
from matching.tables import PersonTable

COMPETITION = "competition"
# The reporting line is a firm default and "other limits" are private: neither is ever proposed.
MAY_BE_RELAXED = (LEVEL, HOURS, LANGUAGE, HISTORY)

BoolVector = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Side:
    """One role of a person: everybody of the other role, and who of them passes each limit."""

    role: str
    index: int
    others: tuple[Person, ...]
    passes: Mapping[str, BoolVector]

    def left(self, steps: Iterable[str]) -> set[str]:
        """Return the ids that pass all of these limits."""
        passing = np.logical_and.reduce([self.passes[step] for step in steps])
        return {self.others[position].id for position in np.flatnonzero(passing)}


def left_out(problem: Problem, pool: Pool, pairs: Collection[Pair]) -> tuple[LeftOut, ...]:
    """Return everybody available without a pair, by id, each with her reason."""
    matched = {person_id for pair in pairs for person_id in pair}
    waiting = (
        person
        for person in problem.people
        if person.is_available
        and person.mentor_capacity + person.mentee_capacity > 0
        and person.id not in matched
    )
    return tuple(_explain(person, pool, pairs) for person in sorted(waiting, key=lambda p: p.id))


def _explain(person: Person, pool: Pool, pairs: Collection[Pair]) -> LeftOut:
    sides = list(_sides(person, pool))
    waterfall = tuple(_waterfall(sides, list(pool.steps)))
    reason = next((step for step, count in waterfall if count == 0), COMPETITION)
    tight = _tight_set(sides, pool, pairs) if reason == COMPETITION else None
    relaxation = _best_relaxation(sides, list(pool.steps), waterfall[-1].candidates)
    return LeftOut(person.id, reason, waterfall, relaxation, tight)


def _sides(person: Person, pool: Pool) -> Iterator[_Side]:
    table = pool.table
    if (row := table.row_of.get(person.id)) is not None:
        passes = {step: matrix[row, :] for step, matrix in pool.steps.items()}
        yield _Side("mentor", row, table.mentees, passes)
    if (column := table.column_of.get(person.id)) is not None:
        passes = {step: matrix[:, column] for step, matrix in pool.steps.items()}
        yield _Side("mentee", column, table.mentors, passes)


def _count(sides: Sequence[_Side], steps: Sequence[str]) -> int:
    return len(set().union(*(side.left(steps) for side in sides)))


def _waterfall(sides: Sequence[_Side], steps: Sequence[str]) -> Iterator[Step]:
    for last, step in enumerate(steps, start=1):
        yield Step(step, _count(sides, steps[:last]))


def _best_relaxation(sides: Sequence[_Side], steps: Sequence[str], candidates_now: int) -> Relaxation | None:
    """Return the limit whose absence leaves most candidates, or None if none would add any."""
    options = [
        Relaxation(dropped, _count(sides, [step for step in steps if step != dropped]))
        for dropped in MAY_BE_RELAXED
    ]
    best = max(options, key=lambda option: option.candidates)
    return best if best.candidates > candidates_now else None


def _tight_set(sides: Sequence[_Side], pool: Pool, pairs: Collection[Pair]) -> TightSet:
    """Return the smaller circle of people who compete, over the roles that have candidates."""
    found = [
        _circle(side, pool, pairs)
        for side in sides
        if np.logical_and.reduce(list(side.passes.values())).any()
    ]
    return min(found, key=lambda tight: (tight.competitors, tight.role))


def _circle(side: _Side, pool: Pool, pairs: Collection[Pair]) -> TightSet:
    """Follow "wants a partner" and "is taken by" until nobody new is reached (Hall's theorem)."""
    allowed, taken, places = pool.allowed, _taken(pool.table, pairs), pool.mentee_places
    if side.role == "mentee":
        allowed, taken, places = allowed.T, taken.T, pool.mentor_places
    reached = np.zeros(len(allowed), dtype=np.bool_)
    reached[side.index] = True
    size = 0
    while size < np.count_nonzero(reached):
        size = int(np.count_nonzero(reached))
        partners = allowed[reached].any(axis=0)
        reached |= taken[:, partners].any(axis=1)
    return TightSet(side.role, size, int(np.count_nonzero(partners)), int(places[partners].sum()))


def _taken(table: PersonTable, pairs: Collection[Pair]) -> BoolMatrix:
    taken = np.zeros(table.shape, dtype=np.bool_)
    for mentor_id, mentee_id in pairs:
        taken[table.row_of[mentor_id], table.column_of[mentee_id]] = True
    return taken

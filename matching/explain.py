"""Why somebody is left out, as counts and codes; the words for people live elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.kinds import MENTEE, MENTOR, Kinds, hours_fit, kind_of, kinds_of, levels_fit
from matching.labels import Ints
from matching.people import Pair, Person, Problem
from matching.pool import Pool
from matching.results import LeftOut, Relaxation, Step
from matching.tight import TightSets

CANDIDATES = "candidates"
LEVEL = "level"
REPORTING_LINE = "reporting_line"
HOURS = "hours"
LANGUAGE = "language"
HISTORY = "history"
# Blocks, pauses, live pairs elsewhere and "we already work together" fold into one step,
# so that no explanation can betray who blocked whom.
OTHER_LIMITS = "other_limits"
COMPETITION = "competition"
# The order of the waterfall.
STEPS = (CANDIDATES, LEVEL, REPORTING_LINE, HOURS, LANGUAGE, HISTORY, OTHER_LIMITS)
# The reporting line is a firm default and "other limits" are private: neither is ever proposed.
MAY_BE_RELAXED = (LEVEL, HOURS, LANGUAGE, HISTORY)

BoolVector = NDArray[np.bool_]


def left_out(problem: Problem, pool: Pool, new_pairs: Collection[Pair]) -> tuple[LeftOut, ...]:
    """Return everybody available without a pair, by id, each with her reason."""
    matched = {person_id for pair in (*problem.standing_pairs, *new_pairs) for person_id in pair}
    waiting = sorted(
        (
            person
            for person in problem.people
            if person.is_available
            and person.mentor_capacity + person.mentee_capacity > 0
            and person.id not in matched
        ),
        key=lambda person: person.id,
    )
    everyone, tight_sets = _Everyone(problem), TightSets(pool, new_pairs)
    return tuple(_explain(person, everyone, tight_sets) for person in waiting)


@dataclass(frozen=True)
class _Everyone:
    """All people of a problem, also those without a free place: they are candidates, but taken."""

    problem: Problem

    @cached_property
    def position(self) -> Mapping[str, int]:
        return {person.id: number for number, person in enumerate(self.problem.people)}

    @cached_property
    def kinds(self) -> Kinds:
        return kinds_of(self.problem.people)

    @cached_property
    def are_available(self) -> BoolVector:
        return np.array([person.is_available for person in self.problem.people], dtype=np.bool_)

    @cached_property
    def are_mentors(self) -> BoolVector:
        return np.array([person.mentor_capacity > 0 for person in self.problem.people], dtype=np.bool_)

    @cached_property
    def are_mentees(self) -> BoolVector:
        return np.array([person.mentee_capacity > 0 for person in self.problem.people], dtype=np.bool_)

    @cached_property
    def lists(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Return per step and person who must not meet her, whichever of the two says so."""
        found = {step: defaultdict[str, list[str]](list) for step in (REPORTING_LINE, HISTORY, OTHER_LIMITS)}
        for person in self.problem.people:
            named = {
                REPORTING_LINE: person.reporting_line,
                HISTORY: person.past,
                OTHER_LIMITS: (*person.blocked, *person.live_partners),
            }
            for step, names in named.items():
                for name in names:
                    found[step][person.id].append(name)
                    found[step][name].append(person.id)
        for one, other in self.problem.standing_pairs:
            found[OTHER_LIMITS][one].append(other)
            found[OTHER_LIMITS][other].append(one)
        return found

    def passes(self, person: Person, role: str) -> dict[str, BoolVector]:
        """Return per step which of all people pass it as partners of a person in this role."""
        rules, kind, of_person = self.problem.rules, kind_of(person), self.kinds.of_person
        passes = {
            CANDIDATES: self.are_mentees if role == MENTOR else self.are_mentors,
            LEVEL: levels_fit(kind, role, self.kinds, rules)[of_person],
            HOURS: hours_fit(kind, self.kinds, rules)[of_person],
            LANGUAGE: self.kinds.share_language(person.languages)[of_person],
            OTHER_LIMITS: self.are_available,
        }
        passes[CANDIDATES] = self._without(passes[CANDIDATES], [person.id])
        for step, listed in self.lists.items():
            everybody = np.ones(len(of_person), dtype=np.bool_)
            passes[step] = self._without(passes.get(step, everybody), listed.get(person.id, ()))
        return passes

    def _without(self, passes: BoolVector, names: Iterable[str]) -> BoolVector:
        known: Ints = np.array([self.position[n] for n in names if n in self.position], dtype=np.int64)
        passes = passes.copy()
        passes[known] = False
        return passes


def _explain(person: Person, everyone: _Everyone, tight_sets: TightSets) -> LeftOut:
    roles = [role for role, places in _capacities(person) if places > 0]
    sides = [everyone.passes(person, role) for role in roles]
    waterfall = tuple(Step(step, _count(sides, STEPS[: last + 1])) for last, step in enumerate(STEPS))
    reason = next((step for step, count in waterfall if count == 0), COMPETITION)
    competing = [role for role, side in zip(roles, sides, strict=True) if _count([side], STEPS)]
    tight = tight_sets.smallest(person, competing) if reason == COMPETITION else None
    relaxation = _best_relaxation(sides, waterfall[-1].candidates)
    return LeftOut(person.id, reason, waterfall, relaxation, tight)


def _capacities(person: Person) -> Iterator[tuple[str, int]]:
    yield MENTOR, person.mentor_capacity
    yield MENTEE, person.mentee_capacity


def _count(sides: Sequence[Mapping[str, BoolVector]], steps: Sequence[str]) -> int:
    """Return how many people pass these steps for at least one of her roles."""
    passing = [np.logical_and.reduce([side[step] for step in steps]) for side in sides]
    return int(np.count_nonzero(np.logical_or.reduce(passing)))


def _best_relaxation(sides: Sequence[Mapping[str, BoolVector]], candidates_now: int) -> Relaxation | None:
    """Return the limit whose absence leaves most candidates, or None if none would add any."""
    options = [
        Relaxation(dropped, _count(sides, [step for step in STEPS if step != dropped]))
        for dropped in MAY_BE_RELAXED
    ]
    best = max(options, key=lambda option: option.candidates)
    return best if best.candidates > candidates_now else None

"""Round after round with the whole history: nobody meets twice, and who is left out waits."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.matching.company import company
from benchmarks.matching.engines import greedy
from benchmarks.matching.ours import warm_up
from benchmarks.matching.peers import arcs_of, coverable
from matching import Pair, Person, Problem, solve
from matching.pool import pool

Matcher = Callable[[Problem], list[Pair]]


def play(matcher: str, size: int, rounds: int, seed: int) -> dict[str, Any]:
    """Return, per round, people matched and people who could have been, and all repeats."""
    warm_up()
    history, problem = History(), company(size, 0.0, seed)
    figures = [history.next_round(problem, MATCHERS[matcher]) for _ in range(rounds)]
    return {
        "size": size,
        "of": len(problem.people),
        "matched": [matched for matched, _ in figures],
        "coverable": [possible for _, possible in figures],
        "repeats": history.repeats,
        "never_matched": sum(1 for person in problem.people if not history.past[person.id]),
    }


@dataclass
class History:
    """Whom each has met, and for how many rounds each has been left out since."""

    past: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    waited: dict[str, int] = field(default_factory=dict)
    repeats: int = 0

    def next_round(self, problem: Problem, matcher: Matcher) -> tuple[int, int]:
        """Play one round; return the people matched and the people who could have been."""
        today = replace(problem, people=tuple(self._today(person) for person in problem.people))
        pairs = matcher(today)
        matched = {name for pair in pairs for name in pair}
        for mentor_id, mentee_id in pairs:
            self.repeats += mentee_id in self.past[mentor_id]
            self.past[mentor_id].add(mentee_id)
            self.past[mentee_id].add(mentor_id)
        self.waited = {p.id: 0 if p.id in matched else p.waited + 1 for p in today.people}
        everybody = len(matched) == len(today.people)
        return len(matched), len(matched) if everybody else coverable(pool(today))

    def _today(self, person: Person) -> Person:
        waited = self.waited.get(person.id, person.waited)
        return replace(person, past=frozenset(self.past[person.id]), waited=waited)


def _ours(problem: Problem) -> list[Pair]:
    return [matched.pair for matched in solve(problem).pairs]


def _greedy(problem: Problem) -> list[Pair]:
    return list(_greedy_pairs(problem))


def _greedy_pairs(problem: Problem) -> Iterator[Pair]:
    arrays = pool(problem)
    arcs = arcs_of(arrays)
    for arc in greedy.choose(arcs).tolist():
        mentor, mentee = arrays.mentors.people[arcs.rows[arc]], arrays.mentees.people[arcs.columns[arc]]
        yield Pair(mentor.id, mentee.id)


MATCHERS: dict[str, Matcher] = {"ours": _ours, "greedy": _greedy}

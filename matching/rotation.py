"""What a round leaves behind for the next one: who has met, and who has waited."""

from dataclasses import replace

from matching.people import Problem
from matching.results import Solution


def next_round(problem: Problem, solution: Solution) -> Problem:
    """Return the problem after this round: partners never meet again, waiting counts per round."""
    met: dict[str, set[str]] = {}
    for one, other in (*problem.announced_pairs, *(matched.pair for matched in solution.pairs)):
        met.setdefault(one, set()).add(other)
        met.setdefault(other, set()).add(one)
    left_out = {left.person_id for left in solution.unmatched}
    people = tuple(
        replace(
            person,
            past=person.past | met.get(person.id, set()),
            waited=person.waited + 1 if person.id in left_out else 0,
        )
        for person in problem.people
    )
    return replace(problem, people=people, fixed_pairs=(), announced_pairs=())

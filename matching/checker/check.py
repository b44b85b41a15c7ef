"""Does a round hold? Legal, scored right, counted right, and proven (`proof`)."""

from collections import Counter
from collections.abc import Iterator

from matching.checker.proof import Proof, seats
from matching.people import Problem
from matching.results import Solution


def check(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Return what is wrong with a solution, believing nothing in it; empty means it holds."""
    try:
        proof = Proof(problem, solution)
        return (*_illegal(problem, solution, proof), *_miscounted(problem, solution), *proof.faults())
    except KeyError:
        return ("a pair or the certificate names somebody unknown, or lacks a price",)


def _illegal(problem: Problem, solution: Solution, proof: Proof) -> Iterator[str]:
    pairs = [matched.pair for matched in solution.pairs]
    if {matched.pair for matched in solution.pairs if matched.is_fixed} != set(problem.fixed_pairs):
        yield "the fixed pairs are not those of the problem"
    if len({frozenset(pair) for pair in pairs}) != len(pairs):
        yield "the same two are paired twice"
    filled = Counter(seat for pair in proof.new for seat in seats(pair.pair))
    if any(count > proof.places(*seat) for seat, count in filled.items()):
        yield "somebody has more partners than places"
    for pair in solution.pairs:
        score = proof.score(pair.pair, limits=not pair.is_fixed)
        if score < 0:
            yield f"{pair.mentor_id} and {pair.mentee_id} must not meet"
        elif not score == pair.score == sum(term.points for term in pair.terms):
            yield f"the score of {pair.mentor_id} and {pair.mentee_id} is wrong"


def _miscounted(problem: Problem, solution: Solution) -> Iterator[str]:
    pairs = [matched.pair for matched in solution.pairs]
    matched = {name for pair in (*problem.announced_pairs, *pairs) for name in pair}
    if solution.people_matched != len(matched):
        yield "the number of people matched is wrong"
    if solution.total_score != sum(pair.score for pair in solution.pairs):
        yield "the total score is wrong"
    waiting = (p for p in problem.people if p.is_available and p.mentor_capacity + p.mentee_capacity > 0)
    if [left.person_id for left in solution.unmatched] != sorted({p.id for p in waiting} - matched):
        yield "the people left out are not those without a pair"

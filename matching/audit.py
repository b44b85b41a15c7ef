"""The whole check of a round, from the people up: legal, scored right, counted right, proven."""

from collections import Counter
from collections.abc import Iterator

from matching.certificate import (
    UNIT,
    PlainRound,
    cover_every_round,
    is_sound,
    plain_round,
    seats,
)
from matching.people import Problem
from matching.plain import points, topic_rarity
from matching.results import Solution


def check(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Return what is wrong with a solution, believing nothing in it; empty means it holds."""
    plain = plain_round(problem)
    illegal = tuple(_illegal(problem, plain, solution))
    return illegal or (*_miscounted(problem, solution), *_unproven(problem, plain, solution))


def _illegal(problem: Problem, plain: PlainRound, solution: Solution) -> Iterator[str]:
    pairs = [matched.pair for matched in solution.pairs]
    new = [matched.pair for matched in solution.pairs if not matched.is_fixed]
    if {matched.pair for matched in solution.pairs if matched.is_fixed} != set(problem.fixed_pairs):
        yield "the fixed pairs are not those of the problem"
    if any(pair not in plain.scores for pair in new):
        yield "a pair is not allowed"
    if len({frozenset(pair) for pair in pairs}) != len(pairs):
        yield "the same two are paired twice"
    filled = Counter(seat for pair in new for seat in seats(pair))
    if any(count > plain.places.get(seat, 0) for seat, count in filled.items()):
        yield "somebody has more partners than places"


def _miscounted(problem: Problem, solution: Solution) -> Iterator[str]:
    people, rarity = {p.id: p for p in problem.people}, topic_rarity(problem.people)
    for pair in solution.pairs:
        score = points(people[pair.mentor_id], people[pair.mentee_id], problem, rarity)
        if score != pair.score or score != sum(term.points for term in pair.terms):
            yield f"the score of {pair.mentor_id} and {pair.mentee_id} is wrong"
    matched = {person_id for pair in solution.pairs for person_id in pair.pair}
    if solution.people_matched != len(matched):
        yield "the number of people matched is wrong"
    if solution.total_score != sum(pair.score for pair in solution.pairs):
        yield "the total score is wrong"
    waiting = [p.id for p in problem.people if p.is_available and p.id not in matched]
    in_a_role = [i for i in waiting if people[i].mentor_capacity or people[i].mentee_capacity]
    if sorted(in_a_role) != [left.person_id for left in solution.unmatched]:
        yield "the people left out are not those without a pair"


def _unproven(problem: Problem, plain: PlainRound, solution: Solution) -> Iterator[str]:
    bonus, leaves = solution.certificate.bonus, solution.certificate.leaves
    if not plain.orders_the_aims(bonus, problem.rules.min_level_gap):
        yield "the bonuses don't put people before points"
    if not cover_every_round(leaves) or not all(map(is_sound, leaves)):
        yield "the certificate's branches don't cover every round"
        return
    new = [matched.pair for matched in solution.pairs if not matched.is_fixed]
    try:
        limit = max(plain.bound(leaf, bonus) for leaf in leaves) // UNIT
    except KeyError:
        yield "the certificate lacks a price"
        return
    gap = limit - plain.value(new, bonus)
    if solution.bound != solution.total_score + gap:
        yield "the bound is not the one that the prices give"
    if solution.proven != (gap == 0):
        yield "the claim to be proven doesn't follow from the prices"

"""The exact solver: from a problem to pairs, reasons and a certificate.

Aims in order: people left out last time, people, roles of those who asked for both, total
score, and among equal optima the best worst pair. The first four are one weighted flow (see
`pool.tiers`), solved over the pairs that matter and priced over all (`engine`).

Two things leave the integral world of flows: a person with both roles counts once as a
person, and two people may not meet in both directions (possible only below a level gap of 1).
Both are priced in the linear program; where its vertex is still fractional, the search
branches, on the role in which a person earns her bonus or on the direction of a couple. A
branch with all of these decided is again a flow, so the search is exact; every branch leaves
a price list, so the whole search is one certificate that an independent checker can verify.
"""

from collections.abc import Iterator

from matching.engine import best_round
from matching.explain import left_out
from matching.found import Proof
from matching.labels import Ints
from matching.people import Pair, Person, Problem
from matching.pool import Pool, pool
from matching.prices import Cell
from matching.pricing import Tell, silent
from matching.results import Certificate, Leaf, MatchedPair, Solution
from matching.score import terms


def solve(problem: Problem, tell: Tell = silent) -> Solution:
    """Return the best round; the same problem gives the same round on every machine.

    `tell` hears of the progress of a long search. Raises ArithmeticError where the engine fails;
    never returns a round it can't vouch for.
    """
    arrays = pool(problem)
    found, chosen, engine = best_round(arrays, tell)
    new = [
        Pair(arrays.mentors.people[row].id, arrays.mentees.people[column].id) for row, column in chosen.cells
    ]
    pairs = tuple(sorted(_matched(problem, arrays, new), key=lambda matched: matched.pair))
    total = sum(pair.score for pair in pairs)
    met = {person_id for pair in (*problem.standing_pairs, *new) for person_id in pair}
    return Solution(
        pairs=pairs,
        unmatched=left_out(problem, arrays, new),
        people_matched=len(met),
        total_score=total,
        bound=total + found.bound - found.value,
        proven=found.bound == found.value,
        certificate=Certificate(arrays.bonus, tuple(_leaf(arrays, proof) for proof in found.proofs)),
        engine=engine,
    )


def _matched(problem: Problem, arrays: Pool, new: list[Pair]) -> Iterator[MatchedPair]:
    fixed = set(problem.fixed_pairs)
    wanted = {person_id for pair in (*problem.fixed_pairs, *new) for person_id in pair}
    people = {person.id: person for person in problem.people if person.id in wanted}
    for pair in (*problem.fixed_pairs, *new):
        given = terms(people[pair.mentor_id], people[pair.mentee_id], problem, arrays.rare)
        score = sum(term.points for term in given)
        yield MatchedPair(*pair, score, given, is_fixed=pair in fixed)


def _leaf(arrays: Pool, proof: Proof) -> Leaf:
    mentors, mentees = arrays.mentors.people, arrays.mentees.people
    prices, branch = proof.prices, proof.branch

    def pair(cell: Cell) -> Pair:
        return Pair(mentors[cell[0]].id, mentees[cell[1]].id)

    twins = [mentors[twin.row].id for twin in arrays.twins]
    return Leaf(
        _by_id(mentors, prices.mentors),
        _by_id(mentees, prices.mentees),
        dict(zip(twins, prices.shares.tolist(), strict=True)),
        {pair(couple[0]): price for couple, price in prices.cuts.items()},
        {twins[twin]: role for twin, role in branch.earns_as.items()},
        frozenset(pair(cell) for cell in branch.dropped),
    )


def _by_id(people: tuple[Person, ...], prices: Ints) -> dict[str, int]:
    return {person.id: price for person, price in zip(people, prices.tolist(), strict=True)}

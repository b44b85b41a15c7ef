"""The checker: accepts what the solver proves, and nothing that was changed since."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matching import Pair, Person, Problem, Rules, Solution, check, solve
from matching.results import Bonus, Certificate, Leaf, MatchedPair
from tests.unit.matching.oracle import allowed
from tests.unit.matching.rosters import dice, mentee, mentor, random_problem

PROBLEM = random_problem(dice(11), 30, both=0.4)
SOLUTION = solve(PROBLEM)


def _with_first(pairs: tuple[MatchedPair, ...], **changes: object) -> tuple[MatchedPair, ...]:
    return (replace(pairs[0], **changes), *pairs[1:])  # type: ignore[arg-type]  # any field


def _leaves(change: Callable[[Leaf], Leaf]) -> Solution:
    certificate = SOLUTION.certificate
    leaves = tuple(change(leaf) for leaf in certificate.leaves)
    return replace(SOLUTION, certificate=Certificate(certificate.bonus, leaves))


def _cheaper(leaf: Leaf) -> Leaf:
    person = SOLUTION.pairs[0].mentor_id
    prices = dict(leaf.mentor_prices)
    return replace(leaf, mentor_prices=prices | {person: prices[person] - 60})


PAIRS = SOLUTION.pairs


def _forbidden() -> MatchedPair:
    """Return the first pair with a mentee that its mentor must not meet."""
    people = {person.id: person for person in PROBLEM.people}
    mentor = people[PAIRS[0].mentor_id]
    mentee = next(p for p in PROBLEM.people if p.mentee_capacity and not allowed(mentor, p, PROBLEM.rules))
    return replace(PAIRS[0], mentee_id=mentee.id)


CHANGES = {
    "must not meet": replace(SOLUTION, pairs=(_forbidden(), *PAIRS[1:])),
    "the same two are paired twice": replace(SOLUTION, pairs=(PAIRS[0], *PAIRS)),
    "the fixed pairs are not those of the problem": replace(
        SOLUTION, pairs=_with_first(PAIRS, is_fixed=True)
    ),
    "is wrong": replace(SOLUTION, pairs=_with_first(PAIRS, score=PAIRS[0].score + 1)),
    "the number of people matched": replace(SOLUTION, people_matched=2),
    "the total score": replace(SOLUTION, total_score=SOLUTION.total_score + 1),
    "the people left out": replace(SOLUTION, unmatched=SOLUTION.unmatched[1:]),
    "the bound": replace(SOLUTION, bound=SOLUTION.bound + 1),
    "the claim to be proven": replace(SOLUTION, proven=False),
    "the bound is not": _leaves(_cheaper),
    "lacks a price": _leaves(lambda leaf: replace(leaf, mentee_prices={})),
    "don't cover": replace(SOLUTION, certificate=Certificate(SOLUTION.certificate.bonus, ())),
    "people before points": replace(
        SOLUTION, certificate=Certificate(Bonus(1, 1, 1), SOLUTION.certificate.leaves)
    ),
}


def test_what_the_solver_proves_is_accepted() -> None:
    assert SOLUTION.proven
    assert check(PROBLEM, SOLUTION) == ()


@pytest.mark.parametrize("fault", CHANGES)
def test_a_changed_solution_is_rejected(fault: str) -> None:
    assert any(fault in line for line in check(PROBLEM, CHANGES[fault]))


def test_a_worse_round_cannot_borrow_the_proof() -> None:
    """All claims agree with each other, but one pair has been taken out."""
    gone, *rest = PAIRS
    ids = {person_id for pair in rest for person_id in pair.pair}
    left = [replace(SOLUTION.unmatched[0], person_id=i) for i in set(gone.pair) - ids]
    worse = replace(
        SOLUTION,
        pairs=tuple(rest),
        people_matched=len(ids),
        total_score=SOLUTION.total_score - gone.score,
        bound=SOLUTION.bound - gone.score,
        unmatched=tuple(sorted((*SOLUTION.unmatched, *left), key=lambda one: one.person_id)),
    )
    assert any("bound" in line for line in check(PROBLEM, worse))


def test_overbooking_is_rejected() -> None:
    problem = Problem((mentor("mia"), mentee("pat"), mentee("sam")))
    solution = solve(problem)
    other = {"pat": "sam", "sam": "pat"}[solution.pairs[0].mentee_id]
    both = (*solution.pairs, replace(solution.pairs[0], mentee_id=other))
    assert "somebody has more partners than places" in check(problem, replace(solution, pairs=both))


def test_a_search_that_forgot_a_branch_is_rejected() -> None:
    problem = random_problem(dice(9), 30, level_gap=0, both=0.6)
    solution = solve(problem)
    leaves = solution.certificate.leaves
    for forgotten in range(len(leaves)):
        rest = (*leaves[:forgotten], *leaves[forgotten + 1 :])
        certificate = Certificate(solution.certificate.bonus, rest)
        faults = check(problem, replace(solution, certificate=certificate))
        assert "the certificate's branches don't cover every round" in faults


def test_a_negative_cut_proves_nothing() -> None:
    two = tuple(Person(name, 3, 1, 1, meet_week=2**672 - 1) for name in ("ann", "bea"))
    problem = Problem(two, Rules(min_level_gap=0))
    solution = solve(problem)
    leaves = tuple(replace(leaf, cuts={Pair("ann", "bea"): -60}) for leaf in solution.certificate.leaves)
    changed = replace(solution, certificate=Certificate(solution.certificate.bonus, leaves))
    assert "a share or a cut is negative" in check(problem, changed)

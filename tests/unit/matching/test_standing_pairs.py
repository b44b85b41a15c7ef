"""A round that runs: announced pairs stay, only who is free moves, and the next round knows who met."""

from dataclasses import replace

import pytest

from matching import Pair, Problem, check, next_round, solve
from matching.engine import by_highs
from matching.pool import pool
from matching.scale import best_flow
from tests.unit.matching.rosters import dice, mentee, mentor, random_problem


@pytest.mark.parametrize("seed", range(10))
def test_only_the_orphan_of_a_leaver_moves(seed: int) -> None:
    problem = random_problem(dice(seed), 40, both=0.3)
    first = solve(problem)
    leaver = first.pairs[0].mentor_id
    stay = tuple(matched.pair for matched in first.pairs if leaver not in matched.pair)
    people = tuple(replace(p, is_available=False) if p.id == leaver else p for p in problem.people)
    mended = replace(problem, people=people, announced_pairs=stay)
    solution = solve(mended)
    assert check(mended, solution) == ()
    assert solution.proven
    assert not {matched.pair for matched in solution.pairs} & set(stay)
    assert leaver not in {name for matched in solution.pairs for name in matched.pair}


def test_a_late_joiner_gets_the_best_free_partner() -> None:
    people = (
        mentor("mia"),
        mentee("pat"),
        mentor("noa", teaches={"sql": 3}),
        mentor("liz"),
        mentee("late", wants={"sql": 3}),
    )
    solution = solve(Problem(people, announced_pairs=(Pair("mia", "pat"),)))
    assert [matched.pair for matched in solution.pairs] == [Pair("noa", "late")]
    assert solution.people_matched == 4


def test_a_late_joiner_whom_nobody_is_free_for_is_told_so_without_a_name() -> None:
    people = (mentor("mia"), mentee("pat"), mentee("late"))
    left = solve(Problem(people, announced_pairs=(Pair("mia", "pat"),))).unmatched
    assert [(one.person_id, one.reason) for one in left] == [("late", "competition")]
    assert left[0].tight_set is not None
    assert left[0].tight_set.places == 0


def test_not_this_one_is_never_proposed_again_and_the_others_stay() -> None:
    people = (mentor("mia", blocked=frozenset({"pat"})), mentor("noa"), mentee("pat"), mentee("sam"))
    solution = solve(Problem(people, announced_pairs=(Pair("noa", "sam"),)))
    assert solution.pairs == ()


def test_the_next_round_keeps_apart_who_has_met_and_counts_who_waited() -> None:
    problem = Problem((mentor("mia"), mentee("pat"), mentee("sam", waited=2)))
    second = next_round(problem, solve(problem))
    facts = {person.id: (person.past, person.waited) for person in second.people}
    assert facts == {"mia": ({"sam"}, 0), "sam": ({"mia"}, 0), "pat": (frozenset(), 1)}
    assert [matched.pair for matched in solve(second).pairs] == [Pair("mia", "pat")]


def test_twelve_rounds_never_repeat_a_pair() -> None:
    problem, met = random_problem(dice(5), 80, both=0.2), set[frozenset[str]]()
    for _ in range(12):
        solution = solve(problem)
        pairs = {frozenset(matched.pair) for matched in solution.pairs}
        assert not pairs & met
        met |= pairs
        problem = next_round(problem, solution)


@pytest.mark.parametrize("mentees", [0, 1, 3])
def test_few_who_look_for_a_place_among_many_are_solved_alike_by_both_engines(mentees: int) -> None:
    chance = dice(f"lopsided {mentees}")
    many = [
        mentor(f"m{n}", teaches={f"t{chance.randrange(9)}": 2}, level=chance.randint(1, 6))
        for n in range(900)
    ]
    few = [mentee(f"e{n}", wants={f"t{n}": 3}) for n in range(mentees)]
    arrays = pool(Problem((*many, *few)))
    compiled = best_flow(arrays)
    assert compiled is not None
    assert compiled[0].value == compiled[0].bound == by_highs(arrays)[0].value
    assert len(compiled[1]) == mentees

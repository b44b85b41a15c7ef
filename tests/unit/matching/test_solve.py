"""The solver against every legal round of small rosters, and against known hard shapes."""

from collections import Counter
from dataclasses import replace

import networkx as nx
import pytest

from matching import Pair, Person, Problem, Rules, check, digest, solve
from tests.unit.matching.rosters import (
    aims_of,
    dice,
    exhaustive_optimum,
    mentee,
    mentor,
    random_problem,
    scored_pairs,
)

# Above this many allowed pairs, trying every round takes too long.
MOST_PAIRS = 12


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("both", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("level_gap", [1, 0, -1])
def test_no_legal_round_is_better_in_the_order_of_the_aims(seed: int, both: float, level_gap: int) -> None:
    random = dice(f"{seed}-{both}-{level_gap}")
    for _ in range(12):
        problem = random_problem(random, random.randint(0, 8), level_gap=level_gap, both=both)
        if len(scored_pairs(problem)) > MOST_PAIRS:
            continue
        solution = solve(problem)
        assert aims_of(problem, solution) == exhaustive_optimum(problem)
        assert solution.proven
        assert check(problem, solution) == ()


@pytest.mark.parametrize("seed", range(12))
def test_as_many_people_are_matched_as_two_maximum_flows_say(seed: int) -> None:
    problem = random_problem(dice(seed), 40, both=0.0)
    solution = solve(problem)
    assert solution.people_matched == _coverable(problem, 0) + _coverable(problem, 1)
    assert check(problem, solution) == ()


def _coverable(problem: Problem, side: int) -> int:
    """Return how many mentors (0) or mentees (1) can have a partner at all, by networkx."""
    graph: nx.DiGraph[str] = nx.DiGraph([("source", "sink", {"capacity": 0})])
    people = {person.id: person for person in problem.people}
    for pair in scored_pairs(problem):
        one, other = pair[side], pair[1 - side]
        places = people[other].mentor_capacity + people[other].mentee_capacity
        graph.add_edge("source", one, capacity=1)
        graph.add_edge(one, other, capacity=1)
        graph.add_edge(other, "sink", capacity=places)
    return int(nx.maximum_flow_value(graph, "source", "sink"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("level_gap", [1, 0])
def test_a_middling_roster_with_both_roles_is_proven_and_passes_the_check(seed: int, level_gap: int) -> None:
    problem = random_problem(dice(seed), 60, level_gap=level_gap, both=0.6)
    solution = solve(problem)
    assert solution.proven
    assert check(problem, solution) == ()


def test_nobody_gives_an_empty_round() -> None:
    solution = solve(Problem(()))
    assert solution.pairs == ()
    assert solution.proven
    assert check(Problem(()), solution) == ()


def test_a_single_role_leaves_everybody_out() -> None:
    solution = solve(Problem((mentor("mia"), mentor("noa"))))
    assert [left.reason for left in solution.unmatched] == ["candidates", "candidates"]


def test_capacity_on_both_sides_never_books_the_same_two_twice() -> None:
    people = (mentor("mia", mentor_capacity=3), mentee("pat", mentee_capacity=3))
    assert [pair.pair for pair in solve(Problem(people)).pairs] == [Pair("mia", "pat")]


def test_a_person_may_be_mentor_of_one_and_mentee_of_another() -> None:
    middle = replace(mentee("bea"), level=3, mentor_capacity=1)
    pairs = {pair.pair for pair in solve(Problem((mentor("mia"), middle, mentee("pat")))).pairs}
    assert pairs == {Pair("mia", "bea"), Pair("bea", "pat")}


def test_the_same_two_never_mentor_each_other() -> None:
    two = tuple(Person(name, 3, 1, 1, meet_week=2**672 - 1) for name in ("ann", "bea"))
    problem = Problem(two, Rules(min_level_gap=0))
    solution = solve(problem)
    assert len(solution.pairs) == 1
    assert solution.proven
    assert check(problem, solution) == ()


def test_three_in_a_row_are_all_matched_though_a_better_pair_leaves_one_out() -> None:
    low = mentor("low", teaches={"x": 3})
    middle = replace(mentee("mid"), level=3, mentor_capacity=1)
    high = mentee("top", wants={"x": 3})
    solution = solve(Problem((low, middle, high)))
    assert {pair.pair for pair in solution.pairs} == {Pair("low", "mid"), Pair("mid", "top")}


def test_where_the_flow_is_fractional_the_search_branches_and_still_proves() -> None:
    problem = random_problem(dice(9), 30, level_gap=0, both=0.6)
    solution = solve(problem)
    assert len(solution.certificate.leaves) > 1
    assert solution.proven
    assert check(problem, solution) == ()


def test_where_branching_ends_the_round_is_full_and_its_bound_honest() -> None:
    problem = random_problem(dice(4), 60, level_gap=0, both=0.6)
    solution = solve(problem)
    assert not solution.proven
    assert solution.bound > solution.total_score
    assert solution.people_matched > 40
    assert check(problem, solution) == ()


def test_who_was_left_out_last_time_comes_before_a_better_score() -> None:
    expert = mentor("mia", teaches={"python": 3})
    fan, waiting = mentee("fan", wants={"python": 3}), mentee("pat", waited=1)
    assert [p.mentee_id for p in solve(Problem((expert, fan, waiting))).pairs] == ["pat"]


def test_more_people_come_before_a_better_score() -> None:
    mia, noa = mentor("mia", teaches={"python": 3}), mentor("noa", blocked=frozenset({"pat"}))
    fan, pat = mentee("fan", wants={"python": 3}), mentee("pat")
    pairs = {pair.pair for pair in solve(Problem((mia, noa, fan, pat))).pairs}
    assert pairs == {Pair("mia", "pat"), Pair("noa", "fan")}


def test_among_equal_totals_the_worst_pair_is_raised() -> None:
    """Both rounds are worth 16 topic points, as 16 + 0 or as 8 + 8."""
    people = (
        mentor("mia", teaches={"a": 2, "b": 2}),
        mentor("noa", teaches={"b": 2}),
        mentee("pat", wants={"a": 2, "b": 2}),
        mentee("sam", wants={"a": 2}),
    )
    for seed in range(6):
        problem = Problem(people, seed=seed)
        solution = solve(problem)
        assert aims_of(problem, solution) == exhaustive_optimum(problem)


def test_fixed_pairs_stay_and_use_up_places() -> None:
    people = (mentor("mia"), mentor("noa"), mentee("pat"), mentee("sam", blocked=frozenset({"noa"})))
    problem = Problem(people, fixed_pairs=(Pair("mia", "pat"),))
    solution = solve(problem)
    assert [(pair.pair, pair.is_fixed) for pair in solution.pairs] == [(Pair("mia", "pat"), True)]
    assert check(problem, solution) == ()


@pytest.mark.parametrize("seed", range(6))
def test_the_rest_of_a_round_is_proven_around_fixed_pairs(seed: int) -> None:
    problem = random_problem(dice(seed), 30, both=0.4)
    first = solve(problem)
    kept = replace(problem, fixed_pairs=tuple(pair.pair for pair in first.pairs[::2]))
    again = solve(kept)
    assert check(kept, again) == ()
    assert again.proven
    assert again.people_matched == first.people_matched
    assert again.total_score == first.total_score


def test_fixed_pairs_of_unknown_people_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown people"):
        Problem((mentor("mia"),), fixed_pairs=(Pair("mia", "ghost"),))


def test_two_people_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="an id of her own"):
        Problem((mentor("mia"), mentee("mia")))


def test_the_same_inputs_in_another_order_give_the_same_round() -> None:
    problem = random_problem(dice(3), 40)
    shuffled = list(problem.people)
    dice(4).shuffle(shuffled)
    other = replace(problem, people=tuple(shuffled))
    assert digest(other) == digest(problem)
    assert solve(other) == solve(problem)


def test_ties_are_broken_by_the_seed_and_not_by_ids() -> None:
    people = (mentor("mia"), *(mentee(f"p{number}") for number in range(4)))
    winners = Counter(solve(Problem(people, seed=seed)).pairs[0].mentee_id for seed in range(60))
    assert len(winners) == 4
    assert min(winners.values()) >= 5


def test_an_unavailable_person_is_neither_matched_nor_left_out() -> None:
    solution = solve(Problem((mentor("mia"), mentee("pat", is_available=False))))
    assert [left.person_id for left in solution.unmatched] == ["mia"]
    assert solution.unmatched[0].reason == "other_limits"

"""Fresh partners: who will soon have met everybody, and what would help."""

from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter

import pytest

from matching import MatchedPair, Pair, Person, Problem, Rules, Solution, check, solve, week_mask
from matching.fresh import Outlook, look_ahead, solve_and_look_ahead
from matching.results import Bonus, Certificate
from tests.unit.matching.oracle import allowed
from tests.unit.matching.rosters import dice, mentee, mentor, random_problem

NOTHING_AHEAD = Outlook(0, (), None)
MORNINGS = week_mask(range(1, 6), 9 * 60, 10 * 60, 0)


def after(pairs: Iterable[tuple[str, str]]) -> Solution:
    """Return a round with these pairs, of which only who meets whom matters."""
    matched = tuple(MatchedPair(*pair, 1, ()) for pair in pairs)
    return Solution(
        matched, (), 0, 0, 0, proven=True, certificate=Certificate(Bonus(0, 0, 0), ()), engine="none"
    )


def ahead(*people: Person, pairs: Iterable[tuple[str, str]] = (), rules: Rules | None = None) -> Outlook:
    return look_ahead(Problem(people, rules or Rules()), after(pairs))


def test_two_of_each_have_met_after_the_next_round() -> None:
    people = (mentor("mia"), mentor("noa"), mentee("pat"), mentee("sam"))
    outlook = ahead(*people, pairs=[("mia", "pat"), ("noa", "sam")])
    assert outlook == Outlook(4, ("mentor", "mentee"), None)


def test_three_of_each_last_for_one_round_more() -> None:
    people = (*map(mentor, "abc"), *map(mentee, "xyz"))
    assert ahead(*people, pairs=[("a", "x"), ("b", "y"), ("c", "z")]) == NOTHING_AHEAD


def test_who_met_most_in_earlier_rounds_runs_out_alone_and_needs_the_other_role() -> None:
    old = mentee("old", past=frozenset("abc"))
    new = [mentee(name) for name in ("x", "y", "z")]
    outlook = ahead(*map(mentor, "abcd"), old, *new, pairs=[("d", "old")])
    assert outlook == Outlook(1, ("mentor",), None)


def test_more_places_use_partners_up_faster() -> None:
    mentees = [mentee(name) for name in "xyz"]
    assert ahead(mentor("mia"), *mentees, pairs=[("mia", "x")]).people == 3
    busy = mentor("mia", mentor_capacity=2)
    assert ahead(busy, *mentees, pairs=[("mia", "x")]).people == 4


def test_somebody_with_both_roles_runs_out_only_when_both_do() -> None:
    bea = replace(mentee("bea", level=3), mentor_capacity=1)
    pat, juniors = mentee("pat"), [mentor(name) for name in "abc"]
    assert ahead(bea, pat, *juniors, pairs=[("bea", "pat")]) == NOTHING_AHEAD
    assert ahead(bea, pat, *juniors[:1], pairs=[("bea", "pat")]) == Outlook(2, ("mentor", "mentee"), None)


def test_who_could_never_meet_anybody_runs_out_of_nothing() -> None:
    assert ahead(mentor("mia", level=5), mentee("pat")) == NOTHING_AHEAD
    assert ahead(mentor("mia", blocked=frozenset({"pat"})), mentee("pat")) == NOTHING_AHEAD
    assert ahead(mentor("mia", is_available=False), mentee("pat")) == NOTHING_AHEAD


def test_a_smaller_level_gap_is_named_where_it_spares_somebody() -> None:
    people = (mentor("a"), *(mentee(name, level=5) for name in "p"), *(mentee(x, level=3) for x in "xyz"))
    outlook = ahead(*people, pairs=[("a", "p")], rules=Rules(min_level_gap=3))
    assert outlook == Outlook(2, ("mentor", "mentee"), "level")


def test_a_mentor_stays_below_her_mentee_whatever_would_help() -> None:
    people = (mentor("a", level=4), mentee("p", level=5), *(mentee(x, level=4) for x in "xyz"))
    assert ahead(*people, pairs=[("a", "p")]).relaxation is None


def test_shorter_shared_hours_are_named_where_they_spare_most() -> None:
    people = (mentor("a"), mentee("p"), *(mentee(x, meet_week=MORNINGS) for x in "xyz"))
    rules = Rules(min_overlap_minutes=6 * 60)
    assert ahead(*people, pairs=[("a", "p")], rules=rules).relaxation == "hours"


def test_thinking_it_through_gives_the_same_round_and_the_outlook() -> None:
    problem = Problem((mentor("mia"), mentee("pat")))
    solution, outlook = solve_and_look_ahead(problem)
    assert solution == solve(problem)
    assert outlook.people == 2
    assert check(problem, solution) == ()


@pytest.mark.parametrize("level_gap", [1, 2, 0])
@pytest.mark.parametrize("seed", range(30))
def test_the_count_is_that_of_a_plain_reading_of_the_rules(seed: int, level_gap: int) -> None:
    random = dice(f"fresh-{seed}")
    problem = random_problem(random, random.randint(2, 14), level_gap=level_gap)
    solution = solve(problem)
    assert look_ahead(problem, solution).people == sum(
        _runs_out(p, problem, solution) for p in problem.people
    )


def _runs_out(person: Person, problem: Problem, solution: Solution) -> bool:
    """Judge by trying everybody, with and without the history."""
    met = {matched.pair for matched in solution.pairs}
    met |= {Pair(mentee_id, mentor_id) for mentor_id, mentee_id in met}
    met |= {pair for p in problem.people for q in p.past for pair in (Pair(p.id, q), Pair(q, p.id))}
    without_history = [replace(other, past=frozenset()) for other in problem.people]
    herself = replace(person, past=frozenset())
    as_mentor = {other.id for other in without_history if allowed(herself, other, problem.rules)}
    as_mentee = {other.id for other in without_history if allowed(other, herself, problem.rules)}
    left = [
        sum(Pair(person.id, other) not in met for other in others) <= places
        for others, places in ((as_mentor, person.mentor_capacity), (as_mentee, person.mentee_capacity))
    ]
    return bool(as_mentor | as_mentee) and all(left)


def test_two_thousand_people_with_hours_of_their_own_are_counted_in_well_under_a_second() -> None:
    random = dice("two thousand")
    people = [_somebody(f"p{number}", "mentor" if number < 1000 else "mentee") for number in range(2000)]
    mixed = [replace(person, level=person.level + random.randint(0, 4)) for person in people]
    weeks = [week_mask(range(1, 6), 480 + 15 * random.randint(0, 8), 1020, 0) for _ in mixed]
    crowd = [replace(person, meet_week=week) for person, week in zip(mixed, weeks, strict=True)]
    started = perf_counter()
    outlook = ahead(*crowd, pairs=[(f"p{number}", f"p{number + 1000}") for number in range(1000)])
    assert perf_counter() - started < 1
    assert outlook == NOTHING_AHEAD


def _somebody(name: str, role: str) -> Person:
    past = frozenset(f"p{(int(name[1:]) * 7 + step) % 2000}" for step in range(12))
    return mentor(name, past=past) if role == "mentor" else mentee(name, past=past)

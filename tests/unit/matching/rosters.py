"""Test rosters for the matcher: small random ones, plain people, and the exhaustive optimum."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from matching import Pair, Person, Problem, Rules, Solution, week_mask
from tests.unit.matching.oracle import allowed, points, topic_rarity

OFFICE_HOURS = week_mask(range(1, 6), 9 * 60, 17 * 60, 0)

Key = tuple[int, int, int, int, int]


def mentor(name: str, **facts: Any) -> Person:
    return replace(Person(name, level=1, mentor_capacity=1, meet_week=OFFICE_HOURS), **facts)


def mentee(name: str, **facts: Any) -> Person:
    return replace(Person(name, level=5, mentee_capacity=1, meet_week=OFFICE_HOURS), **facts)


def dice(seed: int | str) -> Random:
    """Return seeded chance."""
    return Random(seed)  # noqa: S311  # test rosters are no secrets


def random_problem(random: Random, size: int, *, level_gap: int = 1, both: float = 0.3) -> Problem:
    """Return a crowded little roster: few levels, odd hours, blocks, waits and capacities."""
    people = [_random_person(random, f"p{number}", both) for number in range(size)]
    ids = [person.id for person in people]
    lists = [_with_lists(random, person, ids) for person in people]
    return Problem(tuple(lists), Rules(min_level_gap=level_gap), seed=random.randrange(100))


def _random_person(random: Random, name: str, both: float) -> Person:
    role = "both" if random.random() < both else random.choice(["mentor", "mentee"])
    topics = {f"t{number}": random.randint(1, 3) for number in range(4) if random.random() < 0.5}
    wants = {f"t{number}": random.randint(1, 3) for number in range(4) if random.random() < 0.5}
    return Person(
        name,
        level=random.randint(1, 4),
        mentor_capacity=random.choice([1, 1, 2, 3]) if role != "mentee" else 0,
        mentee_capacity=random.choice([1, 1, 2, 3]) if role != "mentor" else 0,
        department=random.choice(["", "a", "b"]),
        languages=frozenset(random.choice([["en"], ["en"], ["en", "de"], ["de"]])),
        teaches=topics,
        wants=wants,
        meet_week=week_mask(range(1, 6), 540, 1020, random.choice([0, 0, 60, 480])),
        waited=random.choice([0, 0, 1, 3]),
        is_available=random.random() < 0.95,
    )


def _with_lists(random: Random, person: Person, ids: list[str]) -> Person:
    def some() -> frozenset[str]:
        return frozenset(random.sample(ids, 1)) if random.random() < 0.2 else frozenset()

    return replace(person, blocked=some(), past=some(), reporting_line=some())


def scored_pairs(problem: Problem) -> dict[Pair, int]:
    rarity = topic_rarity(problem.people)
    return {
        Pair(a.id, b.id): points(a, b, problem, rarity)
        for a in problem.people
        for b in problem.people
        if allowed(a, b, problem.rules)
    }


def aims(problem: Problem, pairs: Iterable[Pair], scores: dict[Pair, int]) -> Key:
    """Return the five aims in their order: a better round has a larger tuple."""
    chosen = list(pairs)
    people = {person.id: person for person in problem.people}
    seats = {(role, i) for pair in chosen for role, i in zip("rc", pair, strict=True)}
    matched = {i for _, i in seats}
    return (
        sum(people[i].waited > 0 for i in matched),
        len(matched),
        len(seats),
        sum(scores[pair] for pair in chosen),
        min((scores[pair] for pair in chosen), default=0),
    )


def aims_of(problem: Problem, solution: Solution) -> Key:
    return aims(problem, [matched.pair for matched in solution.pairs], scored_pairs(problem))


def exhaustive_optimum(problem: Problem) -> Key:
    """Return the best aims over every legal round, by trying all of them."""
    scores = scored_pairs(problem)
    return max(aims(problem, chosen, scores) for chosen in _rounds(problem, list(scores), []))


def _rounds(problem: Problem, rest: list[Pair], chosen: list[Pair]) -> Iterator[list[Pair]]:
    if not rest:
        yield chosen
        return
    pair, *others = rest
    yield from _rounds(problem, others, chosen)
    if _fits(problem, pair, chosen):
        yield from _rounds(problem, others, [*chosen, pair])


def _fits(problem: Problem, pair: Pair, chosen: list[Pair]) -> bool:
    people = {person.id: person for person in problem.people}
    as_mentor, as_mentee = Counter(p[0] for p in chosen), Counter(p[1] for p in chosen)
    return (
        as_mentor[pair.mentor_id] < people[pair.mentor_id].mentor_capacity
        and as_mentee[pair.mentee_id] < people[pair.mentee_id].mentee_capacity
        and (pair.mentee_id, pair.mentor_id) not in chosen
    )

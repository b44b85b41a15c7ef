"""Invented companies: the stated generator of every matching figure."""

import random

from matching import Person, Problem, week_mask

TOPICS = [f"topic {number}" for number in range(40)]
OFFSETS = [-480, -300, 0, 60, 60, 60, 330, 540]


def company(size: int, share_of_both: float, seed: int) -> Problem:
    """Return `size` mentors and mentees over eight zones, twelve departments and forty topics."""
    chance = random.Random(seed)
    people = [_person(chance, number, number < size, share_of_both) for number in range(2 * size)]
    return Problem(tuple(people), seed=seed)


def _person(chance: random.Random, number: int, is_mentor: bool, share_of_both: float) -> Person:
    both = chance.random() < share_of_both
    return Person(
        id=f"p{number}",
        level=chance.randint(1, 4) if is_mentor else chance.randint(3, 8),
        mentor_capacity=chance.choice([1, 1, 1, 1, 2]) if is_mentor or both else 0,
        mentee_capacity=1 if both or not is_mentor else 0,
        department=f"department {chance.randrange(12)}",
        site=f"site {chance.randrange(6)}",
        languages=frozenset(chance.choice([["en"], ["en"], ["en", "de"], ["de"]])),
        teaches={topic: chance.randint(1, 3) for topic in chance.sample(TOPICS, 3)},
        wants={topic: chance.randint(1, 3) for topic in chance.sample(TOPICS, 3)},
        meet_week=week_mask(range(1, 6), 9 * 60, 17 * 60, chance.choice(OFFSETS)),
        waited=int(chance.randrange(10) == 0),
    )

"""Invented companies: the stated generator of every matching figure."""

import random

from matching import Person, Problem, week_mask

TOPICS = [f"topic {number}" for number in range(40)]
OFFSETS = [-480, -300, 0, 60, 60, 60, 330, 540]


def company(size: int, share_of_both: float, seed: int) -> Problem:
    """Return `size` people who mentor and as many who are mentored; the same seed gives the same.

    Every draw is uniform over what is listed, and independent of all others:
    - level: 1 to 4 of mentors, 3 to 8 of mentees (a mentor must stand at least 1 below);
    - places: mentors 1, one in five of them 2; mentees 1; `share_of_both` of the people of
      either side also have the other role, by the same draws;
    - 12 departments, 6 sites; languages: half English, a quarter English and German, a quarter
      German;
    - 3 of 40 topics to teach and 3 of 40 to learn, each at an interest of 1 to 3;
    - meeting hours: Monday to Friday, 9 to 17 o'clock, at UTC -8, -5, 0, +1 (three of eight
      people), +5:30 or +9;
    - one in ten was left out last time.
    Nobody is blocked, paused or in somebody's reporting line, and nobody has met before.
    """
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

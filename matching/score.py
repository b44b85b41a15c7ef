"""What makes a pair good: integer terms that add up exactly.

`mentor_labels` and `mentee_labels` say the terms as labels that two people share (the solver's
form, with the hours of `kinds.base_points`); `terms` says them for one pair, with the facts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from matching.kinds import HOURS_THAT_COUNT
from matching.people import Person, Problem, Weights
from matching.results import Term
from matching.week import SLOT_MINUTES

# A topic that one mentor in eight or fewer offers is rare enough: beyond, nothing is gained.
RAREST_TOPIC = 4
# Longer waits are the first aim's business; the score must not drown in them.
ROUNDS_THAT_COUNT = 5


def rarity(people: Iterable[Person]) -> dict[str, int]:
    """Return 1 … RAREST_TOPIC per offered topic: floor(log2(people who offer any / it)) + 1.

    Source: the inverse document frequency of information retrieval, in whole numbers.
    """
    offers = [person.teaches for person in people if person.teaches]
    count = Counter(chain.from_iterable(offers))
    return {t: min(RAREST_TOPIC, (len(offers) // n).bit_length()) for t, n in count.items()}


def mentor_labels(person: Person, weights: Weights, rare: Mapping[str, int]) -> dict[str, int]:
    """Return label -> factor; the score adds factor x the mentee's weight per common label."""
    labels = {f"topic {t}": weights.topic * rare[t] * own for t, own in person.teaches.items()}
    labels |= {f"back {t}": own for t, own in person.wants.items()}
    labels |= {f"style {style}": weights.style for style in person.styles}
    if person.department:
        labels[f"department {person.department}"] = -weights.department
    if person.site:
        labels[f"site {person.site}"] = -weights.site
    return labels


def mentee_labels(
    person: Person, weights: Weights, rare: Mapping[str, int], one_way: frozenset[str]
) -> dict[str, int]:
    """Return label -> weight; topics in `one_way` never count as given back."""
    labels = {f"topic {t}": own for t, own in person.wants.items()}
    labels |= {
        f"back {t}": weights.reciprocity * rare[t] * own
        for t, own in person.teaches.items()
        if t not in one_way
    }
    labels |= {f"style {style}": 1 for style in person.styles}
    if person.department:
        labels[f"department {person.department}"] = 1
    if person.site:
        labels[f"site {person.site}"] = 1
    return labels


def waited_points(person: Person, weights: Weights) -> int:
    """Return the points that somebody brings along who was left out before."""
    return weights.waited * min(person.waited, ROUNDS_THAT_COUNT)


def terms(mentor: Person, mentee: Person, problem: Problem, rare: Mapping[str, int]) -> tuple[Term, ...]:
    """Return the terms that give a pair points, largest first."""
    weights = problem.weights
    hours = (mentor.meet_week & mentee.meet_week).bit_count() * SLOT_MINUTES // 60
    back = {t: own for t, own in mentee.teaches.items() if t not in problem.rules.inclusion_topics}
    given = [
        _shared("topics", weights.topic, mentor.teaches, mentee.wants, rare),
        _shared("reciprocity", weights.reciprocity, back, mentor.wants, rare),
        Term("department", weights.department * _differ(mentor.department, mentee.department)),
        Term("site", weights.site * _differ(mentor.site, mentee.site)),
        Term("hours", weights.hour * min(HOURS_THAT_COUNT, hours)),
        _styles(mentor.styles & mentee.styles, weights),
        Term("waited", waited_points(mentor, weights) + waited_points(mentee, weights)),
    ]
    return tuple(sorted((t for t in given if t.points), key=lambda term: (-term.points, term.name)))


def _shared(
    name: str, weight: int, taught: Mapping[str, int], wanted: Mapping[str, int], rare: Mapping[str, int]
) -> Term:
    topics = sorted(taught.keys() & wanted.keys())
    points = weight * sum(taught[t] * wanted[t] * rare[t] for t in topics)
    return Term(name, points, tuple(topics))


def _styles(shared: frozenset[str], weights: Weights) -> Term:
    return Term("style", weights.style * len(shared), tuple(sorted(shared)))


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other

"""What makes a pair good: integer terms that add up exactly, as matrices and per pair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.people import Person, Problem
from matching.results import Term
from matching.tables import PersonTable, shared_weights

IntMatrix = NDArray[np.int64]

# A topic that one mentor in eight or fewer offers is rare enough: beyond, nothing is gained.
RAREST_TOPIC = 4
# More shared hours than this don't make a date any easier to find.
HOURS_THAT_COUNT = 20
# Longer waits are the first aim's business; the score must not drown in them.
ROUNDS_THAT_COUNT = 5


def rarity(people: Iterable[Person]) -> dict[str, int]:
    """Return 1 … RAREST_TOPIC per offered topic: floor(log2(people who offer any / it)) + 1.

    Source: the inverse document frequency of information retrieval, in whole numbers.
    """
    offers = [person.teaches for person in people if person.teaches]
    count: dict[str, int] = {}
    for topic in (topic for teaches in offers for topic in teaches):
        count[topic] = count.get(topic, 0) + 1
    return {t: min(RAREST_TOPIC, (len(offers) // n).bit_length()) for t, n in count.items()}


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of every mentor with every mentee, kept per term so that it can be explained."""

    table: PersonTable
    terms: Mapping[str, IntMatrix]
    total: IntMatrix
    one_way_topics: frozenset[str]

    def of(self, row: int, column: int) -> tuple[Term, ...]:
        """Return the terms that gave points, largest first."""
        mentor, mentee = self.table.mentors[row], self.table.mentees[column]
        terms = [
            Term(name, int(points[row, column]), self._detail(name, mentor, mentee))
            for name, points in self.terms.items()
            if points[row, column]
        ]
        return tuple(sorted(terms, key=lambda term: (-term.points, term.name)))

    def _detail(self, name: str, mentor: Person, mentee: Person) -> tuple[str, ...]:
        facts: dict[str, Iterable[str]] = {
            "topics": set(mentor.teaches) & set(mentee.wants),
            "reciprocity": set(mentor.wants) & set(mentee.teaches) - self.one_way_topics,
            "style": mentor.styles & mentee.styles,
        }
        return tuple(sorted(facts.get(name, ())))


def score(problem: Problem, table: PersonTable, overlap: IntMatrix) -> Scores:
    """Return the scores of all pairs; the total is the plain sum of the terms."""
    mentors, mentees, weights = table.mentors, table.mentees, problem.weights
    rare = rarity(problem.people)
    hours = np.minimum(overlap // 60, HOURS_THAT_COUNT)
    back = [_without(person.teaches, problem.rules.inclusion_topics) for person in mentees]
    terms = {
        "topics": weights.topic
        * shared_weights([p.teaches for p in mentors], [p.wants for p in mentees], rare),
        "reciprocity": weights.reciprocity * shared_weights([p.wants for p in mentors], back, rare),
        "department": weights.department
        * _differ([p.department for p in mentors], [p.department for p in mentees]),
        "site": weights.site * _differ([p.site for p in mentors], [p.site for p in mentees]),
        "hours": weights.hour * hours,
        "style": weights.style * _shared_styles(mentors, mentees),
        "waited": weights.waited * (_waited(mentors)[:, None] + _waited(mentees)[None, :]),
    }
    total = np.zeros(table.shape, dtype=np.int64)
    for points in terms.values():
        total += points
    return Scores(table, terms, total, problem.rules.inclusion_topics)


def _differ(mentors: Sequence[str], mentees: Sequence[str]) -> IntMatrix:
    """Return 1 where both are known and not the same."""
    left, right = np.array(mentors, dtype=object)[:, None], np.array(mentees, dtype=object)[None, :]
    return np.asarray((left != right) & (left != "") & (right != ""), dtype=np.int64)


def _shared_styles(mentors: Sequence[Person], mentees: Sequence[Person]) -> IntMatrix:
    return shared_weights(
        [dict.fromkeys(person.styles, 1) for person in mentors],
        [dict.fromkeys(person.styles, 1) for person in mentees],
    )


def _waited(people: Sequence[Person]) -> NDArray[np.int64]:
    return np.array([min(p.waited, ROUNDS_THAT_COUNT) for p in people], dtype=np.int64)


def _without(topics: Mapping[str, int], left_out: frozenset[str]) -> dict[str, int]:
    return {topic: weight for topic, weight in topics.items() if topic not in left_out}

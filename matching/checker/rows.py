"""The rules read once more, from docs/matching.md: what a mentor is worth to every mentee."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.people import Person, Problem

# No score comes near it, whatever is added.
NO = -(10**12)
WEEK = 7 * 24 * 4
Row = NDArray[np.int64]


class Rows:
    """The points of any mentor with these mentees, in their order; below 0 = they must not meet."""

    def __init__(self, problem: Problem, mentees: Sequence[Person]) -> None:
        self.rules, self.weights, self.mentees = problem.rules, problem.weights, mentees
        self.column = {mentee.id: column for column, mentee in enumerate(mentees)}
        self.never = defaultdict[str, set[str]](set)
        for one, other in _kept_apart(problem):
            self.never[one].add(other)
            self.never[other].add(one)
        offers = [person.teaches for person in problem.people if person.teaches]
        counts = Counter(topic for taught in offers for topic in taught)
        self.rarity = {t: 1 + sum(n * k <= len(offers) for k in (2, 4, 8)) for t, n in counts.items()}
        found = defaultdict[str, list[tuple[int, int]]](list)
        for column, mentee in enumerate(mentees):
            for label, points in self._labels_of_mentee(mentee):
                found[label].append((column, points))
        self.shared = {label: np.array(pairs).T for label, pairs in found.items()}
        self.knows_department = np.array([bool(mentee.department) for mentee in mentees], dtype=np.int64)
        self.knows_site = np.array([bool(mentee.site) for mentee in mentees], dtype=np.int64)
        self.waited = np.array([min(5, mentee.waited) for mentee in mentees], dtype=np.int64)
        self._by_kind = lru_cache(maxsize=64)(self._hours_if_allowed)

    def of(self, mentor: Person, *, limits: bool = True) -> Row:
        """Return the score of the mentor with each mentee; without `limits`, whether they may meet or not."""
        row = self._by_kind(mentor.level, mentor.languages, mentor.meet_week, limits=limits)
        row = row + self.weights.waited * (self.waited + min(5, mentor.waited))
        row += self.weights.department * bool(mentor.department) * self.knows_department
        row += self.weights.site * bool(mentor.site) * self.knows_site
        for label, times in _labels_of_mentor(mentor):
            if label in self.shared:
                columns, points = self.shared[label]
                row[columns] += times * points
        if limits:
            never = self.never[mentor.id] | {mentor.id}
            row[[self.column[name] for name in never if name in self.column]] = NO
        return row

    def _labels_of_mentee(self, mentee: Person) -> Iterator[tuple[str, int]]:
        weights, rarity = self.weights, self.rarity
        yield from ((f"t {t}", weights.topic * rarity.get(t, 0) * own) for t, own in mentee.wants.items())
        for topic in mentee.teaches.keys() - self.rules.inclusion_topics:
            yield f"r {topic}", weights.reciprocity * rarity[topic] * mentee.teaches[topic]
        yield from ((f"s {style}", weights.style) for style in mentee.styles)
        # What both know and share is no difference: it takes back what `of` gives for knowing it.
        yield from ((f"d {name}", -weights.department) for name in [mentee.department] if name)
        yield from ((f"p {name}", -weights.site) for name in [mentee.site] if name)

    def _hours_if_allowed(self, level: int, languages: frozenset[str], week: int, *, limits: bool) -> Row:
        common = {mentee.meet_week: week & mentee.meet_week for mentee in self.mentees}
        points = {other: self.weights.hour * min(20, both.bit_count() // 4) for other, both in common.items()}
        meets = {other: self._may_meet(both) for other, both in common.items()}
        row = np.array([points[mentee.meet_week] for mentee in self.mentees], dtype=np.int64)
        for column, mentee in enumerate(self.mentees) if limits else ():
            fits = mentee.level - level >= self.rules.min_level_gap and meets[mentee.meet_week]
            if not fits or languages.isdisjoint(mentee.languages):
                row[column] = NO
        return row

    def _may_meet(self, common: int) -> bool:
        """Say whether a common week is long enough and holds one whole session."""
        run = twice = common | common << WEEK
        for later in range(1, -(-self.rules.session_minutes // 15)):
            run &= twice >> later
        return common.bit_count() * 15 >= self.rules.min_overlap_minutes and run > 0


def _labels_of_mentor(mentor: Person) -> Iterator[tuple[str, int]]:
    yield from ((f"t {topic}", own) for topic, own in mentor.teaches.items())
    yield from ((f"r {topic}", own) for topic, own in mentor.wants.items())
    yield from ((label, 1) for label in (f"d {mentor.department}", f"p {mentor.site}"))
    yield from ((f"s {style}", 1) for style in mentor.styles)


def _kept_apart(problem: Problem) -> Iterator[tuple[str, str]]:
    yield from (*problem.fixed_pairs, *problem.announced_pairs)
    for person in problem.people:
        for listed in (person.reporting_line, person.blocked, person.past, person.live_partners):
            yield from ((person.id, name) for name in listed)

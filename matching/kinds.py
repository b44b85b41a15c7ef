"""People of one kind are alike to every limit but the lists of names: level, week, languages.

A company has far fewer kinds than people, so level, hours and language are judged once per two
kinds; the lists of names (`matching.names`) are short.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.labels import Ints, SmallInts
from matching.people import Person, Rules, Weights
from matching.week import SLOT_MINUTES, WEEK_SLOTS, run_starts

BoolVector = NDArray[np.bool_]
Words = NDArray[np.uint64]

# So far below every score that nothing a pair may earn lifts it to a real one (32 bits).
NEVER = -(2**30)
# More shared hours than this don't make a date any easier to find.
HOURS_THAT_COUNT = 20
MENTOR, MENTEE = "mentor", "mentee"
WORD_BITS = 64
WORDS = -(-WEEK_SLOTS // WORD_BITS)


class Kind(NamedTuple):
    """All that the limits by kind ask of a person; `has_department` is known and may differ."""

    level: int
    languages: frozenset[str]
    meet_week: int
    has_department: bool
    has_site: bool


def kind_of(person: Person) -> Kind:
    """Return what the limits by kind see of a person."""
    return Kind(
        person.level,
        person.languages,
        person.meet_week,
        bool(person.department),
        bool(person.site),
    )


@dataclass(frozen=True)
class Kinds:
    """The kinds of one role, and of each person (by position) which."""

    kinds: tuple[Kind, ...]
    of_person: SmallInts

    @cached_property
    def levels(self) -> Ints:
        return np.array([kind.level for kind in self.kinds], dtype=np.int64)

    @cached_property
    def have_department(self) -> BoolVector:
        return np.array([kind.has_department for kind in self.kinds], dtype=np.bool_)

    @cached_property
    def have_site(self) -> BoolVector:
        return np.array([kind.has_site for kind in self.kinds], dtype=np.bool_)

    @cached_property
    def _weeks(self) -> tuple[list[int], Ints]:
        number: dict[int, int] = {}
        of_kind = [number.setdefault(kind.meet_week, len(number)) for kind in self.kinds]
        return list(number), np.array(of_kind, dtype=np.int64)

    @cached_property
    def _tongues(self) -> tuple[list[frozenset[str]], Ints]:
        number: dict[frozenset[str], int] = {}
        of_kind = [number.setdefault(kind.languages, len(number)) for kind in self.kinds]
        return list(number), np.array(of_kind, dtype=np.int64)

    @cached_property
    def _words(self) -> Words:
        return _words(self._weeks[0])

    def share_language(self, languages: frozenset[str]) -> BoolVector:
        """Return per kind whether it has one of these languages."""
        sets, of_kind = self._tongues
        return np.array([not languages.isdisjoint(own) for own in sets], dtype=np.bool_)[of_kind]

    def minutes_with(self, week: int) -> Ints:
        """Return per kind the minutes a week in which both can meet."""
        common = np.bitwise_count(self._words & _words([week])).sum(axis=1, dtype=np.int64)
        return np.asarray(common[self._weeks[1]] * SLOT_MINUTES)

    def have_room_with(self, week: int, minutes: int) -> BoolVector:
        """Return per kind whether both have an unbroken stretch of `minutes` in common."""
        weeks, of_kind = self._weeks
        # A common run starts where both weeks have a run, so the runs are found once per week.
        starts = self._starts(minutes)
        fits = ((starts & _words([run_starts(week, minutes)])) != 0).any(axis=1)
        return np.asarray(fits[of_kind]) if weeks else np.zeros(0, dtype=np.bool_)

    def _starts(self, minutes: int) -> Words:
        if minutes not in self._starts_of:
            self._starts_of[minutes] = _words([run_starts(week, minutes) for week in self._weeks[0]])
        return self._starts_of[minutes]

    @cached_property
    def _starts_of(self) -> dict[int, Words]:
        return {}


def kinds_of(people: Sequence[Person]) -> Kinds:
    """Return the kinds in the order in which the people show them."""
    number: dict[Kind, int] = {}
    of_person = [number.setdefault(kind_of(person), len(number)) for person in people]
    return Kinds(tuple(number), np.array(of_person, dtype=np.int32))


def levels_fit(kind: Kind, role: str, others: Kinds, rules: Rules) -> BoolVector:
    """Return per kind of the other role whether the mentor stands at least the level gap below."""
    gap = others.levels - kind.level if role == MENTOR else kind.level - others.levels
    return np.asarray(gap >= rules.min_level_gap)


def hours_fit(kind: Kind, others: Kinds, rules: Rules) -> BoolVector:
    """Return per kind whether the common week is long enough and holds one whole session."""
    enough = others.minutes_with(kind.meet_week) >= rules.min_overlap_minutes
    return np.asarray(enough & others.have_room_with(kind.meet_week, rules.session_minutes))


def base_points(mentor: Kind, mentees: Kinds, rules: Rules, weights: Weights) -> SmallInts:
    """Return per kind of mentee what hours, department and site give, or NEVER.

    Department and site are given here to all who state one; whoever shares it pays it back as
    a label (`score.mentor_labels`).
    """
    fits = levels_fit(mentor, MENTOR, mentees, rules) & hours_fit(mentor, mentees, rules)
    fits &= mentees.share_language(mentor.languages)
    hours = np.minimum(mentees.minutes_with(mentor.meet_week) // 60, HOURS_THAT_COUNT)
    points = weights.hour * hours
    points += weights.department * mentor.has_department * mentees.have_department
    points += weights.site * mentor.has_site * mentees.have_site
    return np.where(fits, points, NEVER).astype(np.int32)


def _words(masks: Sequence[int]) -> Words:
    """Return each bitmap as a row of 64-bit words."""
    joined = b"".join(mask.to_bytes(WORDS * 8, "little") for mask in masks)
    return np.frombuffer(joined, dtype=np.uint64).reshape(len(masks), WORDS)

"""What is never allowed, as one boolean matrix (mentors x mentees) per limit, True = passes."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.people import Person, Problem, Rules
from matching.tables import PersonTable, shared_weights
from matching.week import SLOT_MINUTES, run_starts

BoolMatrix = NDArray[np.bool_]
IntMatrix = NDArray[np.int64]

CANDIDATES = "candidates"
LEVEL = "level"
REPORTING_LINE = "reporting_line"
HOURS = "hours"
LANGUAGE = "language"
HISTORY = "history"
# Blocks, pauses, live pairs elsewhere and "we already work together" fold into one step,
# so that no explanation can betray who blocked whom.
OTHER_LIMITS = "other_limits"


def limits(problem: Problem, table: PersonTable, overlap: IntMatrix) -> dict[str, BoolMatrix]:
    """Return the limits in the order of the waterfall; their conjunction is "allowed"."""
    mentors, mentees, rules = table.mentors, table.mentees, problem.rules
    return {
        CANDIDATES: _unlisted(table, lambda person: (person.id,)),
        LEVEL: _levels(mentees)[None, :] - _levels(mentors)[:, None] >= rules.min_level_gap,
        REPORTING_LINE: _unlisted(table, lambda person: person.reporting_line),
        HOURS: (overlap >= rules.min_overlap_minutes) & _has_room_for_a_session(table, rules),
        LANGUAGE: _common_language(mentors, mentees),
        HISTORY: _unlisted(table, lambda person: person.past),
        OTHER_LIMITS: _other_limits(problem, table),
    }


def overlap_minutes(table: PersonTable) -> IntMatrix:
    """Return the minutes a week in which both can meet."""
    return _by_class(table, lambda mask: mask, int.bit_count) * SLOT_MINUTES


def _has_room_for_a_session(table: PersonTable, rules: Rules) -> BoolMatrix:
    starts = _by_class(table, lambda mask: run_starts(mask, rules.session_minutes), int.bit_count)
    return np.asarray(starts > 0)


def _by_class(table: PersonTable, prepare: Callable[[int], int], measure: Callable[[int], int]) -> IntMatrix:
    """Measure the common slots once per two distinct weeks: people share few of them."""
    left, left_class = _classes(table.mentors)
    right, right_class = _classes(table.mentees)
    rights = [prepare(mask) for mask in right]
    cells = [[measure(prepare(mask) & other) for other in rights] for mask in left]
    matrix = np.array(cells, dtype=np.int64).reshape(len(left), len(right))
    return matrix[np.ix_(left_class, right_class)]


def _classes(people: Sequence[Person]) -> tuple[list[int], list[int]]:
    number: dict[int, int] = {}
    classes = [number.setdefault(person.meet_week, len(number)) for person in people]
    return list(number), classes


def _levels(people: Sequence[Person]) -> NDArray[np.int64]:
    return np.array([person.level for person in people], dtype=np.int64)


def _common_language(mentors: Sequence[Person], mentees: Sequence[Person]) -> BoolMatrix:
    shared = shared_weights(
        [dict.fromkeys(person.languages, 1) for person in mentors],
        [dict.fromkeys(person.languages, 1) for person in mentees],
    )
    return shared > 0


def _unlisted(table: PersonTable, listed: Callable[[Person], Iterable[str]]) -> BoolMatrix:
    """Return False where either of the two is on the other's list."""
    passes = np.ones(table.shape, dtype=np.bool_)
    for row, mentor in enumerate(table.mentors):
        passes[row, table.mentee_rows(listed(mentor))] = False
    for column, mentee in enumerate(table.mentees):
        passes[table.mentor_rows(listed(mentee)), column] = False
    return passes


def _other_limits(problem: Problem, table: PersonTable) -> BoolMatrix:
    fixed: dict[str, set[str]] = {}
    for mentor_id, mentee_id in problem.fixed_pairs:
        fixed.setdefault(mentor_id, set()).add(mentee_id)
        fixed.setdefault(mentee_id, set()).add(mentor_id)
    passes = _unlisted(
        table, lambda person: person.blocked | person.live_partners | fixed.get(person.id, set())
    )
    passes &= _available(table.mentors)[:, None]
    passes &= _available(table.mentees)[None, :]
    return passes


def _available(people: Sequence[Person]) -> NDArray[np.bool_]:
    return np.array([person.is_available for person in people], dtype=np.bool_)

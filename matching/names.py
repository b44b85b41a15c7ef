"""Who must not meet whom by name: reporting lines, history, blocks, live pairs, pairs that stand."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matching.labels import Lists, lists
from matching.people import Person, Problem


def forbidden_columns(
    problem: Problem,
    mentors: Sequence[Person],
    mentees: Sequence[Person],
    row_of: Mapping[str, int],
    column_of: Mapping[str, int],
) -> Lists:
    """Return per mentor (row) the mentees (columns) she must not meet, herself included.

    A list holds whichever of the two keeps it.
    """
    cells = {
        (row_of[one], column_of[other])
        for one, other in _never(problem, mentors, mentees)
        if one in row_of and other in column_of
    }
    flat = np.array(sorted(cells), dtype=np.int64).reshape(-1, 2)
    return lists(len(mentors), flat[:, 0], flat[:, 1])[0]


def _never(
    problem: Problem, mentors: Sequence[Person], mentees: Sequence[Person]
) -> Iterator[tuple[str, str]]:
    for person in mentors:
        yield person.id, person.id
    for person in {person.id: person for person in (*mentors, *mentees)}.values():
        for listed in (person.reporting_line, person.past, person.blocked, person.live_partners):
            for name in listed:
                yield person.id, name
                yield name, person.id
    for one, other in problem.standing_pairs:
        yield one, other
        yield other, one

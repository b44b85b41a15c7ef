"""People laid out for numpy: mentor rows, mentee columns, and weighted overlaps of labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from matching.people import Person, Problem


@dataclass(frozen=True, slots=True)
class PersonTable:
    """Mentors are rows and mentees columns; a person with both roles is in both."""

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    row_of: Mapping[str, int]
    column_of: Mapping[str, int]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentors), len(self.mentees)

    def mentor_rows(self, ids: Iterable[str]) -> list[int]:
        return [self.row_of[person_id] for person_id in ids if person_id in self.row_of]

    def mentee_rows(self, ids: Iterable[str]) -> list[int]:
        return [self.column_of[person_id] for person_id in ids if person_id in self.column_of]

    @property
    def twins(self) -> list[tuple[int, int]]:
        """Return (row, column) of everybody who has both roles."""
        return [
            (row, self.column_of[person.id])
            for row, person in enumerate(self.mentors)
            if person.id in self.column_of
        ]


def lay_out(problem: Problem) -> PersonTable:
    """Return the table in an order drawn by the seed, so that no id ever wins a tie."""
    drawn = sorted(problem.people, key=lambda person: _lot(problem.seed, person.id))
    mentors = tuple(person for person in drawn if person.mentor_capacity > 0)
    mentees = tuple(person for person in drawn if person.mentee_capacity > 0)
    return PersonTable(mentors, mentees, _positions(mentors), _positions(mentees))


def shared_weights(
    rows: Sequence[Mapping[str, int]],
    columns: Sequence[Mapping[str, int]],
    factor: Mapping[str, int] | None = None,
) -> NDArray[np.int64]:
    """Return the sum over common labels of row weight x column weight x factor."""
    labels = sorted({label for row in rows for label in row} & {x for c in columns for x in c})
    number = {label: position for position, label in enumerate(labels)}
    factors = np.array([1 if factor is None else factor[x] for x in labels], dtype=np.int64)
    left, right = _weights(rows, number) * factors, _weights(columns, number)
    return np.asarray(left @ right.T)


def _weights(people: Sequence[Mapping[str, int]], number: Mapping[str, int]) -> NDArray[np.int64]:
    weights = np.zeros((len(people), len(number)), dtype=np.int64)
    for row, labels in enumerate(people):
        for label, weight in labels.items():
            if label in number:
                weights[row, number[label]] = weight
    return weights


def _positions(people: Sequence[Person]) -> dict[str, int]:
    return {person.id: position for position, person in enumerate(people)}


def _lot(seed: int, person_id: str) -> bytes:
    return sha256(f"{seed}:{person_id}".encode()).digest()

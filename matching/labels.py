"""What two people share, as sparse lists of labels: whoever has none in common is never touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SmallInts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lists:
    """Ragged lists laid end to end: list number i is `items[starts[i]:starts[i + 1]]`."""

    starts: Ints
    items: SmallInts

    def __getitem__(self, number: int) -> SmallInts:
        return self.items[self.starts[number] : self.starts[number + 1]]


@dataclass(frozen=True, slots=True)
class Labels:
    """Per mentor her labels with a factor; per label the mentees who have it, with a weight.

    A label adds factor x weight to the score of the two. Source: an inverted index.
    """

    of_mentor: Lists
    factors: SmallInts
    mentees: Lists
    weights: SmallInts

    def of(self, mentor: int) -> Iterable[tuple[int, SmallInts, SmallInts]]:
        """Yield (factor, mentee columns, their weights) of each label of a mentor."""
        begin, end = self.of_mentor.starts[mentor : mentor + 2]
        labels, factors = self.of_mentor.items[begin:end], self.factors[begin:end]
        for label, factor in zip(labels.tolist(), factors.tolist(), strict=True):
            first, last = self.mentees.starts[label : label + 2]
            yield factor, self.mentees.items[first:last], self.weights[first:last]

    def most_points(self) -> int:
        """Return what the labels can add to a pair at the very most: a limit, not a pair's score."""
        positive = np.maximum(self.factors, 0).astype(np.int64)
        if not len(positive):
            return 0
        most = np.maximum.reduceat(self.weights, self.mentees.starts[:-1])
        per_label = positive * most[self.of_mentor.items]
        owners = np.repeat(np.arange(len(self.of_mentor.starts) - 1), np.diff(self.of_mentor.starts))
        return int(np.bincount(owners, per_label).max())


def shared_labels(mentors: Sequence[Mapping[str, int]], mentees: Sequence[Mapping[str, int]]) -> Labels:
    """Return the labels that at least one mentor and one mentee have, numbered as they are met."""
    wanted = set().union(*mentees) if mentees else set()
    number: dict[str, int] = {}
    rows, labels, factors = [], [], []
    for row, own in enumerate(mentors):
        for label, factor in own.items():
            if factor and label in wanted:
                rows.append(row)
                labels.append(number.setdefault(label, len(number)))
                factors.append(factor)
    columns, owned, weights = [], [], []
    for column, own in enumerate(mentees):
        for label, weight in own.items():
            if weight and label in number:
                columns.append(column)
                owned.append(number[label])
                weights.append(weight)
    of_mentor, by_row = lists(len(mentors), rows, labels)
    mentees_of, by_label = lists(len(number), owned, columns)
    return Labels(of_mentor, _small(factors)[by_row], mentees_of, _small(weights)[by_label])


def lists(count: int, owners: Iterable[int] | Ints, items: Iterable[int] | Ints) -> tuple[Lists, Ints]:
    """Return the items by owner (0 … count - 1), each list in the order given, and that order."""
    keys = np.asarray(owners, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return Lists(starts, _small(items)[order]), order


def _small(values: Iterable[int] | Ints) -> SmallInts:
    return np.asarray(values, dtype=np.int32)

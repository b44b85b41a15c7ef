"""What may be told of anonymous answers: never of fewer than five people, nor by subtraction. Pure.

Source: safety.md 3.6, release rule.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from domain.facts.report import Band, Mean
from domain.presets import SMALL_GROUP
from reporting.records import Cell

Key = TypeVar("Key", bound=Hashable)
LOWEST_MEAN, HIGHEST_MEAN = 1.5, 4.5
"""A mean beyond these would tell that (nearly) everybody gave the same answer."""


def shown_groups(sizes: Mapping[Key, int]) -> frozenset[Key]:
    """Return the groups that may be shown beside their total.

    Too small ones are hidden; while what is hidden could be had by subtraction and is too small itself,
    the smallest shown group goes too.
    """
    shown = {group: size for group, size in sizes.items() if size >= SMALL_GROUP}
    hidden = sum(sizes.values()) - sum(shown.values())
    while shown and 0 < hidden < SMALL_GROUP:
        smallest = min(shown, key=lambda group: (shown[group], str(group)))
        hidden += shown.pop(smallest)
    return frozenset(shown)


def is_releasable(answers: int, people: int) -> bool:
    """Tell whether a sum stands for enough answers of enough people: one mentor may rate six sessions."""
    return min(answers, people) >= SMALL_GROUP


def release(previous: Iterable[Cell], cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the sums that may be told now, given those told before to anyone.

    A sum that has changed by fewer than five answers stays what it was: new answers wait for company, and
    an erasure yields no second figure to subtract.
    """
    told = {cell.key: cell for cell in previous}
    fresh = {cell.key: cell for cell in cells}
    return tuple(_later(told.get(key), fresh.get(key)) for key in {**told, **fresh})


def _later(told: Cell | None, fresh: Cell | None) -> Cell:
    if told is None or fresh is None:
        return _one_of(told, fresh)
    return fresh if abs(fresh.answers - told.answers) >= SMALL_GROUP else told


def _one_of(told: Cell | None, fresh: Cell | None) -> Cell:
    cell = told or fresh
    if cell is None:
        raise ValueError("a key without a sum")
    return cell


def mean_of(answers: int, total: int) -> Mean:
    """Return the mean to the half step, halves up, and the number of answers as a band."""
    halves = (4 * total + answers) // (2 * answers)
    return Mean(min(max(halves / 2, LOWEST_MEAN), HIGHEST_MEAN), count_band(answers))


def count_band(count: int) -> Band:
    """Return the band of a count: 5–9, 10–19, 20–29 and so on."""
    low = count // 10 * 10
    return Band(max(low, SMALL_GROUP), low + 9)

"""The matcher's inputs as frozen facts: people, rules, weights and the problem they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

NOBODY: frozenset[str] = frozenset()


class Pair(NamedTuple):
    mentor_id: str
    mentee_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """One participant as the matcher sees her; no demographic field exists, by design.

    `past` holds the partners never to be met again: the caller leaves out the two who both
    chose to keep each other. `blocked` also carries "we already work together".
    """

    id: str
    level: int
    mentor_capacity: int = 0
    mentee_capacity: int = 0
    department: str = ""
    site: str = ""
    languages: frozenset[str] = frozenset({"en"})
    teaches: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[str, int] = field(default_factory=dict)
    meet_week: int = 0
    reporting_line: frozenset[str] = NOBODY
    blocked: frozenset[str] = NOBODY
    past: frozenset[str] = NOBODY
    live_partners: frozenset[str] = NOBODY
    waited: int = 0
    styles: frozenset[str] = NOBODY
    is_available: bool = True

    @property
    def has_both_roles(self) -> bool:
        return self.mentor_capacity > 0 and self.mentee_capacity > 0


@dataclass(frozen=True, slots=True)
class Rules:
    """The hard limits a program may set (defaults: the program defaults of the product)."""

    min_level_gap: int = 1
    min_overlap_minutes: int = 120
    session_minutes: int = 45
    inclusion_topics: frozenset[str] = frozenset({"inclusion"})


@dataclass(frozen=True, slots=True)
class Weights:
    """Integer points per unit of each soft term."""

    # The reason to meet at all: a common topic at default interest is worth 8 to 32.
    topic: int = 2
    # What flows back counts half: the pair exists for what the mentor teaches.
    reciprocity: int = 1
    # Leaving the own silo is the second reason; about one well-matched topic.
    department: int = 20
    site: int = 8
    # Per shared hour a week, counted up to HOURS_THAT_COUNT: dates are easier to find.
    hour: int = 1
    style: int = 6
    # Per round waited and person; the strict priority is the solver's first aim, not this.
    waited: int = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """One round to be matched.

    `fixed_pairs` belong to the round and stay as they are (two who both chose to keep each
    other); `announced_pairs` stand already. Both use up places and never move.
    """

    people: tuple[Person, ...]
    rules: Rules = field(default_factory=Rules)
    weights: Weights = field(default_factory=Weights)
    seed: int = 0
    fixed_pairs: tuple[Pair, ...] = ()
    announced_pairs: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        ids = {person.id for person in self.people}
        if len(ids) != len(self.people):
            raise ValueError("every person needs an id of her own")
        unknown = set(chain.from_iterable(self.standing_pairs)) - ids
        if unknown:
            raise ValueError(f"fixed pairs name unknown people: {sorted(unknown)}")

    @property
    def standing_pairs(self) -> tuple[Pair, ...]:
        """The pairs that no solver moves."""
        return self.fixed_pairs + self.announced_pairs


def reporting_lines(manager_of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return everybody above each person, at any depth; a cycle is cut where it closes."""
    return {person_id: frozenset(_above(person_id, manager_of)) for person_id in manager_of}


def _above(person_id: str, manager_of: Mapping[str, str]) -> Iterator[str]:
    seen = {person_id}
    manager = manager_of.get(person_id)
    while manager is not None and manager not in seen:
        seen.add(manager)
        yield manager
        manager = manager_of.get(manager)

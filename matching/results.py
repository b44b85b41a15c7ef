"""The matcher's answers as frozen facts: pairs, people left out, and the certificate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from matching.people import Pair


class Term(NamedTuple):
    """One additive part of a pair's score; `detail` holds facts such as the shared topics."""

    name: str
    points: int
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """A pair with its score; the points of `terms` (largest first) add up to it."""

    mentor_id: str
    mentee_id: str
    score: int
    terms: tuple[Term, ...]
    is_fixed: bool = False

    @property
    def pair(self) -> Pair:
        return Pair(self.mentor_id, self.mentee_id)


class Step(NamedTuple):
    """How many candidates remain after one limit has been applied."""

    step: str
    candidates: int


class Relaxation(NamedTuple):
    """The one limit whose absence would leave the person most candidates."""

    step: str
    candidates: int


@dataclass(frozen=True, slots=True)
class TightSet:
    """So many `competitors` of one role have only the `places` of so many `partners`.

    Counts without names: who else competes is nobody's business but the solver's.
    """

    role: str
    competitors: int
    partners: int
    places: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why one person has no partner: the limit that took the last candidate, or competition."""

    person_id: str
    reason: str
    waterfall: tuple[Step, ...]
    relaxation: Relaxation | None = None
    tight_set: TightSet | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """What covering counts: each role filled, each person, and more for one left out last time."""

    role: int
    person: int
    priority: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """Prices that bound one branch of the search, in 1/PRICE_UNIT of a point.

    `earns_as` fixes the role in which a person with both roles earns her person bonus,
    `dropped` the pairs forbidden in this branch; `shares` and `cuts` price the coupling of
    her two roles and the "not both directions" limits.
    """

    mentor_prices: Mapping[str, int]
    mentee_prices: Mapping[str, int]
    shares: Mapping[str, int]
    cuts: Mapping[Pair, int]
    earns_as: Mapping[str, str]
    dropped: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof of the value of a solution: the bonuses and a price list per branch."""

    bonus: Bonus
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """The proposed round. `bound` limits the total score of any equally covering round."""

    pairs: tuple[MatchedPair, ...]
    unmatched: tuple[LeftOut, ...]
    people_matched: int
    total_score: int
    bound: int
    proven: bool
    certificate: Certificate
    engine: str

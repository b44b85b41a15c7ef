"""Rounds: proposals for coordinators, and what participants read of them."""

from dataclasses import dataclass
from datetime import date

from domain.facts.pair import Reason
from domain.facts.people import ProgramChoice
from domain.kinds import PairState, RoundState, Side


@dataclass(frozen=True)
class RotationQuestion:
    round_id: str
    program: ProgramChoice
    partner_id: str | None
    ends_on: date
    answer: str
    can_keep: bool
    wants_to_keep: bool


@dataclass(frozen=True)
class PairLine:
    """One proposed or running pair on the coordinator's list."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    score: int
    reasons: tuple[Reason, ...]
    state: PairState
    needs_manager_check: bool


@dataclass(frozen=True)
class Relaxation:
    """The one rule without which somebody would have most candidates, and how many."""

    limit: str
    candidates: int


@dataclass(frozen=True)
class TightSet:
    """So many `competitors` of one role, and all they can have: the `places` of the same `partners`. No names."""

    role: Side
    competitors: int
    partners: int
    places: int


@dataclass(frozen=True)
class LeftOutLine:
    """`waterfall` counts the candidates left after each rule; `relaxation` would help most."""

    person_id: str
    side: str
    reason: str
    waterfall: tuple[tuple[str, int], ...]
    relaxation: Relaxation | None
    tight_set: TightSet | None


@dataclass(frozen=True)
class Outlook:
    """So many people may have nobody new to meet from the round after next on.

    More people of the roles in `needs` would help, and so would easing the rule `relaxation`.
    """

    people_count: int
    needs: tuple[Side, ...]
    relaxation: str | None


@dataclass(frozen=True)
class Proposal:
    """A round waiting for approval, whole. `digest` as in `ProposalSummary`."""

    round_id: str
    digest: str
    number: int
    state: RoundState
    program: ProgramChoice
    is_top_up: bool
    pairs: tuple[PairLine, ...]
    left_out: tuple[LeftOutLine, ...]
    total_score: int
    is_proven_best: bool
    approve_before: date | None
    outlook: Outlook | None


@dataclass(frozen=True)
class ProposalSummary:
    """What the coordinator's DM says of a proposal. `digest`: what it was solved from, as `Round.inputs_digest`."""

    round_id: str
    digest: str
    number: int
    program: ProgramChoice
    state: RoundState
    pairs_count: int
    left_out_count: int
    unchecked_managers_count: int
    approve_before: date | None
    approved_by: str | None
    outlook: Outlook | None


@dataclass(frozen=True)
class LeftOut:
    """The kind version, to the person herself. `reason`: a general word of messages/matching.py."""

    program: ProgramChoice
    side: Side
    reason: str
    contact_id: str


@dataclass(frozen=True)
class RoundApproved:
    program: ProgramChoice
    pairs_count: int
    left_out_count: int

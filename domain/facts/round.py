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
class LeftOutLine:
    """`waterfall` counts the candidates left after each rule; `relaxation` would help most."""

    person_id: str
    side: str
    reason: str
    waterfall: tuple[tuple[str, int], ...]
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

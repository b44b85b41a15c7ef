"""Sample facts about a round: what is proposed, who was left out, what comes next."""

from domain.facts.pair import Reason
from domain.facts.round import (
    LeftOut,
    LeftOutLine,
    Outlook,
    PairLine,
    Proposal,
    ProposalSummary,
    Relaxation,
    RotationQuestion,
    TightSet,
)
from domain.kinds import NextRound, PairState, RoundState, Side
from messages.samples.cast import PAIR_ID, ROUND_ID, Cast

REASONS = ("topics", "reciprocity", "department", "site", "hours", "style", "waited", "other")
STEPS = ("candidates", "level", "reporting_line", "hours", "language", "history", "other_limits")
OUTLOOK = Outlook(4, (Side.MENTOR,), "level")


def summary(cast: Cast) -> ProposalSummary:
    """Return a proposal that waits for approval, as the coordinator's DM tells it."""
    return ProposalSummary(
        round_id=ROUND_ID,
        digest="",
        number=2,
        program=cast.program,
        state=RoundState.PROPOSED,
        pairs_count=12,
        left_out_count=3,
        unchecked_managers_count=2,
        approve_before=cast.day,
        approved_by=None,
        outlook=OUTLOOK,
    )


def proposal(cast: Cast) -> Proposal:
    """Return the whole proposal: a pair with every reason, one person with a waterfall and one without."""
    reasons = tuple(Reason(name, 5, (cast.text,)) for name in REASONS)
    line = PairLine(
        PAIR_ID, cast.viewer_id, cast.partner_id, 40, reasons, PairState.PROPOSED, needs_manager_check=True
    )
    waterfall = tuple((step, 7) for step in STEPS)
    helps, tight = Relaxation("hours", 9), TightSet(Side.MENTOR, 8, 7, 7)
    return Proposal(
        round_id=ROUND_ID,
        digest="",
        number=2,
        state=RoundState.PROPOSED,
        program=cast.program,
        is_top_up=True,
        pairs=(line,),
        left_out=(
            LeftOutLine(cast.viewer_id, "mentor", "competition", waterfall, helps, tight),
            LeftOutLine(cast.viewer_id, "mentee", "other_limits", (), None, None),
        ),
        total_score=480,
        is_proven_best=True,
        approve_before=cast.day,
        outlook=OUTLOOK,
    )


def left_out(cast: Cast) -> LeftOut:
    """Return a mentor for whom no place was left."""
    return LeftOut(cast.program, Side.MENTOR, "competition", cast.contact_id)


def rotation(cast: Cast) -> RotationQuestion:
    """Return the question about the next round, not answered yet."""
    return RotationQuestion(
        round_id=ROUND_ID,
        program=cast.program,
        partner_id=cast.partner_id,
        ends_on=cast.day,
        answer=NextRound.UNANSWERED.value,
        can_keep=True,
        wants_to_keep=False,
    )

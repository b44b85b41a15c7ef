"""Sample facts about one pair, from the preview to the outcome."""

from domain.facts.pair import (
    Charter,
    CheckIn,
    Concern,
    GoalFact,
    Introduction,
    ItemsForm,
    OutcomeQuestion,
    PairEnded,
    Preview,
    RescueChoice,
    RescueOffer,
)
from domain.facts.people import Colleague, TopicInterest
from domain.items import ITEMS
from domain.kinds import EndReason, PreviewAnswer, RescueStage, Side
from messages.samples.cast import PAIR_ID, SESSION_ID, Cast


def preview(cast: Cast) -> Preview:
    """Return a partner shown in private, not answered yet."""
    interests = (TopicInterest(cast.text), TopicInterest(cast.text, 3))
    return Preview(
        pair_id=PAIR_ID,
        program=cast.program,
        viewer_side=Side.MENTOR,
        partner=cast.partner,
        partner_teaches=interests,
        partner_wants=interests,
        partner_hope=cast.text,
        shared_topics=(cast.text,),
        answer=PreviewAnswer.WAITING,
        answer_until=cast.noon,
        contact_id=cast.contact_id,
    )


def introduction(cast: Cast) -> Introduction:
    """Return a pair that is introduced."""
    return Introduction(
        pair_id=PAIR_ID,
        program=cast.program,
        mentor=Colleague(cast.viewer_id, cast.text, cast.text, cast.text, "UTC"),
        mentee=cast.partner,
        mentor_teaches=(cast.text, cast.text),
        mentee_teaches=(cast.text,),
        has_different_department=True,
        has_different_site=True,
        session_count=4,
        every_days=14,
        ends_on=cast.day,
        contact_id=cast.contact_id,
    )


def goals(cast: Cast) -> tuple[GoalFact, ...]:
    """Return a goal with a measure and one without."""
    return (GoalFact("g1", cast.text, cast.text), GoalFact("g2", cast.text, ""))


def charter(cast: Cast) -> Charter:
    """Return an agreement nobody has accepted yet."""
    return Charter(
        pair_id=PAIR_ID,
        program=cast.program,
        viewer_side=Side.MENTOR,
        partner=cast.partner,
        session_count=6,
        every_days=30,
        session_minutes=45,
        has_viewer_accepted=False,
        has_partner_accepted=False,
        has_viewer_answered_baseline=False,
        goals=goals(cast),
        contact_id=cast.contact_id,
        ethics_contact_id=cast.ethics_id,
    )


def check_in(cast: Cast) -> CheckIn:
    """Return a check-in that waits for an answer."""
    return CheckIn(
        PAIR_ID, cast.program, cast.partner, answer=None, has_asked_for_help=False, contact_id=cast.contact_id
    )


def concern(cast: Cast) -> Concern:
    """Return a low answer whose author also asks for help and for another partner."""
    return Concern(
        PAIR_ID, cast.program, cast.viewer_id, score=2, wants_help=True, wants_another_partner=True
    )


def rescue_offer(cast: Cast) -> RescueOffer:
    """Return an offer of new dates; as a closing notice it names the day."""
    return RescueOffer(
        pair_id=PAIR_ID,
        program=cast.program,
        partner=cast.partner,
        options=cast.options,
        session_id=SESSION_ID,
        revision=1,
        time_zone="Europe/Berlin",
        closes_on=cast.day,
        contact_id=cast.contact_id,
    )


def rescue_choice(cast: Cast) -> RescueChoice:
    """Return a pair about which a coordinator has to choose."""
    return RescueChoice(
        pair_id=PAIR_ID,
        program=cast.program,
        mentor_id=cast.viewer_id,
        mentee_id=cast.partner_id,
        held_count=1,
        missed_in_row=2,
        last_held_on=cast.day,
        stage=RescueStage.OFFERED,
        is_open=True,
    )


def pair_ended(cast: Cast) -> PairEnded:
    """Return the end of a pair whose reader can have another partner."""
    return PairEnded(
        program=cast.program,
        partner=cast.partner,
        reason_shown=EndReason.NOT_MEETING,
        can_have_new_partner=True,
        contact_id=cast.contact_id,
    )


def outcome(cast: Cast) -> OutcomeQuestion:
    """Return the closing question, not answered yet."""
    return OutcomeQuestion(
        PAIR_ID,
        cast.program,
        cast.partner,
        has_answered=False,
        own_held_count=4,
        contact_id=cast.contact_id,
    )


def items_form(side: Side, *, is_outcome: bool) -> ItemsForm:
    """Return the three taps of one side, before session 1 or at round end."""
    return ItemsForm(PAIR_ID, side, ITEMS[side], is_outcome)

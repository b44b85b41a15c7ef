"""From a promised message to its facts, or to nothing once it has lost its purpose."""

import json

import pytest

from domain.facts.pair import Concern, RescueOffer
from domain.facts.people import PauseNotice
from domain.facts.program import Home
from domain.kinds import (
    Address,
    DeliveryState,
    EffectKind,
    MessageClass,
    MessageName,
    NextRound,
    PairState,
    PreviewAnswer,
    RescueStage,
    RoundState,
    SessionState,
)
from messages.catalogue import LETTERS
from messages.ids import Button
from messages.words import words_for
from models import (
    CheckInAnswer,
    Delegate,
    Delivery,
    MentoringSession,
    Pair,
    PairSide,
    Participant,
    Round,
)
from reporting.letters import LETTER_FACTS
from reporting.people import HelpFact
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    DAY,
    MARK,
    MAYA,
    NOW,
    PAIR,
    PROGRAM,
    ROUND,
    SESSION,
    STRANGER,
    World,
    meeting,
    said,
)

REPORTS = {MessageName.REPORT, MessageName.REPORT_FILE}


async def fact_of(
    world: World, message: MessageName, subject_id: str, recipient_id: str, **detail: str
) -> object | None:
    return await world.ask(LETTER_FACTS[message], NOW, subject_id, recipient_id, detail)


def posted(message: MessageName, subject_id: str, recipient_id: str) -> Delivery:
    """The ledger's row of a card that stands in somebody's DM."""
    return Delivery(
        id=f"{message}-{recipient_id}",
        key=f"{message}/{subject_id}/{recipient_id}",
        kind=EffectKind.POST,
        message=message,
        message_class=MessageClass.QUESTION,
        address=Address.PERSON,
        recipient_id=recipient_id,
        subject_id=subject_id,
        state=DeliveryState.SENT,
        due_at=NOW,
        created_at=NOW,
    )


def test_every_message_but_the_report_has_facts() -> None:
    of_the_ledger_itself = {MessageName.ANSWER_LOST, MessageName.HELD, MessageName.PROFILE}
    assert set(LETTER_FACTS) == set(MessageName) - REPORTS - of_the_ledger_itself


@pytest.mark.parametrize("message", sorted(LETTER_FACTS.keys() - {MessageName.HOME, MessageName.HELP}))
async def test_a_message_about_something_gone_is_dropped(world: World, message: MessageName) -> None:
    assert await fact_of(world, message, "gone", MARK, person=MAYA) is None


@pytest.mark.parametrize(
    "message",
    sorted(
        LETTER_FACTS.keys()
        - {MessageName.HOME, MessageName.HELP, MessageName.INTRODUCTION}
        - {MessageName.PROPOSAL, MessageName.APPROVAL_OVERDUE}
    ),
)
async def test_a_stranger_gets_nothing_of_anybody(world: World, message: MessageName) -> None:
    await world.add(meeting())
    await world.change(Pair, PAIR, rescue_stage=RescueStage.CLOSING)
    for subject in (PAIR, SESSION, ROUND, PROGRAM, MARK):
        assert await fact_of(world, message, subject, STRANGER, person=MARK) is None


async def test_home_and_help_are_for_everybody(world: World) -> None:
    assert await fact_of(world, MessageName.HELP, STRANGER, STRANGER) == HelpFact(CARLA, is_coordinator=False)
    drawn = await fact_of(world, MessageName.HOME, STRANGER, STRANGER, may_create_programs="1")
    assert isinstance(drawn, Home)
    assert drawn.may_create_programs


async def test_the_summary_of_joining_knows_a_change(world: World) -> None:
    first = await fact_of(world, MessageName.JOINED, PROGRAM, MARK)
    change = await fact_of(world, MessageName.JOINED, PROGRAM, MARK, is_change="1")
    assert [getattr(fact, "is_change", None) for fact in (first, change)] == [False, True]


@pytest.mark.parametrize(
    ("message", "subject", "recipient"),
    [
        (MessageName.INTRODUCTION, PAIR, PAIR),
        (MessageName.CHARTER, PAIR, MARK),
        (MessageName.CHECK_IN, PAIR, MARK),
        (MessageName.OUTCOME, PAIR, MARK),
        (MessageName.WELCOME_BACK, MARK, MARK),
    ],
)
async def test_what_has_its_purpose_has_its_facts(
    world: World, message: MessageName, subject: str, recipient: str
) -> None:
    assert await fact_of(world, message, subject, recipient) is not None


async def test_a_concern_names_the_person_of_its_detail(world: World) -> None:
    await world.add(CheckInAnswer(pair_id=PAIR, person_id=MARK, score=1, answered_at=NOW))
    shown = await fact_of(world, MessageName.CONCERN, PAIR, COEN, person=MARK)
    assert isinstance(shown, Concern)
    assert shown.person_id == MARK
    assert await fact_of(world, MessageName.CONCERN, PAIR, COEN) is None


async def test_a_notice_of_another_persons_pause_is_dropped(world: World) -> None:
    assert isinstance(await fact_of(world, MessageName.WELCOME_BACK, MARK, MARK), PauseNotice)
    assert await fact_of(world, MessageName.WELCOME_BACK, MARK, MAYA) is None


@pytest.mark.parametrize(
    ("state", "suggested_by", "is_asked"),
    [
        (SessionState.TO_FIX, None, True),
        (SessionState.SUGGESTED, MAYA, True),
        (SessionState.SUGGESTED, MARK, False),
        (SessionState.FIXED, MAYA, False),
    ],
)
async def test_a_date_is_asked_again_of_whose_turn_it_is(
    world: World, state: SessionState, suggested_by: str | None, is_asked: bool
) -> None:
    await world.add(meeting(state=state, suggested_by=suggested_by))
    assert (await fact_of(world, MessageName.DATE_REASK, SESSION, MARK) is not None) is is_asked


async def test_a_reminder_is_useless_once_the_session_has_begun(world: World) -> None:
    await world.add(meeting(state=SessionState.FIXED, scheduled_at=NOW + DAY))
    assert await fact_of(world, MessageName.SESSION_REMINDER, SESSION, MARK) is not None
    await world.change(MentoringSession, SESSION, scheduled_at=NOW)
    assert await fact_of(world, MessageName.SESSION_REMINDER, SESSION, MARK) is None
    await world.change(MentoringSession, SESSION, scheduled_at=None, state=SessionState.TO_FIX)
    assert await fact_of(world, MessageName.SESSION_REMINDER, SESSION, MARK) is None


async def test_a_poll_goes_to_who_has_not_answered_and_to_no_delegate(world: World) -> None:
    await world.add(
        meeting(state=SessionState.PAST), said(MAYA, held=True), Delegate(person_id=MARK, delegate_id=COEN)
    )
    assert await fact_of(world, MessageName.SESSION_POLL, SESSION, MARK) is not None
    assert await fact_of(world, MessageName.SESSION_POLL, SESSION, MAYA) is None
    assert await fact_of(world, MessageName.SESSION_POLL, SESSION, COEN) is None
    await world.change(MentoringSession, SESSION, state=SessionState.FIXED)
    assert await fact_of(world, MessageName.SESSION_POLL, SESSION, MARK) is None


async def test_a_closed_card_is_redrawn_where_it_stands_and_never_posted_anew(world: World) -> None:
    await world.add(meeting(state=SessionState.CLOSED), posted(MessageName.SESSION_CARD, SESSION, MARK))
    assert await fact_of(world, MessageName.SESSION_CARD, SESSION, MARK) is not None
    assert await fact_of(world, MessageName.SESSION_CARD, SESSION, MAYA) is None


async def test_an_answered_preview_is_only_redrawn(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.PREVIEWING)
    assert await fact_of(world, MessageName.PREVIEW, PAIR, MARK) is not None
    await world.change(PairSide, PAIR, MARK, preview=PreviewAnswer.ACCEPTED)
    assert await fact_of(world, MessageName.PREVIEW, PAIR, MARK) is None
    await world.add(posted(MessageName.PREVIEW, PAIR, MARK))
    assert await fact_of(world, MessageName.PREVIEW, PAIR, MARK) is not None


async def test_an_approved_proposal_is_only_redrawn(world: World) -> None:
    assert await fact_of(world, MessageName.PROPOSAL, ROUND, CARLA) is None
    await world.add(posted(MessageName.PROPOSAL, ROUND, CARLA))
    assert await fact_of(world, MessageName.PROPOSAL, ROUND, CARLA) is not None


async def test_an_approval_is_overdue_until_it_is_given(world: World) -> None:
    await world.change(Round, ROUND, state=RoundState.PROPOSED)
    await world.change(Pair, PAIR, state=PairState.PROPOSED)
    assert await fact_of(world, MessageName.APPROVAL_OVERDUE, ROUND, CARLA) is not None
    assert await fact_of(world, MessageName.APPROVAL_LATE, PROGRAM, MARK) is not None
    await world.change(Round, ROUND, state=RoundState.RUNNING)
    await world.change(Pair, PAIR, state=PairState.PREVIEWING)
    assert await fact_of(world, MessageName.APPROVAL_OVERDUE, ROUND, CARLA) is None


async def test_a_choice_that_was_made_is_only_redrawn(world: World) -> None:
    await world.change(Pair, PAIR, rescue_stage=RescueStage.WITH_COORDINATOR)
    assert await fact_of(world, MessageName.RESCUE_CHOICE, PAIR, COEN) is not None
    await world.change(Pair, PAIR, rescue_stage=RescueStage.NONE)
    assert await fact_of(world, MessageName.RESCUE_CHOICE, PAIR, COEN) is None
    await world.add(posted(MessageName.RESCUE_CHOICE, PAIR, COEN))
    assert await fact_of(world, MessageName.RESCUE_CHOICE, PAIR, COEN) is not None


async def test_a_rescue_offer_reaches_both_sides(world: World) -> None:
    await world.change(Pair, PAIR, rescue_stage=RescueStage.OFFERED)
    offers = [await fact_of(world, MessageName.RESCUE_OFFER, PAIR, who) for who in (MAYA, MARK)]
    assert all(isinstance(offer, RescueOffer) for offer in offers)


async def test_a_pair_without_an_agreement_is_asked_for_it_and_offered_no_dates(world: World) -> None:
    await world.change(Pair, PAIR, rescue_stage=RescueStage.OFFERED)
    for who, has_begun in ((MAYA, False), (MARK, True)):
        await world.change(PairSide, PAIR, who, charter_accepted_at=NOW)
        offer = await fact_of(world, MessageName.RESCUE_OFFER, PAIR, MAYA)
        assert isinstance(offer, RescueOffer)
        assert offer.has_begun is has_begun
        said = json.dumps(LETTERS[MessageName.RESCUE_OFFER](offer, words_for("en")).blocks)
        assert ("accepted your agreement" in said) is not has_begun
        assert ("haven't met for a while" in said) is has_begun
        assert (Button.CHARTER_ACCEPT in said) is not has_begun


async def test_a_rotation_question_is_asked_until_it_is_answered(world: World) -> None:
    await world.change(Participant, f"{PROGRAM}:{MARK}", next_round=NextRound.UNANSWERED)
    assert await fact_of(world, MessageName.ROTATION, ROUND, MARK) is not None
    await world.change(Participant, f"{PROGRAM}:{MARK}", next_round=NextRound.AGAIN)
    assert await fact_of(world, MessageName.ROTATION, ROUND, MARK) is None
    await world.add(posted(MessageName.ROTATION, ROUND, MARK))
    assert await fact_of(world, MessageName.ROTATION, ROUND, MARK) is not None


async def test_an_answered_outcome_is_only_redrawn(world: World) -> None:
    await world.change(PairSide, PAIR, MARK, has_answered_outcome=True)
    assert await fact_of(world, MessageName.OUTCOME, PAIR, MARK) is None
    await world.add(posted(MessageName.OUTCOME, PAIR, MARK))
    assert await fact_of(world, MessageName.OUTCOME, PAIR, MARK) is not None

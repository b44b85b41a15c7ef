"""Each message has a builder, names the partner and a human to ask, and keeps secrets."""

from dataclasses import fields, replace
from typing import Any

import pytest

from domain.errors import Fault, Refusal
from domain.facts.session import SessionCard
from domain.kinds import EndReason, MessageName, SessionState
from messages.catalogue import ELSEWHERE, LETTERS
from messages.message import Message
from messages.pairs import pair_ended
from messages.refusals import FAULTS, SENTENCES, fault_text, refusal
from messages.sessions import session_card
from messages.words import words_for
from tests.unit.messages import samples
from tests.unit.messages.limits import elements

T = words_for("en-US")
ABOUT_A_PARTNER = (
    MessageName.PREVIEW,
    MessageName.INTRODUCTION,
    MessageName.CHARTER,
    MessageName.SESSION_CARD,
    MessageName.DATE_REASK,
    MessageName.SESSION_REMINDER,
    MessageName.SESSION_POLL,
    MessageName.CHECK_IN,
    MessageName.RESCUE_OFFER,
    MessageName.RESCUE_CHOICE,
    MessageName.CLOSING_NOTICE,
    MessageName.PAIR_ENDED,
    MessageName.OUTCOME,
)
WITHOUT_A_CONTACT = {
    MessageName.PROPOSAL,  # to the coordinators, who are the ones to ask
    MessageName.APPROVAL_OVERDUE,
    MessageName.CONCERN,
    MessageName.RESCUE_CHOICE,
    MessageName.HELD,
    MessageName.ROTATION,  # the fact names nobody
    MessageName.PAUSED_BY_SILENCE,
    MessageName.WELCOME_BACK,
}


def test_every_message_name_has_a_builder_and_a_sample() -> None:
    assert set(LETTERS) | ELSEWHERE == set(MessageName)
    assert set(samples.letters()) == set(LETTERS)


@pytest.mark.parametrize("name", ABOUT_A_PARTNER)
def test_the_text_names_the_partner_by_mention(name: MessageName) -> None:
    for fact in samples.letters()[name]:
        assert f"<@{samples.PARTNER}>" in LETTERS[name](fact, T).text


@pytest.mark.parametrize("name", sorted(set(LETTERS) - WITHOUT_A_CONTACT))
def test_the_footer_names_one_human_to_ask(name: MessageName) -> None:
    for fact in samples.letters()[name]:
        said = str(LETTERS[name](fact, T).blocks[-1])
        assert f"<@{samples.CONTACT}>" in said or not fact.contact_id


def test_every_refusal_has_words_of_its_own() -> None:
    kinds: list[type[Refusal]] = [Refusal, *Refusal.__subclasses__()]
    assert set(SENTENCES) == set(kinds)
    said = [refusal(kind(), T).text for kind in kinds]
    assert len(set(said)) == len(said)


def test_every_fault_has_words() -> None:
    for key in FAULTS:
        assert fault_text(Fault(key, 75), T)


def test_a_limit_is_named_in_its_fault() -> None:
    assert fault_text(Fault("too_long", 300), T) == "Please keep this under 300 characters."


def test_a_session_card_has_no_room_for_the_partners_answer() -> None:
    names = {field.name for field in fields(SessionCard)}
    assert {name for name in names if "said" in name or "rating" in name} == {"viewer_said_held"}


def test_an_answered_poll_is_not_asked_again() -> None:
    for said in (True, False):
        card = samples.card(state=SessionState.PAST, viewer_said_held=said)
        assert "poll.rate" not in _entries(session_card(card, T))


@pytest.mark.parametrize(
    "name", [MessageName.SESSION_CARD, MessageName.DATE_REASK, MessageName.SESSION_REMINDER]
)
def test_a_delegate_sees_dates_only(name: MessageName) -> None:
    secret = "Never say this"
    for card in samples.cards(secret):
        if not card.is_delegate:
            continue
        message = LETTERS[name](card, T)
        assert secret not in str(message)
        assert _entries(message) <= {"session.pick", "session.accept", "session.other", "session.cancel"}


def test_a_fixed_card_offers_already_met_to_the_person_herself() -> None:
    for state in (SessionState.TO_FIX, SessionState.SUGGESTED, SessionState.FIXED):
        assert "session.already_met" in _entries(session_card(samples.card(state=state), T))


def test_a_person_who_says_not_yet_gets_dates_at_once() -> None:
    card = samples.card(state=SessionState.PAST, viewer_said_held=False)
    assert "session.pick" in _entries(session_card(card, T))


def test_the_end_of_a_pair_reads_the_same_for_every_reason() -> None:
    neutral = set(EndReason) - {EndReason.ROUND_OVER}
    ended = samples.ends()[0]
    said = {pair_ended(replace(ended, reason_shown=reason), T).text for reason in neutral}
    assert len(said) == 1


def test_check_in_words_are_the_same_for_everybody() -> None:
    asked = [fact for fact in samples.check_ins() if fact.answer is None and not fact.has_asked_for_help]
    assert len({LETTERS[MessageName.CHECK_IN](fact, T).text for fact in asked}) == 1


@pytest.mark.parametrize(
    "name", [MessageName.INVITATION, MessageName.JOINED, MessageName.PREVIEW, MessageName.CHARTER]
)
def test_the_first_messages_say_that_the_junior_is_the_mentor(name: MessageName) -> None:
    for fact in samples.letters()[name]:
        text = LETTERS[name](fact, T).text
        assert "mentor" in text
        assert "junior" in text or "senior" in text


def _entries(message: Message) -> set[str]:
    clicked: list[dict[str, Any]] = [element for block in message.blocks for element in elements(block)]
    return {element["action_id"].partition(":")[0] for element in clicked}

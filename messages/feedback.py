"""Asking how it is going: the poll after a session, the check-in, and the items before and after a round."""

from collections.abc import Mapping

from domain.facts.pair import CheckIn, ItemsForm, OutcomeQuestion, PairActed
from domain.facts.session import PollDetailsForm, SessionCard
from domain.items import HIGHEST, LOWEST
from domain.kinds import Side
from messages.blocks import actions, button, context, footer, letter, section
from messages.fields import Choice, field, radio, text_input
from messages.ids import Button, Field, Form
from messages.message import Block, Message, View
from messages.payload import Payload
from messages.text import Mrkdwn, mention
from messages.views import form
from messages.words import Words

MAX_ANSWER = 500


def session_poll(card: SessionCard, t: Words) -> Message:
    """Return the poll: the first tap saves that they met and how useful it was."""
    asked = t(
        "Did you and {partner} meet for session {number} of {count}? One tap says yes and how useful it was.",
        partner=mention(card.partner.id),
        number=card.number,
        count=card.session_count,
    )
    if card.viewer_said_held is not None:
        return letter([asked, t("You have answered, thank you.")], footer(t, card.contact_id))
    return letter([asked], *poll_blocks(card, t), footer(t, card.contact_id))


def poll_blocks(card: SessionCard, t: Words) -> list[Block]:
    """Return the five ratings and "not yet", with who sees what."""
    not_yet = button(t("Not yet"), Button.POLL_NOT_YET, Payload(card.session_id, card.revision))
    rates = _ratings(Button.POLL_RATE, card.session_id, card.revision, _usefulness(t))
    return [actions(*rates, not_yet), context(_who_sees_the_poll(t))]


def poll_details_form(fact: PollDetailsForm, t: Words) -> View:
    """Return the optional rest of the poll."""
    anonymous = t.plain("Anonymous: nobody sees who wrote it.")
    done = t("What did you learn?") if fact.side is Side.MENTEE else t("What did you teach?")
    step = text_input(fact.next_step, limit=MAX_ANSWER, example=t("One thing to try before you meet again"))
    blocks = [
        section(
            t("Your session with {partner}. Everything here is optional.", partner=mention(fact.partner.id))
        ),
        field(Field.NEXT_STEP, t("Next step"), step, hint=t.plain("Your partner sees this.")),
        field(Field.LEARNED, done, text_input(limit=MAX_ANSWER, is_long=True), hint=anonymous),
        field(Field.IDEA, t("An idea born here"), text_input(limit=MAX_ANSWER, is_long=True), hint=anonymous),
    ]
    return form(t.plain("How was it?"), blocks, t.plain("Save"), Form.POLL, Payload(fact.session_id), t)


def check_in(fact: CheckIn, t: Words) -> Message:
    """Return the mid-round question; everybody gets the same words and the same offer."""
    about = Payload(fact.pair_id)
    asked = t(
        "Half-time in *{program}*: how is it going with {partner}?",
        program=fact.program.name,
        partner=mention(fact.partner.id),
    )
    offer = t("Always fine: shorter sessions, a question by message in place of a meeting, or new dates.")
    rates = _ratings(Button.CHECK_IN_RATE, fact.pair_id, 0, _feeling(t)) if fact.answer is None else []
    help_button = (
        None if fact.has_asked_for_help else button(t("I'd like some help"), Button.CHECK_IN_HELP, about)
    )
    row = [actions(*rates, help_button)] if rates or help_button else []
    sees = context(
        t("Only the coordinators of this program see your answer, never your partner or a manager.")
    )
    return letter([asked, offer, *_check_in_state(fact, t)], *row, sees, footer(t, fact.contact_id))


def outcome(fact: OutcomeQuestion, t: Words) -> Message:
    """Return the question at round end."""
    opening = t(
        "Your round with {partner} in *{program}* is coming to its end.",
        partner=mention(fact.partner.id),
        program=fact.program.name,
    )
    met = t.tn("You reported {n} session.", "You reported {n} sessions.", fact.own_held_count)
    counted = met if fact.own_held_count else None
    if fact.has_answered:
        return letter([opening, counted, t("You have answered, thank you.")], footer(t, fact.contact_id))
    return letter(
        [opening, counted, t("The three questions from the start once more: what has changed?")],
        actions(button(t("Three quick taps"), Button.OUTCOME_OPEN, Payload(fact.pair_id), style="primary")),
        context(_anonymous(t)),
        footer(t, fact.contact_id),
    )


def items_form(fact: ItemsForm, t: Words) -> View:
    """Return the three items as radios: the baseline, or the same again at round end."""
    scale = [Choice(str(n), label) for n, label in _agreement(t).items()]
    words = _item_words(t)
    blocks: list[Block] = [section(_anonymous(t))]
    blocks += [field(item, words.get(item, item), radio(scale), is_optional=False) for item in fact.items]
    title = t.plain("What has changed?") if fact.is_outcome else t.plain("Before you start")
    callback = Form.OUTCOME if fact.is_outcome else Form.BASELINE
    return form(title, blocks, t.plain("Save"), callback, Payload(fact.pair_id), t)


def poll_saved(t: Words) -> Message:
    """Return the receipt for the optional rest of the poll."""
    return letter([t("Saved, thank you. Your next step comes back before your next session.")])


def check_in_saved(fact: PairActed, t: Words) -> Message:
    """Return the receipt for a check-in, the same for every answer."""
    return letter(
        [
            t("Thank you for telling me how it is going with {partner}.", partner=mention(fact.partner_id)),
            t("If anything would help, “I'd like some help” brings a coordinator to you."),
        ]
    )


def help_asked(t: Words) -> Message:
    """Return the receipt for "I'd like some help"."""
    return letter(
        [t("Thank you for saying so. A coordinator writes to you in private; your partner isn't told.")]
    )


def items_saved(t: Words) -> Message:
    """Return the receipt for the baseline or the outcome items."""
    return letter([t("Saved, thank you. Nobody can tell which answers are yours.")])


def _ratings(
    action: Button, subject_id: str, revision: int, labels: Mapping[int, Mrkdwn]
) -> list[dict[str, object]]:
    return [
        button(label, action, Payload(subject_id, revision, str(n)), key=str(n))
        for n, label in labels.items()
    ]


def _usefulness(t: Words) -> dict[int, Mrkdwn]:
    return _scale(t("1 · of little use"), t("5 · very useful"))


def _feeling(t: Words) -> dict[int, Mrkdwn]:
    return _scale(t("1 · not well"), t("5 · very well"))


def _agreement(t: Words) -> dict[int, Mrkdwn]:
    return _scale(t("1 · not at all true"), t("5 · fully true"))


def _scale(lowest: Mrkdwn, highest: Mrkdwn) -> dict[int, Mrkdwn]:
    between = {n: Mrkdwn(n) for n in range(LOWEST + 1, HIGHEST)}
    return {LOWEST: lowest, **between, HIGHEST: highest}


def _check_in_state(fact: CheckIn, t: Words) -> list[Mrkdwn | None]:
    return [
        t("You have answered, thank you.") if fact.answer is not None else None,
        t("A coordinator writes to you in private.") if fact.has_asked_for_help else None,
    ]


def _who_sees_the_poll(t: Words) -> Mrkdwn:
    return t(
        "Whether you met: you and the coordinators see it, not your partner. How useful it was: anonymous, "
        "only sums over 5 or more people."
    )


def _anonymous(t: Words) -> Mrkdwn:
    return t("Anonymous: nobody sees your answers, only sums over 5 or more people.")


def _item_words(t: Words) -> dict[str, Mrkdwn]:
    return {
        "use_tools": t("I can use the tools my teams use"),
        "understand_younger": t("I understand what younger colleagues expect"),
        "ask_juniors": t("I ask juniors for advice"),
        "confident_with_leaders": t("I am confident in front of senior leaders"),
        "understand_decisions": t("I understand how decisions are made here"),
        "see_future": t("I see my future here"),
    }

"""Around a round: the invitation, the rotation question, and the thanks at the close of a program."""

from domain.facts.program import Closed, Invitation
from domain.facts.round import RotationQuestion
from domain.kinds import NextRound
from messages.blocks import actions, button, confirm, context, footer, letter, quote, section
from messages.ids import Button
from messages.message import Block, Message
from messages.payload import Payload
from messages.text import Mrkdwn, mention, sentences
from messages.words import Words


def invitation(fact: Invitation, t: Words) -> Message:
    """Return the invitation: the sponsor's own sentence, and two buttons of equal standing."""
    opening = t(
        "You are invited to *{program}*: reverse mentoring, where a junior colleague is the mentor and a "
        "senior one learns.",
        program=fact.program.name,
    )
    until = t("Join by {day}; it takes less than a minute.", day=t.date(fact.enrolment_closes_on))
    free = t("It is up to you. A no is final, and nobody gets a list of who said no.")
    about = Payload(fact.program.id)
    buttons = actions(
        button(t("Join"), Button.JOIN_OPEN, about, style="primary"),
        button(t("No thanks"), Button.JOIN_DECLINE, about),
    )
    said = [quote(text) for text in (fact.purpose, fact.sponsor_sentence) if text]
    blocks = [section(opening), *said, section(sentences(until, free)), buttons, footer(t, fact.contact_id)]
    return Message(sentences(opening, _sponsor(fact, t), until, free), blocks)


def rotation(fact: RotationQuestion, t: Words) -> Message:
    """Return the question before the next round; silence means one round off."""
    opening = t(
        "This round of *{program}* ends on {day}, and the next one brings a new partner. Are you in?",
        program=fact.program.name,
        day=t.date(fact.ends_on),
    )
    silence = t("No answer means that you skip one round. You can return with one tap.")
    answered = rotation_sentence(fact.answer, t)
    keep = _keep_sentence(fact, t)
    return letter([opening, answered or silence, keep], _rotation_buttons(fact, t), _private(t))


def rotation_saved(answer: str, t: Words) -> Message:
    """Return the receipt for an answer to the rotation question, or for the wish to stay together."""
    kept = t("Noted, in private. If you both wish it, you stay together; otherwise nobody hears of it.")
    return letter([rotation_sentence(answer, t) or kept])


def rotation_sentence(answer: str, t: Words) -> Mrkdwn | None:
    """Return what an answer means for the next round."""
    return {
        NextRound.AGAIN.value: t("You are in for the next round."),
        NextRound.SKIP.value: t("You skip one round. I ask you again before the one after."),
        NextRound.LEAVE.value: t("You leave when this round ends. Thank you for having been part of it."),
    }.get(answer)


def program_closed(fact: Closed, t: Words) -> Message:
    """Return the thanks at the close."""
    return letter(
        [
            t("*{program}* has come to its end.", program=fact.program.name),
            t("Thank you for your time, questions and frankness. You get no more messages about it."),
        ],
        footer(t, fact.contact_id),
    )


def _sponsor(fact: Invitation, t: Words) -> Mrkdwn | None:
    return t("“{sentence}”", sentence=fact.sponsor_sentence) if fact.sponsor_sentence else None


def _keep_sentence(fact: RotationQuestion, t: Words) -> Mrkdwn | None:
    if not fact.can_keep or fact.partner_id is None:
        return None
    partner = mention(fact.partner_id)
    if fact.wants_to_keep:
        return t("You have told me in private that you'd like to stay with {partner}.", partner=partner)
    return t("You and {partner} can stay together if both of you ask for it in private.", partner=partner)


def _rotation_buttons(fact: RotationQuestion, t: Words) -> Block:
    about = Payload(fact.round_id)
    leave = confirm(
        t("Leave the program?"),
        t("You leave when this round ends. You can join again whenever you like."),
        t("Leave"),
        t("Stay"),
    )
    may_keep = fact.can_keep and fact.partner_id is not None and not fact.wants_to_keep
    return actions(
        button(t("Count me in"), Button.ROTATION_AGAIN, about, style="primary"),
        button(t("Skip one round"), Button.ROTATION_SKIP, about),
        button(t("Keep my partner"), Button.ROTATION_KEEP, about) if may_keep else None,
        button(t("Leave"), Button.ROTATION_LEAVE, about, confirm=leave),
    )


def _private(t: Words) -> Block:
    return context(t("Your partner doesn't see your answer."))

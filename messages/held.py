"""Messages that wait for a coordinator's word: which, to whom, why; never what they say."""

from collections.abc import Mapping, Sequence

from domain.facts.delivery import HeldMessage
from domain.kinds import MessageName
from domain.retries import HeldReason
from messages.blocks import actions, button, confirm, context, letter, section
from messages.ids import Button
from messages.message import Block, Message
from messages.payload import Payload
from messages.text import Mrkdwn, lines, mention, sentences
from messages.words import Words

SHOWN = 10
"""Each takes two blocks of the fifty; a decision makes room for the next."""


def held_word(held: Sequence[HeldMessage], t: Words) -> Message:
    """Return the daily word to who may decide, with the messages that wait."""
    head = letter([_count(held, t), t("Each waits until one of you decides.")])
    return Message(
        sentences(head.text, t("`/rm-admin` shows them, too.")), [*head.blocks, *held_blocks(held, t)]
    )


def held_blocks(held: Sequence[HeldMessage], t: Words) -> list[Block]:
    """Return the messages that wait, each with its two buttons; nothing when there are none."""
    blocks = [block for message in held[:SHOWN] for block in _message(message, t)]
    more = len(held) - SHOWN
    if more > 0:
        blocks.append(context(t.tn("{n} more waits.", "{n} more wait.", more)))
    return blocks


def held_count(held: Sequence[HeldMessage], t: Words) -> Mrkdwn | None:
    """Return how many wait, for a place beside other things; None when there are none."""
    return _count(held, t) if held else None


def held_sent(t: Words) -> Message:
    """Return the receipt for "Send it"."""
    return letter([t("It is on its way.")])


def held_let_be(t: Words) -> Message:
    """Return the receipt for "Let it be"."""
    return letter([t("It will not be sent.")])


def _count(held: Sequence[HeldMessage], t: Words) -> Mrkdwn:
    return t.tn(
        "{n} message could not be delivered for certain.",
        "{n} messages could not be delivered for certain.",
        len(held),
    )


def _message(held: HeldMessage, t: Words) -> list[Block]:
    about = Payload(held.id)
    what = t(
        "{kind}, to {people}, {moment}.",
        kind=_kind(held.message, t),
        people=t.join(mention(person_id) for person_id in held.person_ids),
        moment=t.moment(held.at, held.time_zone),
    )
    return [
        section(lines(what, _why(held.reason, t))),
        actions(
            button(t("Send it"), Button.HELD_SEND, about, confirm=_asked(held.reason, t)),
            button(t("Let it be"), Button.HELD_LET_BE, about),
        ),
    ]


def _why(reason: HeldReason, t: Words) -> Mrkdwn:
    if reason is HeldReason.UNPROVABLE:
        return t("Slack didn't answer, so it may have arrived; I can't look there.")
    return t(
        "Writing or sending it failed three times, through a fault of mine. It has probably not arrived."
    )


def _asked(reason: HeldReason, t: Words) -> dict[str, object]:
    doubled = t("If it has arrived already, it comes a second time, with words that say so.")
    once = t("I try once more. If it fails again, it comes back to you.")
    text = doubled if reason is HeldReason.UNPROVABLE else once
    return confirm(t("Send it?"), text, t("Send it"), t("Not yet"))


def _kind(message: MessageName, t: Words) -> Mrkdwn:
    """Say which message it is. Those in confidence aren't told apart."""
    return _kinds(t).get(message) or t("A word in confidence")


def _kinds(t: Words) -> Mapping[MessageName, Mrkdwn]:
    return {
        MessageName.HOME: t("The Home tab"),
        MessageName.HELP: t("The answer to a question for help"),
        MessageName.ANSWER_LOST: t("The answer to a click"),
        MessageName.PROFILE: t("A look at a profile"),
        MessageName.INVITATION: t("The invitation"),
        MessageName.JOINED: t("The summary after joining"),
        MessageName.PROPOSAL: t("The proposed pairs"),
        MessageName.APPROVAL_OVERDUE: t("The reminder of waiting pairs"),
        MessageName.APPROVAL_LATE: t("The word that pairs come later"),
        MessageName.PREVIEW: t("The look at a partner"),
        MessageName.LEFT_OUT: t("The word to somebody without a partner"),
        MessageName.INTRODUCTION: t("The introduction of a pair"),
        MessageName.CHARTER: t("The charter"),
        MessageName.SESSION_CARD: t("The card for a session"),
        MessageName.DATE_REASK: t("The reminder to fix a date"),
        MessageName.SESSION_REMINDER: t("The reminder of a session"),
        MessageName.SESSION_POLL: t("The question how a session went"),
        MessageName.CHECK_IN: t("The check-in"),
        MessageName.RESCUE_OFFER: t("The offer of new dates"),
        MessageName.CLOSING_NOTICE: t("The notice before a pairing ends"),
        MessageName.PAIR_ENDED: t("The word that a pairing has ended"),
        MessageName.ROTATION: t("The question about the next round"),
        MessageName.OUTCOME: t("The questions at the end"),
        MessageName.HELD: t("The word about undelivered messages"),
        MessageName.PAUSED_BY_SILENCE: t("The notice of a pause"),
        MessageName.WELCOME_BACK: t("The welcome back"),
        MessageName.REPORT: t("The report"),
        MessageName.REPORT_FILE: t("The report's file"),
        MessageName.PROGRAM_CLOSED: t("The thanks at a program's end"),
    }

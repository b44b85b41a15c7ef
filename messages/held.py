"""Messages that did not arrive: which wait for a word, to whom, why, how many failed; never what they say."""

from collections.abc import Mapping, Sequence
from itertools import islice

from domain.facts.delivery import HeldMessage, Undelivered
from domain.kinds import MessageName
from domain.retries import HeldReason
from messages.blocks import actions, button, confirm, context, letter, section
from messages.ids import Button
from messages.message import Block, Message
from messages.payload import Payload
from messages.text import Mrkdwn, bullets, channel, lines, mention, sentences
from messages.words import Words

SHOWN_AT_MOST = 10
"""Each takes two blocks of the fifty; a decision makes room for the next."""


def held_word(held: Sequence[HeldMessage], t: Words) -> Message:
    """Return the daily word to who may decide, with the messages that wait."""
    head = letter([_count(held, t), t("Each waits until one of you decides.")])
    return Message(
        sentences(head.text, t("`/rm-admin` shows them, too.")), [*head.blocks, *held_blocks(held, t)]
    )


def held_blocks(held: Sequence[HeldMessage], t: Words) -> list[Block]:
    """Return the messages that wait, each with its two buttons; nothing when there are none."""
    blocks = [block for message in held[:SHOWN_AT_MOST] for block in _message(message, t)]
    more = len(held) - SHOWN_AT_MOST
    if more > 0:
        blocks.append(context(t.tn("{n} more waits.", "{n} more wait.", more)))
    return blocks


def undelivered_blocks(missing: Undelivered, t: Words) -> list[Block]:
    """Return all that did not arrive, for a place above other things: first what the reader decides about."""
    mine = [section(_count(missing.to_decide, t)), *held_blocks(missing.to_decide, t)]
    others = [section(_elsewhere(missing.elsewhere, t)), *held_blocks(missing.elsewhere, t)]
    counts = _counts(missing, t)
    return [
        *(mine if missing.to_decide else []),
        *(others if missing.elsewhere else []),
        *([section(lines(*counts))] if counts else []),
    ]


def undelivered_counts(missing: Undelivered, t: Words) -> list[Mrkdwn]:
    """Return the same in sentences."""
    return [
        *([_count(missing.to_decide, t)] if missing.to_decide else []),
        *([_elsewhere(missing.elsewhere, t)] if missing.elsewhere else []),
        *_counts(missing, t),
    ]


def held_sent(t: Words) -> Message:
    """Return the receipt for "Send it"."""
    return letter([t("It goes out as soon as its recipient may be written to.")])


def held_let_be(t: Words) -> Message:
    """Return the receipt for "Let it be"."""
    return letter([t("It will not be sent.")])


def _count(held: Sequence[HeldMessage], t: Words) -> Mrkdwn:
    return t.tn(
        "I couldn't make sure that {n} message arrived.",
        "I couldn't make sure that {n} messages arrived.",
        len(held),
    )


def _elsewhere(held: Sequence[HeldMessage], t: Words) -> Mrkdwn:
    """The admin may decide, too, if coordinators don't: of whom it is, an id in the log tells."""
    return t.tn(
        "{n} message waits for its coordinators. You may decide instead of them:",
        "{n} messages wait for their coordinators. You may decide instead of them:",
        len(held),
    )


def _counts(missing: Undelivered, t: Words) -> list[Mrkdwn]:
    return [
        *([_hidden(missing.hidden_count, t)] if missing.hidden_count else []),
        *([_failed(missing.failed, t)] if missing.failed else []),
    ]


def _hidden(count: int, t: Words) -> Mrkdwn:
    return t.tn(
        "{n} more message is about a pair you stand close to; somebody else decides.",
        "{n} more messages are about pairs you stand close to; others decide.",
        count,
    )


def _failed(failed: Mapping[str, int], t: Words) -> Mrkdwn:
    """A figure and Slack's reasons; whom it concerns is nobody's business here."""
    head = t.tn(
        "{n} message of the last seven days could not be delivered:",
        "{n} messages of the last seven days could not be delivered:",
        sum(failed.values()),
    )
    unknown = t("without a reason")
    reasons = [
        t("{reason}: {n}", reason=t("`{code}`", code=code) if code else unknown, n=str(count))
        for code, count in islice(failed.items(), SHOWN_AT_MOST)
    ]
    return lines(head, bullets(reasons))


def _message(held: HeldMessage, t: Words) -> list[Block]:
    about = Payload(held.id)
    return [
        section(lines(_what(held, t), _why(held.reason, t))),
        actions(
            button(t("Send it"), Button.HELD_SEND, about, confirm=_asked(held.reason, t)),
            button(t("Let it be"), Button.HELD_LET_BE, about),
        ),
    ]


def _what(held: HeldMessage, t: Words) -> Mrkdwn:
    kind, moment = _kind(held.message, t), t.moment(held.at, held.time_zone)
    if held.channel_id:
        return t("{kind}, to {people}, {moment}.", kind=kind, people=channel(held.channel_id), moment=moment)
    if held.person_ids:
        people = t.join(map(mention, held.person_ids))
        return t("{kind}, to {people}, {moment}.", kind=kind, people=people, moment=moment)
    return t("{kind}, {moment} (`{id}`).", kind=kind, moment=moment, id=held.id)


def _why(reason: HeldReason, t: Words) -> Mrkdwn:
    match reason:
        case HeldReason.UNPROVABLE:
            return t("Slack didn't answer, so it may have arrived; I can't look there.")
        case HeldReason.NOT_FOUND:
            return t("I tried ten times without a clear answer, and it wasn't there when I looked.")
        case HeldReason.POISON:
            return t("Three attempts broke off before it was sent. It has probably not arrived.")


def _asked(reason: HeldReason, t: Words) -> dict[str, object]:
    doubled = t("If it has arrived already, it comes a second time, with words that say so.")
    once = t("I try it again a few times. If none succeeds, it comes back to you.")
    text = doubled if reason is HeldReason.UNPROVABLE else once
    return confirm(t("Send it?"), text, t("Send it"), t("Not yet"))


def _kind(message: MessageName, t: Words) -> Mrkdwn:
    """Say which message it is. Those in confidence aren't told apart."""
    return _kinds(t).get(message) or t("A word in confidence")


def _kinds(t: Words) -> Mapping[MessageName, Mrkdwn]:
    return {
        MessageName.HELP: t("The answer to a question for help"),
        MessageName.ANSWER_LOST: t("The answer to a click"),
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

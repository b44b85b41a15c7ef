"""Receipts that belong to no family: work under way, and the apology for a fault of ours."""

from messages.blocks import MAX_BLOCKS, context, fit, letter
from messages.message import Message
from messages.text import sentences
from messages.words import Words


def on_its_way(t: Words) -> Message:
    """Return the answer when the work takes longer than an answer may."""
    return letter([t("On its way: I send it to you here in a moment.")])


def too_late(t: Words) -> Message:
    """Return the answer when Slack didn't take what was to be shown: a form's three seconds were over."""
    return letter([t("Slack didn't let me show you that in time. Nothing was changed; please try again.")])


def perhaps_shown(t: Words) -> Message:
    """Return the answer when Slack's own was lost: the form may stand there or not."""
    return letter([t("If nothing has opened, please try again. Nothing was changed.")])


def answer_lost(t: Words) -> Message:
    """Return the word by DM when an answer could not be shown where somebody had clicked."""
    return letter(
        [
            t("I couldn't show you my answer there in time."),
            t("Your Home tab shows how things stand; if what you wanted isn't there, please try again."),
        ]
    )


def in_case_you_missed_it(message: Message, t: Words) -> Message:
    """Return a message that may have arrived before, with the words that say so."""
    words = t("In case you missed it: I can't tell whether this has reached you already.")
    blocks = fit([context(words), *message.blocks], MAX_BLOCKS, t("The rest is on your Home tab."))
    return Message(sentences(words, message.text), blocks)


def apology(reference_id: str, t: Words) -> Message:
    """Return the apology for a bug, with the reference that finds it in the log.

    It may have come after the commit, or a commit may have gone through without a word: nobody can tell.
    """
    return letter(
        [
            t("Sorry, that went wrong, and it was my fault. Don't rely on it being saved."),
            t(
                "Your Home tab shows how things stand; if it isn't there, please try again."
                " If it happens twice, give your admin this reference: {reference}.",
                reference=reference_id,
            ),
        ]
    )

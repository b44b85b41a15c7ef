"""When a rule says no: one clear sentence per refusal, and one per unusable field of a form."""

from collections.abc import Callable
from typing import Any

from domain.errors import (
    AlreadyAnswered,
    CoordinatorsOnly,
    DateInThePast,
    DateOutOfRound,
    Fault,
    GuestsNotAllowed,
    InvalidAnswer,
    NoLongerCurrent,
    NoOpenProgram,
    NoPartnerYet,
    NotAllowed,
    NotAParticipant,
    NothingWaits,
    OnlyASample,
    Refusal,
    TooFewCoordinators,
    UnclearReport,
    UnknownProgram,
    WrongState,
)
from messages.blocks import section
from messages.message import Message
from messages.text import Mrkdwn, sentences
from messages.words import Words


def refusal(error: Refusal, t: Words) -> Message:
    """Return the one sentence for a refusal."""
    text = SENTENCES[type(error)](error, t)
    return Message(text, [section(text)])


def fault_text(fault: Fault, t: Words) -> str:
    """Return what to say under an unusable field, in plain text."""
    return FAULTS[fault.key](fault.limit or 0, t)


def _unknown_program(error: UnknownProgram, t: Words) -> Mrkdwn:
    if not error.name:
        return t("I don't know that program. Please check its name.")
    return t("I don't know a program called “{name}”. Please check its name.", name=error.name)


def _date_in_the_past(error: DateInThePast, t: Words) -> Mrkdwn:
    if error.earliest is None:
        return t("That time has passed. Please pick one that lies ahead.")
    earliest = t.moment(error.earliest, "UTC")
    return t("That time has passed. Please pick one after {earliest}.", earliest=earliest)


def _date_out_of_round(error: DateOutOfRound, t: Words) -> Mrkdwn:
    if error.last is None:
        return t("That is after the end of this round. Please pick an earlier date.")
    return t("This round ends on {last}. Please pick a date before that.", last=t.date(error.last))


def _invalid_answer(error: InvalidAnswer, t: Words) -> Mrkdwn:
    said = (Mrkdwn(fault_text(fault, t)) for fault in error.faults.values())
    return sentences(t("Something in the form needs another look."), *dict.fromkeys(said))


SENTENCES: dict[type[Refusal], Callable[[Any, Words], Mrkdwn]] = {
    Refusal: lambda _, t: t("That isn't possible right now."),
    NotAllowed: lambda _, t: t("That isn't here, or it isn't yours to change."),
    CoordinatorsOnly: lambda _, t: t("That command is for the coordinators of a program. Try `/rm-help`."),
    GuestsNotAllowed: lambda _, t: t(
        "Only full members of this workspace can take part, so this isn't open to you."
    ),
    NoOpenProgram: lambda _, t: t("No program is open for joining at the moment. Look in again later."),
    UnknownProgram: _unknown_program,
    NotAParticipant: lambda _, t: t(
        "You don't take part in a program yet. `/rm-join` takes less than a minute."
    ),
    NoPartnerYet: lambda _, t: t(
        "You don't have a partner yet, so there is no session to plan. I'll tell you as soon as you do."
    ),
    NoLongerCurrent: lambda _, t: t(
        "That has moved on since. Nothing was changed; your Home tab shows how things stand."
    ),
    OnlyASample: lambda _, t: t("This message is only a sample, so its buttons do nothing."),
    AlreadyAnswered: lambda _, t: t(
        "You have answered this already. It is anonymous: nobody can tell which answer is yours to change."
    ),
    DateInThePast: _date_in_the_past,
    DateOutOfRound: _date_out_of_round,
    InvalidAnswer: _invalid_answer,
    UnclearReport: lambda error, t: t(
        "I can't make a report of “{word}”. `/rm-report help` shows what it takes.", word=error.word
    ),
    NothingWaits: lambda _, t: t("No pairs wait for your approval at the moment."),
    TooFewCoordinators: lambda _, t: t(
        "A program needs two coordinators and a contact for ethics and safety before it can be launched."
    ),
    WrongState: lambda _, t: t("The program is past that step already. `/rm-admin` shows where it stands."),
}

FAULTS: dict[str, Callable[[int, Words], str]] = {
    "required": lambda _, t: t.plain("Please fill this in."),
    "too_long": lambda limit, t: t.plain("Please keep this under {limit} characters.", limit=limit),
    "not_a_member": lambda _, t: t.plain("Only full members of this workspace, please."),
    "past_date": lambda _, t: t.plain("Please pick a day that lies ahead."),
    "not_a_date": lambda _, t: t.plain("Please write the date like 2026-09-01."),
    "unknown_time_zone": lambda _, t: t.plain(
        "I don't know that time zone. Please write it like Europe/Berlin."
    ),
    "same_person": lambda _, t: t.plain("This must be somebody else."),
    "too_few_coordinators": lambda _, t: t.plain(
        "Please name at least one more coordinator: a program needs two."
    ),
    "bad_hours": lambda _, t: t.plain("Start and end can't be the same, and at least one day is needed."),
    "too_many": lambda limit, t: t.plain("Please choose no more than {limit}.", limit=limit),
    "not_a_number": lambda _, t: t.plain("Please write a whole number."),
    "word_twice": lambda _, t: t.plain(
        "The same word stands at two topics. Please leave it at the one it means."
    ),
    "not_in_a_topic": lambda _, t: t.plain("A topic's name can't hold a colon or a comma."),
    "topic_gone": lambda _, t: t.plain("That topic isn't in the list any more."),
    "topic_taken": lambda _, t: t.plain("Another topic has this name already."),
    "name_taken": lambda _, t: t.plain(
        "Another program has this name already. Please choose a different one."
    ),
    "window_too_short": lambda _, t: t.plain(
        "These hours are too short for a session. Please choose a longer span."
    ),
}

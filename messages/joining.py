"""Joining: what a person hears after opting in, changing answers or saying no."""

from domain.facts.people import Joined, ProgramChoice
from domain.kinds import Role
from messages.blocks import actions, button, footer, letter
from messages.ids import Button
from messages.message import Message
from messages.payload import Payload
from messages.text import Mrkdwn
from messages.words import Words


def role_sentence(role: Role, t: Words) -> Mrkdwn:
    """Return what a role means: here the junior is the mentor, which surprises people at first."""
    match role:
        case Role.MENTOR:
            return t("You are a *mentor*: the junior of the two, who teaches.")
        case Role.MENTEE:
            return t("You are a *mentee*: the senior of the two, who learns from a junior mentor.")
        case Role.BOTH:
            return t("You can be *mentor* (the junior, who teaches) in one pair and *mentee* in another.")


def joined(fact: Joined, t: Words) -> Message:
    """Return the summary after joining: what happens next and when."""
    change = button(t("Change my answers"), Button.JOIN_OPEN, Payload(fact.program.id))
    return letter(
        [
            _opening(fact, t),
            role_sentence(fact.role, t),
            _next_step(fact, t),
            _manager_check(fact, t),
            _hours(fact, t),
        ],
        actions(change),
        footer(t, fact.contact_id),
    )


def declined(program: ProgramChoice, t: Words) -> Message:
    """Return the receipt for "No thanks"."""
    return letter(
        [
            t("That's fine. I won't ask you about *{program}* again.", program=program.name),
            t("Nobody gets a list of who said no. If you change your mind, `/rm-join` is always there."),
        ]
    )


def _opening(fact: Joined, t: Words) -> Mrkdwn:
    if fact.is_change:
        return t("Your answers for *{program}* are saved.", program=fact.program.name)
    return t("Welcome to *{program}*!", program=fact.program.name)


def _next_step(fact: Joined, t: Words) -> Mrkdwn:
    if fact.matched_on is None:
        return t(
            "A round is under way already. You have a place when pairs are added; until then there is "
            "nothing to do."
        )
    return t(
        "Pairs are proposed on {day}. You see your partner in private first and can say no, no reason asked.",
        day=t.date(fact.matched_on),
    )


def _manager_check(fact: Joined, t: Words) -> Mrkdwn | None:
    if not fact.needs_manager_check:
        return None
    return t(
        "I couldn't find your manager, so a coordinator checks by hand that your partner isn't in your "
        "reporting line."
    )


def _hours(fact: Joined, t: Words) -> Mrkdwn:
    return t(
        "I write to you only between {start} and {end} on your days ({zone}).",
        start=t.clock_time(fact.read.start_minute),
        end=t.clock_time(fact.read.end_minute),
        zone=fact.time_zone,
    )

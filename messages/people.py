"""Pausing, leaving and coming back: the forms, their receipts and the notices about silence."""

from domain.facts.people import LeaveForm, Left, Paused, PauseForm, PauseNotice
from domain.kinds import PauseReason
from messages.blocks import actions, button, footer, letter, section
from messages.fields import MAX_RADIO_OPTIONS, Choice, day_picker, field, radio, select
from messages.ids import Button, Field, Form
from messages.message import Block, Message, View
from messages.payload import Payload
from messages.text import Mrkdwn
from messages.views import form
from messages.words import Words


def pause_form(fact: PauseForm, t: Words) -> View:
    """Return the form that asks until when."""
    about = t("While you pause I send you nothing, in any program, and you aren't matched.")
    picker = day_picker(fact.current_until or fact.earliest)
    hint = t.plain("I start again on this day. Nobody is told why you pause.")
    until = field(Field.PAUSE_UNTIL, t("Pause until"), picker, hint=hint, is_optional=False)
    return form(t.plain("Pause"), [section(about), until], t.plain("Pause"), Form.PAUSE, Payload(), t)


def leave_form(fact: LeaveForm, t: Words) -> View:
    """Return the form that asks which program, and in any case whether it is meant."""
    about = t(
        "You can leave at any time, no reason asked. Your partner hears only that the pairing has ended."
    )
    about_one = fact.programs[0].id if len(fact.programs) == 1 else ""
    blocks = [section(about), *_which_program(fact, t)]
    return form(t.plain("Leave"), blocks, t.plain("Leave"), Form.LEAVE, Payload(about_one), t)


def paused(fact: Paused, t: Words) -> Message:
    """Return the receipt for a pause, or for coming back from one."""
    if fact.is_return:
        return letter([t("Welcome back! Everything goes on from here.")])
    return letter([_pause_sentence(fact, t), t("Come back earlier with one tap.")], _return_button(t))


def left(fact: Left, t: Words) -> Message:
    """Return the receipt for leaving."""
    return letter(
        [
            t("You have left *{program}*. Thank you for having been part of it.", program=fact.program.name),
            t("You get no more messages about it. `/rm-join` brings you back whenever you like."),
        ],
        footer(t, fact.contact_id),
    )


def paused_by_silence(fact: PauseNotice, t: Words) -> Message:
    """Return the notice after three unanswered questions: a pause, not a reproach."""
    if fact.reason is PauseReason.OWN:
        return letter([_pause_sentence(Paused(fact.until), t)], _return_button(t))
    return letter(
        [
            t("You seem to have a lot on, so I have paused your mentoring messages."),
            t("Nothing is lost. One tap and we go on."),
        ],
        _return_button(t),
    )


def welcome_back(_fact: PauseNotice, t: Words) -> Message:
    """Return the note on the day a pause ends."""
    return letter(
        [
            t("Welcome back! Your pause is over and your mentoring messages start again."),
            t("Not yet? `/rm-pause` gives you more time."),
        ]
    )


def _which_program(fact: LeaveForm, t: Words) -> list[Block]:
    if len(fact.programs) == 1:
        return [section(t("Leave *{program}*?", program=fact.programs[0].name))]
    choices = [Choice(program.id, program.name) for program in fact.programs]
    element = radio(choices) if len(choices) <= MAX_RADIO_OPTIONS else select(choices)
    return [field(Field.PROGRAM, t("Which program?"), element, is_optional=False)]


def _pause_sentence(fact: Paused, t: Words) -> Mrkdwn:
    if fact.until is None:
        return t("Your mentoring is paused. I send you nothing until you come back.")
    return t("Your mentoring is paused until {day}. I send you nothing before then.", day=t.date(fact.until))


def _return_button(t: Words) -> Block:
    return actions(button(t("I'm back"), Button.PAUSE_RETURN, Payload()))

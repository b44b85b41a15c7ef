"""Help: what this is, what each command takes, and whom to ask."""

from messages.blocks import actions, button, footer, letter
from messages.ids import Button
from messages.message import Message
from messages.payload import Payload
from messages.text import Mrkdwn, bullets, lines
from messages.words import Words


def help_answer(t: Words, contact_id: str | None, *, is_coordinator: bool) -> Message:
    """Return what the bot does and the commands somebody can use; also the answer to a typed message."""
    said = bullets(_commands(t).values())
    coordinators = lines(t("For coordinators:"), bullets(_coordinator_commands(t).values()))
    human = [footer(t, contact_id)] if contact_id else []
    return letter(
        [what_this_is(t), said, coordinators if is_coordinator else None],
        actions(button(t("Join or change my answers"), Button.JOIN_OPEN, Payload())),
        *human,
    )


def what_this_is(t: Words) -> Mrkdwn:
    """Return reverse mentoring in three sentences."""
    return t(
        "Reverse mentoring pairs a junior colleague, who is the mentor and teaches, with a senior one, who "
        "learns. I find the pairs, help with dates and ask how it went. I never read what you two write to "
        "each other."
    )


def usage(command: str, t: Words) -> Message:
    """Return what a command takes, for `help` and for input nobody understands."""
    known = {**_commands(t), **_coordinator_commands(t)}
    line = known.get(command)
    return letter([line, _examples(t).get(command)]) if line else help_answer(t, None, is_coordinator=False)


def _commands(t: Words) -> dict[str, Mrkdwn]:
    return {
        "/rm-join": t("`/rm-join [program]` joins a program, or changes your answers."),
        "/rm-me": t("`/rm-me` shows your partner, your next session and your answers."),
        "/rm-session": t("`/rm-session` plans, moves or reports your next session."),
        "/rm-pause": t("`/rm-pause [until 2026-09-01]` pauses everything until a day."),
        "/rm-leave": t("`/rm-leave [program]` leaves a program, no reason asked."),
        "/rm-help": t("`/rm-help` shows this."),
    }


def _coordinator_commands(t: Words) -> dict[str, Mrkdwn]:
    return {
        "/rm-admin": t("`/rm-admin [new | pairs | person @name]` sets up a program and approves pairs."),
        "/rm-report": t(
            "`/rm-report [program] [round N | last 30d | all] [by department|site|level|topic]` shows the "
            "numbers."
        ),
    }


def _examples(t: Words) -> dict[str, Mrkdwn]:
    return {
        "/rm-join": t("Example: `/rm-join`"),
        "/rm-pause": t("Examples: `/rm-pause` asks for the day, `/rm-pause until 2026-09-01` names it."),
        "/rm-leave": t("Example: `/rm-leave`"),
        "/rm-admin": t("Examples: `/rm-admin`, `/rm-admin new`, `/rm-admin pairs`, `/rm-admin person @name`"),
        "/rm-report": t("Examples: `/rm-report`, `/rm-report round 1`, `/rm-report last 30d by site`"),
    }

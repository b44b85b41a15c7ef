"""What a person is told where she acted; where that can't be shown, in her DM. Never silence."""

import structlog

from domain.errors import REFUSED_ADDRESS, SlackFailure
from domain.facts.people import Act
from domain.ports import Slack
from handlers.parse import Origin
from mentoring.core import Core
from mentoring.greet import say_answer_was_lost
from messages.message import Message
from messages.receipts import perhaps_shown, too_late
from messages.views import receipt_view
from messages.words import Words

SHOWN_ALREADY = {"exchanged_trigger_id", "trigger_exchanged"}
"""Another copy of the same act has shown its form: there is nothing to say."""
log = structlog.get_logger()


def not_shown(failure: SlackFailure, t: Words) -> Message | None:
    """Return what to say when Slack refused to show something, or left us in the dark."""
    if failure.code in SHOWN_ALREADY:
        return None
    return perhaps_shown(t) if failure.is_ambiguous else too_late(t)


async def say(core: Core, slack: Slack, origin: Origin, message: Message, t: Words) -> None:
    """Say it where the act was: in the channel to her alone, else in a modal. Refused there: a word by DM.

    Somebody who names an address that isn't Slack's is told nothing.
    """
    try:
        await _show(slack, origin, message, t)
    except SlackFailure as failure:
        log.warning("answer_lost", code=failure.code, person=origin.person_id)
        if failure.code == REFUSED_ADDRESS:
            return
        await say_answer_was_lost(core, Act(origin.workspace_id, origin.person_id, origin.key))


async def _show(slack: Slack, origin: Origin, message: Message, t: Words) -> None:
    if origin.response_url:
        body = {"text": message.text, "blocks": message.blocks, "replace_original": False}
        await slack.answer(origin.response_url, body | {"response_type": "ephemeral"})
    elif origin.view_id:
        await slack.update_view(origin.view_id, receipt_view(message, t))
    else:
        await slack.open_view(origin.trigger_id, receipt_view(message, t))

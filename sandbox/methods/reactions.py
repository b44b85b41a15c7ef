"""reactions.add and reactions.remove."""

import re
from typing import Any

from sandbox.delivery import events
from sandbox.errors import SlackError
from sandbox.methods.arguments import TEXT
from sandbox.methods.request import Method, Request, Tier
from sandbox.state.identity import BOT_USER
from sandbox.state.records import Message

Json = dict[str, Any]
_NAME = re.compile(r"[\w+\-']+(::skin-tone-[2-6])?")


def _message(request: Request) -> Message:
    if not ({"channel", "timestamp"} <= request.args.keys()):
        raise SlackError("no_item_specified")
    if not _NAME.fullmatch(request.args["name"]):
        raise SlackError("invalid_name")
    conversation = request.conversation(request.args["channel"])
    if BOT_USER not in conversation.members:
        raise SlackError("no_access")
    if conversation.is_archived:
        raise SlackError("is_archived")
    message = conversation.message(request.args["timestamp"])
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    return message


def _add(request: Request) -> Json:
    return _toggle(request, expected=False, refusal="already_reacted")


def _remove(request: Request) -> Json:
    return _toggle(request, expected=True, refusal="no_reaction")


def _toggle(request: Request, *, expected: bool, refusal: str) -> Json:
    message, name = _message(request), request.args["name"]
    if (BOT_USER in message.reactions.get(name, [])) is not expected:
        raise SlackError(refusal)
    message.toggle(name, BOT_USER)
    request.memory.happened(
        events.reaction("reaction_removed" if expected else "reaction_added", BOT_USER, message, name)
    )
    request.memory.changed("messages")
    return {}


_SCOPE = ("reactions:write",)
METHODS = {
    "reactions.add": Method(
        _add, {"name": TEXT.required, "channel": TEXT.required, "timestamp": TEXT.required}, _SCOPE
    ),
    "reactions.remove": Method(
        _remove,
        {"name": TEXT.required, "channel": TEXT, "timestamp": TEXT, "file": TEXT, "file_comment": TEXT},
        _SCOPE,
        tier=Tier.TWO,
    ),
}

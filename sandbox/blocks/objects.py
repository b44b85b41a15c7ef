"""Composition objects - texts, options, confirmations - with their limits (Slack's docs, 2026-11)."""

from sandbox.blocks.rules import Rule, array, boolean, by_type, one_of, shape, string

BLOCK_ID = string(255, 1)
STYLE = one_of("primary", "danger")


def _plain(limit: int) -> Rule:
    return shape({"text": string(limit, 1)}, {"emoji": boolean})


def _mrkdwn(limit: int) -> Rule:
    return shape({"text": string(limit, 1)}, {"verbatim": boolean})


def plain(limit: int) -> Rule:
    """Ask for a plain_text object."""
    return by_type({"plain_text": _plain(limit)})


def mrkdwn(limit: int) -> Rule:
    """Ask for a mrkdwn object."""
    return by_type({"mrkdwn": _mrkdwn(limit)})


def text(limit: int) -> Rule:
    """Ask for a text object of either kind."""
    return by_type(text_kinds(limit))


def text_kinds(limit: int) -> dict[str, Rule]:
    """List the two kinds of text object."""
    return {"plain_text": _plain(limit), "mrkdwn": _mrkdwn(limit)}


CONFIRM = shape(
    {"title": plain(100), "text": text(300)},
    {"confirm": plain(30), "deny": plain(30), "style": STYLE},
)

_VALUE = string(150, 1)
OPTION = shape({"text": plain(75), "value": _VALUE}, {"description": plain(75)})
LISTED_OPTION = shape({"text": text(75), "value": _VALUE}, {"description": text(75)})
OVERFLOW_OPTION = shape({"text": plain(75), "value": _VALUE}, {"url": string(3000), "description": plain(75)})
OPTIONS = array(OPTION, 100)
OPTION_GROUPS = array(shape({"label": plain(75), "options": OPTIONS}), 100)

CONVERSATION_FILTER = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DISPATCH_CONFIG = shape(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
)

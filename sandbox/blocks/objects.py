"""Composition objects - texts, options, confirmations, images - with their limits (Slack's docs, 2026-11)."""

from sandbox.blocks.rules import (
    Rule,
    array,
    boolean,
    by_type,
    every,
    matching,
    one_of,
    shape,
    string,
    unique,
)

OWN_ID = string(255, 1)
"""A block_id or action_id."""
SLACK_ID = string(255, 1)
"""The id of a person or conversation."""
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


def web_address(limit: int = 3000, *, secure: bool = False) -> Rule:
    """Ask for an address that a browser opens."""
    scheme, words = ("https", "an https address") if secure else ("https?", "a web address")
    return every(string(limit, 1), matching(rf"(?i:{scheme})://\S+", f"must be {words}"))


CONFIRM = shape(
    {"title": plain(100), "text": text(300)},
    {"confirm": plain(30), "deny": plain(30), "style": STYLE},
)

_VALUE = string(150, 1)
OPTION = shape({"text": plain(75), "value": _VALUE}, {"description": plain(75)})
LISTED_OPTION = shape({"text": text(75), "value": _VALUE}, {"description": text(75)})
_OVERFLOW_OPTION = shape(
    {"text": plain(75), "value": _VALUE}, {"url": web_address(), "description": plain(75)}
)


def options(of: Rule, at_most: int) -> Rule:
    """Ask for a list of options whose values differ."""
    return every(array(of, at_most), unique("value"))


OPTIONS = options(OPTION, 100)
LISTED_OPTIONS = options(LISTED_OPTION, 10)
OVERFLOW_OPTIONS = options(_OVERFLOW_OPTION, 5)
OPTION_GROUPS = array(shape({"label": plain(75), "options": OPTIONS}), 100)

CONVERSATION_FILTER = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    any_of=("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
DISPATCH_CONFIG = shape(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
)

_SLACK_FILE = shape(
    {},
    {"id": matching("F[A-Z0-9]{8,}", "must be the id of a file"), "url": web_address()},
    any_of=("id", "url"),
    one_at_most=("id", "url"),
)


def image(**more: Rule) -> Rule:
    """Ask for an image, as an element or with the further fields of a block."""
    return shape(
        {"alt_text": string(2000, 1)},
        {"image_url": web_address(), "slack_file": _SLACK_FILE} | more,
        any_of=("image_url", "slack_file"),
        one_at_most=("image_url", "slack_file"),
    )


IMAGE = by_type({"image": image()})

"""Blocks that frame others or stand out: card, carousel, container, alert, context_actions."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blocks.elements import IN_CARDS, IN_CONTEXT_ACTIONS
from sandbox.blocks.objects import IMAGE, OWN_ID, mrkdwn, plain, text
from sandbox.blocks.rich_text import RICH_TEXT_OBJECT
from sandbox.blocks.rules import Rule, array, boolean, by_type, every, fault, matching, one_of, shape

_ID = {"block_id": OWN_ID}
_ICON_NAME = matching(
    "archive|book|bookmark|bot|bug|calendar|call|caret-left|caret-right|check|clipboard|code|comment|"
    "compass|copy|cube|download|edit|email|eye-closed|eye-open|file|flag|folder|gear|globe|heart|help|"
    "image|info|key|lightbulb|link|map|mobile|new-window|pin|plus|refine|refresh|rocket|save|screen|"
    "share|sparkle|star|star-filled|tag|thumbs-down|thumbs-up|trash|upload|user|warning",
    "must be the name of one of Slack's icons",
)
_IN_CONTAINERS = frozenset(
    ("actions", "context", "divider", "file", "header", "image", "input", "rich_text")
) | {"section", "table", "video"}

CARD = shape(
    {},
    _ID
    | {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": by_type({"icon": shape({"name": _ICON_NAME})}),
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "subtext": mrkdwn(200),
        "actions": array(IN_CARDS, 3),
    },
    any_of=("hero_image", "title", "actions", "body"),
    one_at_most=("icon", "slack_icon"),
)
CARDS: dict[str, Rule] = {
    "card": CARD,
    "carousel": shape({"elements": array(by_type({"card": CARD}), 10)}, _ID),
}


def container(blocks: Mapping[str, Rule]) -> dict[str, Rule]:
    """Describe containers around those of the blocks that may be inside one."""
    inner = by_type({name: rule for name, rule in blocks.items() if name in _IN_CONTAINERS})
    fields = shape(
        {"child_blocks": array(inner, 10)},
        _ID
        | {
            "title": plain(150),
            "rich_text_title": RICH_TEXT_OBJECT,
            "subtitle": text(150),
            "icon": IMAGE,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        any_of=("title", "rich_text_title"),
    )
    return {"container": every(fields, _folding)}


def _folding(block: Any, pointer: str) -> Iterator[str]:
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield fault("needs is_collapsible", f"{pointer}/default_collapsed")
    if block.get("has_header_divider") and block.get("is_collapsible"):
        yield fault("is for containers that don't collapse", f"{pointer}/has_header_divider")


ALERT: dict[str, Rule] = {
    "alert": shape(
        {"text": text(200)},
        _ID | {"level": one_of("default", "info", "warning", "error", "success")},
    )
}
CONTEXT_ACTIONS: dict[str, Rule] = {"context_actions": shape({"elements": array(IN_CONTEXT_ACTIONS, 5)}, _ID)}

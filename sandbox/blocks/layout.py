"""The classic blocks and the newer frames (card, carousel, container, alert), with their limits."""

from typing import Any

from sandbox.blocks.elements import (
    ACCESSORY,
    ACTION_ELEMENT,
    BUTTON,
    CONTEXT_ELEMENT,
    FEEDBACK_ELEMENT,
    IMAGE_ELEMENT,
    INPUT_ELEMENT,
)
from sandbox.blocks.objects import BLOCK_ID, mrkdwn, plain, text
from sandbox.blocks.rules import (
    Rule,
    also,
    anything,
    array,
    boolean,
    by_type,
    every,
    number,
    one_of,
    shape,
    string,
)

_ID = {"block_id": BLOCK_ID}
_IN_CONTAINERS = frozenset(
    ("actions", "context", "divider", "file", "header", "image", "input", "rich_text")
) | {"section", "table", "video"}


def _dispatching_file_input(block: dict[str, Any]) -> str | None:
    element = block.get("element")
    is_file = isinstance(element, dict) and element.get("type") == "file_input"
    return "file_input can't dispatch actions" if is_file and block.get("dispatch_action") else None


CLASSIC: dict[str, Rule] = {
    "section": shape(
        {},
        _ID
        | {
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
        needs_one_of=("text", "fields"),
    ),
    "actions": shape({"elements": array(ACTION_ELEMENT, 25)}, _ID),
    "context": shape({"elements": array(CONTEXT_ELEMENT, 10)}, _ID),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(150)}, _ID | {"level": number(1, 4, whole=True)}),
    "image": shape(
        {"alt_text": string(2000, 1)},
        _ID | {"image_url": string(3000, 1), "slack_file": anything, "title": plain(2000)},
        needs_one_of=("image_url", "slack_file"),
    ),
    "input": every(
        shape(
            {"label": plain(2000), "element": INPUT_ELEMENT},
            _ID | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        also(_dispatching_file_input),
    ),
    "rich_text": shape({"elements": array(anything, 1000)}, _ID),
    "video": shape(
        {
            "alt_text": string(2000, 1),
            "title": plain(200),
            "video_url": string(3000, 1),
            "thumbnail_url": string(3000, 1),
        },
        _ID
        | {
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": string(3000),
            "provider_name": string(50),
            "title_url": string(3000),
        },
    ),
    "file": shape({"external_id": string(255, 1), "source": one_of("remote")}, _ID),
}

_CARD = every(
    shape(
        {},
        _ID
        | {
            "hero_image": IMAGE_ELEMENT,
            "icon": IMAGE_ELEMENT,
            "slack_icon": anything,
            "title": mrkdwn(150),
            "subtitle": mrkdwn(150),
            "body": mrkdwn(200),
            "subtext": mrkdwn(200),
            "actions": array(by_type({"button": BUTTON}), 3),
        },
        needs_one_of=("hero_image", "title", "actions", "body"),
    ),
    also(
        lambda card: (
            "must define only one of icon, slack_icon" if "icon" in card and "slack_icon" in card else None
        )
    ),
)


def container(children: dict[str, Rule]) -> Rule:
    """Ask for a container around some of these blocks."""
    inner = by_type({name: rule for name, rule in children.items() if name in _IN_CONTAINERS})
    return shape(
        {"child_blocks": array(inner, 10)},
        _ID
        | {
            "title": plain(150),
            "rich_text_title": anything,
            "subtitle": text(150),
            "icon": IMAGE_ELEMENT,
            "width": string(20, 1),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        needs_one_of=("title", "rich_text_title"),
    )


FRAMES: dict[str, Rule] = {
    "card": _CARD,
    "carousel": shape({"elements": array(by_type({"card": _CARD}), 10)}, _ID),
}

ALERT = shape(
    {"text": text(200)},
    _ID | {"level": one_of("default", "info", "warning", "error", "success")},
)
MARKDOWN = shape({"text": string(12_000, 1)}, _ID)
CONTEXT_ACTIONS = shape({"elements": array(FEEDBACK_ELEMENT, 5)}, _ID)

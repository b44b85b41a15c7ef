"""The limits judge's shapes of blocks."""

from collections.abc import Iterator, Mapping
from typing import Any

from slackblocks import _limits as most

from tests.contract.judges import data
from tests.contract.judges.checks import (
    Check,
    Node,
    at_most_one,
    either,
    flag,
    items,
    kinds,
    one_of,
    plain,
    repeated,
    shape,
    string,
    whole,
    words,
)
from tests.contract.judges.elements import (
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    action_ids,
    button,
    image,
)
from tests.contract.judges.objects import https, slack_file
from tests.contract.judges.rich import rich_text

IN_CONTAINER = {
    *("actions", "context", "divider", "file", "header", "image", "input", "markdown", "rich_text"),
    *("section", "table", "video"),
}
BLOCKS: dict[str, Check] = {}
"""Every block by its type."""


def _block(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    identity = {"block_id": string(most.BLOCK_ID_MAX_LENGTH)}
    return shape({"type": string(), **required}, {**identity, **optional}, *rules)


def _own_action_ids(value: Node, path: str) -> Iterator[str]:
    yield from action_ids(value["elements"], path)


def _no_dispatched_file(value: Node, path: str) -> Iterator[str]:
    if value["element"]["type"] == "file_input" and value.get("dispatch_action"):
        yield f"{path}: a file_input can't dispatch actions"


def _card_action_ids(value: Node, path: str) -> Iterator[str]:
    yield from action_ids(value.get("actions", []), path)


def _task_ids(value: Node, path: str) -> Iterator[str]:
    yield from repeated([task["task_id"] for task in value.get("tasks", [])], path, "task_id")


_text = words(most.SECTION_TEXT_MAX_LENGTH)
_context_text = words(most.TEXT_MAX_LENGTH)
_context_kinds: Mapping[str, Check] = {"plain_text": _context_text, "mrkdwn": _context_text, "image": image}
_card = _block(
    {},
    {
        "hero_image": image,
        "icon": image,
        "slack_icon": shape({"type": string(), "name": string()}, {}),
        "title": words(most.CARD_TITLE_MAX_LENGTH),
        "subtitle": words(most.CARD_SUBTITLE_MAX_LENGTH),
        "body": words(most.CARD_BODY_MAX_LENGTH),
        "subtext": words(most.CARD_SUBTEXT_MAX_LENGTH),
        "actions": items(button, most.CARD_ACTIONS_MAX_ITEMS),
    },
    either("hero_image", "title", "actions", "body", both=True),
    at_most_one("icon", "slack_icon"),
    _card_action_ids,
)
_source = shape({"type": one_of("url"), "url": https, "text": string()}, {})


def _task(*statuses: str) -> Check:
    formatted = kinds({"rich_text": rich_text})
    return _block(
        {"task_id": string(), "title": string()},
        {
            "status": one_of("in_progress", "complete", "error", *statuses),
            "details": formatted,
            "output": formatted,
            "sources": items(_source),
        },
    )


def _of(parts: Mapping[str, Any]) -> Check:
    return _block(parts["required"], parts["optional"], *parts["rules"])


BLOCKS |= {
    "divider": _block({}, {}),
    "header": _block({"text": plain(most.HEADER_TEXT_MAX_LENGTH)}, {"level": whole(1, 4)}),
    "section": _block(
        {},
        {
            "text": _text,
            "fields": items(words(most.SECTION_FIELDS_ITEM_MAX_LENGTH), most.SECTION_FIELDS_MAX_ITEMS),
            "accessory": kinds(ELEMENTS, IN_SECTION),
            "expand": flag,
        },
        either("text", "fields", both=True),
    ),
    "context": _block({"elements": items(kinds(_context_kinds), most.CONTEXT_ELEMENTS_MAX_ITEMS)}, {}),
    "actions": _block(
        {"elements": items(kinds(ELEMENTS, IN_ACTIONS), most.ACTIONS_ELEMENTS_MAX_ITEMS)},
        {},
        _own_action_ids,
    ),
    "context_actions": _block(
        {
            "elements": items(
                kinds(ELEMENTS, {"feedback_buttons", "icon_button"}), most.CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS
            )
        },
        {},
        _own_action_ids,
    ),
    "input": _block(
        {"label": plain(most.INPUT_LABEL_MAX_LENGTH), "element": kinds(ELEMENTS, IN_INPUT)},
        {"hint": plain(most.INPUT_HINT_MAX_LENGTH), "optional": flag, "dispatch_action": flag},
        _no_dispatched_file,
    ),
    "image": _block(
        {"alt_text": string(most.IMAGE_ALT_TEXT_MAX_LENGTH)},
        {
            "image_url": string(most.IMAGE_IMAGE_URL_MAX_LENGTH),
            "slack_file": slack_file,
            "title": plain(most.IMAGE_TITLE_MAX_LENGTH),
        },
        either("image_url", "slack_file"),
    ),
    "markdown": _block({"text": string(most.MARKDOWN_TEXT_MAX_LENGTH)}, {}),
    "rich_text": rich_text,
    "file": _block({"external_id": string(), "source": one_of("remote")}, {}),
    "video": _block(
        {
            "alt_text": string(most.VIDEO_ALT_TEXT_MAX_LENGTH),
            "title": plain(most.VIDEO_TITLE_MAX_LENGTH),
            "thumbnail_url": string(most.VIDEO_THUMBNAIL_URL_MAX_LENGTH),
            "video_url": string(most.VIDEO_VIDEO_URL_MAX_LENGTH),
        },
        {
            "author_name": string(most.VIDEO_AUTHOR_NAME_MAX_LENGTH),
            "description": plain(most.VIDEO_DESCRIPTION_MAX_LENGTH),
            "provider_icon_url": string(most.VIDEO_PROVIDER_ICON_URL_MAX_LENGTH),
            "provider_name": string(most.VIDEO_PROVIDER_NAME_MAX_LENGTH),
            "title_url": string(most.VIDEO_TITLE_URL_MAX_LENGTH),
        },
    ),
    "alert": _block(
        {"text": words(most.ALERT_TEXT_MAX_LENGTH)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _card,
    "carousel": _block(
        {"elements": items(kinds({"card": _card}), most.CAROUSEL_ELEMENTS_MAX_ITEMS)},
        {},
    ),
    "container": _block(
        {"child_blocks": items(kinds(BLOCKS, IN_CONTAINER), most.CONTAINER_CHILD_BLOCKS_MAX_ITEMS)},
        {
            "title": plain(most.CONTAINER_TITLE_MAX_LENGTH),
            "rich_text_title": kinds(BLOCKS, {"rich_text"}),
            "subtitle": words(most.CONTAINER_SUBTITLE_MAX_LENGTH),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": image,
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        either("title", "rich_text_title"),
    ),
    "plan": _block(
        {"title": string()},
        {"tasks": items(_task("pending"), most.PLAN_TASKS_MAX_ITEMS)},
        _task_ids,
    ),
    "task_card": _task(),
    "table": _of(data.table),
    "data_table": _of(data.data_table),
    "data_visualization": _of(data.chart),
}

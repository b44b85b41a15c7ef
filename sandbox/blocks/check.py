"""Whole surfaces: which blocks a message, modal or Home may hold, and what counts across blocks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.blocks.figures import FIGURES, TABLE, TABLE_CHARACTERS, table_characters
from sandbox.blocks.layout import (
    ALERT,
    CLASSIC,
    CONTEXT_ACTIONS,
    FRAMES,
    MARKDOWN,
    container,
)
from sandbox.blocks.objects import plain
from sandbox.blocks.rules import (
    Rule,
    anything,
    array,
    boolean,
    by_type,
    fault,
    shape,
    string,
)
from sandbox.blocks.walk import elements, walk

_TABLES = {"table": TABLE, "data_table": FIGURES["data_table"]}
_CONTAINER = {"container": container(CLASSIC | {"table": TABLE})}
_MESSAGE_BLOCKS = (
    CLASSIC
    | FRAMES
    | _TABLES
    | _CONTAINER
    | {
        "data_visualization": FIGURES["data_visualization"],
        "markdown": MARKDOWN,
        "context_actions": CONTEXT_ACTIONS,
        "plan": anything,
        "task_card": anything,
    }
)
_MODAL_BLOCKS = CLASSIC | {"card": FRAMES["card"], "alert": ALERT}
_HOME_BLOCKS = CLASSIC | FRAMES | _TABLES | _CONTAINER

_VIEW_FIELDS: dict[str, Rule] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = shape(
    {"title": plain(24), "blocks": array(by_type(_MODAL_BLOCKS), 100, 0)},
    _VIEW_FIELDS
    | {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"blocks": array(by_type(_HOME_BLOCKS), 100, 0)}, _VIEW_FIELDS)
_MESSAGE = array(by_type(_MESSAGE_BLOCKS), 50, 0)
_CHARTS_PER_MESSAGE = 2
_MARKDOWN_PER_MESSAGE = 12_000


def message_faults(blocks: Any) -> list[str]:
    """List what Slack would refuse in the blocks of a message."""
    found = list(_MESSAGE(blocks, "/blocks"))
    return found or [*_unique_ids(blocks), *_message_totals(blocks)]


def view_faults(view: Any, surface: str) -> list[str]:
    """List what Slack would refuse in a view; `surface` is modal or home."""
    if not isinstance(view, dict):
        return [fault("must provide an object", "/view")]
    if view.get("type") != surface:
        return [fault(f"must be of type {surface}", "/view/type")]
    found = list((_MODAL if surface == "modal" else _HOME)(view, "/view"))
    return found or [*_unique_ids(view["blocks"]), *_missing_submit(view), *_table_totals(view)]


def _missing_submit(view: Mapping[str, Any]) -> Iterator[str]:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_input and "submit" not in view:
        yield fault("must define submit to use an input block in modals", "/view/submit")


def _unique_ids(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block_id in _repeated(b.get("block_id") for b in walk(blocks)):
        yield fault(f"block_id already exists: {block_id}", "/blocks")
    for block in walk(blocks):
        for action_id in _repeated(e.get("action_id") for e in elements(block)):
            yield fault(f"action_id already exists: {action_id}", "/blocks")


def _repeated(ids: Iterable[str | None]) -> list[str]:
    return [one for one, count in Counter(ids).items() if one and count > 1]


def _message_totals(blocks: list[dict[str, Any]]) -> Iterator[str]:
    kinds = Counter(block["type"] for block in walk(blocks))
    if kinds["data_visualization"] > _CHARTS_PER_MESSAGE:
        yield fault("no more than 2 data_visualization blocks allowed", "/blocks")
    if kinds["table"] > 1:
        yield fault("only one table allowed", "/blocks")
    markdown = sum(len(b["text"]) for b in blocks if b["type"] == "markdown")
    if markdown > _MARKDOWN_PER_MESSAGE:
        yield fault("must be less than 12001 characters of markdown", "/blocks")
    yield from _table_totals({"blocks": blocks})


def _table_totals(surface: Mapping[str, Any]) -> Iterator[str]:
    for kind, limit in TABLE_CHARACTERS.items():
        total = sum(table_characters(b) for b in walk(surface["blocks"]) if b["type"] == kind)
        if total > limit:
            yield fault(f"must be less than {limit + 1} characters in a {kind}", "/blocks")

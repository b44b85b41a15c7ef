"""Whole surfaces: which blocks a message, modal or Home may hold, and what counts across blocks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sandbox.blocks.figures import CHART, DATA_TABLE, TABLE, TABLE_CHARACTERS, table_characters
from sandbox.blocks.frames import ALERT, CARD, CARDS, CONTEXT_ACTIONS, container
from sandbox.blocks.layout import CLASSIC, FILE
from sandbox.blocks.objects import plain
from sandbox.blocks.rules import Rule, array, boolean, by_type, fault, shape, string
from sandbox.blocks.tasks import TASKS
from sandbox.blocks.walk import element_places, places

Json = dict[str, Any]
Lists = Mapping[str, list[Json]]
"""Lists of blocks by the pointer to each."""

# Slack's changelog dates alert, card and carousel 2026-04-16 and data_visualization 2026-06-16; no validator of
# January 2026 knows the others. table, markdown and context_actions are of 2025.
NEW_BLOCKS = frozenset({"alert", "card", "carousel", "container", "data_table", "data_visualization"}) | {
    "plan",
    "task_card",
}
"""The blocks of 2026, which a workspace that lags behind Slack's releases refuses."""

_MARKDOWN_MOST = 12_000
_CHARTS_MOST = 2
_MARKDOWN: dict[str, Rule] = {"markdown": shape({"text": string(_MARKDOWN_MOST, 1)}, {"block_id": string()})}
_IN_MESSAGES = (
    CLASSIC
    | FILE
    | CARDS
    | TABLE
    | DATA_TABLE
    | CHART
    | TASKS
    | CONTEXT_ACTIONS
    | _MARKDOWN
    | container(CLASSIC | FILE | TABLE)
)
_IN_MODALS = CLASSIC | {"card": CARD} | ALERT
# Slack's own page lists charts for messages only, though its validator is said to take them here.
_IN_HOMES = CLASSIC | CARDS | TABLE | DATA_TABLE | container(CLASSIC | TABLE)

_VIEW_FIELDS: dict[str, Rule] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = shape(
    {"title": plain(24), "blocks": array(by_type(_IN_MODALS), 100, 0)},
    _VIEW_FIELDS
    | {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"blocks": array(by_type(_IN_HOMES), 100, 0)}, _VIEW_FIELDS)
_VIEWS = {"modal": _MODAL, "home": _HOME}
_MESSAGE = array(by_type(_IN_MESSAGES), 50, 0)


def message_faults(
    blocks: Any, attachments: Sequence[Any] = (), unknown: frozenset[str] = frozenset()
) -> list[str]:
    """List what Slack would refuse in the blocks of a message and in those of its attachments.

    `unknown` are the types that this workspace doesn't take yet.
    """
    lists = {"/blocks": blocks} | {
        f"/attachments/{index}/blocks": attachment["blocks"]
        for index, attachment in enumerate(attachments)
        if isinstance(attachment, dict) and "blocks" in attachment
    }
    found = [words for pointer, value in lists.items() for words in _MESSAGE(value, pointer)]
    return found or [
        *_unknown_types(lists, unknown),
        *_repeated_ids(lists),
        *_table_totals(lists),
        *_message_totals(lists),
    ]


def view_faults(view: Any, surface: str, unknown: frozenset[str] = frozenset()) -> list[str]:
    """List what Slack would refuse in a view; `surface` is modal or home, `unknown` as in messages."""
    if not isinstance(view, dict):
        return [fault("must provide an object", "/view")]
    if view.get("type") != surface:
        return [fault(f"must be of type {surface}", "/view/type")]
    if found := list(_VIEWS[surface](view, "/view")):
        return found
    lists = {"/view/blocks": view["blocks"]}
    return [
        *_unknown_types(lists, unknown),
        *_repeated_ids(lists),
        *_table_totals(lists),
        *_missing_submit(view),
        *_second_focus(lists),
    ]


def _missing_submit(view: Mapping[str, Any]) -> Iterator[str]:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_input and "submit" not in view:
        yield fault("must define submit to use an input block in modals", "/view/submit")


def _unknown_types(lists: Lists, unknown: frozenset[str]) -> Iterator[str]:
    for block, pointer in _blocks(lists):
        if block["type"] in unknown:
            yield fault(f"unsupported type: {block['type']}", f"{pointer}/type")


def _repeated_ids(lists: Lists) -> Iterator[str]:
    for block_id, pointer in _repeated((block.get("block_id"), at) for block, at in _blocks(lists)):
        yield fault(f"block_id already exists: {block_id}", f"{pointer}/block_id")
    for block, at in _blocks(lists):
        inside = element_places(block, at)
        for action_id, pointer in _repeated((element.get("action_id"), place) for element, place in inside):
            yield fault(f"action_id already exists: {action_id}", f"{pointer}/action_id")


def _second_focus(lists: Lists) -> Iterator[str]:
    elements = (place for block, at in _blocks(lists) for place in element_places(block, at))
    for _, pointer in _repeated((element.get("focus_on_load"), place) for element, place in elements):
        yield fault("only one element may have focus_on_load", f"{pointer}/focus_on_load")


def _repeated(found: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
    """Name what stands a second time; nothing and false don't count."""
    seen = set()
    for value, pointer in found:
        if value and value in seen:
            yield value, pointer
        seen.add(value)


def _blocks(lists: Lists) -> Iterator[tuple[Json, str]]:
    return (place for pointer, blocks in lists.items() for place in places(blocks, pointer))


def _table_totals(lists: Lists) -> Iterator[str]:
    for kind, limit in TABLE_CHARACTERS.items():
        tables = [block for block, _ in _blocks(lists) if block["type"] == kind]
        if sum(map(table_characters, tables)) > limit:
            yield fault(f"must be less than {limit + 1} characters in all {kind} blocks", next(iter(lists)))


def _message_totals(lists: Lists) -> Iterator[str]:
    kinds = Counter(block["type"] for block, _ in _blocks(lists))
    if kinds["data_visualization"] > _CHARTS_MOST:
        yield fault(f"no more than {_CHARTS_MOST} data_visualization blocks allowed", "/blocks")
    if kinds["table"] > 1:
        yield fault("only one table allowed", "/blocks")
    markdown = (block["text"] for block, _ in _blocks(lists) if block["type"] == "markdown")
    if sum(map(len, markdown)) > _MARKDOWN_MOST:
        yield fault(f"must be less than {_MARKDOWN_MOST + 1} characters of markdown", "/blocks")

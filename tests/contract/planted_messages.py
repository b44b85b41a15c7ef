"""Planted messages: what can be wrong in the blocks of 2026, in text, attachments and metadata."""

from tests.contract.planted_bench import Planted, call, message
from tests.sandbox.kit import (
    alert,
    card,
    container,
    line,
    markdown,
    mrkdwn,
    pie,
    plain,
    plan,
    rich_section,
    rich_text,
    section,
    table,
    task,
    words,
)
from tests.sandbox.stand_ins import ALICE

_RICH = rich_text(rich_section(words()))
_RAW = {"type": "raw_text", "text": "Pair"}
_RICH_TABLE = {"type": "data_table", "caption": "Pairs", "rows": [[_RAW], [_RICH]]}
_TABLE = table([["Pair"]], "table")
_TO_ALICE = {"channel": ALICE, "text": "Hello"}

BLOCKS_OF_2026: list[Planted] = [
    message(
        "three charts",
        "no more than 2 data_visualization blocks allowed",
        [pie(1), pie(2)],
        [pie(1), pie(2), pie(3)],
    ),
    message(
        "a slice of 0 in a pie",
        "must be more than 0 [json-pointer:/blocks/0/chart/segments/1/value]",
        [pie(3, 1)],
        [pie(3, 0)],
    ),
    message(
        "a chart's value that is no number (NaN)",
        "must provide a number [json-pointer:/blocks/0/chart/segments/0/value]",
        [pie(1)],
        [pie(float("nan"))],
    ),
    message(
        "a line without a point for each category",
        "exactly one data point per category [json-pointer:/blocks/0/chart/series/0/data]",
        [line(["W40", "W41"], ["W40", "W41"])],
        [line(["W40", "W41"], ["W40"])],
    ),
    message(
        "a data table of unequal rows",
        "the same number of cells [json-pointer:/blocks/0/rows/1]",
        [table([["Pair", "Met"], ["P-1", "3"]])],
        [table([["Pair", "Met"], ["P-1"]])],
    ),
    message(
        "a data table of 20,001 characters",
        "less than 20001 characters in a data_table [json-pointer:/blocks/0/rows]",
        [table([["x"], ["x" * 19_999]])],
        [table([["x"], ["x" * 20_000]])],
    ),
    message(
        "a data table of 201 rows below its header",
        "no more than 201 items allowed [json-pointer:/blocks/0/rows]",
        [table([["x"]] * 201)],
        [table([["x"]] * 202)],
    ),
    message(
        "rich text in a data table's header",
        "not allowed in the header row [json-pointer:/blocks/0/rows/0/0]",
        [_RICH_TABLE],
        [_RICH_TABLE | {"rows": [[_RICH], [_RICH]]}],
    ),
    message(
        "a card's title as a bare string",
        "must provide an object [json-pointer:/blocks/0/title]",
        [card(title=mrkdwn("*Your pair*"))],
        [card(title="Your pair")],
    ),
    message(
        "a card in a container",
        "unsupported type: card [json-pointer:/blocks/0/child_blocks/0/type]",
        [container(section())],
        [container(card())],
    ),
    message(
        "a plan's title as an object",
        "must provide a string [json-pointer:/blocks/0/title]",
        [plan(task())],
        [plan(task(), title=plain("Today"))],
    ),
    message(
        "a task that is pending outside of a plan",
        "must be one of in_progress, complete, error [json-pointer:/blocks/0/status]",
        [plan(task(status="pending"))],
        [task(status="pending")],
    ),
    message(
        "an alert in a message",
        "unsupported type: alert [json-pointer:/blocks/0/type]",
        [section()],
        [alert()],
    ),
    message(
        "markdown blocks of 12,001 characters together",
        "less than 12001 characters of markdown",
        [markdown("x" * 6000), markdown("x" * 6000)],
        [markdown("x" * 6000), markdown("x" * 6001)],
    ),
]
BESIDE_BLOCKS: list[Planted] = [
    call(
        "blocks without `text`",
        "",
        "chat.postMessage",
        _TO_ALICE | {"blocks": [section()]},
        {"text": None},
        "has no text",
    ),
    call("nothing at all", "no_text", "chat.postMessage", _TO_ALICE, {"text": None}),
    call(
        "`markdown_text` beside blocks",
        "markdown_text_conflict",
        "chat.postMessage",
        {"channel": ALICE, "markdown_text": "# Hello"},
        {"blocks": [section()]},
    ),
    call(
        "blocks that are no list",
        "invalid_blocks_format",
        "chat.postMessage",
        _TO_ALICE | {"blocks": [section()]},
        {"blocks": section()},
    ),
    call(
        "an attached section of 3,001 characters",
        "invalid_attachments",
        "chat.postMessage",
        _TO_ALICE | {"attachments": [{"fallback": "x", "blocks": [section("x" * 3000)]}]},
        {"attachments": [{"fallback": "x", "blocks": [section("x" * 3001)]}]},
        "less than 3001 characters [json-pointer:/attachments/0/blocks/0/text/text]",
    ),
    call(
        "a second table, in an attachment",
        "invalid_blocks",
        "chat.postMessage",
        _TO_ALICE | {"blocks": [_TABLE], "attachments": [{"fallback": "x", "blocks": [section()]}]},
        {"attachments": [{"fallback": "x", "blocks": [_TABLE]}]},
        "only one table allowed",
    ),
    call(
        "101 attachments",
        "too_many_attachments",
        "chat.postMessage",
        _TO_ALICE | {"attachments": [{"text": "x", "fallback": "x"}] * 100},
        {"attachments": [{"text": "x", "fallback": "x"}] * 101},
    ),
    call(
        "metadata that is no object",
        "invalid_metadata_format",
        "chat.postMessage",
        _TO_ALICE | {"metadata": {"event_type": "paired", "event_payload": {"pair": 17}}},
        {"metadata": "pair 17"},
    ),
    call(
        "metadata without `event_type`",
        "invalid_metadata_format",
        "chat.postMessage",
        _TO_ALICE | {"metadata": {"event_type": "paired", "event_payload": {"pair": 17}}},
        {"metadata": {"event_payload": {"pair": 17}}},
    ),
]

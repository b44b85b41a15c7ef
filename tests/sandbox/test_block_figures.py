from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.blocks.check import message_faults
from tests.sandbox.kit import Block, line, pie, rich_section, rich_text, table, words

RICH = rich_text(rich_section(words("x" * 5)))
LABELS = [str(n) for n in range(20)]


def chart(block: Block, **more: Any) -> Block:
    return block | {"chart": block["chart"] | more}


def cells(block: Block, row: int, *cells: Any) -> Block:
    rows = list(block["rows"])
    rows[row] = list(cells)
    return block | {"rows": rows}


PAIRS = table([["Pair", "Met"], ["P-001", "3"]])
FINE: list[Block] = [
    pie(31, 0.5),
    pie(*range(1, 13)),
    line(["W40", "W41"], ["W40", "W41"], ["W41", "W40"]),
    line(LABELS, *[LABELS] * 12),
    chart(line(["a"], ["a"]), type="bar", axis_config={"categories": ["a"], "x_label": "x" * 50}),
    chart(line(["a"], ["a"]), type="area"),
    PAIRS | {"page_size": 100, "row_header_column_index": 1},
    cells(PAIRS, 1, RICH, {"type": "raw_number", "value": 3, "text": "3"}),
    table([["a"] * 20] * 201),
    table([["a"], ["x" * 19_999]]),
    table([["Pair", "Met"]], "table", column_settings=[{"align": "right", "is_wrapped": True}]),
    cells(table([["Pair"]] * 100, "table"), 0, RICH),
    table([["x" * 10_000]], "table"),
]


@pytest.mark.parametrize("block", FINE, ids=[f"{n}-{block['type']}" for n, block in enumerate(FINE)])
def test_a_proper_figure_passes(block: Block) -> None:
    assert message_faults([block]) == []


def wrong() -> Iterator[tuple[Block, str, str]]:
    yield pie(1) | {"title": "x" * 51}, "less than 51", "/title"
    yield pie(), "at least 1 items", "/chart/segments"
    yield pie(*range(1, 14)), "no more than 12 items", "/chart/segments"
    yield pie(1, 0), "must be more than 0", "/chart/segments/1/value"
    yield pie(-1), "must be more than 0", "/chart/segments/0/value"
    yield chart(pie(1), segments=[{"label": "x" * 21, "value": 1}]), "less than 21", "/chart/segments/0/label"
    yield chart(pie(1), type="donut"), "unsupported type: donut", "/chart/type"
    yield line(["a"]), "at least 1 items", "/chart/series"
    yield line(["a"], *[["a"]] * 13), "no more than 12 items", "/chart/series"
    yield line([*LABELS, "x"], LABELS), "no more than 20 items", "/chart/axis_config/categories"
    yield line(LABELS, [*LABELS, "x"]), "no more than 20 items", "/chart/series/0/data"
    yield line(["a", "a"], ["a", "a"]), "must be unique", "/chart/axis_config/categories"
    yield line(["x" * 21], ["x" * 21]), "less than 21", "/chart/axis_config/categories/0"
    yield line(["a", "b"], ["a", "b"], ["a"]), "exactly one data point per category", "/chart/series/1/data"
    yield line(["a", "b"], ["a", "a"]), "exactly one data point per category", "/chart/series/0/data"
    twice = line(["a"], ["a"])["chart"]["series"] * 2
    yield chart(line(["a"], ["a"]), series=twice), "name must be unique", "/chart/series/1/name"
    axes = {"categories": ["a"], "y_label": "x" * 51}
    yield chart(line(["a"], ["a"]), axis_config=axes), "less than 51", "/chart/axis_config/y_label"
    yield table([["only a header"]]), "at least 2 items", "/rows"
    yield table([["a"]] * 202), "no more than 201 items", "/rows"
    yield table([["a"] * 21] * 2), "no more than 20 items", "/rows/0"
    yield table([["a", "b"], ["c"]]), "same number of cells", "/rows/1"
    yield table([["a"], [""]]), "must be more than 0 characters", "/rows/1/0/text"
    yield cells(PAIRS, 0, RICH, RICH), "not allowed in the header row", "/rows/0/0"
    yield (
        cells(PAIRS, 1, {"type": "raw_number", "value": 1}, RICH),
        "missing required field: text",
        "/rows/1/0",
    )
    yield cells(PAIRS, 1, "bare", RICH), "must provide an object", "/rows/1/0"
    yield table([["a"], ["x" * 20_000]]), "less than 20001 characters in a data_table", "/rows"
    yield PAIRS | {"page_size": 101}, "no more than 100", "/page_size"
    yield PAIRS | {"page_size": 0}, "at least 1", "/page_size"
    yield PAIRS | {"row_header_column_index": 2}, "index of a column", "/row_header_column_index"
    yield {k: v for k, v in PAIRS.items() if k != "caption"}, "missing required field: caption", ""
    yield table([["a"]] * 101, "table"), "no more than 100 items", "/rows"
    yield table([["x" * 10_001]], "table"), "less than 10001 characters in a table", "/rows"
    yield table([["a"]], "table", column_settings=[{}, {}]), "no more than the columns", "/column_settings"
    setting = {"align": "middle"}
    yield (
        table([["a"]], "table", column_settings=[setting]),
        "must be one of left",
        "/column_settings/0/align",
    )


@pytest.mark.parametrize(("block", "said", "place"), [*wrong()])
def test_a_wrong_figure_is_refused_with_its_place(block: Block, said: str, place: str) -> None:
    faults = message_faults([block])
    assert any(said in found and found.endswith(f"[json-pointer:/blocks/0{place}]") for found in faults)

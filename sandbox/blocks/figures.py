"""Charts and tables: data_visualization, data_table, table, with their limits."""

from collections.abc import Iterator
from typing import Any

from sandbox.blocks.objects import OWN_ID
from sandbox.blocks.rich_text import RICH_TEXT
from sandbox.blocks.rules import (
    Rule,
    array,
    boolean,
    by_type,
    every,
    fault,
    number,
    one_of,
    shape,
    string,
    unique,
)

_ID = {"block_id": OWN_ID}
TABLE_CHARACTERS = {"data_table": 20_000, "table": 10_000}
"""How many characters one table, and all tables of a message or view, may hold."""

_LABEL = string(20, 1)
_SEGMENT = shape({"label": _LABEL, "value": number(0, above=True)})
_POINT = shape({"label": _LABEL, "value": number()})
_SERIES = shape({"name": _LABEL, "data": array(_POINT, 20)})


def _all_differ(labels: Any, pointer: str) -> Iterator[str]:
    if len(set(labels)) != len(labels):
        yield fault("categories must be unique", pointer)


def _series_match_categories(chart: Any, pointer: str) -> Iterator[str]:
    categories = sorted(chart["axis_config"]["categories"])
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield fault(
                "each series must have exactly one data point per category", f"{pointer}/series/{index}/data"
            )


_AXES = shape(
    {"categories": every(array(_LABEL, 20), _all_differ)}, {"x_label": string(50), "y_label": string(50)}
)
_AXIS_CHART = every(
    shape({"series": every(array(_SERIES, 12), unique("name")), "axis_config": _AXES}),
    _series_match_categories,
)
_CHART = by_type(
    {
        "pie": shape({"segments": array(_SEGMENT, 12)}),
        "bar": _AXIS_CHART,
        "line": _AXIS_CHART,
        "area": _AXIS_CHART,
    }
)
CHART: dict[str, Rule] = {"data_visualization": shape({"title": string(50, 1), "chart": _CHART}, _ID)}

_SOME = string(None, 1)
_CELL = by_type(
    {
        "raw_text": shape({"text": _SOME}, {"emoji": boolean}),
        "raw_number": shape({"value": number(), "text": _SOME}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _equal_widths(table: Any, pointer: str) -> Iterator[str]:
    for index, row in enumerate(table["rows"]):
        if len(row) != len(table["rows"][0]):
            yield fault("all rows must have the same number of cells", f"{pointer}/rows/{index}")


def _plain_header(table: Any, pointer: str) -> Iterator[str]:
    for index, cell in enumerate(table["rows"][0]):
        if cell["type"] == "rich_text":
            yield fault("rich_text is not allowed in the header row", f"{pointer}/rows/0/{index}")


def _header_within_width(table: Any, pointer: str) -> Iterator[str]:
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        yield fault("must be the index of a column", f"{pointer}/row_header_column_index")


def _settings_within_width(table: Any, pointer: str) -> Iterator[str]:
    if len(table.get("column_settings", ())) > len(table["rows"][0]):
        yield fault("must be no more than the columns", f"{pointer}/column_settings")


def _not_too_long(table: Any, pointer: str) -> Iterator[str]:
    limit = TABLE_CHARACTERS[table["type"]]
    if table_characters(table) > limit:
        yield fault(f"must be less than {limit + 1} characters in a {table['type']}", f"{pointer}/rows")


DATA_TABLE: dict[str, Rule] = {
    "data_table": every(
        shape(
            {"rows": array(array(_CELL, 20), 201, 2), "caption": _SOME},
            _ID
            | {"page_size": number(1, 100, whole=True), "row_header_column_index": number(0, 19, whole=True)},
        ),
        _equal_widths,
        _plain_header,
        _header_within_width,
        _not_too_long,
    )
}
TABLE: dict[str, Rule] = {
    "table": every(
        shape({"rows": array(array(_CELL, 20), 100)}, _ID | {"column_settings": array(_COLUMN, 20, 0)}),
        _equal_widths,
        _settings_within_width,
        _not_too_long,
    )
}


def table_characters(table: Any) -> int:
    """Count the characters in all cells of a table."""
    return sum(len(words) for row in table["rows"] for words in _words(row))


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        yield from (w for value in node.values() for w in _words(value))
    elif isinstance(node, list):
        yield from (w for item in node for w in _words(item))

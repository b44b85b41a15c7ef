"""Charts and tables: data_visualization, data_table, table, with their limits."""

from collections.abc import Iterator
from typing import Any

from sandbox.blocks.objects import BLOCK_ID
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
TABLE_CHARACTERS = {"data_table": 20_000, "table": 10_000}

_LABEL = string(20, 1)
_SEGMENT = shape({"label": _LABEL, "value": number(0, above=True)})
_POINT = shape({"label": _LABEL, "value": number()})
_SERIES = shape({"name": _LABEL, "data": array(_POINT, 20)})
_AXES = shape({"categories": array(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})


def _series_match_categories(chart: dict[str, Any]) -> str | None:
    axes, series = chart.get("axis_config"), chart.get("series")
    if not isinstance(axes, dict) or not isinstance(series, list):
        return None
    categories = axes.get("categories")
    for one in series:
        if isinstance(one, dict) and isinstance(one.get("data"), list):
            labels = [p.get("label") for p in one["data"] if isinstance(p, dict)]
            if isinstance(categories, list) and sorted(map(str, labels)) != sorted(categories):
                return "each series must have exactly one data point per category"
    return None


def _unique_series_names(chart: dict[str, Any]) -> str | None:
    names = [s.get("name") for s in chart.get("series") or () if isinstance(s, dict)]
    return "series names must be unique" if len(names) != len(set(names)) else None


_AXIS_CHART = every(
    shape({"series": array(_SERIES, 12), "axis_config": _AXES}),
    also(_unique_series_names),
    also(_series_match_categories),
)
_CHART = by_type(
    {
        "pie": shape({"segments": array(_SEGMENT, 12)}),
        "bar": _AXIS_CHART,
        "line": _AXIS_CHART,
        "area": _AXIS_CHART,
    }
)

_RAW_TEXT = shape({"text": string(20_000, 1)})
_RAW_NUMBER = shape({"value": number()}, {"text": string(20_000, 1)})
_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": anything})


def _equal_widths(block: dict[str, Any]) -> str | None:
    widths = {len(row) for row in block.get("rows") or () if isinstance(row, list)}
    return "all rows must have the same number of cells" if len(widths) > 1 else None


def _plain_header(block: dict[str, Any]) -> str | None:
    rows = block.get("rows")
    header = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    rich = any(isinstance(c, dict) and c.get("type") == "rich_text" for c in header)
    return "rich_text is not allowed in the header row" if rich else None


def _table(required: dict[str, Rule], optional: dict[str, Rule], *checks: Rule) -> Rule:
    return every(shape(required, _ID | optional), *checks)


FIGURES: dict[str, Rule] = {
    "data_visualization": shape({"title": string(50, 1), "chart": _CHART}, _ID),
    "data_table": _table(
        {"rows": array(array(_CELL, 20), 201, 2), "caption": string(255, 1)},
        {
            "page_size": number(1, 100, whole=True),
            "row_header_column_index": number(0, 19, whole=True),
        },
        also(_equal_widths),
        also(_plain_header),
    ),
}
TABLE = _table(
    {"rows": array(array(_CELL, 20), 100)},
    {
        "column_settings": array(
            shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), 20
        )
    },
    also(_equal_widths),
)


def table_characters(block: dict[str, Any]) -> int:
    """Count the characters in all cells of a table."""
    return sum(len(words) for row in block.get("rows") or () for words in _words(row))


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        yield from (w for value in node.values() for w in _words(value))
    elif isinstance(node, list):
        yield from (w for item in node for w in _words(item))

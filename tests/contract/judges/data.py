"""The limits judge's shapes of tables and charts."""

from collections.abc import Iterator, Mapping
from typing import Any

from slackblocks import _limits as most

from tests.contract.judges.checks import (
    Check,
    Node,
    flag,
    items,
    kinds,
    number,
    one_of,
    positive,
    repeated,
    shape,
    string,
    units,
    whole,
)
from tests.contract.judges.rich import rich_text

TABLE_CHARACTERS = 10_000
"""Per table and per message; slackblocks doesn't know it. Source: docs.slack.dev, table block."""

_raw_text = shape(
    {"type": one_of("raw_text"), "text": string(None, most.DATA_TABLE_CELL_TEXT_MIN_LENGTH)}, {}
)
_raw_number = shape({"type": one_of("raw_number"), "value": number, "text": string()}, {})
_CELLS: Mapping[str, Check] = {"raw_text": _raw_text, "raw_number": _raw_number, "rich_text": rich_text}


def characters(node: Any) -> int:
    """Count the characters of all texts inside a node."""
    if isinstance(node, Mapping):
        own = units(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + sum(characters(child) for key, child in node.items() if key != "text" or not own)
    return sum(characters(child) for child in node) if isinstance(node, list) else 0


def _is_rectangular(value: Node, path: str) -> Iterator[str]:
    widths = {len(row) for row in value["rows"]}
    if len(widths) > 1:
        yield f"{path}/rows: rows of {min(widths)} to {max(widths)} cells; all must be alike"
    if value.get("row_header_column_index", 0) >= max(widths):
        yield f"{path}/row_header_column_index: there is no such column"


def _has_plain_header(value: Node, path: str) -> Iterator[str]:
    if any(cell["type"] == "rich_text" for cell in value["rows"][0]):
        yield f"{path}/rows/0: header cells can't be rich_text"


def _weighs(limit: int) -> Check:
    def check(value: Node, path: str) -> Iterator[str]:
        if characters(value["rows"]) > limit:
            yield f"{path}/rows: {characters(value['rows'])} characters, {limit} at most"

    return check


_columns = items(kinds(_CELLS), most.DATA_TABLE_COLUMNS_MAX_ITEMS, most.DATA_TABLE_COLUMNS_MIN_ITEMS)
data_table = {
    "required": {
        "caption": string(),
        "rows": items(_columns, most.DATA_TABLE_ROWS_MAX_ITEMS, most.DATA_TABLE_ROWS_MIN_ITEMS),
    },
    "optional": {
        "page_size": whole(most.DATA_TABLE_PAGE_SIZE_MIN, most.DATA_TABLE_PAGE_SIZE_MAX),
        "row_header_column_index": whole(most.DATA_TABLE_ROW_HEADER_COLUMN_INDEX_MIN),
    },
    "rules": (_is_rectangular, _has_plain_header, _weighs(most.DATA_TABLE_CONTENT_MAX_LENGTH)),
}
_setting = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
table = {
    "required": {
        "rows": items(items(kinds(_CELLS), most.TABLE_COLUMNS_MAX_ITEMS), most.TABLE_ROWS_MAX_ITEMS)
    },
    "optional": {"column_settings": items(_setting, most.TABLE_COLUMN_SETTINGS_MAX_ITEMS)},
    "rules": (_weighs(TABLE_CHARACTERS),),
}


def _has_unique_names(value: Node, path: str) -> Iterator[str]:
    yield from repeated([one["name"] for one in value["series"]], f"{path}/series", "the name")
    yield from repeated(value["axis_config"]["categories"], f"{path}/axis_config", "the category")


def _has_a_point_per_category(value: Node, path: str) -> Iterator[str]:
    categories = value["axis_config"]["categories"]
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield f"{path}/series/{index}/data: not one point for each category"


_segment = shape(
    {"label": string(most.DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH), "value": positive},
    {},
)
_point = shape({"label": string(most.DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH), "value": number}, {})
_series = shape(
    {
        "name": string(most.DATA_VISUALIZATION_SERIES_NAME_MAX_LENGTH),
        "data": items(_point, most.DATA_VISUALIZATION_DATA_MAX_ITEMS),
    },
    {},
)
_axis_label = string(most.DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH)
_category = string(most.DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH)
_axes = shape(
    {"categories": items(_category, most.DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS)},
    {"x_label": _axis_label, "y_label": _axis_label},
)
_pie = shape(
    {"type": one_of("pie"), "segments": items(_segment, most.DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS)},
    {},
)
_axis_chart = shape(
    {
        "type": one_of("bar", "area", "line"),
        "series": items(_series, most.DATA_VISUALIZATION_SERIES_MAX_ITEMS),
        "axis_config": _axes,
    },
    {},
    _has_unique_names,
    _has_a_point_per_category,
)
_CHARTS = {"pie": _pie, "bar": _axis_chart, "area": _axis_chart, "line": _axis_chart}
chart = {
    "required": {"title": string(most.DATA_VISUALIZATION_TITLE_MAX_LENGTH), "chart": kinds(_CHARTS)},
    "optional": {},
    "rules": (),
}

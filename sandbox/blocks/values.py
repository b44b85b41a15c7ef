"""The `state.values` of a form: what its inputs hold before and after a person touched them."""

from collections.abc import Mapping
from typing import Any

from sandbox.blocks.walk import elements, walk

Json = dict[str, Any]

# element type -> (key in state.values, key of its initial value)
_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}


def initial_values(blocks: list[Json]) -> Json:
    """Build `state.values` of untouched blocks."""
    values: Json = {}
    for block in walk(blocks):
        for element in elements(block):
            if element["type"] in _KEYS:
                row = values.setdefault(block["block_id"], {})
                row[element["action_id"]] = _initial(element)
    return values


def _initial(element: Json) -> Json:
    key, initial = _KEYS[element["type"]]
    empty: Any = [] if key.startswith("selected_") and key.endswith("s") else None
    return {"type": element["type"], key: element.get(initial, empty)}


def merged(blocks: list[Json], *layers: Mapping[str, Any]) -> Json:
    """Lay given values over the initial ones; what belongs to no input of the form is dropped."""
    values = initial_values(blocks)
    for layer in layers:
        for block_id, row in values.items():
            for action_id, held in row.items():
                given = layer.get(block_id, {}).get(action_id)
                if given is not None and given.get("type", held["type"]) == held["type"]:
                    row[action_id] = held | given
    return values


def missing_answers(blocks: list[Json], values: Mapping[str, Any]) -> dict[str, str]:
    """Name the required inputs that are still empty, as Slack's client does before it submits."""
    required = [b for b in blocks if b["type"] == "input" and not b.get("optional", False)]
    return {
        block["block_id"]: "Please complete this required field."
        for block in required
        if not any(_is_filled(held) for held in values[block["block_id"]].values())
    }


def _is_filled(held: Json) -> bool:
    return any(value not in (None, "", []) for key, value in held.items() if key != "type")

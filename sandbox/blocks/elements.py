"""Interactive elements with their limits, and which of them may sit where."""

from typing import Any

from sandbox.blocks.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    LISTED_OPTION,
    OPTION,
    OPTION_GROUPS,
    OPTIONS,
    OVERFLOW_OPTION,
    STYLE,
    plain,
    text_kinds,
)
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

_ACTION_ID = {"action_id": string(255, 1)}
_FOCUS = {"focus_on_load": boolean}
_PLACEHOLDER = {"placeholder": plain(150)}
_ID = string(255, 1)
_IDS = array(_ID, 100, 0)


def _unique_values(element: dict[str, Any]) -> str | None:
    values = [o.get("value") for o in element.get("options") or () if isinstance(o, dict)]
    return "option values must be unique" if len(values) != len(set(values)) else None


def _options_or_groups(element: dict[str, Any]) -> str | None:
    both = ("options" in element) + ("option_groups" in element)
    return None if both == 1 else "must define exactly one of options, option_groups"


def _min_below_max(element: dict[str, Any]) -> str | None:
    low, high = element.get("min_length"), element.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        return "min_length must be no more than max_length"
    return None


def _select(**own: Rule) -> Rule:
    common = _ACTION_ID | _FOCUS | _PLACEHOLDER | {"confirm": CONFIRM}
    return shape({}, common | own)


def _multi(**own: Rule) -> Rule:
    return _select(max_selected_items=number(1, whole=True), **own)


def _static(pick: Rule) -> Rule:
    return every(pick, also(_options_or_groups), also(_unique_values))


def _typed(required: dict[str, Rule] | None = None, **own: Rule) -> Rule:
    common = _ACTION_ID | _FOCUS | _PLACEHOLDER | {"dispatch_action_config": DISPATCH_CONFIG}
    return shape(required or {}, common | {"initial_value": string(3000)} | own)


def _choices(**own: Rule) -> Rule:
    optional = _ACTION_ID | _FOCUS | {"confirm": CONFIRM} | own
    return every(shape({"options": array(LISTED_OPTION, 10)}, optional), also(_unique_values))


BUTTON = shape(
    {"text": plain(75)},
    _ACTION_ID
    | {
        "value": string(2000),
        "url": string(3000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
IMAGE_ELEMENT = shape(
    {"alt_text": string(2000, 1)},
    {"image_url": string(3000, 1), "slack_file": anything},
    needs_one_of=("image_url", "slack_file"),
)

_PRESSED: dict[str, Rule] = {
    "button": BUTTON,
    "workflow_button": shape({"text": plain(75), "workflow": anything}, _ACTION_ID),
    "overflow": shape({"options": array(OVERFLOW_OPTION, 5)}, _ACTION_ID | {"confirm": CONFIRM}),
}
_CHOSEN: dict[str, Rule] = {
    "static_select": _static(_select(options=OPTIONS, option_groups=OPTION_GROUPS, initial_option=OPTION)),
    "multi_static_select": _static(
        _multi(options=OPTIONS, option_groups=OPTION_GROUPS, initial_options=OPTIONS)
    ),
    "external_select": _select(min_query_length=number(0, whole=True), initial_option=OPTION),
    "multi_external_select": _multi(min_query_length=number(0, whole=True), initial_options=OPTIONS),
    "users_select": _select(initial_user=_ID),
    "multi_users_select": _multi(initial_users=_IDS),
    "channels_select": _select(initial_channel=_ID, response_url_enabled=boolean),
    "multi_channels_select": _multi(initial_channels=_IDS),
    "conversations_select": _select(
        initial_conversation=_ID,
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "multi_conversations_select": _multi(
        initial_conversations=_IDS,
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "datepicker": _select(initial_date=string(10, 10)),
    "timepicker": _select(initial_time=string(5, 5), timezone=_ID),
    "datetimepicker": shape(
        {},
        _ACTION_ID | _FOCUS | {"confirm": CONFIRM, "initial_date_time": number(0, whole=True)},
    ),
    "checkboxes": _choices(initial_options=array(LISTED_OPTION, 10)),
    "radio_buttons": _choices(initial_option=LISTED_OPTION),
}
_TYPED: dict[str, Rule] = {
    "plain_text_input": every(
        _typed(
            multiline=boolean,
            min_length=number(0, 3000, whole=True),
            max_length=number(1, 3000, whole=True),
        ),
        also(_min_below_max),
    ),
    "email_text_input": _typed(),
    "url_text_input": _typed(),
    "number_input": _typed({"is_decimal_allowed": boolean}, min_value=string(100), max_value=string(100)),
    "rich_text_input": _typed(initial_value=anything),
    "file_input": shape(
        {},
        _ACTION_ID | {"filetypes": array(string(20, 1), 100), "max_files": number(1, 10, whole=True)},
    ),
}

ACTION_ELEMENT = by_type(_PRESSED | _CHOSEN)
INPUT_ELEMENT = by_type(_CHOSEN | _TYPED)
ACCESSORY = by_type(_PRESSED | _CHOSEN | {"image": IMAGE_ELEMENT})
CONTEXT_ELEMENT = by_type({"image": IMAGE_ELEMENT} | text_kinds(3000))
FEEDBACK_ELEMENT = by_type(
    {
        "feedback_buttons": shape({"positive_button": anything, "negative_button": anything}, _ACTION_ID),
        "icon_button": shape(
            {"icon": one_of("trash"), "text": plain(75)},
            _ACTION_ID
            | {"value": string(2000), "confirm": CONFIRM, "accessibility_label": string(75)}
            | {"visible_to_user_ids": _IDS},
        ),
    }
)

"""The limits judge's shapes of elements: buttons, selects, inputs, and the objects in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from slackblocks import _limits as most

from tests.contract.judges.checks import (
    Check,
    Node,
    at_most_one,
    either,
    flag,
    items,
    one_of,
    plain,
    repeated,
    shape,
    string,
    whole,
)
from tests.contract.judges.objects import (
    confirm,
    conversation_filter,
    dispatch,
    https,
    offers_the_initial,
    option,
    plain_option,
    select_groups,
    select_options,
    slack_file,
    style,
    worded_option,
    workflow,
)

SELECTS = ("static_select", "users_select", "conversations_select", "channels_select", "external_select")
MULTI_SELECTS = tuple(f"multi_{name}" for name in SELECTS)
CHOICES = ("checkboxes", "radio_buttons", *SELECTS, *MULTI_SELECTS)
IN_ACTIONS = {
    *("button", "datepicker", "datetimepicker", "overflow", "rich_text_input", "timepicker"),
    *("workflow_button", *CHOICES),
}
IN_SECTION = {"button", "datepicker", "image", "overflow", "timepicker", "workflow_button", *CHOICES}
IN_INPUT = {
    *("datepicker", "datetimepicker", "email_text_input", "file_input", "number_input", "plain_text_input"),
    *("rich_text_input", "timepicker", "url_text_input", *CHOICES),
}

_id = string(most.ACTION_ID_MAX_LENGTH)
_decimal = string(pattern=r"[+-]?\d+(\.\d*)?")
_date = string(pattern=r"\d{4}-\d{2}-\d{2}")


def _bounds(low: str, high: str) -> Check:
    def check(value: Node, path: str) -> Iterator[str]:
        if low in value and high in value and float(value[low]) > float(value[high]):
            yield f"{path}: {low} is above {high}"

    return check


_common: Mapping[str, Check] = {"action_id": _id, "confirm": confirm}
_focus: Mapping[str, Check] = {"focus_on_load": flag}


def _placed(limit: int) -> dict[str, Check]:
    return {"placeholder": plain(limit)}


def _select(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    fields = {**_common, **_focus, **_placed(most.SELECT_PLACEHOLDER_MAX_LENGTH), **optional}
    return shape({"type": string(), **required}, fields, *rules)


def _multi(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    least = most.MULTI_SELECT_MAX_SELECTED_ITEMS_MIN
    return _select(required, {"max_selected_items": whole(least), **optional}, *rules)


def _typed(placeholder: int, optional: Mapping[str, Check], *rules: Check) -> Check:
    fields = {"action_id": _id, "dispatch_action_config": dispatch, **_focus, **_placed(placeholder)}
    return shape({"type": string()}, {**fields, **optional}, *rules)


def _picker(optional: Mapping[str, Check]) -> Check:
    return shape({"type": string()}, {**_common, **_focus, **optional})


def _choice(option_check: Check, limit: int, initial: str) -> Check:
    first: Check = option_check if initial == "initial_option" else items(option_check, limit)
    return shape(
        {"type": string(), "options": items(option_check, limit)},
        {**_common, **_focus, initial: first},
        offers_the_initial,
    )


_static = {"options": select_options, "option_groups": select_groups}
_conversation = {"default_to_current_conversation": flag, "filter": conversation_filter}
_answerable = {"response_url_enabled": flag}
_ids = items(string(), None)
_query = whole(most.SELECT_MIN_QUERY_LENGTH_MIN)
_feedback = shape(
    {
        "text": plain(most.FEEDBACK_BUTTON_TEXT_MAX_LENGTH),
        "value": string(most.FEEDBACK_BUTTON_VALUE_MAX_LENGTH),
    },
    {"accessibility_label": string(most.FEEDBACK_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH)},
)

button = shape(
    {"type": one_of("button"), "text": plain(most.BUTTON_TEXT_MAX_LENGTH)},
    {
        **_common,
        "value": string(most.BUTTON_VALUE_MAX_LENGTH),
        "url": https,
        "style": style,
        "accessibility_label": string(most.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH),
    },
)
image = shape(
    {"type": one_of("image"), "alt_text": string(most.IMAGE_ELEMENT_ALT_TEXT_MAX_LENGTH)},
    {"image_url": string(most.IMAGE_ELEMENT_IMAGE_URL_MAX_LENGTH), "slack_file": slack_file},
    either("image_url", "slack_file"),
)

ELEMENTS: Mapping[str, Check] = {
    "button": button,
    "image": image,
    "checkboxes": _choice(worded_option, most.CHECKBOXES_OPTIONS_MAX_ITEMS, "initial_options"),
    "radio_buttons": _choice(worded_option, most.RADIO_BUTTONS_OPTIONS_MAX_ITEMS, "initial_option"),
    "overflow": shape(
        {
            "type": string(),
            "options": items(
                option(plain(most.OPTION_TEXT_MAX_LENGTH), "url"), most.OVERFLOW_OPTIONS_MAX_ITEMS
            ),
        },
        _common,
    ),
    "datepicker": _picker({"initial_date": _date, **_placed(most.DATE_PICKER_PLACEHOLDER_MAX_LENGTH)}),
    "timepicker": _picker(
        {
            "initial_time": string(pattern=r"([01]\d|2[0-3]):[0-5]\d"),
            "timezone": string(),
            **_placed(most.TIME_PICKER_PLACEHOLDER_MAX_LENGTH),
        }
    ),
    "datetimepicker": _picker({"initial_date_time": whole(10**9, 10**10 - 1)}),
    "static_select": _select(
        {},
        {**_static, "initial_option": plain_option},
        either("options", "option_groups"),
        offers_the_initial,
    ),
    "multi_static_select": _multi(
        {},
        {**_static, "initial_options": select_options},
        either("options", "option_groups"),
        offers_the_initial,
    ),
    "external_select": _select({}, {"initial_option": plain_option, "min_query_length": _query}),
    "multi_external_select": _multi({}, {"initial_options": select_options, "min_query_length": _query}),
    "users_select": _select({}, {"initial_user": string()}),
    "multi_users_select": _multi({}, {"initial_users": _ids}),
    "conversations_select": _select(
        {},
        {"initial_conversation": string(), **_conversation, **_answerable},
        at_most_one("initial_conversation", "default_to_current_conversation"),
    ),
    "multi_conversations_select": _multi({}, {"initial_conversations": _ids, **_conversation}),
    "channels_select": _select({}, {"initial_channel": string(), **_answerable}),
    "multi_channels_select": _multi({}, {"initial_channels": _ids}),
    "plain_text_input": _typed(
        most.PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH,
        {
            "initial_value": string(most.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX, 0),
            "multiline": flag,
            "min_length": whole(0, most.PLAIN_TEXT_INPUT_MIN_LENGTH_MAX),
            "max_length": whole(1, most.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX),
        },
        _bounds("min_length", "max_length"),
    ),
    "email_text_input": _typed(most.EMAIL_INPUT_PLACEHOLDER_MAX_LENGTH, {"initial_value": string()}),
    "url_text_input": _typed(most.URL_INPUT_PLACEHOLDER_MAX_LENGTH, {"initial_value": string()}),
    "rich_text_input": _typed(most.RICH_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH, {}),
    "number_input": shape(
        {"type": string(), "is_decimal_allowed": flag},
        {
            "action_id": _id,
            "dispatch_action_config": dispatch,
            **_focus,
            **_placed(most.NUMBER_INPUT_PLACEHOLDER_MAX_LENGTH),
            "initial_value": _decimal,
            "min_value": _decimal,
            "max_value": _decimal,
        },
        _bounds("min_value", "max_value"),
    ),
    "file_input": shape(
        {"type": string()},
        {
            "action_id": _id,
            "filetypes": _ids,
            "max_files": whole(most.FILE_INPUT_MAX_FILES_MIN, most.FILE_INPUT_MAX_FILES_MAX),
        },
    ),
    "workflow_button": shape(
        {"type": string(), "text": plain(most.WORKFLOW_BUTTON_TEXT_MAX_LENGTH), "workflow": workflow},
        {"action_id": _id, "style": style, "accessibility_label": string(75)},
    ),
    "feedback_buttons": shape(
        {"type": string(), "positive_button": _feedback, "negative_button": _feedback}, {"action_id": _id}
    ),
    "icon_button": shape(
        {"type": string(), "icon": one_of("trash"), "text": plain(75)},
        {
            **_common,
            "value": string(most.ICON_BUTTON_VALUE_MAX_LENGTH),
            "accessibility_label": string(most.ICON_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH),
            "visible_to_user_ids": items(string(), most.ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS),
        },
    ),
}
"""Every element by its type."""


def action_ids(elements: list[dict[str, Any]], path: str) -> Iterator[str]:
    """Say which action ids repeat in one block."""
    ids = [element["action_id"] for element in elements if "action_id" in element]
    yield from repeated(ids, path, "action_id")

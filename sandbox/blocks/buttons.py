"""Elements that are pressed: buttons of all kinds and the overflow menu."""

from sandbox.blocks.objects import CONFIRM, OVERFLOW_OPTIONS, OWN_ID, SLACK_ID, STYLE, plain, web_address
from sandbox.blocks.rules import Rule, array, one_of, shape, string

_ACTION_ID = {"action_id": OWN_ID}
_LABEL = {"accessibility_label": string(75)}
_VALUE = string(2000)

BUTTON = shape(
    {"text": plain(75)},
    _ACTION_ID
    | _LABEL
    | {"value": _VALUE, "url": web_address(), "style": STYLE, "confirm": CONFIRM}
    | {"agent_prompt": string(4000), "agent_prompt_display": string()},
)

_PARAMETER = shape({"name": string(None, 1), "value": string()})
_TRIGGER = shape({"url": web_address()}, {"customizable_input_parameters": array(_PARAMETER)})
_WORKFLOW_BUTTON = shape(
    {"text": plain(75), "workflow": shape({"trigger": _TRIGGER})},
    _ACTION_ID | _LABEL | {"style": STYLE, "confirm": CONFIRM},
)

PRESSED: dict[str, Rule] = {
    "button": BUTTON,
    "workflow_button": _WORKFLOW_BUTTON,
    "overflow": shape({"options": OVERFLOW_OPTIONS}, _ACTION_ID | {"confirm": CONFIRM}),
}

_FEEDBACK = shape({"text": plain(75), "value": _VALUE}, _LABEL)
CONTEXTUAL: dict[str, Rule] = {
    "feedback_buttons": shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION_ID),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(75)},
        _ACTION_ID
        | _LABEL
        | {"value": _VALUE, "confirm": CONFIRM, "visible_to_user_ids": array(SLACK_ID, 10)},
    ),
}

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blocks.check import message_faults
from tests.sandbox.kit import (
    Block,
    actions,
    button,
    confirm,
    element,
    menu,
    mrkdwn,
    options,
    plain,
    question,
    rich_section,
    rich_text,
    words,
)

GROUPS = [{"label": plain("x" * 75), "options": options(100)}]
WORKFLOW = {
    "trigger": {"url": "https://example.test", "customizable_input_parameters": [{"name": "a", "value": ""}]}
}
FEEDBACK = {"text": plain("Good"), "value": "1", "accessibility_label": "Good answer"}
CONTEXTUAL = {"feedback_buttons", "icon_button"}
PRESSED = {"button", "workflow_button", "overflow"}


def both(**more: Any) -> Block:
    return element("feedback_buttons", positive_button=FEEDBACK, negative_button=FEEDBACK) | more


def trash(**more: Any) -> Block:
    return element("icon_button", icon="trash", text=plain("Drop")) | more


def holding(one: Block) -> tuple[Block, str]:
    """Put an element where it may stand, and point at it."""
    if one["type"] in CONTEXTUAL:
        return {"type": "context_actions", "elements": [one]}, "/blocks/0/elements/0"
    if one["type"] in PRESSED:
        return actions(one), "/blocks/0/elements/0"
    return question(one), "/blocks/0/element"


FINE: list[Block] = [
    button(style="primary", value="x" * 2000, confirm=confirm(deny=plain("x" * 30), style="danger")),
    button(url="https://example.test", accessibility_label="x" * 75),
    element("workflow_button", text=plain("Run"), workflow=WORKFLOW, style="primary"),
    menu(5, "overflow"),
    both(),
    trash(visible_to_user_ids=["U1"] * 10, confirm=confirm()),
    menu(100, initial_option=options(1)[0], placeholder=plain("x" * 150), focus_on_load=True),
    element("static_select", option_groups=GROUPS, initial_option=options(3)[2]),
    menu(3, "multi_static_select", initial_options=options(2), max_selected_items=2),
    element("external_select", min_query_length=0, initial_option=options(1)[0]),
    element("multi_external_select", max_selected_items=1),
    element("users_select", initial_user="U1"),
    element("multi_users_select", initial_users=["U1"]),
    element("channels_select", response_url_enabled=True),
    element("multi_channels_select", initial_channels=["C1"]),
    element("conversations_select", filter={"include": ["im", "public"]}),
    element("multi_conversations_select", filter={"exclude_bot_users": True}),
    element("datepicker", initial_date="2028-02-29"),
    element("timepicker", initial_time="23:59", timezone="Europe/Paris"),
    element("datetimepicker", initial_date_time=1_772_442_000),
    menu(10, "checkboxes", initial_options=options(2)),
    element(
        "radio_buttons", options=[{"text": mrkdwn("*a*"), "value": "x" * 150, "description": plain("b")}]
    ),
    element("plain_text_input", multiline=True, min_length=0, max_length=3000, initial_value=""),
    element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
    element("email_text_input", placeholder=plain("a@b.c")),
    element("url_text_input"),
    element("number_input", is_decimal_allowed=True, min_value="-0.5", max_value="7", initial_value="1.25"),
    element("rich_text_input", initial_value=rich_text(rich_section(words())), min_lines=1, max_lines=100),
    element("file_input", filetypes=["pdf"], max_files=10),
]


@pytest.mark.parametrize("one", FINE, ids=[f"{n}-{one['type']}" for n, one in enumerate(FINE)])
def test_a_proper_element_passes(one: Block) -> None:
    assert message_faults([holding(one)[0]]) == []


WRONG: list[tuple[Block, str, str]] = [
    (button(text=plain("x" * 76)), "less than 76", "/text/text"),
    (button(text=mrkdwn("x")), "unsupported type: mrkdwn", "/text/type"),
    (button("x" * 256), "less than 256", "/action_id"),
    (button(value="x" * 2001), "less than 2001", "/value"),
    (button(url="https://" + "x" * 3000), "less than 3001", "/url"),
    (button(url="javascript:alert(1)"), "must be a web address", "/url"),
    (button(style="warning"), "must be one of primary, danger", "/style"),
    (button(accessibility_label="x" * 76), "less than 76", "/accessibility_label"),
    (button(confirm=confirm(title=plain("x" * 101))), "less than 101", "/confirm/title/text"),
    (button(confirm=confirm(text=plain("x" * 301))), "less than 301", "/confirm/text/text"),
    (button(confirm=confirm(confirm=plain("x" * 31))), "less than 31", "/confirm/confirm/text"),
    (button(confirm=confirm(deny=plain("x" * 31))), "less than 31", "/confirm/deny/text"),
    (element("workflow_button", text=plain("Run")), "missing required field: workflow", ""),
    (
        element("workflow_button", text=plain("Run"), workflow={"trigger": {}}),
        "missing required field: url",
        "/workflow/trigger",
    ),
    (menu(6, "overflow"), "no more than 5 items", "/options"),
    (menu(0, "overflow"), "at least 1 items", "/options"),
    (both(positive_button=FEEDBACK | {"value": "x" * 2001}), "less than 2001", "/positive_button/value"),
    (both(negative_button={"text": plain("Bad")}), "missing required field: value", "/negative_button"),
    (trash(icon="star"), "must be one of trash", "/icon"),
    (trash(visible_to_user_ids=["U1"] * 11), "no more than 10 items", "/visible_to_user_ids"),
    (menu(101), "no more than 100 items", "/options"),
    (menu(options=[*options(1), *options(1)]), "value must be unique", "/options/1/value"),
    (menu(options=[{"text": plain("x" * 76), "value": "1"}]), "less than 76", "/options/0/text/text"),
    (menu(options=[{"text": plain("x"), "value": "x" * 151}]), "less than 151", "/options/0/value"),
    (
        menu(options=[options(1)[0] | {"description": plain("x" * 76)}]),
        "less than 76",
        "/options/0/description/text",
    ),
    (element("static_select"), "must define exactly one of options, option_groups", ""),
    (menu(option_groups=GROUPS), "must define exactly one of options, option_groups", ""),
    (element("static_select", option_groups=GROUPS * 101), "no more than 100 items", "/option_groups"),
    (
        element("static_select", option_groups=[{"label": plain("x" * 76), "options": options(1)}]),
        "less than 76",
        "/option_groups/0/label/text",
    ),
    (menu(3, initial_option=options(4)[3]), "must be one of the options", "/initial_option"),
    (
        element("static_select", option_groups=GROUPS, initial_option=options(101)[100]),
        "must be one of the options",
        "/initial_option",
    ),
    (
        menu(3, "multi_static_select", initial_options=options(4)),
        "must be one of the options",
        "/initial_options/3",
    ),
    (menu(3, "multi_static_select", max_selected_items=0), "at least 1", "/max_selected_items"),
    (menu(placeholder=plain("x" * 151)), "less than 151", "/placeholder/text"),
    (element("external_select", min_query_length=-1), "at least 0", "/min_query_length"),
    (element("conversations_select", filter={}), "must define one of include", "/filter"),
    (element("conversations_select", filter={"include": ["dm"]}), "must be one of im", "/filter/include/0"),
    (element("datepicker", initial_date="02.03.2026"), "must be a date as YYYY-MM-DD", "/initial_date"),
    (element("datepicker", initial_date="2026-02-29"), "must be a day of the calendar", "/initial_date"),
    (element("timepicker", initial_time="24:00"), "must be a time as HH:mm", "/initial_time"),
    (element("datetimepicker", initial_date_time=1_772_442), "at least 1000000000", "/initial_date_time"),
    (menu(11, "checkboxes"), "no more than 10 items", "/options"),
    (menu(2, "checkboxes", initial_options=options(3)), "must be one of the options", "/initial_options/2"),
    (menu(11, "radio_buttons"), "no more than 10 items", "/options"),
    (menu(2, "radio_buttons", initial_option=options(3)[2]), "one of the options", "/initial_option"),
    (element("plain_text_input", min_length=-1), "at least 0", "/min_length"),
    (element("plain_text_input", max_length=0), "at least 1", "/max_length"),
    (element("plain_text_input", max_length=3001), "no more than 3000", "/max_length"),
    (element("plain_text_input", min_length=5, max_length=4), "no more than max_length", "/min_length"),
    (
        element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        "must be one of on_enter_pressed",
        "/dispatch_action_config/trigger_actions_on/0",
    ),
    (element("email_text_input", placeholder=plain("x" * 151)), "less than 151", "/placeholder/text"),
    (element("number_input"), "missing required field: is_decimal_allowed", ""),
    (element("number_input", is_decimal_allowed=True, min_value=1), "must provide a string", "/min_value"),
    (
        element("number_input", is_decimal_allowed=True, min_value="2", max_value="1.5"),
        "no more than max_value",
        "/min_value",
    ),
    (element("rich_text_input", initial_value="bare"), "must provide an object", "/initial_value"),
    (element("rich_text_input", max_lines=101), "no more than 100", "/max_lines"),
    (element("file_input", max_files=11), "no more than 10", "/max_files"),
    (element("file_input", max_files=0), "at least 1", "/max_files"),
]


@pytest.mark.parametrize(
    ("one", "said", "place"), WRONG, ids=[f"{n}-{one['type']}" for n, (one, _, _) in enumerate(WRONG)]
)
def test_a_wrong_element_is_refused_with_its_place(one: Block, said: str, place: str) -> None:
    block, pointer = holding(one)
    faults = message_faults([block])
    assert any(said in found and found.endswith(f"[json-pointer:{pointer}{place}]") for found in faults)


@pytest.mark.parametrize("kind", ["plain_text_input", "file_input", "number_input"])
def test_what_is_typed_stands_in_inputs_only(kind: str) -> None:
    assert "unsupported type" in message_faults([actions(element(kind))])[0]


def test_formatted_text_may_be_typed_among_buttons() -> None:
    assert message_faults([actions(element("rich_text_input"), element("multi_users_select"))]) == []


@given(
    one=st.sampled_from(FINE), data=st.data(), broken=st.none() | st.integers() | st.just([{}]) | st.just({})
)
def test_whatever_stands_in_a_field_is_judged_without_an_error(
    one: Block, data: st.DataObject, broken: Any
) -> None:
    field = data.draw(st.sampled_from(sorted(one)))
    assert isinstance(message_faults([holding(one)[0] | {"elements": [one | {field: broken}]}]), list)

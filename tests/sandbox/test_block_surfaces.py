from typing import Any

import pytest

from sandbox.blocks.check import NEW_BLOCKS, message_faults, view_faults
from tests.sandbox.kit import (
    Block,
    actions,
    alert,
    button,
    card,
    container,
    element,
    home,
    markdown,
    modal,
    pie,
    plain,
    plan,
    question,
    section,
    table,
    task,
)

SAMPLES: dict[str, Block] = {
    "section": section(),
    "input": question(element("plain_text_input")),
    "file": {"type": "file", "external_id": "A", "source": "remote"},
    "data_visualization": pie(1),
    "data_table": table([["a"], ["b"]]),
    "table": table([["a"]], "table"),
    "card": card(),
    "carousel": {"type": "carousel", "elements": [card()]},
    "container": container(section()),
    "alert": alert(),
    "context_actions": {
        "type": "context_actions",
        "elements": [element("icon_button", icon="trash", text=plain("x"))],
    },
    "markdown": markdown("# Hello"),
    "plan": plan(task()),
    "task_card": task(),
}
ELSEWHERE = {
    "message": {"alert"},
    "modal": set(SAMPLES) - {"section", "input", "card", "alert"},
    "home": {"file", "data_visualization", "alert", "context_actions", "markdown", "plan", "task_card"},
}


def faults(surface: str, *blocks: Block) -> list[str]:
    views = {"modal": modal, "home": home}
    return (
        message_faults(list(blocks))
        if surface == "message"
        else view_faults(views[surface](*blocks), surface)
    )


@pytest.mark.parametrize("surface", ELSEWHERE)
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_block_is_taken_where_slack_shows_it_and_nowhere_else(kind: str, surface: str) -> None:
    prefix = "/blocks" if surface == "message" else "/view/blocks"
    refusal = [f"unsupported type: {kind} [json-pointer:{prefix}/0/type]"]
    assert faults(surface, SAMPLES[kind]) == (refusal if kind in ELSEWHERE[surface] else [])


def test_the_blocks_of_2026_are_known_blocks() -> None:
    assert set(SAMPLES) >= NEW_BLOCKS


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_so_many_blocks(surface: str, most: int) -> None:
    assert faults(surface, *[section()] * most) == []
    assert f"no more than {most} items" in faults(surface, *[section()] * (most + 1))[0]


WRONG_VIEWS: list[tuple[dict[str, Any], str]] = [
    ({"title": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
    ({"title": "bare"}, "must provide an object [json-pointer:/view/title]"),
    ({"submit": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/submit/text]"),
    ({"close": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/close/text]"),
    (
        {"private_metadata": "x" * 3001},
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    ({"callback_id": "x" * 256}, "must be less than 256 characters [json-pointer:/view/callback_id]"),
    ({"external_id": "x" * 256}, "must be less than 256 characters [json-pointer:/view/external_id]"),
    ({"notify_on_close": "yes"}, "must provide a boolean [json-pointer:/view/notify_on_close]"),
    ({"color": "red"}, "invalid additional property: color [json-pointer:/view]"),
]


@pytest.mark.parametrize(("broken", "refusal"), WRONG_VIEWS)
def test_a_wrong_view_is_refused_with_its_place(broken: dict[str, Any], refusal: str) -> None:
    assert view_faults(modal(section(), **broken), "modal") == [refusal]


def test_a_view_of_the_wrong_kind_is_refused() -> None:
    assert "must be of type home" in view_faults(modal(), "home")[0]
    assert "must provide an object" in view_faults([], "modal")[0]


def test_a_form_needs_a_way_to_be_sent() -> None:
    asked = modal(question(element("plain_text_input")))
    assert view_faults(asked, "modal") == []
    del asked["submit"]
    assert "must define submit" in view_faults(asked, "modal")[0]


def test_one_element_of_a_view_is_focused_at_most() -> None:
    fields = [question(element("plain_text_input", focus_on_load=is_first)) for is_first in (True, False)]
    assert view_faults(modal(*fields), "modal") == []
    refusal = "only one element may have focus_on_load [json-pointer:/view/blocks/1/element/focus_on_load]"
    assert view_faults(modal(fields[0], fields[0]), "modal") == [refusal]


def test_block_ids_are_unique_also_across_nested_blocks() -> None:
    blocks = [section(block_id="a"), container(section(block_id="a"))]
    refusal = "block_id already exists: a [json-pointer:/blocks/1/child_blocks/0/block_id]"
    assert message_faults(blocks) == [refusal]


def test_action_ids_are_unique_within_a_block_only() -> None:
    assert message_faults([actions(button("a")), actions(button("a"))]) == []
    refusal = "action_id already exists: a [json-pointer:/blocks/0/elements/1/action_id]"
    assert message_faults([actions(button("a"), button("a"))]) == [refusal]
    assert "action_id already exists" in message_faults([card(actions=[button(), button()])])[0]


LONG = table([["a"], ["x" * 10_000]])
TOO_MUCH: list[tuple[list[Block], str]] = [
    ([pie(1)] * 3, "no more than 2 data_visualization blocks allowed"),
    ([SAMPLES["table"]] * 2, "only one table allowed"),
    ([markdown("x" * 6001)] * 2, "must be less than 12001 characters of markdown"),
    ([LONG, LONG], "must be less than 20001 characters in all data_table blocks"),
]


@pytest.mark.parametrize(("blocks", "words"), TOO_MUCH)
def test_some_things_are_counted_over_the_whole_message(blocks: list[Block], words: str) -> None:
    assert message_faults(blocks[1:]) == []
    assert message_faults(blocks) == [f"{words} [json-pointer:/blocks]"]
    half = len(blocks) - 1
    assert message_faults(blocks[:half], [{"blocks": blocks[half:]}]) == [f"{words} [json-pointer:/blocks]"]


def test_tables_are_counted_on_the_home_tab_too() -> None:
    assert "in all data_table blocks [json-pointer:/view/blocks]" in faults("home", LONG, LONG)[0]


def test_blocks_of_attachments_are_judged_like_those_of_the_message() -> None:
    attached = [{"text": "no blocks"}, {"color": "#ff0000", "blocks": [section("x" * 3001)]}]
    refusal = "must be less than 3001 characters [json-pointer:/attachments/1/blocks/0/text/text]"
    assert message_faults([section()], attached) == [refusal]

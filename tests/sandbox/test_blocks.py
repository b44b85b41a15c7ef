from typing import Any

import pytest

from sandbox.blocks.check import message_faults, view_faults

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def button(action_id: str = "go", **more: Any) -> Block:
    return {"type": "button", "text": plain("Go"), "action_id": action_id} | more


def section(text: str = "Hello", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text)} | more


def actions(*elements: Block, **more: Any) -> Block:
    return {"type": "actions", "elements": list(elements)} | more


def select(options: list[Block]) -> Block:
    return {"type": "static_select", "action_id": "pick", "options": options}


def options(count: int) -> list[Block]:
    return [{"text": plain(str(n)), "value": str(n)} for n in range(count)]


def pie(*values: float) -> Block:
    segments = [{"label": f"s{n}", "value": value} for n, value in enumerate(values)]
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Pairs", "chart": chart}


def line(categories: list[str], *series: list[str]) -> Block:
    named = [
        {"name": f"series {n}", "data": [{"label": label, "value": 1} for label in labels]}
        for n, labels in enumerate(series)
    ]
    chart = {"type": "line", "series": named, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "Sessions", "chart": chart}


def table(rows: list[list[str]], kind: str = "data_table", **more: Any) -> Block:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    caption = {"caption": "All pairs"} if kind == "data_table" else {}
    return {"type": kind, "rows": cells} | caption | more


def card(**more: Any) -> Block:
    return {"type": "card", "title": mrkdwn("*Pair*"), "actions": [button()]} | more


def container(*children: Block) -> Block:
    return {"type": "container", "title": plain("Your pair"), "child_blocks": list(children)}


def modal(*blocks: Block) -> Block:
    fixed = {"type": "modal", "title": plain("Form"), "submit": plain("Send")}
    return fixed | {"blocks": list(blocks)}


CONFIRM = {"title": plain("Sure?"), "text": plain("?")}
FINE = [
    section(
        accessory=button(style="primary", value="1", confirm={"title": plain("Sure?"), "text": plain("?")})
    ),
    section(fields=[mrkdwn("a"), plain("b")]),
    actions(button("a"), select(options(100)), {"type": "datepicker", "action_id": "day"}),
    {"type": "context", "elements": [mrkdwn("small")]},
    {"type": "divider"},
    {"type": "header", "text": plain("Round 3"), "level": 2},
    pie(31, 11),
    line(["W40", "W41"], ["W40", "W41"], ["W41", "W40"]),
    table([["Pair", "Met"], ["P-001", "3"]], page_size=10, row_header_column_index=0),
    table([["Pair"]], kind="table", column_settings=[{"align": "right"}]),
    card(subtitle=mrkdwn("Q4"), body=mrkdwn("Meet")),
    {"type": "carousel", "elements": [card(), card()]},
    container(section(), actions(button())),
    {"type": "markdown", "text": "# Hello"},
]


@pytest.mark.parametrize("block", FINE, ids=[block["type"] for block in FINE])
def test_a_proper_block_passes(block: Block) -> None:
    assert message_faults([block]) == []


WRONG = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters"),
    ([{"type": "section"}], "must define one of text, fields"),
    ([section(colour="red")], "invalid additional property: colour"),
    ([{"type": "poem"}], "unsupported type: poem [json-pointer:/blocks/0/type]"),
    ([{"text": "no type"}], "missing required field: type"),
    (["text"], "must provide an object"),
    ([{"type": "header", "text": mrkdwn("*x*")}], "unsupported type: mrkdwn"),
    ([{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    ([actions()], "must have at least 1 items"),
    ([actions(*[button(str(n)) for n in range(26)])], "no more than 25 items"),
    ([actions(button(value="x" * 2001))], "less than 2001"),
    ([actions(button(style="blue"))], "must be one of primary, danger"),
    ([actions(button("a"), button("a"))], "action_id already exists: a"),
    ([actions({"type": "plain_text_input", "action_id": "x"})], "unsupported type"),
    ([actions(select(options(101)))], "no more than 100 items"),
    ([actions(select([*options(1), *options(1)]))], "option values must be unique"),
    ([actions({"type": "static_select", "action_id": "x"})], "exactly one of options"),
    ([section(block_id="a"), section(block_id="a")], "block_id already exists: a"),
    ([section(block_id="x" * 256)], "less than 256"),
    ([section()] * 51, "no more than 50 items"),
    ([pie(1), pie(1), pie(1)], "no more than 2 data_visualization"),
    ([pie(1, 0)], "must be more than 0 [json-pointer:/blocks/0/chart/segments/1/value]"),
    ([pie(*range(1, 14))], "no more than 12 items"),
    ([line(["a", "b"], ["a"])], "exactly one data point per category"),
    ([table([["only a header"]])], "must have at least 2 items"),
    ([table([["a", "b"], ["c"]])], "same number of cells"),
    ([table([["a"], [""]])], "must be more than 0 characters"),
    ([table([["a"], ["x" * 20_000]])], "less than 20001 characters in a data_table"),
    ([table([["a"]], kind="table"), table([["a"]], kind="table")], "only one table"),
    ([card(title="bare")], "must provide an object"),
    ([card(body=mrkdwn("x" * 201))], "less than 201"),
    ([{"type": "card", "subtext": mrkdwn("x")}], "must define one of hero_image"),
    ([{"type": "carousel", "elements": [card()] * 11}], "no more than 10 items"),
    ([container(card())], "unsupported type: card"),
    ([container(pie(1))], "unsupported type: data_visualization"),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
]


@pytest.mark.parametrize(("blocks", "words"), WRONG, ids=[words[:40] for _, words in WRONG])
def test_a_wrong_block_is_refused_with_its_place(blocks: list[Any], words: str) -> None:
    assert words in "\n".join(message_faults(blocks))


def test_a_chart_belongs_in_messages_only() -> None:
    assert message_faults([pie(1)]) == []
    assert "unsupported type" in view_faults({"type": "home", "blocks": [pie(1)]}, "home")[0]
    assert "unsupported type" in view_faults(modal(pie(1)), "modal")[0]


def test_an_alert_belongs_in_modals_only() -> None:
    alert = {"type": "alert", "text": plain("Careful"), "level": "warning"}
    assert view_faults(modal(alert), "modal") == []
    assert "unsupported type" in view_faults({"type": "home", "blocks": [alert]}, "home")[0]


def test_tables_and_containers_are_shown_on_the_home_tab() -> None:
    blocks = [table([["a"], ["b"]]), container(section())]
    assert view_faults({"type": "home", "blocks": blocks}, "home") == []


def test_a_view_of_the_wrong_kind_is_refused() -> None:
    assert "must be of type home" in view_faults(modal(), "home")[0]
    assert "must provide an object" in view_faults([], "modal")[0]


def test_ids_are_unique_also_across_nested_blocks() -> None:
    blocks = [section(block_id="a"), container(section(block_id="a"))]
    assert "block_id already exists: a" in message_faults(blocks)[0]

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blocks.check import message_faults
from tests.sandbox.kit import (
    ADDRESS,
    Block,
    actions,
    alert,
    button,
    card,
    container,
    element,
    markdown,
    mrkdwn,
    picture,
    pie,
    plain,
    plan,
    question,
    rich_section,
    rich_text,
    section,
    table,
    task,
    words,
)

VIDEO = {
    "type": "video",
    "alt_text": "A talk",
    "title": plain("A talk"),
    "video_url": "https://example.test/talk",
    "thumbnail_url": ADDRESS,
}
LIST = {"type": "rich_text_list", "style": "bullet", "elements": [rich_section(words())]}
CODE = {"type": "rich_text_preformatted", "elements": [words("x = 1")], "border": 1}
MENTIONS = rich_section(
    {"type": "user", "user_id": "U1", "style": {"bold": True}},
    {"type": "channel", "channel_id": "C1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "wave"},
    {"type": "link", "url": "https://example.test", "text": "there"},
    {"type": "date", "timestamp": 1_772_442_000, "format": "{date_long}"},
)

FINE: list[Block] = [
    section("x" * 3000, block_id="x" * 255),
    section(fields=[plain("x" * 2000)] * 10),
    section(accessory=picture()),
    actions(*[button(str(n)) for n in range(25)]),
    {"type": "context", "elements": [mrkdwn("small"), picture()] * 5},
    {"type": "divider"},
    {"type": "header", "text": plain("x" * 150), "level": 4},
    picture(title=plain("Title")),
    {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "A file"},
    question(element("plain_text_input"), hint=plain("Any"), optional=True, dispatch_action=True),
    VIDEO | {"title_url": "https://example.test", "author_name": "x" * 50},
    {"type": "file", "external_id": "ABC", "source": "remote"},
    rich_text(MENTIONS, LIST | {"indent": 8, "offset": 2, "border": 0}, CODE),
    rich_text({"type": "rich_text_quote", "elements": [words()]}),
    card(subtitle=mrkdwn("x" * 150), body=mrkdwn("x" * 200), subtext=mrkdwn("x" * 200)),
    card(slack_icon={"type": "icon", "name": "rocket"}, hero_image=picture()),
    {"type": "carousel", "elements": [card(block_id=str(n)) for n in range(10)]},
    container(section(), actions(button()), is_collapsible=True, default_collapsed=True, width="wide"),
    container(table([["a"]], "table"), has_header_divider=True, icon=picture(), subtitle=plain("x")),
    {"type": "container", "rich_text_title": rich_text(rich_section(words())), "child_blocks": [section()]},
    markdown("x" * 12_000),
    task(details=rich_text(rich_section(words())), sources=[{"type": "url", "url": ADDRESS, "text": "x"}]),
    plan(task("a", status="pending"), {"task_id": "b", "title": "Rest", "status": "in_progress"}),
    {"type": "context_actions", "elements": [element("icon_button", icon="trash", text=plain("Drop"))]},
]


@pytest.mark.parametrize("block", FINE, ids=[f"{n}-{block['type']}" for n, block in enumerate(FINE)])
def test_a_proper_block_passes(block: Block) -> None:
    assert message_faults([block]) == []


WRONG: list[tuple[Any, str, str]] = [
    ("text", "must provide an object", ""),
    ({"text": "no type"}, "missing required field: type", ""),
    ({"type": "poem"}, "unsupported type: poem", "/type"),
    ({"type": ["poem"]}, "unsupported type", "/type"),
    (section(colour="red"), "invalid additional property: colour", ""),
    (section(block_id="x" * 256), "less than 256", "/block_id"),
    (section(""), "must be more than 0 characters", "/text/text"),
    (section("x" * 3001), "must be less than 3001 characters", "/text/text"),
    ({"type": "section"}, "must define one of text, fields", ""),
    (section() | {"text": "bare"}, "must provide an object", "/text"),
    (section(fields=[plain("x")] * 11), "no more than 10 items", "/fields"),
    (section(fields=[plain("x"), plain("x" * 2001)]), "less than 2001", "/fields/1/text"),
    (section(accessory=element("datetimepicker")), "unsupported type", "/accessory/type"),
    (actions(), "must have at least 1 items", "/elements"),
    (actions(*[button(str(n)) for n in range(26)]), "no more than 25 items", "/elements"),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items", "/elements"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button", "/elements/0/type"),
    ({"type": "header", "text": mrkdwn("*x*")}, "unsupported type: mrkdwn", "/text/type"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151", "/text/text"),
    ({"type": "header", "text": plain("x"), "level": 5}, "no more than 4", "/level"),
    ({"type": "header", "text": plain("x"), "level": 0}, "at least 1", "/level"),
    (picture(alt_text="x" * 2001), "less than 2001", "/alt_text"),
    (picture(image_url="ftp://example.test"), "must be a web address", "/image_url"),
    (picture(slack_file={"id": "F0123456789"}), "only one of image_url, slack_file", ""),
    ({"type": "image", "alt_text": "x"}, "must define one of image_url, slack_file", ""),
    (
        {"type": "image", "alt_text": "x", "slack_file": {"id": "f1"}},
        "must be the id of a file",
        "/slack_file/id",
    ),
    ({"type": "image", "alt_text": "x", "slack_file": {}}, "one of id, url", "/slack_file"),
    (question(button()), "unsupported type: button", "/element/type"),
    (question(element("plain_text_input"), label=plain("x" * 2001)), "less than 2001", "/label/text"),
    (question(element("plain_text_input"), hint=plain("x" * 2001)), "less than 2001", "/hint/text"),
    (question(element("plain_text_input"), optional="no"), "must provide a boolean", "/optional"),
    (question(element("file_input"), dispatch_action=True), "can't dispatch", "/dispatch_action"),
    (VIDEO | {"title": plain("x" * 201)}, "less than 201", "/title/text"),
    (VIDEO | {"title_url": "http://example.test"}, "must be an https address", "/title_url"),
    (VIDEO | {"author_name": "x" * 51}, "less than 51", "/author_name"),
    ({"type": "file", "external_id": "A", "source": "local"}, "must be one of remote", "/source"),
    (rich_text(), "at least 1 items", "/elements"),
    (rich_text(words()), "unsupported type: text", "/elements/0/type"),
    (rich_text(rich_section(words(""))), "more than 0", "/elements/0/elements/0/text"),
    (rich_text(rich_section(words(style="bold"))), "provide an object", "/elements/0/elements/0/style"),
    (rich_text(rich_section({"type": "user"})), "missing required field: user_id", "/elements/0/elements/0"),
    (rich_text(LIST | {"style": "square"}), "must be one of bullet, ordered", "/elements/0/style"),
    (rich_text(LIST | {"indent": 9}), "no more than 8", "/elements/0/indent"),
    (rich_text(LIST | {"border": 2}), "must be one of 0, 1", "/elements/0/border"),
    (
        rich_text(CODE | {"elements": [{"type": "user", "user_id": "U1"}]}),
        "unsupported type: user",
        "/elements/0/elements/0/type",
    ),
    (card(title="bare"), "must provide an object", "/title"),
    (card(title=mrkdwn("x" * 151)), "less than 151", "/title/text"),
    (card(body=mrkdwn("x" * 201)), "less than 201", "/body/text"),
    (card(actions=[button(str(n)) for n in range(4)]), "no more than 3 items", "/actions"),
    (card(actions=[element("users_select")]), "unsupported type", "/actions/0/type"),
    (card(slack_icon={"type": "icon", "name": "unicorn"}), "one of Slack's icons", "/slack_icon/name"),
    (card(slack_icon="rocket"), "must provide an object", "/slack_icon"),
    (
        card(icon=picture(), slack_icon={"type": "icon", "name": "key"}),
        "only one of icon, slack_icon",
        "",
    ),
    ({"type": "card", "subtext": mrkdwn("x")}, "must define one of hero_image", ""),
    ({"type": "carousel", "elements": [card()] * 11}, "no more than 10 items", "/elements"),
    ({"type": "carousel", "elements": []}, "at least 1 items", "/elements"),
    ({"type": "carousel", "elements": [section()]}, "unsupported type: section", "/elements/0/type"),
    (container(), "at least 1 items", "/child_blocks"),
    (container(*[section()] * 11), "no more than 10 items", "/child_blocks"),
    (container(card()), "unsupported type: card", "/child_blocks/0/type"),
    (container(pie(1)), "unsupported type: data_visualization", "/child_blocks/0/type"),
    (container(table([["a"], ["b"]])), "unsupported type: data_table", "/child_blocks/0/type"),
    (container(container(section())), "unsupported type: container", "/child_blocks/0/type"),
    ({"type": "container", "child_blocks": [section()]}, "must define one of title, rich_text_title", ""),
    (container(section(), title=plain("x" * 151)), "less than 151", "/title/text"),
    (container(section(), width="huge"), "must be one of narrow", "/width"),
    (container(section(), default_collapsed=True), "needs is_collapsible", "/default_collapsed"),
    (
        container(section(), is_collapsible=True, has_header_divider=True),
        "for containers that don't collapse",
        "/has_header_divider",
    ),
    (alert(), "unsupported type: alert", "/type"),
    (markdown("x" * 12_001), "less than 12001", "/text"),
    (task(title=plain("Read")), "must provide a string", "/title"),
    (task(status="pending"), "must be one of in_progress", "/status"),
    (task(status="done"), "must be one of in_progress", "/status"),
    (task(details="bare"), "must provide an object", "/details"),
    (task(sources=[{"type": "url", "url": "x", "text": "x"}]), "web address", "/sources/0/url"),
    (plan(title=plain("Today")), "must provide a string", "/title"),
    (plan(*[task(str(n)) for n in range(51)]), "no more than 50 items", "/tasks"),
    (plan(task("a"), task("a")), "task_id must be unique", "/tasks/1/task_id"),
    (plan(section()), "must be one of task_card", "/tasks/0/type"),
    ({"type": "plan", "title": "Today"}, "missing required field: tasks", ""),
]


@pytest.mark.parametrize(
    ("block", "said", "place"), WRONG, ids=[f"{n}-{said[:30]}" for n, (_, said, _) in enumerate(WRONG)]
)
def test_a_wrong_block_is_refused_with_its_place(block: Any, said: str, place: str) -> None:
    faults = message_faults([block])
    assert any(said in found and found.endswith(f"[json-pointer:/blocks/0{place}]") for found in faults)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(block=st.sampled_from(FINE), data=st.data(), broken=JSON)
def test_whatever_stands_in_a_field_is_judged_without_an_error(
    block: Block, data: st.DataObject, broken: Any
) -> None:
    field = data.draw(st.sampled_from(sorted(block)))
    assert isinstance(message_faults([block | {field: broken}]), list)

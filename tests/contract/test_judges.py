"""The judges can refuse: small bad payloads, each with the place it is refused at."""

from typing import Any

import pytest

from tests.contract.judges import limits, types, typescript
from tests.contract.judges.facts import absences, strangers

Json = dict[str, Any]
WORDS = {"type": "mrkdwn", "text": "Hello"}
SECTION = {"type": "section", "text": WORDS}
TASK = {"type": "task_card", "task_id": "1", "title": "Meet"}
PLAN = {"type": "plan", "title": "Today", "tasks": [{**TASK, "status": "pending"}]}
CHART = {
    "type": "data_visualization",
    "title": "Pairs",
    "chart": {"type": "pie", "segments": [{"label": "Met", "value": 3}]},
}


def _message(*blocks: Json, **more: Any) -> Json:
    return {"channel": "C1", "text": "Hello", "blocks": list(blocks), **more}


def _table(*rows: list[str]) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}


def _rich(*inline: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(inline)}]}


def _modal(*blocks: Json, **more: Any) -> Json:
    title = {"type": "plain_text", "text": "Form"}
    return {"trigger_id": "1", "view": {"type": "modal", "title": title, "blocks": list(blocks), **more}}


OVER_THE_LIMITS = {
    "an empty section": ("chat.postMessage", _message({"type": "section"}), "/blocks/0"),
    "a field nobody knows": ("chat.update", _message({**SECTION, "colour": "red"}), "/blocks/0/colour"),
    "an alert in a message": (
        "chat.postMessage",
        _message({"type": "alert", "text": WORDS}),
        "/blocks/0/type",
    ),
    "two blocks of one name": (
        "chat.postMessage",
        _message({**SECTION, "block_id": "a"}, {**SECTION, "block_id": "a"}),
        "/blocks",
    ),
    "three charts": ("chat.postMessage", _message(CHART, CHART, CHART), "/blocks"),
    "two tables": ("chat.postMessage", _message(_table(["a"]), _table(["b"])), "/blocks"),
    "a heavy table": ("chat.postMessage", _message(_table(["x" * 5_001, "y" * 5_000])), "/blocks"),
    "an attached block": (
        "chat.postMessage",
        _message(attachments=[{"blocks": [{"type": "section"}]}]),
        "/attachments/0/blocks/0",
    ),
    "a table attached to a table": (
        "chat.update",
        _message(_table(["a"]), attachments=[{"blocks": [_table(["b"])]}]),
        "/attachments",
    ),
    "a block with an upload": (
        "files.completeUploadExternal",
        {"files": [{"id": "F1"}], "blocks": [{"type": "section"}]},
        "/blocks/0",
    ),
    "an unknown thing in rich text": (
        "chat.postMessage",
        _message(_rich({"type": "poem", "text": "x"})),
        "/blocks/0/elements/0/elements/0/type",
    ),
    "an unknown thing in a cell": (
        "chat.postMessage",
        _message({"type": "table", "rows": [[_rich({"type": "poem"})]]}),
        "/blocks/0/rows/0/0/elements/0/elements/0/type",
    ),
    "a task that waits for no plan": (
        "chat.postMessage",
        _message({**TASK, "status": "pending"}),
        "/blocks/0/status",
    ),
    "a task's poem": (
        "chat.postMessage",
        _message({**TASK, "details": _rich({"type": "poem"})}),
        "/blocks/0/details/elements/0/elements/0/type",
    ),
    "metadata around a list": (
        "chat.postMessage",
        _message(metadata={"event_type": "x", "event_payload": []}),
        "/metadata/event_payload",
    ),
    "no number": (
        "chat.postMessage",
        _message({**CHART, "chart": {"type": "pie", "segments": [{"label": "x", "value": float("inf")}]}}),
        "/blocks/0/chart/segments/0/value",
    ),
    "a message without text": ("chat.postMessage", {"channel": "C1", "blocks": [SECTION]}, "/text"),
    "a chart on Home": (
        "views.publish",
        {"user_id": "U1", "view": {"type": "home", "blocks": [CHART]}},
        "/view",
    ),
    "a title of 25": (
        "views.open",
        _modal(title={"type": "plain_text", "text": "x" * 25}),
        "/view/title/text",
    ),
    "nine people": ("conversations.open", {"users": ",".join(f"U{n}" for n in range(9))}, "/users"),
    "an update without view": ("ack.update", {"response_action": "update"}, "/view"),
    "an empty error": ("ack.errors", {"errors": {"name": ""}}, "/errors/name"),
    "no options": ("ack.options", {}, "/"),
}
AGAINST_THE_TYPES = {
    "a bare string for a title": (
        "chat.postMessage",
        _message({"type": "card", "title": "x"}),
        "/blocks/0/title",
    ),
    "a field nobody knows": ("chat.update", {**_message(SECTION), "ts": "1.2", "colour": "red"}, "/colour"),
    "a modal without title": (
        "views.open",
        {"trigger_id": "1", "view": {"type": "modal", "blocks": []}},
        "/view",
    ),
    "a wrong style": (
        "chat.postMessage",
        _message(
            SECTION,
            {"type": "actions", "elements": [{"type": "button", "text": WORDS, "style": "loud"}]},
        ),
        "/blocks/1/elements/0",
    ),
    "a method nobody knows": ("chat.shout", {"text": "x"}, "/"),
}


@pytest.mark.parametrize("name", OVER_THE_LIMITS)
def test_the_limits_judge_refuses(name: str) -> None:
    method, args, path = OVER_THE_LIMITS[name]
    faults = limits.judge(method, args)
    assert [fault for fault in faults if fault.startswith(path)], faults


@pytest.mark.parametrize("method", ["chat.postMessage", "response_url", "ack"])
def test_the_limits_judge_lets_a_good_message_pass(method: str) -> None:
    blocks = SECTION, CHART, _table(["a", "b"]), _rich({"type": "text", "text": "x"}), PLAN
    assert limits.judge(method, _message(*blocks, attachments=[{"text": "x", "blocks": [SECTION]}])) == []


@pytest.mark.contract
def test_the_types_judge_refuses_each_at_its_place() -> None:
    verdicts = types.judge_many([(method, args) for method, args, _ in AGAINST_THE_TYPES.values()])
    for (name, (_, _, path)), faults in zip(AGAINST_THE_TYPES.items(), verdicts, strict=True):
        assert [fault for fault in faults if fault.startswith(path)], (name, faults)


@pytest.mark.contract
def test_the_types_judge_lets_a_form_of_strings_pass() -> None:
    form = {"filename": "report.csv", "length": "12"}
    assert types.judge("files.getUploadURLExternal", form) == []


@pytest.mark.contract
def test_what_is_exempt_is_really_unknown_to_the_types() -> None:
    """The day the types know it, the exemption must go."""
    writer = types.Writer()
    for kind in types.NEWER_KINDS:
        writer.source.declare(f"kind_{kind}", "KnownBlock['type']", kind)
    for kind, name in types.NEWER_FIELDS:
        block = f"keyof Extract<KnownBlock, {{ type: '{kind}' }}>"
        writer.source.declare(f"field_{kind}_{name}", block, name)
    known = typescript.faults_of(writer.source).keys()
    exempt = {f"kind_{kind}" for kind in types.NEWER_KINDS}
    assert known == exempt | {f"field_{kind}_{name}" for kind, name in types.NEWER_FIELDS}


def test_a_sample_tells_missing_keys() -> None:
    sample = {"id": "", "user": {"id": "", "name": ""}, "items": [{"type": "", "a": ""}, {"b": ""}]}
    ours = {"user": {"id": "U1"}, "items": [{"a": ""}, {"b": ""}]}
    assert [*absences(ours, sample, {})] == ["/id", "/user/name", "/items/*/type"]
    assert [*absences(ours, sample, {"": ("user",), "/user": ("id",)})] == []


def test_a_sample_tells_strange_keys_and_types() -> None:
    sample = {"id": "", "items": [{"name": ""}, {"size": 1}]}
    ours = {"id": 7, "items": [{"size": 2}, {"colour": "red"}], "extra": True}
    assert sorted(strangers(ours, sample)) == [
        "/extra: not in the sample",
        "/id: number, in the sample string",
        "/items/*/colour: not in the sample",
    ]

"""Planted views: what can be wrong in forms and Home tabs, and in how they are opened."""

from typing import Any

from tests.contract.planted_bench import Bench, Json, Planted, form, home_tab
from tests.sandbox.kit import element, home, markdown, modal, pie, plain, question, section, table
from tests.sandbox.stand_ins import ALICE

_NAME = question(element("plain_text_input"), block_id="name")
_FOCUSED = question(element("plain_text_input", focus_on_load=True))
_FILES = question(element("file_input"))
_NUMBER = element("number_input", is_decimal_allowed=False)


def _without(name: str, whole: Json) -> Json:
    return {key: value for key, value in whole.items() if key != name}


CONTENT: list[Planted] = [
    home_tab(
        "a chart on the Home tab",
        "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]",
        [table([["Pair"], ["P-1"]])],
        [pie(1)],
    ),
    form(
        "markdown in a form",
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
        modal(section()),
        modal(markdown("# Hello")),
    ),
    form(
        "a form without `submit`",
        "must define submit to use an input block in modals",
        modal(_NAME),
        _without("submit", modal(_NAME)),
    ),
    form(
        "a form's title of 25 characters",
        "less than 25 characters [json-pointer:/view/title/text]",
        modal(section(), title=plain("x" * 24)),
        modal(section(), title=plain("x" * 25)),
    ),
    form(
        "`private_metadata` of 3,001 characters",
        "less than 3001 characters [json-pointer:/view/private_metadata]",
        modal(section(), private_metadata="x" * 3000),
        modal(section(), private_metadata="x" * 3001),
    ),
    form(
        "a view of more than 250 kB",
        "",
        modal(*[section("x" * 2000)] * 100),
        modal(*[section("x" * 3000)] * 100),
        "view_too_large",
    ),
    form(
        "a view of 101 blocks",
        "no more than 100 items allowed [json-pointer:/view/blocks]",
        modal(*[section()] * 100),
        modal(*[section()] * 101),
    ),
    form(
        "two fields that want the focus",
        "only one element may have focus_on_load [json-pointer:/view/blocks/1/element/focus_on_load]",
        modal(_FOCUSED, _NAME),
        modal(_FOCUSED, _FOCUSED),
    ),
    form(
        "a number field that doesn't say whether decimals do",
        "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]",
        modal(question(_NUMBER)),
        modal(question(_without("is_decimal_allowed", _NUMBER))),
    ),
    form(
        "a file field that dispatches",
        "can't dispatch actions [json-pointer:/view/blocks/0/dispatch_action]",
        modal(_FILES),
        modal(_FILES | {"dispatch_action": True}),
    ),
    form("a Home tab opened as a form", "must be of type modal", modal(section()), home(section())),
]


def _used_twice(bench: Bench, is_wrong: bool) -> Json:
    trigger = bench.trigger()
    answer = bench.open(section(), trigger_id=trigger)
    return bench.open(section(), trigger_id=trigger) if is_wrong else answer


def _late(bench: Bench, is_wrong: bool) -> Json:
    trigger = bench.trigger()
    bench.wait(3.1 if is_wrong else 2.9)
    return bench.open(section(), trigger_id=trigger)


def _stacked(bench: Bench, is_wrong: bool) -> Json:
    view: Any = bench.open(section())["view"]
    answer: Json = {}
    for _ in range(3 if is_wrong else 2):
        answer = bench.call("views.push", trigger_id=bench.trigger(view["id"]), view=modal(section()))
        view = answer.get("view")
    return answer


def _outdated(bench: Bench, is_wrong: bool) -> Json:
    view = bench.call("views.publish", user_id=ALICE, view=home(section("first")))["view"]
    newer = bench.call("views.publish", user_id=ALICE, view=home(section("second")))["view"]
    known = view if is_wrong else newer
    return bench.call("views.publish", user_id=ALICE, view=home(section("third")), hash=known["hash"])


def _named_alike(bench: Bench, is_wrong: bool) -> Json:
    view = bench.open(section(), external_id="form-1")["view"]
    again = modal(section(), external_id="form-1" if is_wrong else "form-2")
    return bench.call("views.push", trigger_id=bench.trigger(view["id"]), view=again)


def _closed(bench: Bench, is_wrong: bool) -> Json:
    view = bench.open(section())["view"]
    if is_wrong:
        bench.workspace.views.clear(ALICE)
    return bench.call("views.update", view_id=view["id"], view=modal(section("Saved")))


def _faulty_field(bench: Bench, is_wrong: bool) -> Json:
    bench.open(_NAME)
    field = "plain_text_input" if is_wrong else "name"
    return bench.acknowledge(response_action="errors", errors={field: "Too short"})


OPENING: list[Planted] = [
    Planted("a trigger used twice", "exchanged_trigger_id", "", _used_twice),
    Planted("a trigger used after three seconds", "expired_trigger_id", "", _late),
    Planted("a fourth view on the stack", "push_limit_reached", "", _stacked),
    Planted("a Home tab over one not seen yet", "hash_conflict", "", _outdated),
    Planted("two views with one `external_id`", "duplicate_external_id", "", _named_alike),
    Planted("an update of a view that was closed", "not_found", "", _closed),
    Planted("an error at an action instead of a block", "invalid_response_errors", "", _faulty_field),
]

from dataclasses import replace
from typing import Any

import pytest

from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller, RealClock, modal, question, words


def home(text: str) -> dict[str, Any]:
    return {"type": "home", "blocks": [{"type": "header", "text": words(text)}]}


def open_form(workspace: Workspace, call: Caller, view: dict[str, Any]) -> dict[str, Any]:
    return call("views.open", trigger_id=workspace.views.issue_trigger(ALICE), view=view)


def test_a_trigger_works_once(workspace: Workspace, call: Caller) -> None:
    trigger = workspace.views.issue_trigger(ALICE)
    assert call("views.open", trigger_id=trigger, view=modal())["ok"]
    again = call("views.open", trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"


def test_a_trigger_dies_after_three_real_seconds(
    workspace: Workspace, call: Caller, real_clock: RealClock
) -> None:
    trigger = workspace.views.issue_trigger(ALICE)
    real_clock.seconds += 3.1
    answer = call("views.open", trigger_id=trigger, view=modal())
    assert answer["error"] == "expired_trigger_id"


def test_a_refused_view_does_not_use_the_trigger_up(workspace: Workspace, call: Caller) -> None:
    trigger = workspace.views.issue_trigger(ALICE)
    too_long = modal(title=words("A title of more than 24 characters"))
    refused = call("views.open", trigger_id=trigger, view=too_long)
    assert refused["error"] == "invalid_arguments"
    assert "/view/title/text" in refused["response_metadata"]["messages"][0]
    assert call("views.open", trigger_id=trigger, view=modal())["ok"]


def test_an_invented_trigger_is_refused(call: Caller) -> None:
    answer = call("views.open", trigger_id="1.2.3", view=modal())
    assert answer["error"] == "invalid_trigger_id"


def test_at_most_three_forms_lie_on_each_other(workspace: Workspace, call: Caller) -> None:
    first = open_form(workspace, call, modal())["view"]

    def push() -> dict[str, Any]:
        top = workspace.views.stack(ALICE)[-1]
        trigger = workspace.views.issue_trigger(ALICE, top.id)
        return call("views.push", trigger_id=trigger, view=modal())

    second = push()["view"]
    assert second["root_view_id"] == first["id"]
    assert second["previous_view_id"] == first["id"]
    assert push()["ok"]
    assert push()["error"] == "push_limit_reached"


def test_pushing_needs_a_click_in_a_form(workspace: Workspace, call: Caller) -> None:
    open_form(workspace, call, modal())
    trigger = workspace.views.issue_trigger(ALICE)
    assert call("views.push", trigger_id=trigger, view=modal())["error"] == "not_found"


def test_what_was_typed_survives_an_update_with_the_same_ids(workspace: Workspace, call: Caller) -> None:
    view = open_form(workspace, call, modal(question("a"), question("b")))["view"]
    typed = {"type": "plain_text_input", "value": "kept"}
    workspace.views.stack(ALICE)[-1].values["a"]["typed"] = typed
    updated = call("views.update", view_id=view["id"], view=modal(question("a"), question("c")))
    values = updated["view"]["state"]["values"]
    assert values["a"]["typed"]["value"] == "kept"
    assert values["c"]["typed"]["value"] is None
    assert updated["view"]["hash"] != view["hash"]


@pytest.mark.parametrize("method", ["views.update", "views.publish"])
def test_an_outdated_hash_is_a_conflict(workspace: Workspace, call: Caller, method: str) -> None:
    if method == "views.update":
        view_id = open_form(workspace, call, modal())["view"]["id"]
        args = {"view_id": view_id, "view": modal()}
    else:
        call(method, user_id=ALICE, view=home("1"))
        args = {"user_id": ALICE, "view": home("2")}
    assert call(method, hash="1.old", **args)["error"] == "hash_conflict"


def test_a_view_is_found_by_the_bots_own_name_for_it(workspace: Workspace, call: Caller) -> None:
    open_form(workspace, call, modal(external_id="join"))
    assert call("views.update", external_id="join", view=modal(external_id="join"))["ok"]
    twice = call("views.publish", user_id=ALICE, view=home("x") | {"external_id": "join"})
    assert twice["error"] == "duplicate_external_id"


def test_a_closed_view_can_not_be_updated(workspace: Workspace, call: Caller) -> None:
    view = open_form(workspace, call, modal())["view"]
    workspace.views.clear(ALICE)
    assert call("views.update", view_id=view["id"], view=modal())["error"] == "not_found"


def test_a_home_tab_keeps_its_id_over_publishes(call: Caller) -> None:
    first = call("views.publish", user_id=ALICE, view=home("1"))["view"]
    second = call("views.publish", user_id=ALICE, view=home("2"), hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    assert second["type"] == "home"


def test_a_form_with_a_question_needs_a_submit_button(workspace: Workspace, call: Caller) -> None:
    view = modal(question("a"))
    del view["submit"]
    answer = open_form(workspace, call, view)
    assert "must define submit" in answer["errors"][0]


def test_a_huge_view_is_refused(workspace: Workspace, call: Caller) -> None:
    answer = open_form(workspace, call, modal(private_metadata="x" * 250_000))
    assert answer["error"] == "view_too_large"


def test_a_form_opened_from_within_another_replaces_it_and_is_reported(
    workspace: Workspace, call: Caller
) -> None:
    first = open_form(workspace, call, modal(callback_id="first"))["view"]["id"]
    trigger = workspace.views.issue_trigger(ALICE, first)
    assert call("views.open", trigger_id=trigger, view=modal(callback_id="second"))["ok"]
    assert "from within a form" in workspace.calls[-1].complaints[0]
    open_form(workspace, call, modal(callback_id="second"))
    assert not workspace.calls[-1].complaints
    assert [v.content["callback_id"] for v in workspace.views.stack(ALICE)] == ["second"]


def test_a_trigger_of_a_form_that_is_gone_pushes_nothing(workspace: Workspace, call: Caller) -> None:
    gone = open_form(workspace, call, modal())["view"]["id"]
    trigger = workspace.views.issue_trigger(ALICE, gone)
    open_form(workspace, call, modal())
    assert call("views.push", trigger_id=trigger, view=modal())["error"] == "not_found"


def test_a_click_on_the_home_tab_can_not_push(workspace: Workspace, call: Caller) -> None:
    tab = call("views.publish", user_id=ALICE, view=home("1"))["view"]["id"]
    open_form(workspace, call, modal())
    trigger = workspace.views.issue_trigger(ALICE, tab)
    assert call("views.push", trigger_id=trigger, view=modal())["error"] == "not_found"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"private_metadata": "x" * 3000}, None),
        ({"private_metadata": "x" * 3001}, "invalid_arguments"),
        ({"callback_id": "x" * 256}, "invalid_arguments"),
        ({"external_id": "x" * 256}, "invalid_arguments"),
    ],
)
def test_the_fields_of_a_view_have_limits(
    workspace: Workspace, call: Caller, more: dict[str, Any], error: str | None
) -> None:
    assert open_form(workspace, call, modal(**more)).get("error") == error


def test_an_update_says_which_view(call: Caller) -> None:
    assert call("views.update", view=modal())["error"] == "invalid_arguments"
    assert call("views.update", view=modal(), external_id="nobody")["error"] == "not_found"


def test_an_app_without_a_home_tab_publishes_nothing(workspace: Workspace, call: Caller) -> None:
    workspace.identity.app = replace(workspace.identity.app, has_home=False)
    assert call("views.publish", user_id=ALICE, view=home("x"))["error"] == "not_enabled"

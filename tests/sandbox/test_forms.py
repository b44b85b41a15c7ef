"""Forms: what a submission holds, and what its acknowledgement does."""

from typing import Any

import pytest

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Reply
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, ScriptedApp, modal, question, show, words


async def test_a_submission_holds_every_input_touched_or_not(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    show(workspace, modal(question("a"), question("b", optional=True)))
    await acts.submit(ALICE, {"a": {"typed": {"value": "yes"}}, "zzz": {"x": {"value": "1"}}})
    assert app.last["view"]["state"]["values"] == {
        "a": {"typed": {"type": "plain_text_input", "value": "yes"}},
        "b": {"typed": {"type": "plain_text_input", "value": None}},
    }


async def test_a_required_input_left_empty_is_not_sent(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    show(workspace, modal(question("a")))
    reply = await acts.submit(ALICE)
    assert reply.failure == "not_sent"
    assert reply.body["errors"] == {"a": "Please complete this required field."}
    assert app.deliveries == []


@pytest.mark.parametrize(
    ("body", "open_after"),
    [
        (None, ["below"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal(callback_id="new")}, ["below", "new"]),
        ({"response_action": "push", "view": modal(callback_id="on")}, ["below", "top", "on"]),
    ],
)
async def test_the_acknowledgement_decides_what_stays_open(
    acts: Acts, app: ScriptedApp, workspace: Workspace, body: Any, open_after: list[str]
) -> None:
    show(workspace, modal(callback_id="below"), modal(callback_id="top"))
    app.script = [Reply(200, body)]
    await acts.submit(ALICE)
    assert [v.content["callback_id"] for v in workspace.views.stack(ALICE)] == open_after


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"response_action": "dance"}, "invalid_response_action"),
        ("thanks", "invalid_response_action"),
        ({"response_action": "errors", "errors": {"typed": "no"}}, "invalid_response_errors"),
        ({"response_action": "update"}, "invalid_response_view"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
    ],
)
async def test_an_acknowledgement_slack_can_not_use_is_an_error(
    acts: Acts, app: ScriptedApp, workspace: Workspace, body: Any, error: str
) -> None:
    show(workspace, modal(question("a", optional=True)))
    app.script = [Reply(200, body)]
    assert (await acts.submit(ALICE)).error == error
    assert len(workspace.views.stack(ALICE)) == 1


async def test_closing_is_told_only_to_views_that_asked(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    show(workspace, modal(notify_on_close=True), modal())
    await acts.close(ALICE)
    assert app.deliveries == []
    await acts.close(ALICE)
    assert (app.last["type"], app.last["is_cleared"]) == ("view_closed", False)


async def test_clear_on_close_takes_the_whole_stack_away(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    show(workspace, modal(notify_on_close=True), modal(clear_on_close=True))
    await acts.close(ALICE)
    assert workspace.views.stack(ALICE) == []
    assert app.last["is_cleared"] is True


async def test_options_are_asked_from_the_app(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    select = {"type": "external_select", "action_id": "who"}
    show(workspace, modal(question("a", element=select)))
    app.script = [Reply(200, {"options": []})]
    reply = await acts.suggest(ALICE, "who", "ali")
    assert reply.body == {"options": []}
    assert (app.last["type"], app.last["value"]) == ("block_suggestion", "ali")


def option(words_: str) -> dict[str, Any]:
    return {"text": words(words_), "value": words_}


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"options": "none"},
        {"options": [{"text": "Alice", "value": "a"}]},
        {"options": [option(str(n)) for n in range(101)]},
        {"options": [], "option_groups": []},
        {"option_groups": [{"label": "A", "options": []}]},
        {"options": [], "colour": "red"},
    ],
)
async def test_options_slack_could_not_show_are_none_and_are_kept(
    acts: Acts, app: ScriptedApp, workspace: Workspace, body: Any
) -> None:
    show(workspace, modal(question("a", element={"type": "external_select", "action_id": "who"})))
    app.script = [Reply(200, body)]
    reply = await acts.suggest(ALICE, "who", "ali")
    assert (reply.body, reply.error) == ({"options": []}, "invalid_options")
    assert [(c.method, c.error) for c in workspace.calls] == [("block_suggestion", "invalid_options")]


async def test_too_short_a_query_is_not_asked(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    select = {"type": "external_select", "action_id": "who"}
    eager = select | {"action_id": "eager", "min_query_length": 0}
    show(workspace, modal(question("a", element=select), question("b", element=eager)))
    assert (await acts.suggest(ALICE, "who", "al")).failure == "not_sent"
    assert app.deliveries == []
    app.script = [Reply(200, {"options": [option("Alice")]})]
    assert (await acts.suggest(ALICE, "eager")).body == {"options": [option("Alice")]}


async def test_a_bad_acknowledgement_is_kept_beside_the_calls(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    show(workspace, modal(question("a", optional=True)))
    app.script = [Reply(200, {"response_action": "errors", "errors": {"a": ""}})]
    assert (await acts.submit(ALICE)).error == "invalid_response_errors"
    assert (workspace.calls[-1].method, workspace.calls[-1].ok) == ("view_submission", False)

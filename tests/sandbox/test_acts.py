"""What people do and what becomes of the app's answers; the app is a script of replies."""

from collections.abc import Mapping
from typing import Any

import pytest

from sandbox.acts import Acts
from sandbox.delivery import Courier, Delivery, Reply
from sandbox.errors import ImpossibleActError
from sandbox.state.workspace import Workspace
from tests.sandbox.conftest import Caller, StillClock

ALICE = "U0ALICE01"
OK = Reply(200)


class ScriptedApp:
    """A transport that answers from a script and remembers what was delivered."""

    is_connected = True

    def __init__(self) -> None:
        self.script: list[Reply] = []
        self.deliveries: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Reply:
        self.deliveries.append(delivery)
        return self.script.pop(0) if self.script else OK

    async def close(self) -> None:
        """Nothing is held."""

    @property
    def last(self) -> Mapping[str, Any]:
        return self.deliveries[-1].payload


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp()


@pytest.fixture
def acts(workspace: Workspace, clock: StillClock, app: ScriptedApp) -> Acts:
    return Acts(workspace, clock, Courier(app))


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def question(block_id: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": block_id, "label": words("?"), "element": element} | more


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    fixed = {"type": "modal", "title": words("Form"), "submit": words("Send")}
    return fixed | {"blocks": list(blocks)} | more


def show(workspace: Workspace, *views: dict[str, Any]) -> None:
    workspace.views.open(ALICE, views[0])
    for view in views[1:]:
        workspace.views.push(ALICE, view)


def dm(workspace: Workspace) -> list[Any]:
    conversation = workspace.conversations.im(ALICE)
    assert conversation is not None
    return conversation.messages


@pytest.mark.parametrize(
    ("body", "text", "only_for"),
    [
        ("Hello", "Hello", ALICE),
        ({"text": "Hello"}, "Hello", ALICE),
        ({"text": "Hello", "response_type": "in_channel"}, "Hello", None),
    ],
)
async def test_the_answer_to_a_command_is_shown(
    acts: Acts, app: ScriptedApp, workspace: Workspace, body: Any, text: str, only_for: str | None
) -> None:
    app.script = [Reply(200, body)]
    await acts.command(ALICE, "/greet")
    assert (dm(workspace)[-1].text, dm(workspace)[-1].only_for) == (text, only_for)


async def test_an_empty_answer_shows_nothing(acts: Acts, workspace: Workspace) -> None:
    await acts.command(ALICE, "/greet")
    assert dm(workspace) == []


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(0, late=True), "operation_timeout"),
        (Reply(0, failure="connection_failed"), "dispatch_failed"),
        (Reply(500), "http_service_error"),
        (Reply(404), "http_client_error"),
    ],
)
async def test_a_failed_command_is_told_to_the_person(
    acts: Acts, app: ScriptedApp, workspace: Workspace, reply: Reply, error: str
) -> None:
    app.script = [reply]
    assert (await acts.command(ALICE, "/greet")).error == error
    assert dm(workspace)[-1].text == f'/greet failed with the error "{error}"'
    assert dm(workspace)[-1].user == "USLACKBOT"


async def test_an_answer_with_a_wrong_block_is_an_error(acts: Acts, app: ScriptedApp) -> None:
    app.script = [Reply(200, {"text": "x", "blocks": [{"type": "poem"}]})]
    assert (await acts.command(ALICE, "/greet")).error == "invalid_blocks"


async def test_what_slack_would_not_offer_is_impossible(acts: Acts) -> None:
    with pytest.raises(ImpossibleActError, match="not a command"):
        await acts.command(ALICE, "/shout")
    with pytest.raises(ImpossibleActError, match="deactivated"):
        await acts.command("U0GONE001", "/greet")
    with pytest.raises(ImpossibleActError, match="no person"):
        await acts.open_home("U0LUNCH01")
    with pytest.raises(ImpossibleActError, match="not in the conversation"):
        await acts.type_message(ALICE, "Hi", "D0BRIAN01")
    with pytest.raises(ImpossibleActError, match="not open"):
        await acts.submit(ALICE)
    with pytest.raises(ImpossibleActError, match="sees no go"):
        await acts.click(ALICE, "go")


async def test_a_click_sends_the_element_and_the_choice(acts: Acts, app: ScriptedApp, call: Caller) -> None:
    picker = {"type": "datepicker", "action_id": "day"}
    block = {"type": "actions", "block_id": "b", "elements": [picker]}
    call("chat.postMessage", channel=ALICE, text="?", blocks=[block])
    await acts.click(ALICE, "day", choice={"selected_date": "2026-03-09"})
    (action,) = app.last["actions"]
    assert action["type"] == "datepicker"
    assert (action["block_id"], action["selected_date"]) == ("b", "2026-03-09")
    held = app.last["state"]["values"]["b"]["day"]
    assert held == {"type": "datepicker", "selected_date": "2026-03-09"}


async def test_a_click_goes_to_the_latest_place_the_person_sees(
    acts: Acts, app: ScriptedApp, call: Caller
) -> None:
    go = {"type": "button", "action_id": "go", "text": words("Go")}
    block = {"type": "actions", "elements": [go]}
    first = call("chat.postMessage", channel=ALICE, text="1", blocks=[block])["ts"]
    second = call("chat.postMessage", channel=ALICE, text="2", blocks=[block])["ts"]
    await acts.click(ALICE, "go")
    assert app.last["container"]["message_ts"] == second
    await acts.click(ALICE, "go", ts=first)
    assert app.last["container"]["message_ts"] == first
    call("views.publish", user_id=ALICE, view={"type": "home", "blocks": [block]})
    await acts.click(ALICE, "go")
    assert app.last["container"]["type"] == "view"


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


async def test_only_subscribed_events_are_sent(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    workspace.identity.events = frozenset({"user_change"})
    await acts.open_home(ALICE)
    await acts.type_message(ALICE, "Hi")
    assert app.deliveries == []
    await acts.change_person(ALICE, tz="Asia/Tokyo", is_deactivated=False)
    assert app.last["event"]["user"]["tz"] == "Asia/Tokyo"


async def test_a_field_nobody_can_change_is_refused(acts: Acts) -> None:
    with pytest.raises(ImpossibleActError):
        await acts.change_person(ALICE, id="U0OTHER01")


async def test_an_uninstall_is_told_twice_and_kills_the_token(
    acts: Acts, app: ScriptedApp, call: Caller
) -> None:
    await acts.uninstall()
    kinds = [delivery.payload["event"]["type"] for delivery in app.deliveries]
    assert kinds == ["tokens_revoked", "app_uninstalled"]
    assert call("auth.test")["error"] == "account_inactive"


async def test_options_are_asked_from_the_app(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    select = {"type": "external_select", "action_id": "who"}
    show(workspace, modal(question("a", element=select)))
    app.script = [Reply(200, {"options": []})]
    reply = await acts.suggest(ALICE, "who", "ali")
    assert reply.body == {"options": []}
    assert (app.last["type"], app.last["value"]) == ("block_suggestion", "ali")


async def test_an_unanswered_event_is_sent_again_three_times(
    workspace: Workspace, clock: StillClock, app: ScriptedApp
) -> None:
    courier = Courier(app, delays=(0.0, 0.0, 0.0))
    app.script = [Reply(500, failure="http_error")] * 2 + [Reply(0, failure="http_timeout", late=True)] * 9
    await Acts(workspace, clock, courier).open_home(ALICE)
    await courier.drained()
    seen = [(delivery.attempt, delivery.reason) for delivery in app.deliveries]
    assert seen == [(0, ""), (1, "http_error"), (2, "http_error"), (3, "http_timeout")]
    assert len({delivery.payload["event_id"] for delivery in app.deliveries}) == 1


async def test_an_app_can_decline_a_retry(workspace: Workspace, clock: StillClock, app: ScriptedApp) -> None:
    courier = Courier(app, delays=(0.0,))
    app.script = [Reply(500, may_retry=False)]
    await Acts(workspace, clock, courier).open_home(ALICE)
    await courier.drained()
    assert len(app.deliveries) == 1


async def test_a_failed_click_is_never_sent_again(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    show(workspace, modal())
    app.script = [Reply(500)]
    assert (await acts.submit(ALICE)).error == "http_service_error"
    assert len(app.deliveries) == 1

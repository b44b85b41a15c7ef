"""What people do and what becomes of the app's answers; the app is a script of replies."""

from dataclasses import replace
from typing import Any

import pytest

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Reply
from sandbox.errors import ImpossibleActError
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller, ScriptedApp, words


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


async def test_only_subscribed_events_are_sent(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    identity = workspace.identity
    identity.app = replace(identity.app, events=frozenset({"user_change"}))
    await acts.open_home(ALICE)
    await acts.type_message(ALICE, "Hi")
    assert app.deliveries == []
    await acts.change_person(ALICE, tz="Asia/Tokyo", is_deactivated=False)
    assert app.last["event"]["user"]["tz"] == "Asia/Tokyo"


async def test_somebody_who_comes_back_can_act_again(acts: Acts, app: ScriptedApp) -> None:
    await acts.change_person("U0GONE001", is_deactivated=False)
    await acts.open_home("U0GONE001")
    assert app.last["event"]["user"] == "U0GONE001"


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

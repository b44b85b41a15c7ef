"""What the app is sent, field by field; the figures and names follow Slack's published samples."""

import pytest

from sandbox.acts.places import InMessage, InView, Place, Target, find_place
from sandbox.delivery.payloads import Payloads
from sandbox.people import Person
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import Caller

ALICE = "U0ALICE01"
BUTTON = {
    "type": "actions",
    "block_id": "b",
    "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
}
ENVELOPE = {
    "token",
    "team_id",
    "api_app_id",
    "event",
    "type",
    "event_id",
    "event_time",
    "authorizations",
    "is_ext_shared_channel",
    "event_context",
}
INTERACTION = {
    "type",
    "team",
    "user",
    "api_app_id",
    "token",
    "enterprise",
    "is_enterprise_install",
}


@pytest.fixture
def payloads(workspace: Workspace) -> Payloads:
    return Payloads(workspace)


@pytest.fixture
def alice(workspace: Workspace) -> Person:
    person = workspace.directory.get(ALICE)
    assert person is not None
    return person


@pytest.fixture
def place(workspace: Workspace, call: Caller, alice: Person) -> Place:
    call("chat.postMessage", channel=ALICE, text="?", blocks=[BUTTON])
    return find_place(workspace, alice, Target("go"))


@pytest.fixture
def form(workspace: Workspace, call: Caller) -> InView:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "F"}, "blocks": [BUTTON]}
    call("views.open", trigger_id=workspace.views.issue_trigger(ALICE), view=view)
    return InView(workspace.views.stack(ALICE)[-1])


def test_a_command_is_a_flat_form(workspace: Workspace, payloads: Payloads, alice: Person) -> None:
    conversation = workspace.conversations.im(ALICE)
    assert conversation is not None
    body = payloads.command(alice, conversation, "/greet", "now")
    assert set(body) == {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
        "api_app_id",
        "is_enterprise_install",
        "response_url",
        "trigger_id",
    }
    assert all(isinstance(value, str) for value in body.values())
    assert (body["channel_name"], body["user_name"]) == ("directmessage", "alice.kamau")


def test_a_click_in_a_message_carries_the_message(payloads: Payloads, alice: Person, place: Place) -> None:
    body = payloads.action(alice, place.within, {"action_id": "go"})
    extra = {"container", "trigger_id", "channel", "message", "response_url", "actions"}
    assert set(body) == INTERACTION | extra
    assert isinstance(place.within, InMessage)
    assert body["container"] == {
        "type": "message",
        "message_ts": place.within.message.ts,
        "channel_id": "D0ALICE01",
        "is_ephemeral": False,
    }


def test_a_click_in_an_ephemeral_message_carries_no_message(
    workspace: Workspace, payloads: Payloads, alice: Person, call: Caller
) -> None:
    call("chat.postEphemeral", channel="D0ALICE01", user=ALICE, text="?", blocks=[BUTTON])
    place = find_place(workspace, alice, Target("go"))
    body = payloads.action(alice, place.within, {"action_id": "go"})
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


def test_a_click_in_a_form_carries_the_form_and_no_response_url(
    payloads: Payloads, alice: Person, form: InView
) -> None:
    body = payloads.action(alice, form, {"action_id": "go"})
    assert set(body) == INTERACTION | {"container", "trigger_id", "view", "actions"}
    assert body["view"]["id"] == form.view.id


def test_a_submission_and_a_closing_carry_the_form(payloads: Payloads, alice: Person, form: InView) -> None:
    submitted = payloads.submission(alice, form.view)
    closed = payloads.closing(alice, form.view, is_cleared=True)
    assert set(submitted) == INTERACTION | {"trigger_id", "view", "response_urls"}
    assert set(closed) == INTERACTION | {"view", "is_cleared"}


def test_a_request_for_options_says_what_was_typed(payloads: Payloads, alice: Person, place: Place) -> None:
    body = payloads.suggestion(alice, place, "ali")
    assert body["type"] == "block_suggestion"
    assert (body["action_id"], body["block_id"], body["value"]) == ("go", "b", "ali")


def test_every_event_travels_in_the_same_envelope(payloads: Payloads, call: Caller) -> None:
    bodies = [payloads.event({"type": kind}, call.clock.now()) for kind in ("user_change", "team_join")]
    for body in bodies:
        assert set(body) == ENVELOPE
        assert body["type"] == "event_callback"
        assert body["authorizations"][0]["user_id"] == "U0RMBOT01"
    assert bodies[0]["event_id"] != bodies[1]["event_id"]
    assert bodies[0]["event"] == {"type": "user_change", "event_ts": "1772442000.000000"}
    assert bodies[1]["event"] == {"type": "team_join"}

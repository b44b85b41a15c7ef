"""The manifest, its listeners and its events' scopes agree, over Socket Mode and over HTTP; the judge can refuse."""

from copy import deepcopy
from typing import Any

import pytest

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from handlers.forms import FORMS
from tests.contract.judges.manifest import Listeners, judge

PRESSED = [*BUTTONS, *FORMS]
OURS = Listeners(COMMANDS, EVENTS, PRESSED)
BOT = "https://bot.example/slack/events"


@pytest.fixture
def over_http(manifest: dict[str, Any]) -> dict[str, Any]:
    """The form of the manifest for a bot with a public address."""
    form = deepcopy(manifest)
    form["settings"]["socket_mode_enabled"] = False
    form["settings"]["event_subscriptions"]["request_url"] = BOT
    form["settings"]["interactivity"]["request_url"] = BOT
    for entry in form["features"]["slash_commands"]:
        entry["url"] = BOT
    return form


def test_the_manifest_agrees_with_the_listeners(manifest: dict[str, Any]) -> None:
    assert judge(manifest, OURS) == []


def test_its_http_form_does_too(over_http: dict[str, Any]) -> None:
    assert judge(over_http, OURS) == []


def test_a_command_without_listener_is_seen(manifest: dict[str, Any]) -> None:
    (fault,) = judge(manifest, Listeners([*COMMANDS][1:], EVENTS, PRESSED))
    assert "nobody listens to /rm-help" in fault


def test_an_event_without_its_scope_is_seen(manifest: dict[str, Any]) -> None:
    manifest = deepcopy(manifest)
    manifest["oauth_config"]["scopes"]["bot"].remove("im:history")
    (fault,) = judge(manifest, OURS)
    assert "message.im needs one of im:history" in fault


def test_an_event_nobody_asked_for_is_seen(manifest: dict[str, Any]) -> None:
    (fault,) = judge(manifest, Listeners(COMMANDS, [*EVENTS, "team_join"], PRESSED))
    assert "team_join is listened to" in fault


def test_an_address_in_socket_mode_is_seen(over_http: dict[str, Any]) -> None:
    over_http["settings"]["socket_mode_enabled"] = True
    assert all("none in Socket Mode" in fault for fault in judge(over_http, OURS))
    assert len(judge(over_http, OURS)) == len(COMMANDS) + 2


def test_a_missing_address_over_http_is_seen(over_http: dict[str, Any]) -> None:
    del over_http["settings"]["interactivity"]["request_url"]
    assert judge(over_http, OURS) == ["/settings/interactivity/request_url: an https address is needed"]


def test_buttons_without_interactivity_are_seen(manifest: dict[str, Any]) -> None:
    manifest = deepcopy(manifest)
    manifest["settings"]["interactivity"]["is_enabled"] = False
    (fault,) = judge(manifest, OURS)
    assert "must be on" in fault


def test_interactivity_without_buttons_is_seen(manifest: dict[str, Any]) -> None:
    (fault,) = judge(manifest, Listeners(COMMANDS, EVENTS, []))
    assert "only for them" in fault

"""Planted manifests: what can be wrong between the app's manifest and the code that listens."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.contract.judges.manifest import Listeners, judge

Json = dict[str, Any]
_MANIFEST: Json = yaml.safe_load((Path(__file__).parents[2] / "app_manifest.yml").read_text())
_COMMANDS = _MANIFEST["features"]["slash_commands"]
_EVENTS = _MANIFEST["settings"]["event_subscriptions"]["bot_events"]
_NAMES = [one["command"] for one in _COMMANDS]
_PRESSED = ["join"]
_LISTENERS = Listeners(_NAMES, _EVENTS, _PRESSED)


@dataclass(frozen=True)
class PlantedManifest:
    """One thing a manifest can get wrong: `spoil` does it to a copy; `said` is a part of what the judge says."""

    kind: str
    said: str
    spoil: Callable[[Json], None]
    listeners: Listeners = _LISTENERS

    def faults(self, *, is_wrong: bool) -> list[str]:
        """Ask the judge; when not wrong, about the manifest and the listeners as they are."""
        manifest = deepcopy(_MANIFEST)
        if not is_wrong:
            return judge(manifest, _LISTENERS)
        self.spoil(manifest)
        return judge(manifest, self.listeners)


def _as_it_is(manifest: Json) -> None:
    """Leave the manifest alone: it is the code that differs."""


def _name_a_command(name: str) -> Callable[[Json], None]:
    def spoil(manifest: Json) -> None:
        manifest["features"]["slash_commands"][0]["command"] = name

    return spoil


def _drop_scope(scope: str) -> Callable[[Json], None]:
    return lambda manifest: manifest["oauth_config"]["scopes"]["bot"].remove(scope)


def _long_name(manifest: Json) -> None:
    manifest["display_information"]["name"] = "x" * 36


def _add_event(manifest: Json) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"].append("team_join")


def _no_interactions(manifest: Json) -> None:
    manifest["settings"]["interactivity"]["is_enabled"] = False


def _address(manifest: Json) -> None:
    manifest["settings"]["interactivity"]["request_url"] = "https://example.test/slack/events"


def _read_only(manifest: Json) -> None:
    manifest["features"]["app_home"]["messages_tab_read_only_enabled"] = True


MANIFESTS: list[PlantedManifest] = [
    PlantedManifest("an app's name of 36 characters", "/display_information/name", _long_name),
    PlantedManifest(
        "a command without its slash",
        "rm-join is no name of a command",
        _name_a_command("rm-join"),
        Listeners(["rm-join", *_NAMES[1:]], _EVENTS, _PRESSED),
    ),
    PlantedManifest(
        "a command nobody listens to",
        "nobody listens to /rm-sing",
        _name_a_command("/rm-sing"),
    ),
    PlantedManifest(
        "a listener for a command that isn't asked for",
        "/rm-sing is listened to, but not asked for",
        _as_it_is,
        Listeners([*_NAMES, "/rm-sing"], _EVENTS, _PRESSED),
    ),
    PlantedManifest("commands without their scope", "commands is missing", _drop_scope("commands")),
    PlantedManifest(
        "an event without its scope", "user_change needs one of users:read", _drop_scope("users:read")
    ),
    PlantedManifest("an event nobody listens to", "nobody listens to team_join", _add_event),
    PlantedManifest("buttons without interactivity", "/settings/interactivity/is_enabled", _no_interactions),
    PlantedManifest("an address in Socket Mode", "none in Socket Mode", _address),
    PlantedManifest(
        "messages to the app in a tab nobody can write to", "message.im needs a messages tab", _read_only
    ),
]

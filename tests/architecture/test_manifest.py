"""What Slack is told we do, what the table of rules allows, and what the admin reads are one list."""

import re
from pathlib import Path
from typing import Any

from domain.authorization import ENTRIES
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from handlers.forms import FORMS

SCOPES = {"commands", "chat:write", "im:write", "im:history", "mpim:write", "users:read", "files:write"}
NEVER_ASKED = {"mpim:history", "channels:history", "groups:history"}


def _commands(manifest: dict[str, Any]) -> list[str]:
    return [entry["command"] for entry in manifest["features"]["slash_commands"]]


def _scopes(manifest: dict[str, Any]) -> list[str]:
    scopes: list[str] = manifest["oauth_config"]["scopes"]["bot"]
    return scopes


def test_every_slash_command_has_a_rule_and_every_rule_a_command(manifest: dict[str, Any]) -> None:
    assert sorted(_commands(manifest)) == sorted(entry for entry in ENTRIES if entry.startswith("/"))


def test_every_rule_for_a_person_has_its_listener_and_no_listener_is_without() -> None:
    listeners = [*COMMANDS, *BUTTONS, *FORMS, *EVENTS]
    assert sorted(listeners) == sorted(e for e in ENTRIES if not e.startswith(("tick.", "cli.")))


def test_every_event_has_a_rule(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    ruled = {entry for entry in ENTRIES if entry == "message.im" or re.fullmatch(r"[a-z]+(_[a-z]+)+", entry)}
    assert set(events) == ruled


def test_every_command_explains_itself_and_gets_ids_instead_of_names(manifest: dict[str, Any]) -> None:
    for entry in manifest["features"]["slash_commands"]:
        assert entry["description"]
        assert entry["should_escape"] is True, entry["command"]


def test_the_scopes_are_these_and_no_others(manifest: dict[str, Any]) -> None:
    assert sorted(_scopes(manifest)) == sorted(SCOPES)


def test_no_conversation_of_a_pair_or_channel_can_be_read(manifest: dict[str, Any]) -> None:
    assert NEVER_ASKED.isdisjoint(_scopes(manifest))
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_the_admins_handbook_says_what_each_scope_is_for(manifest: dict[str, Any], root: Path) -> None:
    handbook = (root / "docs/admins.md").read_text()
    explained = dict(re.findall(r"^\| `([a-z]+(?::[a-z.]+)?)` \| (.+?) \| .+? \|$", handbook, re.MULTILINE))
    assert explained.keys() == set(_scopes(manifest))


def test_the_installed_package_finds_the_manifest(pyproject: dict[str, Any]) -> None:
    shipped = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped["app_manifest.yml"] == "bot/app_manifest.yml"

"""Judge (c): the app manifest against the listeners the code registers, and the published schema at hand."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

EVENT_SCOPES: Mapping[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "app_uninstalled": frozenset(),
    "channel_archive": frozenset({"channels:read"}),
    "channel_rename": frozenset({"channels:read"}),
    "channel_shared": frozenset({"channels:read", "groups:read"}),
    "channel_unarchive": frozenset({"channels:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
    "reaction_added": frozenset({"reactions:read"}),
    "team_join": frozenset({"users:read"}),
    "tokens_revoked": frozenset(),
    "user_change": frozenset({"users:read"}),
}
"""Any one of these lets an app hear of the event; none is needed for some. Source: docs.slack.dev, Events."""
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_LENGTHS: Mapping[tuple[str, ...], tuple[int, int]] = {
    ("display_information", "name"): (1, 35),
    ("display_information", "description"): (1, 140),
    ("display_information", "long_description"): (175, 4_000),
    ("features", "bot_user", "display_name"): (1, 80),
}
"""How short and long a text may be. Source: Slack's manifest schema of 2026-06-19."""
_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Listeners:
    """What the code listens to."""

    commands: Collection[str]
    events: Collection[str]
    interactions: Collection[str]
    """Its buttons and forms."""


def judge(manifest: Node, listeners: Listeners, schema: Node | None = None) -> list[str]:
    """Say what is wrong with the manifest; `schema` is Slack's JSON schema, where at hand."""
    faults = [*_schema_faults(manifest, schema)] if schema else []
    return [
        *faults,
        *_lengths(manifest),
        *_commands(manifest, listeners),
        *_events(manifest, listeners),
        *_surfaces(manifest),
        *_addresses(manifest, listeners),
    ]


def _schema_faults(manifest: Node, schema: Node) -> Iterator[str]:
    for error in jsonschema.Draft7Validator(schema).iter_errors(manifest):
        yield f"/{'/'.join(map(str, error.path))}: {error.message}"


def _at(manifest: Node, *path: str) -> Any:
    node: Any = manifest
    for name in path:
        node = node.get(name, {}) if isinstance(node, Mapping) else {}
    return node


def _lengths(manifest: Node) -> Iterator[str]:
    for path, (least, most) in _LENGTHS.items():
        text = _at(manifest, *path)
        if text and not least <= len(text) <= most:
            yield f"/{'/'.join(path)}: {len(text)} characters, not {least} to {most}"


def _differences(given: Collection[str], heard: Collection[str], path: str) -> Iterator[str]:
    for name in sorted(set(given) - set(heard)):
        yield f"{path}: nobody listens to {name}"
    for name in sorted(set(heard) - set(given)):
        yield f"{path}: {name} is listened to, but not asked for"


def _commands(manifest: Node, listeners: Listeners) -> Iterator[str]:
    path = "/features/slash_commands"
    entries = list(_at(manifest, "features", "slash_commands") or [])
    names = [entry["command"] for entry in entries]
    yield from _differences(names, listeners.commands, path)
    if len(names) > len(set(names)):
        yield f"{path}: a command stands there twice"
    yield from (f"{path}: {name} is no name of a command" for name in names if not _COMMAND.fullmatch(name))
    if names and "commands" not in _scopes(manifest):
        yield "/oauth_config/scopes/bot: commands is missing"


def _events(manifest: Node, listeners: Listeners) -> Iterator[str]:
    path = "/settings/event_subscriptions/bot_events"
    events = list(_at(manifest, "settings", "event_subscriptions", "bot_events") or [])
    yield from _differences(events, listeners.events, path)
    for name in events:
        if name not in EVENT_SCOPES:
            yield f"{path}: {name} isn't an event this judge knows"
        elif EVENT_SCOPES[name] and not EVENT_SCOPES[name] & _scopes(manifest):
            yield f"{path}: {name} needs one of {', '.join(sorted(EVENT_SCOPES[name]))}"


def _scopes(manifest: Node) -> set[str]:
    return set(_at(manifest, "oauth_config", "scopes", "bot") or [])


def _surfaces(manifest: Node) -> Iterator[str]:
    """What an event tells of must be there, and look as it should."""
    events = _at(manifest, "settings", "event_subscriptions", "bot_events")
    home = _at(manifest, "features", "app_home")
    if "app_home_opened" in events and not (home.get("home_tab_enabled") or home.get("messages_tab_enabled")):
        yield "/features/app_home: app_home_opened needs a tab"
    if "message.im" in events and (
        not home.get("messages_tab_enabled") or home.get("messages_tab_read_only_enabled")
    ):
        yield "/features/app_home: message.im needs a messages tab that can be written to"
    colour = _at(manifest, "display_information").get("background_color", "#000")
    if not _COLOUR.fullmatch(colour):
        yield f"/display_information/background_color: {colour} is no colour"


def _addresses(manifest: Node, listeners: Listeners) -> Iterator[str]:
    """Over HTTP everything needs an address; in Socket Mode nothing may have one."""
    settings = _at(manifest, "settings")
    interactivity = settings.get("interactivity", {})
    if interactivity.get("is_enabled", False) != bool(listeners.interactions):
        yield "/settings/interactivity/is_enabled: must be on for buttons and forms, and only for them"
    places = {"/settings/event_subscriptions/request_url": _at(settings, "event_subscriptions")}
    if interactivity.get("is_enabled"):
        places["/settings/interactivity/request_url"] = interactivity
    for index, entry in enumerate(_at(manifest, "features", "slash_commands") or []):
        places[f"/features/slash_commands/{index}/url"] = entry
    is_socket = settings.get("socket_mode_enabled", False)
    for path, node in places.items():
        url = node.get(path.rpartition("/")[2])
        if is_socket and url is not None:
            yield f"{path}: none in Socket Mode"
        elif not is_socket and not str(url).startswith("https://"):
            yield f"{path}: an https address is needed"

"""The app's manifest as a file: read, and refused in one plain sentence where it makes no sense."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from sandbox.delivery.subscriptions import SUBSCRIPTIONS

Json = dict[str, Any]
_KINDS: Mapping[type, str] = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
_SCOPES, _EVENTS = "oauth_config.scopes.bot", "settings.event_subscriptions.bot_events"
_TEXT_LISTS = (_SCOPES, "oauth_config.redirect_urls", _EVENTS)
_COMMANDS = "features.slash_commands"
_PLACES: Mapping[type, tuple[str, ...]] = {
    dict: (
        "display_information",
        "features",
        "features.app_home",
        "features.bot_user",
        "oauth_config",
        "oauth_config.scopes",
        "settings",
        "settings.event_subscriptions",
    ),
    list: (*_TEXT_LISTS, _COMMANDS),
    str: ("display_information.name", "features.bot_user.display_name"),
    bool: (
        "features.app_home.home_tab_enabled",
        "features.app_home.messages_tab_enabled",
        "settings.token_rotation_enabled",
    ),
}


class ManifestError(ValueError):
    """The manifest can't be used; the text is one plain sentence that names the place."""


def read_manifest(file: Path) -> Json:
    """Read a manifest, YAML or JSON. Raises: ManifestError."""
    try:
        manifest = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ManifestError(f"{file}: this is not text in UTF-8.") from error
    except yaml.YAMLError as error:
        raise ManifestError(f"{file}{_place(error)}") from error
    for problem in _problems(manifest):
        raise ManifestError(f"{file}: {problem}.")
    checked: Json = manifest
    return checked


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return ": this is neither YAML nor JSON."
    return f", line {mark.line + 1}, column {mark.column + 1}: {getattr(error, 'problem', 'unreadable')}."


def _problems(manifest: Any) -> Iterator[str]:
    """Say what is wrong, the outermost first: whoever stops at the first need not look deeper."""
    if not isinstance(manifest, dict):
        yield f"a manifest is a mapping, and this is {_kind(manifest)}"
    yield from _odd_places(manifest)
    for place in _TEXT_LISTS:
        for number, one in enumerate(_at(manifest, place, [])):
            yield from _unlike(str, f"{place}[{number}]", one)
    yield from _odd_commands(manifest)
    yield from _odd_events(manifest)


def _odd_places(manifest: Json) -> Iterator[str]:
    for kind, places in _PLACES.items():
        for place in places:
            yield from _unlike(kind, place, _at(manifest, place, kind()))


def _odd_commands(manifest: Json) -> Iterator[str]:
    for number, command in enumerate(_at(manifest, _COMMANDS, [])):
        place = f"{_COMMANDS}[{number}]"
        yield from _unlike(dict, place, command)
        name = command.get("command")
        if not isinstance(name, str) or not name.startswith("/"):
            yield f"{place}.command: a command begins with a slash, unlike {name!r}"


def _odd_events(manifest: Json) -> Iterator[str]:
    for number, event in enumerate(_at(manifest, _EVENTS, [])):
        if event not in SUBSCRIPTIONS:
            yield f"{_EVENTS}[{number}]: Slack has no event {event!r}"


def _at(manifest: Json, place: str, otherwise: Any) -> Any:
    """Find what stands at a place, which may be left out."""
    found: Any = manifest
    for name in place.split("."):
        if not isinstance(found, dict) or name not in found:
            return otherwise
        found = found[name]
    return found


def _unlike(kind: type, place: str, found: Any) -> Iterator[str]:
    if not isinstance(found, kind):
        yield f"{place}: {_KINDS[kind]} is expected, not {_kind(found)}"


def _kind(found: Any) -> str:
    if found is None:
        return "empty"
    named = (words for kind, words in _KINDS.items() if isinstance(found, kind))
    words = next(named, "a number")
    return f"{words} ({found!r})" if isinstance(found, (str, int, float)) else words

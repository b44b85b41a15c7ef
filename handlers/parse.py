"""The only place that indexes into Slack's payloads. Whatever is missing or of another shape raises Unreadable."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from messages.ids import YES
from messages.payload import Payload, PayloadError, unpack

Body = Mapping[str, Any]
MAX_KEY = 120
SLACK_ID = re.compile(r"[A-Z0-9]{1,32}")
NUMBER = re.compile(r"[0-9]{1,9}")
"""Whatever a form counts or chooses; longer ones no database column holds."""


class UnreadableError(Exception):
    """Not a payload this version understands; nothing has been changed."""


@dataclass(frozen=True)
class Origin:
    """Who did it, where, and by which handle it can be answered. `key` is the inbox key."""

    workspace_id: str
    person_id: str
    key: str
    trigger_id: str = ""
    response_url: str = ""
    view_id: str = ""


def command_origin(body: Body, workspace_id: str) -> Origin:
    """Read who typed a slash command."""
    return Origin(
        workspace_id=workspace_id,
        person_id=_text(body, "user_id"),
        key=_key("command", _text(body, "trigger_id")),
        trigger_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url", is_needed=False),
    )


def interaction_origin(body: Body, workspace_id: str) -> Origin:
    """Read who clicked or submitted. A modal's id is kept only when the act came from a modal."""
    view = _object(body, "view", is_needed=False)
    is_modal = view.get("type") == "modal"
    return Origin(
        workspace_id=workspace_id,
        person_id=_text(_object(body, "user"), "id"),
        key=_key("act", _text(body, "trigger_id")),
        trigger_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url", is_needed=False),
        view_id=_text(view, "id") if is_modal else "",
    )


def event_origin(body: Body, workspace_id: str) -> Origin:
    """Read whom an event is about; some are about nobody."""
    event = _object(body, "event")
    user = event.get("user", "")
    person_id = _text(user, "id") if isinstance(user, Mapping) else user
    if not isinstance(person_id, str):
        raise UnreadableError
    return Origin(
        workspace_id=workspace_id,
        person_id=person_id,
        key=_key("event", _text(body, "event_id")),
    )


def command_text(body: Body) -> str:
    """Read what was typed after the command, spaces made single."""
    return " ".join(_text(body, "text", is_needed=False).split())


def action_of(body: Body) -> tuple[str, Payload]:
    """Read the action id and the payload of the button that was clicked."""
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], Mapping):
        raise UnreadableError
    action = actions[0]
    return _text(action, "action_id"), _payload(_text(action, "value", is_needed=False))


def form_of(body: Body) -> tuple[Payload, "Answers"]:
    """Read what a submitted form is about, and what was filled in."""
    view = _object(body, "view")
    values = _object(_object(view, "state"), "values")
    return _payload(_text(view, "private_metadata", is_needed=False)), Answers(values)


def event_of(body: Body) -> Body:
    """Read the inner event."""
    return _object(body, "event")


def is_typed_by_a_person(event: Body) -> bool:
    """Tell whether a message event is somebody typing to the bot, and not an edit, a deletion or a bot."""
    return event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id")


def instant_of(seconds: int | str) -> datetime | None:
    """Read seconds since 1970; None for what is no time at all."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _payload(packed: str) -> Payload:
    if not packed:
        return Payload()
    try:
        return unpack(packed)
    except PayloadError:
        raise UnreadableError from None


def _key(kind: str, unique: str) -> str:
    return f"{kind}/{unique}"[:MAX_KEY]


def _object(body: Body, name: str, *, is_needed: bool = True) -> Body:
    found = body.get(name)
    if isinstance(found, Mapping):
        return found
    if is_needed:
        raise UnreadableError
    return {}


def _text(body: Body, name: str, *, is_needed: bool = True) -> str:
    found = body.get(name)
    if isinstance(found, str) and (found or not is_needed):
        return found
    if is_needed:
        raise UnreadableError
    return ""


@dataclass(frozen=True)
class Answers:
    """What was filled into a form, by field name. An empty field reads as empty, never as an error."""

    values: Body

    def _element(self, name: str) -> Body:
        block = self.values.get(name)
        element = block.get(name) if isinstance(block, Mapping) else None
        return element if isinstance(element, Mapping) else {}

    def text(self, name: str) -> str:
        found = self._element(name).get("value")
        return found.strip() if isinstance(found, str) else ""

    def choice(self, name: str) -> str:
        return _option(self._element(name).get("selected_option"))

    def choices(self, name: str) -> tuple[str, ...]:
        found = self._element(name).get("selected_options")
        return tuple(map(_option, found)) if isinstance(found, list) else ()

    def number(self, name: str) -> int | None:
        chosen = self.choice(name) or self.text(name)
        return int(chosen) if NUMBER.fullmatch(chosen) else None

    def is_checked(self, name: str) -> bool:
        return YES in self.choices(name)

    def person(self, name: str) -> str | None:
        found = self._element(name).get("selected_user")
        return found if isinstance(found, str) and found else None

    def people(self, name: str) -> tuple[str, ...]:
        found = self._element(name).get("selected_users")
        return tuple(one for one in found if isinstance(one, str) and one) if isinstance(found, list) else ()

    def channel(self, name: str) -> str | None:
        found = self._element(name).get("selected_conversation") or self._element(name).get(
            "selected_channel"
        )
        return found if isinstance(found, str) and found else None

    def day(self, name: str) -> date | None:
        found = self._element(name).get("selected_date")
        try:
            return date.fromisoformat(found) if isinstance(found, str) else None
        except ValueError:
            return None

    def moment(self, name: str) -> datetime | None:
        found = self._element(name).get("selected_date_time")
        return instant_of(found) if isinstance(found, int) else None


def _option(option: Any) -> str:
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else ""

"""How the page is told of workspaces, their clock, people, conversations and messages."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sandbox.driver import Driver, can_move
from sandbox.people import Person
from sandbox.state.conversations import GENERAL
from sandbox.state.identity import BOT_USER, Identity
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation, File, Message
from sandbox.state.uploads import mimetype

Json = dict[str, Any]


def iso(at: datetime) -> str:
    """Write an instant for the page."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


async def clock_shape(driver: Driver, *, busy: bool) -> Json:
    """Describe the moved clock; `busy` while it is moving."""
    due = await driver.next_due()
    return {
        "now": iso(driver.now()),
        "next_due": due and iso(due),
        "busy": busy,
        "movable": can_move(driver),
    }


def team_shape(identity: Identity) -> Json:
    """Describe a workspace, and where the app can be installed in it when it isn't."""
    return {
        "id": identity.team_id,
        "name": identity.team_name,
        "installed": identity.is_installed,
        "install_url": None if identity.is_installed else _authorize_url(identity),
    }


def _authorize_url(identity: Identity) -> str | None:
    app = identity.app
    if not app.redirect_urls:
        return None
    asked = {"client_id": app.client_id, "scope": ",".join(app.scopes), "team": identity.team_id}
    return f"/oauth/v2/authorize?{urlencode(asked)}"


def commands_shape(identity: Identity) -> list[Json]:
    """Describe the app's slash commands; a workspace without the app has none."""
    told = ("command", "description", "usage_hint")
    commands = identity.app.commands if identity.is_installed else ()
    return [{key: command.get(key, "") for key in told} for command in commands]


def unread(conversation: Conversation, person: str) -> int:
    """Count what came since the person last looked; their own messages don't count."""
    seen, count = conversation.last_read.get(person, ""), 0
    for message in reversed(conversation.messages):
        if message.ts <= seen:
            break
        count += message.user != person and message.only_for in {None, person}
    return count


def person_shape(memory: Memory, person: Person, now: datetime) -> Json:
    """Describe a person, with their local time and unread messages."""
    local = now.astimezone(ZoneInfo(person.tz or "UTC"))
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "department": person.department,
        "site": person.site,
        "level": person.level,
        "tz": person.tz,
        "local_time": local.strftime("%a %H:%M"),
        "manager_id": person.manager_id,
        "is_guest": person.is_any_guest,
        "is_external": person.home_team is not None,
        "is_deactivated": person.is_deactivated,
        "is_admin": person.is_admin,
        "unread": sum(unread(c, person.id) for c in memory.conversations.of(person.id)),
    }


def conversation_shape(memory: Memory, conversation: Conversation, person: str) -> Json:
    """Describe a conversation as one person sees it in their sidebar."""
    visible = conversation.visible_to(person)
    return {
        "id": conversation.id,
        "kind": conversation.kind,
        "name": _shown_name(memory, conversation, person),
        "members": sorted(conversation.members),
        "archived": conversation.is_archived,
        "latest_ts": visible[-1].ts if visible else None,
        "unread": unread(conversation, person),
    }


def channel_shape(channel: Conversation, person: str) -> Json:
    """Describe a channel as the directory lists it for one person."""
    return {
        "id": channel.id,
        "name": channel.name,
        "member": person in channel.members,
        "archived": channel.is_archived,
        "shared": bool(channel.shared_with),
        "general": channel.id == GENERAL,
    }


def _shown_name(memory: Memory, conversation: Conversation, person: str) -> str:
    if conversation.kind == "channel":
        return conversation.name
    others = sorted(conversation.members - {person, BOT_USER}) or [BOT_USER]
    found = (memory.directory.get(other) for other in others)
    return ", ".join(other.name for other in found if other)


def message_shape(message: Message) -> Json:
    """Describe a message."""
    return {
        "ts": message.ts,
        "user": message.user,
        "is_bot": message.user == BOT_USER,
        "text": message.text,
        "blocks": message.blocks,
        "files": [_file_shape(f) for f in message.files],
        "ephemeral": message.only_for is not None,
        "edited": message.edited_ts is not None,
        "thread_ts": message.thread_ts,
        "at": iso(message.at),
    }


def _file_shape(file: File) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype(file),
        "size": file.length,
        "url": f"/files/{file.id}/{file.name}",
    }

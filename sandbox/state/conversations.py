"""Conversations and their messages: direct messages, group DMs and the two channels."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sandbox.people import Person
from sandbox.state.identity import BOT_USER, SLACKBOT, Identity
from sandbox.state.ids import Ids
from sandbox.state.records import Conversation, Message
from sandbox.state.uploads import file_object

Json = dict[str, Any]
GENERAL = "C0GENERAL1"
PROGRAM_CHANNEL = "C0REVMENT1"


class Conversations:
    """Every conversation of the workspace that the app or a sample person could see."""

    def __init__(self, people: Iterable[Person], identity: Identity, ids: Ids, created: int) -> None:
        self._identity = identity
        self._ids = ids
        self._all: dict[str, Conversation] = {}
        self._groups: dict[frozenset[str], Conversation] = {}
        active = [p for p in people if p.is_active_here and p.id != SLACKBOT]
        staff = frozenset(p.id for p in active if not p.is_any_guest)
        self._add(Conversation(GENERAL, "channel", "general", staff, created))
        members = staff | {BOT_USER}
        self._add(Conversation(PROGRAM_CHANNEL, "channel", "reverse-mentoring", members, created))
        for person in active:
            self.open_im(person, created)

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self._all.values())

    def _add(self, conversation: Conversation) -> Conversation:
        self._all[conversation.id] = conversation
        if conversation.kind == "mpim":
            self._groups[conversation.members] = conversation
        return conversation

    def get(self, conversation_id: str) -> Conversation | None:
        """Look one up by its id."""
        return self._all.get(conversation_id)

    def named(self, name: str) -> Conversation | None:
        """Look a channel up by its name."""
        return next((c for c in self if c.kind == "channel" and c.name == name), None)

    def create(self, name: str, creator: str, created: int, *, is_private: bool) -> Conversation:
        """Make a channel whose only member is its creator."""
        members = frozenset((creator,))
        channel = Conversation(
            self._ids.make("C"), "channel", name, members, created, creator, is_private=is_private
        )
        return self._add(channel)

    def im(self, person_id: str) -> Conversation | None:
        """Find the DM between a person and the bot."""
        return self._all.get(f"D{person_id[1:]}")

    def open_im(self, person: Person, created: int) -> Conversation:
        """Find or make the DM between a person and the bot."""
        members = frozenset((person.id, BOT_USER))
        return self.im(person.id) or self._add(
            Conversation(f"D{person.id[1:]}", "im", "directmessage", members, created)
        )

    def mpim(self, members: frozenset[str]) -> Conversation | None:
        """Find the group DM of exactly these members."""
        return self._groups.get(members)

    def open_mpim(self, people: list[Person], created: int) -> Conversation:
        """Find or make the group DM of these people and the bot."""
        members = frozenset(p.id for p in people) | {BOT_USER}
        handles = "--".join([self._identity.app.bot_name, *(p.handle for p in people)])
        return self.mpim(members) or self._add(
            Conversation(self._ids.make("C"), "mpim", f"mpdm-{handles}-1", members, created)
        )

    def of(self, person_id: str) -> list[Conversation]:
        """List the conversations a person sees."""
        return [c for c in self if person_id in c.members]

    def post(self, conversation: Conversation, user: str, text: str, at: datetime, **more: Any) -> Message:
        """Write a message; its ts is the moved time, strictly increasing within the conversation."""
        ts = conversation.next_ts(at)
        message = Message(ts, conversation.id, user, text, at, **more)
        conversation.messages.append(message)
        return message

    def message_object(self, message: Message, *, with_metadata: bool = True) -> Json:
        """Write a message as the Web API and payloads show it."""
        wire: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
        if message.user == BOT_USER:
            wire |= self._bot_fields()
        optional = {
            "blocks": message.blocks,
            "attachments": message.attachments,
            "thread_ts": message.thread_ts,
            "reactions": [
                {"name": name, "users": users, "count": len(users)}
                for name, users in message.reactions.items()
            ],
            "files": [file_object(f, self._identity.team_id) for f in message.files],
            "edited": message.edited_ts and {"user": message.user, "ts": message.edited_ts},
            "metadata": message.metadata if with_metadata else None,
        }
        wire |= {key: value for key, value in optional.items() if value}
        return wire | {"team": self._identity.team_id}

    def _bot_fields(self) -> Json:
        identity = self._identity
        profile = {
            "id": identity.bot_id,
            "app_id": identity.app.id,
            "name": identity.app.bot_name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": identity.team_id,
        }
        return {"bot_id": identity.bot_id, "app_id": identity.app.id, "bot_profile": profile}


def conversation_object(conversation: Conversation, team_id: str) -> Json:
    """Write a conversation as conversations.info shows it."""
    is_im = conversation.kind == "im"
    common: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.is_archived,
        "is_im": is_im,
        "is_org_shared": False,
        "context_team_id": team_id,
        "updated": conversation.created * 1000,
    }
    if is_im:
        (person,) = conversation.members - {BOT_USER}
        return common | {"user": person, "is_user_deleted": False, "priority": 0}
    return common | _channel_fields(conversation, team_id)


def _channel_fields(conversation: Conversation, team_id: str) -> Json:
    is_group, is_shared = conversation.kind == "mpim", bool(conversation.shared_with)
    empty = {"value": "", "creator": "", "last_set": 0}
    return {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": not (is_group or conversation.is_private),
        "is_group": conversation.is_private,
        "is_mpim": is_group,
        "is_private": is_group or conversation.is_private,
        "is_general": conversation.id == GENERAL,
        "is_member": BOT_USER in conversation.members,
        "is_shared": is_shared,
        "is_ext_shared": is_shared,
        "shared_team_ids": [team_id, *sorted(conversation.shared_with)],
        "creator": conversation.creator or BOT_USER,
        "topic": empty,
        "purpose": dict(empty),
    }

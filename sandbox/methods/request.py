"""What a method gets to see, and how a method is described."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from sandbox.errors import SlackError
from sandbox.methods.arguments import Argument
from sandbox.people import Person
from sandbox.state.identity import BOT_USER, SLACKBOT
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation

Json = dict[str, Any]
Action = Literal["read", "history", "write"]
_WRITE_SCOPES = {"channels": ("channels:manage", "channels:write")}


@dataclass(frozen=True)
class Request:
    """One authenticated call: the workspace, the arguments as read, the moved time."""

    memory: Memory
    args: Json
    now: datetime
    token: str = ""
    complaints: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> int:
        """The moved time as Slack writes creation times."""
        return int(self.now.timestamp())

    def complain(self, *sentences: str) -> None:
        """Note what Slack accepts and the app should still not do."""
        self.complaints.extend(sentences)

    def has_scope(self, scope: str) -> bool:
        """Tell whether a scope was granted."""
        return scope in self.memory.identity.scopes

    def need_scope(self, *any_of: str) -> None:
        """Refuse unless one of the scopes was granted. Raises: SlackError(missing_scope)."""
        granted = self.memory.identity.scopes
        if not set(any_of) & set(granted):
            raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(granted))

    def need_scope_for(self, conversation: Conversation, action: Action) -> None:
        """Refuse unless this action's scope for this kind of conversation was granted."""
        family = conversation.scope_family
        scopes = _WRITE_SCOPES.get(family) if action == "write" else None
        self.need_scope(*(scopes or (f"{family}:{action}",)))

    def person(self, person_id: str) -> Person:
        """Find a user. Raises: SlackError(user_not_found)."""
        person = self.memory.directory.get(person_id)
        if person is None:
            raise SlackError("user_not_found")
        return person

    def conversation(self, conversation_id: str) -> Conversation:
        """Find a conversation by its id; a private one only from inside. Raises: SlackError."""
        conversation = self.memory.conversations.get(conversation_id)
        if conversation is None or (conversation.is_private and BOT_USER not in conversation.members):
            raise SlackError("channel_not_found")
        return conversation

    def joined(self, conversation_id: str) -> Conversation:
        """Find a conversation the bot is in. Raises: SlackError(not_in_channel)."""
        conversation = self.conversation(conversation_id)
        if BOT_USER not in conversation.members:
            raise SlackError("not_in_channel")
        return conversation

    def channel(self, conversation_id: str) -> Conversation:
        """Find a channel. Raises: SlackError(method_not_supported_for_channel_type)."""
        conversation = self.conversation(conversation_id)
        if conversation.kind != "channel":
            raise SlackError("method_not_supported_for_channel_type")
        return conversation

    def destination(self, name: str) -> Conversation:
        """Find where to post: a conversation's id, a person's id or, with a complaint, a channel's name.

        Raises: SlackError(channel_not_found, not_in_channel, is_archived …).
        """
        conversation = self._named(name) or self._im_with(name) or self.conversation(name)
        is_open = conversation.scope_family == "channels" and self.has_scope("chat:write.public")
        if BOT_USER not in conversation.members and not is_open:
            raise SlackError("not_in_channel")
        if conversation.is_archived:
            raise SlackError("is_archived")
        if conversation.kind == "im" and not self.memory.identity.app.has_messages:
            raise SlackError("messages_tab_disabled")
        return conversation

    def _named(self, name: str) -> Conversation | None:
        found = self.memory.conversations.named(name.removeprefix("#"))
        if found is not None:
            self.complain(f"The channel {name} was called by its name; names change, ids don't.")
        return found

    def _im_with(self, person_id: str) -> Conversation | None:
        person = self.memory.directory.get(person_id)
        if person is None:
            return None
        if person.is_bot or person.id == SLACKBOT:
            raise SlackError("cannot_dm_bot")
        if person.is_deactivated or person.is_stranger:
            return self.memory.conversations.im(person_id)
        return self.memory.conversations.open_im(person, self.seconds)

    def people(self, person_ids: Iterable[str]) -> list[Person]:
        """Find several users, each once. Raises: SlackError(user_not_found)."""
        return [self.person(person_id) for person_id in dict.fromkeys(person_ids)]


class Tier(IntEnum):
    """How many calls a minute a method takes in one workspace; several are special."""

    ONE = 1
    TWO = 20
    THREE = 50
    FOUR = 100
    POSTING = 300
    SPECIAL = 600


@dataclass(frozen=True)
class Method:
    """A Web API method: what runs, its arguments, any one of these scopes, its need of a token, its tier."""

    run: Callable[[Request], Json]
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "none"] = "bot"
    tier: Tier = Tier.THREE

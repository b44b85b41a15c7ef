"""What a method gets to see, and how a method is described."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.errors import SlackError
from sandbox.methods.arguments import Argument
from sandbox.people import Person
from sandbox.state.identity import BOT_USER, SLACKBOT
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation

Json = dict[str, Any]
_SCOPE_FAMILY = {"im": "im", "mpim": "mpim", "channel": "channels"}


@dataclass(frozen=True)
class Request:
    """One authenticated call: the workspace, the arguments as read, the moved time."""

    memory: Memory
    args: Json
    now: datetime

    @property
    def seconds(self) -> int:
        """The moved time as Slack writes creation times."""
        return int(self.now.timestamp())

    def need_scope(self, *any_of: str) -> None:
        """Refuse unless one of the scopes was granted. Raises: SlackError(missing_scope)."""
        granted = self.memory.identity.scopes
        if not set(any_of) & set(granted):
            raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(granted))

    def need_scope_for(self, conversation: Conversation, action: str) -> None:
        """Refuse unless this action's scope for this kind of conversation was granted."""
        self.need_scope(f"{_SCOPE_FAMILY[conversation.kind]}:{action}")

    def person(self, person_id: str) -> Person:
        """Find a user. Raises: SlackError(user_not_found)."""
        person = self.memory.directory.get(person_id)
        if person is None:
            raise SlackError("user_not_found")
        return person

    def conversation(self, name: str) -> Conversation:
        """Find a conversation by its id or a DM by the person's id. Raises: SlackError."""
        conversation = self.memory.conversations.get(name) or self._im_with(name)
        if conversation is None:
            raise SlackError("channel_not_found")
        return conversation

    def joined(self, name: str) -> Conversation:
        """Find a conversation the bot is in. Raises: SlackError(not_in_channel)."""
        conversation = self.conversation(name)
        if BOT_USER not in conversation.members:
            raise SlackError("not_in_channel")
        return conversation

    def _im_with(self, person_id: str) -> Conversation | None:
        person = self.memory.directory.get(person_id)
        if person is None or person.is_deactivated:
            return self.memory.conversations.im(person_id)
        if person.is_bot or person.id == SLACKBOT:
            raise SlackError("cannot_dm_bot")
        return self.memory.conversations.open_im(person, self.seconds)


@dataclass(frozen=True)
class Method:
    """A Web API method: what runs, its arguments, any one of these scopes, the kind of token."""

    run: Callable[[Request], Json]
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app"] = "bot"

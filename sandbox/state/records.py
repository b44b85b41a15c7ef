"""What the workspace remembers: conversations, messages, views, files, triggers, calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
ConversationKind = Literal["im", "mpim", "channel"]


@dataclass
class File:
    """An uploaded file; `content` stays None until its bytes have arrived."""

    id: str
    name: str
    length: int
    upload_ticket: str
    created: int
    title: str = ""
    alt_txt: str = ""
    content: bytes | None = None
    is_complete: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class Message:
    """A message; `only_for` names the one person who sees an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    at: datetime
    blocks: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    def toggle(self, reaction: str, user: str) -> bool:
        """Put somebody's reaction on, or take it off; tell whether it was there before."""
        people = self.reactions.setdefault(reaction, [])
        was_there = user in people
        (people.remove if was_there else people.append)(user)
        if not people:
            del self.reactions[reaction]
        return was_there


@dataclass
class Conversation:
    """A DM, group DM or channel; messages are kept in the order of their ts.

    `shared_with` are the other teams of a Slack Connect channel.
    """

    id: str
    kind: ConversationKind
    name: str
    members: frozenset[str]
    created: int
    creator: str = ""
    is_private: bool = False
    is_archived: bool = False
    shared_with: frozenset[str] = frozenset()
    messages: list[Message] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)
    last_microseconds: int = 0

    @property
    def scope_family(self) -> str:
        """How the scopes for this kind of conversation begin."""
        if self.kind != "channel":
            return self.kind
        return "groups" if self.is_private else "channels"

    def message(self, ts: str) -> Message | None:
        """Find one message by its ts."""
        return next((m for m in reversed(self.messages) if m.ts == ts), None)

    def replies(self, ts: str) -> list[Message]:
        """List the answers in the thread of a message."""
        return [m for m in self.messages if m.thread_ts == ts != m.ts and m.only_for is None]

    def visible_to(self, person: str) -> list[Message]:
        """List what this person sees: everything but other people's ephemeral messages."""
        return [m for m in self.messages if m.only_for in {None, person}]

    def next_ts(self, at: datetime) -> str:
        """Make a ts from the moved time, above every earlier one of this conversation."""
        self.last_microseconds = max(self.last_microseconds + 1, int(at.timestamp() * 1_000_000))
        return f"{self.last_microseconds // 1_000_000}.{self.last_microseconds % 1_000_000:06d}"


@dataclass
class View:
    """A modal or a Home tab: what the bot sent, and what Slack adds to it."""

    id: str
    user: str
    content: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")


@dataclass
class Trigger:
    """The permission, for three real seconds and one use, to open a view for somebody."""

    user: str
    issued: float
    view_id: str | None = None
    is_used: bool = False


@dataclass
class ResponseUrl:
    """A response_url: who it answers, where, and to which message."""

    user: str
    channel: str
    issued: float
    message_ts: str | None = None
    uses: int = 0


@dataclass(frozen=True)
class Scheduled:
    """A message that waits for its moved time; one with metadata is lost then (a bug Slack documents)."""

    id: str
    channel: str
    post_at: int
    created: int
    message: Mapping[str, Any]
    is_lost: bool = False


@dataclass(frozen=True)
class Call:
    """One Web API call as the sandbox saw it; `args` holds no token.

    `complaints` are sentences about what Slack accepts and an app should still not do; `fault` says
    what a fault did to the call or its answer.
    """

    method: str
    args: Mapping[str, Any]
    ok: bool
    error: str | None
    at: datetime
    complaints: tuple[str, ...] = ()
    fault: str = ""

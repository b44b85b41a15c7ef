"""A Slack that remembers what it was told and fails when it is asked to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.errors import SlackFailure
from domain.facts.delivery import Found, Posted
from domain.facts.people import SlackProfile
from domain.ports import Clock

Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Post:
    """One message as it stands in a conversation."""

    channel: str
    ts: str
    at: datetime
    text: str
    blocks: Blocks
    delivery_id: str


def rate_limited(**wait: float) -> SlackFailure:
    return SlackFailure("ratelimited", retry_after=timedelta(**wait))


UNREACHABLE = SlackFailure("unreachable")
NO_ANSWER = SlackFailure("no_answer", is_ambiguous=True)
GONE = SlackFailure("channel_not_found", is_permanent=True)
BAD_BLOCKS = SlackFailure("invalid_blocks", is_permanent=True)


@dataclass
class FakeSlack:
    """`failures` are used up in order, one per call of the named method, before anything takes effect.

    With `loses_answers` a failing post is there all the same: only Slack's answer is lost.
    """

    clock: Clock
    posts: list[Post] = field(default_factory=list)
    updates: list[Post] = field(default_factory=list)
    homes: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    uploads: list[tuple[str, str]] = field(default_factory=list)
    profiles: dict[str, SlackProfile] = field(default_factory=dict)
    calls: list[tuple[str, datetime]] = field(default_factory=list)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    loses_answers: bool = False

    def fail(self, method: str, *failures: Exception) -> None:
        """Let the next calls of `method` fail, one after another."""
        self.failures.setdefault(method, []).extend(failures)

    def said_to(self, channel: str) -> list[str]:
        """Return the texts of one conversation."""
        return [post.text for post in self.posts if post.channel == channel]

    def _call(self, method: str) -> Exception | None:
        self.calls.append((method, self.clock.now()))
        waiting = self.failures.get(method)
        return waiting.pop(0) if waiting else None

    def _check(self, method: str) -> None:
        failure = self._call(method)
        if failure is not None:
            raise failure

    async def post(self, channel: str, text: str, blocks: Blocks, delivery_id: str) -> Posted:
        failure = self._call("post")
        if failure is not None and not self.loses_answers:
            raise failure
        ts = f"{len(self.posts)}.0"
        self.posts.append(Post(channel, ts, self.clock.now(), text, blocks, delivery_id))
        if failure is not None:
            raise failure
        return Posted(channel, ts)

    async def update(self, channel: str, ts: str, text: str, blocks: Blocks) -> None:
        self._check("update")
        self.updates.append(Post(channel, ts, self.clock.now(), text, blocks, ""))

    async def publish_home(self, person_id: str, view: Mapping[str, Any]) -> None:
        self._check("publish_home")
        self.homes[person_id] = view

    async def open_conversation(self, person_ids: Sequence[str]) -> str:
        self._check("open_conversation")
        return "-".join(("D" if len(person_ids) == 1 else "G", *sorted(person_ids)))

    async def find_post(self, channel: str, delivery_id: str, since: datetime) -> Found:
        self._check("find_post")
        there = (p for p in self.posts if p.channel == channel and p.at >= since)
        found = next((p for p in there if p.delivery_id == delivery_id), None)
        return Found(Posted(found.channel, found.ts) if found else None)

    async def put_file(self, filename: str, content: bytes) -> str:
        self._check("put_file")
        assert content
        self.files.append(filename)
        return f"F{len(self.files)}"

    async def share_file(self, channel: str, file_id: str, title: str, comment: str) -> None:
        failure = self._call("share_file")
        assert title or comment
        if failure is None or self.loses_answers:
            self.uploads.append((channel, file_id))
        if failure is not None:
            raise failure

    async def find_file(self, channel: str, file_id: str, since: datetime) -> Found:
        self._check("find_file")
        assert since
        return Found(Posted(channel, file_id) if (channel, file_id) in self.uploads else None)

    async def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        raise NotImplementedError

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        raise NotImplementedError

    async def profile(self, person_id: str) -> SlackProfile:
        self._check("profile")
        return self.profiles[person_id]

    async def answer(self, response_url: str, body: Mapping[str, Any]) -> None:
        raise NotImplementedError

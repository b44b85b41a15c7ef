"""The machine: Slack as the rooms know it (`domain.ports.Slack`), each method one attempt."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_calls import Answer, SlackCalls
from bot.slack_outcomes import MALFORMED
from bot.slack_people import profile_of
from domain.errors import SlackFailure
from domain.facts.delivery import Found, Posted
from domain.facts.people import SlackProfile
from domain.retries import UNREADABLE_HISTORY

DELIVERY_EVENT = "rm_delivery"
CLOCK_MARGIN = timedelta(days=1)
"""How far Slack's clock may be behind ours when we look for a post by its time."""
PAGE_SIZE = 200
MOST_PAGES = 20


@dataclass(frozen=True)
class Identity:
    """Whom the token belongs to, as auth.test tells. `scopes` is None when Slack doesn't say."""

    team_id: str
    team_name: str
    bot_user_id: str
    enterprise_id: str | None = None
    scopes: frozenset[str] | None = None
    date_header: str | None = None


class SlackClient:
    """Implements `domain.ports.Slack`. Raises SlackFailure and nothing else; no text gets into its errors."""

    def __init__(self, calls: SlackCalls) -> None:
        self._calls = calls
        self._identity: Identity | None = None

    @property
    def web(self) -> AsyncWebClient:
        """The SDK client that Bolt is given: it retries nothing and reaches nobody but Slack."""
        return self._calls.web

    async def identity(self) -> Identity:
        """Ask Slack who we are (auth.test)."""
        answer = await self._calls.call("auth.test", has_effect=False)
        self._identity = _identity_of(answer)
        return self._identity

    async def post(
        self, channel: str, text: str, blocks: Sequence[Mapping[str, Any]], delivery_id: str
    ) -> Posted:
        """Post a message that carries its delivery id in the metadata."""
        metadata = {"event_type": DELIVERY_EVENT, "event_payload": {"id": delivery_id}}
        message = {"channel": channel, "text": text, "blocks": [*blocks], "metadata": metadata}
        answer = await self._calls.call(
            "chat.postMessage", message | {"unfurl_links": False, "unfurl_media": False}
        )
        return Posted(_text(answer, "channel"), _text(answer, "ts"))

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        await self._calls.call(
            "chat.update", {"channel": channel, "ts": ts, "text": text, "blocks": [*blocks]}
        )

    async def publish_home(self, person_id: str, view: Mapping[str, Any]) -> None:
        await self._calls.call("views.publish", {"user_id": person_id, "view": view})

    async def open_conversation(self, person_ids: Sequence[str]) -> str:
        """Return the channel of the DM or group DM with these people."""
        answer = await self._calls.call("conversations.open", form={"users": ",".join(person_ids)})
        channel = answer.fields.get("channel")
        return _text(Answer(channel if isinstance(channel, Mapping) else {}, answer.headers), "id")

    async def find_post(self, channel: str, delivery_id: str, since: datetime) -> Found:
        """Read the conversation back to `since` and look for the delivery id."""
        return await self._find(channel, since, lambda message: _delivery_of(message) == delivery_id)

    async def find_file(self, channel: str, file_id: str, since: datetime) -> Found:
        """Read the conversation back to `since` and look for the post that shows this file."""
        return await self._find(channel, since, lambda message: file_id in _files_of(message))

    async def _find(self, channel: str, since: datetime, is_it: Callable[[Mapping[str, Any]], bool]) -> Found:
        oldest = f"{(since - CLOCK_MARGIN).timestamp():.6f}"
        cursor = ""
        for _page in range(MOST_PAGES):
            history = (
                await self._calls.call(
                    "conversations.history", form=_history_form(channel, oldest, cursor), has_effect=False
                )
            ).fields
            for message in _messages_of(history):
                if is_it(message):
                    return Found(Posted(channel, str(message.get("ts"))))
            cursor = _next_cursor(history)
            if not cursor:
                return Found(None)
        raise SlackFailure(UNREADABLE_HISTORY)

    async def put_file(self, filename: str, content: bytes) -> str:
        """Take an upload address and send the bytes there: nobody sees anything yet."""
        ticket = await self._calls.call(
            "files.getUploadURLExternal",
            form={"filename": filename, "length": str(len(content))},
            has_effect=False,
        )
        file_id = _text(ticket, "file_id", is_ambiguous=False)
        await self._calls.send(_text(ticket, "upload_url", is_ambiguous=False), content=content)
        return file_id

    async def share_file(self, channel: str, file_id: str, title: str, comment: str) -> None:
        """Show an uploaded file in a conversation."""
        share = {"files": json.dumps([{"id": file_id, "title": title}]), "channel_id": channel}
        await self._calls.call(
            "files.completeUploadExternal", form=share | ({"initial_comment": comment} if comment else {})
        )

    async def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        await self._calls.call("views.open", {"trigger_id": trigger_id, "view": view})

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        await self._calls.call("views.update", {"view_id": view_id, "view": view})

    async def validate_view(self, view: Mapping[str, Any]) -> None:
        """Ask Slack whether it would take a view; nobody is shown anything."""
        await self._calls.call("blocks.validate", form={"view": json.dumps(view)}, has_effect=False)

    async def profile(self, person_id: str) -> SlackProfile:
        """Return what Slack knows of a person. The first call asks who we are, to tell strangers."""
        ours = self._identity or await self.identity()
        answer = await self._calls.call(
            "users.info", form={"user": person_id, "include_locale": "true"}, has_effect=False
        )
        user = answer.fields.get("user")
        if not isinstance(user, Mapping) or not isinstance(user.get("id"), str):
            raise SlackFailure(MALFORMED)
        return profile_of(user, ours.team_id)

    async def answer(self, response_url: str, body: Mapping[str, Any]) -> None:
        await self._calls.send(response_url, body=body)

    async def close(self) -> None:
        """Close all connections."""
        await self._calls.close()


def _text(answer: Answer, name: str, *, is_ambiguous: bool = True) -> str:
    """Return a field of a good answer. Without it, the answer tells nothing: it may have been done."""
    value = answer.fields.get(name)
    if not isinstance(value, str) or not value:
        raise SlackFailure(MALFORMED, is_ambiguous=is_ambiguous)
    return value


def _identity_of(answer: Answer) -> Identity:
    scopes = answer.headers.get("x-oauth-scopes")
    enterprise = answer.fields.get("enterprise_id")
    return Identity(
        team_id=_text(answer, "team_id", is_ambiguous=False),
        team_name=_text(answer, "team", is_ambiguous=False),
        bot_user_id=_text(answer, "user_id", is_ambiguous=False),
        enterprise_id=enterprise if isinstance(enterprise, str) else None,
        scopes=None if scopes is None else frozenset(scope.strip() for scope in scopes.split(",")),
        date_header=answer.headers.get("Date"),
    )


def _history_form(channel: str, oldest: str, cursor: str) -> dict[str, str]:
    form = {"channel": channel, "oldest": oldest, "inclusive": "true", "include_all_metadata": "true"}
    return form | {"limit": str(PAGE_SIZE)} | ({"cursor": cursor} if cursor else {})


def _messages_of(history: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Raises SlackFailure when there is no list: "not found" must be certain."""
    messages = history.get("messages")
    if not isinstance(messages, list) or not all(isinstance(message, Mapping) for message in messages):
        raise SlackFailure(MALFORMED)
    return messages


def _next_cursor(history: Mapping[str, Any]) -> str:
    following = history.get("response_metadata")
    cursor = following.get("next_cursor") if isinstance(following, Mapping) else None
    if history.get("has_more") and not cursor:
        raise SlackFailure(MALFORMED)
    return str(cursor or "")


def _delivery_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != DELIVERY_EVENT:
        return None
    payload = metadata.get("event_payload")
    return payload.get("id") if isinstance(payload, Mapping) else None


def _files_of(message: Mapping[str, Any]) -> set[object]:
    files = message.get("files")
    return (
        {file.get("id") for file in files if isinstance(file, Mapping)} if isinstance(files, list) else set()
    )

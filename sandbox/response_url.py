"""response_url: five answers within thirty minutes to a command or a click."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.chat import read_content
from sandbox.state.identity import BOT_USER
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation, Message, ResponseUrl

Json = dict[str, Any]
_USES = 5
_SECONDS = 30 * 60
_KEPT = 10_000


def issue(memory: Memory, user: str, channel: str, message_ts: str | None = None) -> str:
    """Make an address to answer at; with a message, that one can be replaced or deleted."""
    ticket = memory.ids.secret(24)
    memory.response_urls[ticket] = ResponseUrl(user, channel, memory.real_now(), message_ts)
    while len(memory.response_urls) > _KEPT:
        del memory.response_urls[next(iter(memory.response_urls))]
    kind = "actions" if message_ts else "commands"
    return f"{memory.address}/{kind}/{memory.identity.team_id}/{ticket}"


def answer(memory: Memory, ticket: str, body: Mapping[str, Any], now: datetime) -> None:
    """Carry out one answer. Raises: SlackError(used_url, expired_url, no_text …)."""
    url = memory.response_urls.get(ticket)
    if url is None or memory.real_now() - url.issued > _SECONDS:
        raise SlackError("expired_url")
    if url.uses >= _USES:
        raise SlackError("used_url")
    url.uses += 1
    _act(memory, url, body, now)
    memory.changed("messages")


def _act(memory: Memory, url: ResponseUrl, body: Mapping[str, Any], now: datetime) -> None:
    conversation = memory.conversations.get(url.channel)
    if conversation is None:
        raise SlackError("channel_not_found")
    original = conversation.message(url.message_ts) if url.message_ts else None
    if body.get("delete_original"):
        _delete(conversation, original)
    elif body.get("replace_original") and original is not None:
        content = read_content(memory.ids, dict(body))
        original.text, original.blocks = content["text"], content["blocks"]
    else:
        say(memory, conversation, url.user, body, now)


def _delete(conversation: Conversation, original: Message | None) -> None:
    if original is None:
        raise SlackError("message_not_found")
    conversation.messages.remove(original)


def say(
    memory: Memory, conversation: Conversation, user: str, body: Mapping[str, Any], now: datetime
) -> Message:
    """Write what a command or click was answered with: ephemeral unless it says in_channel."""
    content = read_content(memory.ids, dict(body))
    is_public = body.get("response_type") == "in_channel"
    return memory.conversations.post(
        conversation,
        BOT_USER,
        content["text"],
        now,
        blocks=content["blocks"],
        thread_ts=body.get("thread_ts") if is_public else None,
        only_for=None if is_public else user,
    )

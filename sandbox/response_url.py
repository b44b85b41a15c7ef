"""response_url: five answers within thirty minutes to a command or a click."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sandbox.acts.judged import judged
from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, METADATA, TEXT, read_arguments
from sandbox.methods.content import CONTENT, read_content, read_metadata
from sandbox.state.identity import BOT_USER
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation, Message, ResponseUrl

Json = dict[str, Any]
_USES = 5
_SECONDS = 30 * 60
_KEPT = 10_000
_FIELDS = CONTENT | {
    "response_type": TEXT,
    "replace_original": FLAG,
    "delete_original": FLAG,
    "thread_ts": TEXT,
    "metadata": METADATA,
    "mrkdwn": FLAG,
    "unfurl_links": FLAG,
    "unfurl_media": FLAG,
}


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
    try:
        url = _usable(memory, ticket)
        url.uses += 1
        complaints = _act(memory, url, body, now)
    except SlackError as error:
        judged(memory, "response_url", body, now, error.code)
        raise
    judged(memory, "response_url", body, now, complaints=tuple(complaints))
    memory.changed("messages")


def _usable(memory: Memory, ticket: str) -> ResponseUrl:
    url = memory.response_urls.get(ticket)
    if url is None or memory.real_now() - url.issued > _SECONDS:
        raise SlackError("expired_url")
    if url.uses >= _USES:
        raise SlackError("used_url")
    return url


def _act(memory: Memory, url: ResponseUrl, body: Mapping[str, Any], now: datetime) -> list[str]:
    conversation = memory.conversations.get(url.channel)
    if conversation is None:
        raise SlackError("channel_not_found")
    given, complaints = _read(body)
    original = conversation.message(url.message_ts) if url.message_ts else None
    is_about_original = given.get("delete_original") or given.get("replace_original")
    if url.message_ts is None and not given.get("delete_original"):
        is_about_original = False
    if not is_about_original:
        return complaints + _say(memory, conversation, url.user, given, now)
    if original is None:
        raise SlackError("message_not_found")
    if given.get("delete_original"):
        conversation.messages.remove(original)
        return complaints
    return complaints + _replace(memory, original, given)


def _read(body: Mapping[str, Any]) -> tuple[Json, list[str]]:
    known = {name: value for name, value in body.items() if name in _FIELDS}
    given = read_arguments(_FIELDS, known)
    return given, list(_misuses(given, body.keys() - _FIELDS.keys()))


def _misuses(given: Json, unknown: set[str]) -> Iterator[str]:
    if unknown:
        yield f"Slack knows no {', '.join(sorted(unknown))} here."
    if given.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        yield "response_type is neither ephemeral nor in_channel: taken as ephemeral."
    if given.get("delete_original") and len(given) > 1:
        yield "delete_original stands alone; the rest is ignored."
    is_new_in_channel = given.get("response_type") == "in_channel" and not given.get("replace_original")
    if "thread_ts" in given and not is_new_in_channel:
        yield "A thread is only answered with response_type in_channel and without replace_original."


def _replace(memory: Memory, original: Message, given: Json) -> list[str]:
    content, metadata = read_content(memory, given), read_metadata(given)
    original.text, original.blocks = content.text, content.blocks
    original.attachments = content.attachments
    if metadata is not None:
        original.metadata = metadata or None
    return list(content.complaints)


def say(
    memory: Memory, conversation: Conversation, user: str, body: Mapping[str, Any], now: datetime
) -> None:
    """Write what a command was answered with: ephemeral unless it says in_channel."""
    try:
        given, complaints = _read(body)
        complaints += _say(memory, conversation, user, given, now)
    except SlackError as error:
        judged(memory, "ack", body, now, error.code)
        raise
    judged(memory, "ack", body, now, complaints=tuple(complaints))


def _say(memory: Memory, conversation: Conversation, user: str, given: Json, now: datetime) -> list[str]:
    content = read_content(memory, given)
    is_public = given.get("response_type") == "in_channel"
    memory.conversations.post(
        conversation,
        BOT_USER,
        content.text,
        now,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=given.get("thread_ts") if is_public else None,
        metadata=read_metadata(given) or None,
        only_for=None if is_public else user,
    )
    return list(content.complaints)

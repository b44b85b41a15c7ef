"""chat.postMessage, .update, .delete and .postEphemeral."""

from typing import Any

from sandbox.blocks.check import message_faults
from sandbox.blocks.walk import with_ids
from sandbox.errors import SlackError
from sandbox.methods.arguments import BLOCKS, FLAG, LIST, METADATA, TEXT, Argument
from sandbox.methods.request import Method, Request
from sandbox.state.identity import BOT_USER, Ids
from sandbox.state.records import Conversation, Message

Json = dict[str, Any]
_TEXT_KEPT = 40_000
_MARKDOWN_MOST = 12_000


def read_content(ids: Ids, args: Json) -> Json:
    """Read text and blocks of a message. Raises: SlackError(no_text, invalid_blocks …)."""
    markdown, text, blocks = args.get("markdown_text"), args.get("text"), args.get("blocks") or []
    if markdown is not None:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > _MARKDOWN_MOST:
            raise SlackError("msg_too_long")
        text = markdown
    if not text and not blocks:
        raise SlackError("no_text")
    if faults := message_faults(blocks):
        raise SlackError.with_messages("invalid_blocks", faults)
    filled = with_ids(blocks, lambda: ids.secret(5))
    return {"text": (text or "")[:_TEXT_KEPT], "blocks": filled}


def _metadata(args: Json) -> Json | None:
    metadata: Json | None = args.get("metadata")
    if metadata is None:
        return None
    fields_fit = isinstance(metadata.get("event_type"), str) and isinstance(
        metadata.get("event_payload"), dict
    )
    if not fields_fit or metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    return metadata


def _thread(conversation: Conversation, args: Json) -> str | None:
    thread_ts: str | None = args.get("thread_ts")
    parent = conversation.message(thread_ts) if thread_ts else None
    if thread_ts and (parent is None or parent.only_for is not None):
        raise SlackError("cannot_reply_to_message")
    return thread_ts


def _post_message(request: Request) -> Json:
    conversation = request.joined(request.args["channel"])
    content = read_content(request.memory.ids, request.args)
    message = request.memory.conversations.post(
        conversation,
        BOT_USER,
        content["text"],
        request.now,
        blocks=content["blocks"],
        thread_ts=_thread(conversation, request.args),
        metadata=_metadata(request.args),
    )
    request.memory.changed("messages")
    wire = request.memory.conversations.message_object(message)
    return {"channel": conversation.id, "ts": message.ts, "message": wire}


def _own_message(request: Request, refusal: str) -> tuple[Conversation, Message]:
    conversation = request.conversation(request.args["channel"])
    message = conversation.message(request.args["ts"])
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    if message.user != BOT_USER:
        raise SlackError(refusal)
    return conversation, message


def _update(request: Request) -> Json:
    conversation, message = _own_message(request, "cant_update_message")
    content = read_content(request.memory.ids, request.args)
    message.text, message.blocks = content["text"], content["blocks"]
    message.metadata = _metadata(request.args) or message.metadata
    # Slack shows "(edited)" only for messages without blocks.
    message.edited_ts = None if message.blocks else f"{request.seconds}.000000"
    request.memory.changed("messages")
    wire = request.memory.conversations.message_object(message)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": wire}


def _delete(request: Request) -> Json:
    conversation, message = _own_message(request, "cant_delete_message")
    conversation.messages.remove(message)
    request.memory.changed("messages")
    return {"channel": conversation.id, "ts": message.ts}


def _post_ephemeral(request: Request) -> Json:
    conversation = request.joined(request.args["channel"])
    user = request.args["user"]
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    content = read_content(request.memory.ids, request.args)
    message = request.memory.conversations.post(
        conversation,
        BOT_USER,
        content["text"],
        request.now,
        blocks=content["blocks"],
        thread_ts=_thread(conversation, request.args),
        only_for=user,
    )
    request.memory.changed("messages")
    return {"message_ts": message.ts}


_CONTENT: dict[str, Argument] = {
    "text": TEXT,
    "blocks": BLOCKS,
    "attachments": LIST,
    "markdown_text": TEXT,
    "link_names": FLAG,
    "parse": TEXT,
    "as_user": FLAG,
}
_LOOKS = {"icon_emoji": TEXT, "icon_url": TEXT, "username": TEXT}
_ONE = {"channel": TEXT.required, "ts": TEXT.required}
_SCOPE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(
        _post_message,
        {"channel": TEXT.required, "thread_ts": TEXT, "reply_broadcast": FLAG, "metadata": METADATA}
        | {"unfurl_links": FLAG, "unfurl_media": FLAG, "mrkdwn": FLAG}
        | _CONTENT
        | _LOOKS,
        _SCOPE,
    ),
    "chat.update": Method(
        _update,
        _ONE | _CONTENT | {"metadata": METADATA, "reply_broadcast": FLAG, "file_ids": LIST},
        _SCOPE,
    ),
    "chat.delete": Method(_delete, _ONE | {"as_user": FLAG}, _SCOPE),
    "chat.postEphemeral": Method(
        _post_ephemeral,
        {"channel": TEXT.required, "user": TEXT.required, "thread_ts": TEXT} | _CONTENT | _LOOKS,
        _SCOPE,
    ),
}

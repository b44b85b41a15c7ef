"""chat.postMessage, .update, .delete, .postEphemeral and .getPermalink."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, LIST, METADATA, TEXT, Argument
from sandbox.methods.content import CONTENT, TEXT_KEPT, Content, read_content, read_metadata
from sandbox.methods.request import Method, Request, Tier
from sandbox.state.identity import BOT_USER
from sandbox.state.records import Conversation, Message

Json = dict[str, Any]
_UPDATED_TEXT_MOST = 4_000
LOOKS = {"icon_emoji": TEXT, "icon_url": TEXT, "username": TEXT}


def written(request: Request, text_most: int | None = None) -> Content:
    """Read what the call wants to say, and complain where there is cause."""
    content = read_content(request.memory, request.args, text_most)
    request.complain(*content.complaints)
    if LOOKS.keys() & request.args.keys() and not request.has_scope("chat:write.customize"):
        request.complain("Without chat:write.customize, name and icon stay the app's own.")
    return content


def thread_of(request: Request, conversation: Conversation) -> str | None:
    """Find the thread to answer in. Raises: SlackError(cannot_reply_to_message)."""
    thread_ts: str | None = request.args.get("thread_ts")
    if not thread_ts:
        return None
    parent = conversation.message(thread_ts)
    if parent is None or parent.only_for is not None:
        raise SlackError("cannot_reply_to_message")
    if parent.thread_ts not in {None, parent.ts}:
        request.complain("thread_ts names a reply; it should name the message the thread is about.")
    return parent.thread_ts or thread_ts


def _post_message(request: Request) -> Json:
    conversation = request.destination(request.args["channel"])
    content = written(request)
    message = request.memory.conversations.post(
        conversation,
        BOT_USER,
        content.text,
        request.now,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=thread_of(request, conversation),
        metadata=read_metadata(request.args) or None,
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
    if conversation.is_archived:
        raise SlackError("is_inactive")
    _rewrite(message, written(request, _UPDATED_TEXT_MOST), request)
    request.memory.changed("messages")
    wire = request.memory.conversations.message_object(message)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": wire}


def _rewrite(message: Message, content: Content, request: Request) -> None:
    metadata = read_metadata(request.args)
    message.text, message.blocks = content.text, content.blocks
    message.attachments = content.attachments
    if metadata is not None:
        message.metadata = metadata or None
    # Slack shows "(edited)" only for messages without blocks.
    message.edited_ts = None if message.blocks else f"{request.seconds}.000000"


def _delete(request: Request) -> Json:
    conversation, message = _own_message(request, "cant_delete_message")
    conversation.messages.remove(message)
    request.memory.changed("messages")
    return {"channel": conversation.id, "ts": message.ts}


def _post_ephemeral(request: Request) -> Json:
    conversation = request.destination(request.args["channel"])
    user = request.args["user"]
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    content = written(request, TEXT_KEPT)
    message = request.memory.conversations.post(
        conversation,
        BOT_USER,
        content.text,
        request.now,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=thread_of(request, conversation),
        only_for=user,
    )
    request.memory.changed("messages")
    return {"message_ts": message.ts}


def _permalink(request: Request) -> Json:
    conversation = request.conversation(request.args["channel"])
    message = conversation.message(request.args["message_ts"])
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    place = f"archives/{conversation.id}/p{message.ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": f"{request.memory.address}/{place}"}


_ONE: dict[str, Argument] = {"channel": TEXT.required, "ts": TEXT.required}
_SCOPE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(
        _post_message,
        {"channel": TEXT.required, "thread_ts": TEXT, "reply_broadcast": FLAG, "metadata": METADATA}
        | {"unfurl_links": FLAG, "unfurl_media": FLAG, "mrkdwn": FLAG, "current_draft_last_updated_ts": TEXT}
        | CONTENT
        | LOOKS,
        _SCOPE,
        tier=Tier.POSTING,
    ),
    "chat.update": Method(
        _update,
        _ONE
        | CONTENT
        | {"metadata": METADATA, "reply_broadcast": FLAG, "file_ids": LIST, "unfurled_attachments": LIST},
        _SCOPE,
    ),
    "chat.delete": Method(_delete, _ONE | {"as_user": FLAG}, _SCOPE),
    "chat.postEphemeral": Method(
        _post_ephemeral,
        {"channel": TEXT.required, "user": TEXT.required, "thread_ts": TEXT} | CONTENT | LOOKS,
        _SCOPE,
        tier=Tier.FOUR,
    ),
    "chat.getPermalink": Method(
        _permalink, {"channel": TEXT.required, "message_ts": TEXT.required}, tier=Tier.SPECIAL
    ),
}

"""chat.scheduleMessage, .scheduledMessages.list and .deleteScheduledMessage."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, METADATA, TEXT, WHOLE
from sandbox.methods.chat import thread_of, written
from sandbox.methods.content import CONTENT, TEXT_KEPT, read_metadata
from sandbox.methods.cursors import PAGED, page, read_limit
from sandbox.methods.request import Method, Request
from sandbox.state.records import Scheduled

Json = dict[str, Any]
_FARTHEST_SECONDS = 120 * 24 * 3600
_WINDOW_SECONDS = 5 * 60
_PER_WINDOW = 30
_LISTED = 100


def _schedule(request: Request) -> Json:
    conversation = request.destination(request.args["channel"])
    content = written(request, TEXT_KEPT)
    post_at = _post_at(request, conversation.id)
    is_lost = bool(read_metadata(request.args))
    if is_lost:
        request.complain("A scheduled message with metadata never posts: Slack documents it as a bug.")
    message = {
        "text": content.text,
        "blocks": content.blocks,
        "attachments": content.attachments,
        "thread_ts": thread_of(request, conversation),
    }
    scheduled_id = request.memory.ids.make("Q")
    request.memory.scheduled[scheduled_id] = Scheduled(
        scheduled_id, conversation.id, post_at, request.seconds, message, is_lost
    )
    wire = {"type": "delayed_message", "text": content.text, "bot_id": request.memory.identity.bot_id}
    return {
        "channel": conversation.id,
        "scheduled_message_id": scheduled_id,
        "post_at": post_at,
        "message": wire,
    }


def _post_at(request: Request, channel: str) -> int:
    post_at: int = request.args["post_at"]
    if post_at <= request.seconds:
        raise SlackError("time_in_past")
    if post_at > request.seconds + _FARTHEST_SECONDS:
        raise SlackError("time_too_far")
    waiting = [s for s in request.memory.scheduled.values() if s.channel == channel]
    if sum(abs(s.post_at - post_at) < _WINDOW_SECONDS for s in waiting) >= _PER_WINDOW:
        raise SlackError("restricted_too_many")
    return post_at


def _list(request: Request) -> Json:
    channel = request.args.get("channel")
    if channel is not None and request.memory.conversations.get(channel) is None:
        raise SlackError("invalid_channel")
    oldest, latest = _bounds(request)
    waiting = [
        scheduled
        for scheduled in request.memory.scheduled.values()
        if channel in {None, scheduled.channel} and oldest <= scheduled.post_at <= latest
    ]
    limit = read_limit(request.args, _LISTED, refusal="invalid_arguments")
    found = page(waiting, lambda s: s.id, "scheduled", request.args.get("cursor", ""), limit)
    return {"scheduled_messages": [_shown(s) for s in found.items]} | found.metadata


def _bounds(request: Request) -> tuple[float, float]:
    try:
        return float(request.args.get("oldest", "-inf")), float(request.args.get("latest", "inf"))
    except ValueError as error:
        raise SlackError.with_messages("invalid_arguments", ["oldest, latest: no timestamp"]) from error


def _shown(scheduled: Scheduled) -> Json:
    return {
        "id": scheduled.id,
        "channel_id": scheduled.channel,
        "post_at": scheduled.post_at,
        "date_created": scheduled.created,
        "text": scheduled.message["text"],
    }


def _delete(request: Request) -> Json:
    channel = request.conversation(request.args["channel"]).id
    scheduled = request.memory.scheduled.get(request.args["scheduled_message_id"])
    if scheduled is None or scheduled.channel != channel:
        raise SlackError("invalid_scheduled_message_id")
    del request.memory.scheduled[scheduled.id]
    return {}


_SCOPE = ("chat:write",)
METHODS = {
    "chat.scheduleMessage": Method(
        _schedule,
        {"channel": TEXT.required, "post_at": WHOLE.required, "thread_ts": TEXT, "metadata": METADATA}
        | {"reply_broadcast": FLAG, "unfurl_links": FLAG, "unfurl_media": FLAG}
        | CONTENT,
        _SCOPE,
    ),
    "chat.scheduledMessages.list": Method(
        _list, {"channel": TEXT, "latest": TEXT, "oldest": TEXT, "team_id": TEXT} | PAGED
    ),
    "chat.deleteScheduledMessage": Method(
        _delete,
        {"channel": TEXT.required, "scheduled_message_id": TEXT.required, "as_user": FLAG},
        _SCOPE,
    ),
}

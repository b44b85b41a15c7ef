"""conversations.history and .replies."""

from collections.abc import Iterable
from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, TEXT
from sandbox.methods.cursors import PAGED, page
from sandbox.methods.request import Method, Request
from sandbox.state.records import Conversation, Message

Json = dict[str, Any]
_HISTORY, _REPLIES, _MOST = 100, 1000, 999


def _history(request: Request) -> Json:
    conversation = request.joined(request.args["channel"])
    request.need_scope_for(conversation, "history")
    roots = [m for m in reversed(conversation.messages) if m.thread_ts in {None, m.ts}]
    return _page(request, conversation, roots, _HISTORY) | {"pin_count": 0}


def _replies(request: Request) -> Json:
    conversation = request.joined(request.args["channel"])
    request.need_scope_for(conversation, "history")
    root = conversation.message(request.args["ts"])
    if root is None or root.only_for is not None:
        raise SlackError("thread_not_found")
    thread = [root] if root.thread_ts not in {None, root.ts} else [root, *conversation.replies(root.ts)]
    return _page(request, conversation, thread, _REPLIES)


def _page(request: Request, conversation: Conversation, messages: Iterable[Message], default: int) -> Json:
    args = request.args
    seen = [m for m in messages if m.only_for is None and _is_within(args, m)]
    limit = max(1, min(args.get("limit") or default, _MOST))
    found = page(seen, lambda m: m.ts, "next_ts", args.get("cursor", ""), limit)
    shown = [_shown(request, conversation, m) for m in found.items]
    more = found.metadata if found.cursor else {}
    return {"messages": shown, "has_more": bool(found.cursor)} | more


def _is_within(args: Json, message: Message) -> bool:
    oldest, latest = _bound(args, "oldest"), _bound(args, "latest")
    ts = float(message.ts)
    if args.get("inclusive"):
        return (oldest is None or ts >= oldest) and (latest is None or ts <= latest)
    return (oldest is None or ts > oldest) and (latest is None or ts < latest)


def _bound(args: Json, name: str) -> float | None:
    if args.get(name) in {None, "", "now"}:
        return None
    try:
        return float(args[name])
    except ValueError as error:
        raise SlackError(f"invalid_ts_{name}") from error


def _shown(request: Request, conversation: Conversation, message: Message) -> Json:
    with_metadata = request.args.get("include_all_metadata", False)
    wire = request.memory.conversations.message_object(message, with_metadata=with_metadata)
    replies = conversation.replies(message.ts)
    if not replies:
        return wire
    people = list(dict.fromkeys(m.user for m in replies))
    return wire | {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
    }


_BOUNDS = {"oldest": TEXT, "latest": TEXT, "inclusive": FLAG, "include_all_metadata": FLAG}
METHODS = {
    "conversations.history": Method(_history, {"channel": TEXT.required} | _BOUNDS | PAGED),
    "conversations.replies": Method(
        _replies, {"channel": TEXT.required, "ts": TEXT.required} | _BOUNDS | PAGED
    ),
}

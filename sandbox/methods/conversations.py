"""conversations.open, .history, .info and .members."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, IDS, TEXT, WHOLE
from sandbox.methods.cursors import next_cursor, page
from sandbox.methods.request import Method, Request
from sandbox.people import Person
from sandbox.state.conversations import conversation_object
from sandbox.state.identity import BOT_USER, SLACKBOT
from sandbox.state.records import Conversation, Message

Json = dict[str, Any]
_MOST_USERS = 8
_HISTORY_DEFAULT, _HISTORY_MOST = 100, 999


def _open(request: Request) -> Json:
    if "channel" in request.args:
        conversation, is_new = request.joined(request.args["channel"]), False
        request.need_scope_for(conversation, "write")
    else:
        conversation, is_new = _open_with(request, _invited(request))
    answer: Json = {"id": conversation.id}
    if request.args.get("return_im"):
        answer = conversation_object(conversation, request.memory.identity.team_id)
    return {"channel": answer, "no_op": not is_new, "already_open": not is_new}


def _invited(request: Request) -> list[Person]:
    wanted = [u for u in dict.fromkeys(request.args.get("users", ())) if u != BOT_USER]
    if not wanted:
        raise SlackError("users_list_not_supplied")
    if len(wanted) > _MOST_USERS:
        raise SlackError("too_many_users")
    people = [request.person(user) for user in wanted]
    if any(p.is_deactivated for p in people):
        raise SlackError("user_disabled")
    if any(p.is_bot or p.id == SLACKBOT for p in people):
        raise SlackError("cannot_dm_bot" if len(people) == 1 else "invalid_user_combination")
    return people


def _open_with(request: Request, people: list[Person]) -> tuple[Conversation, bool]:
    conversations = request.memory.conversations
    is_im = len(people) == 1
    request.need_scope("im:write" if is_im else "mpim:write")
    members = frozenset(p.id for p in people) | {BOT_USER}
    found = conversations.im(people[0].id) if is_im else conversations.mpim(members)
    if found is not None:
        return found, False
    if request.args.get("prevent_creation"):
        raise SlackError("channel_not_found")
    if is_im:
        return conversations.open_im(people[0], request.seconds), True
    opened = conversations.open_mpim(people, request.seconds)
    request.memory.changed("messages")
    return opened, True


def _history(request: Request) -> Json:
    conversation = request.joined(request.args["channel"])
    request.need_scope_for(conversation, "history")
    limit = min(request.args.get("limit") or _HISTORY_DEFAULT, _HISTORY_MOST)
    found = [m for m in reversed(conversation.messages) if _is_in_history(request, m)]
    messages, cursor = page(found, request.args.get("cursor", ""), limit)
    with_metadata = request.args.get("include_all_metadata", False)
    write = request.memory.conversations.message_object
    wire = [write(m, with_metadata=with_metadata) for m in messages]
    more = next_cursor(cursor) if cursor else {}
    return {"messages": wire, "has_more": bool(cursor), "pin_count": 0} | more


def _is_in_history(request: Request, message: Message) -> bool:
    if message.only_for is not None or message.thread_ts not in {None, message.ts}:
        return False
    oldest, latest = _bound(request, "oldest"), _bound(request, "latest")
    ts = float(message.ts)
    if request.args.get("inclusive"):
        return (oldest is None or ts >= oldest) and (latest is None or ts <= latest)
    return (oldest is None or ts > oldest) and (latest is None or ts < latest)


def _bound(request: Request, name: str) -> float | None:
    try:
        return float(request.args[name]) if name in request.args else None
    except ValueError as error:
        raise SlackError(f"invalid_ts_{name}") from error


def _info(request: Request) -> Json:
    conversation = request.conversation(request.args["channel"])
    request.need_scope_for(conversation, "read")
    channel = conversation_object(conversation, request.memory.identity.team_id)
    if request.args.get("include_num_members"):
        channel["num_members"] = len(conversation.members)
    return {"channel": channel}


def _members(request: Request) -> Json:
    conversation = request.conversation(request.args["channel"])
    request.need_scope_for(conversation, "read")
    limit = request.args.get("limit") or _HISTORY_DEFAULT
    members, cursor = page(sorted(conversation.members), request.args.get("cursor", ""), limit)
    return {"members": members} | next_cursor(cursor)


_PAGE = {"cursor": TEXT, "limit": WHOLE}
METHODS = {
    "conversations.open": Method(
        _open, {"users": IDS, "channel": TEXT, "return_im": FLAG, "prevent_creation": FLAG}
    ),
    "conversations.history": Method(
        _history,
        {
            "channel": TEXT.required,
            "oldest": TEXT,
            "latest": TEXT,
            "inclusive": FLAG,
            "include_all_metadata": FLAG,
        }
        | _PAGE,
    ),
    "conversations.info": Method(
        _info, {"channel": TEXT.required, "include_locale": FLAG, "include_num_members": FLAG}
    ),
    "conversations.members": Method(_members, {"channel": TEXT.required} | _PAGE),
}

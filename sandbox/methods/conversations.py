"""conversations.open, .info, .members and .list, and users.conversations."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, IDS, TEXT
from sandbox.methods.cursors import PAGED, page, read_limit
from sandbox.methods.request import Method, Request, Tier
from sandbox.people import Person
from sandbox.state.conversations import conversation_object
from sandbox.state.identity import BOT_USER, SLACKBOT
from sandbox.state.records import Conversation

Json = dict[str, Any]
_MOST_USERS = 8
_LISTED, _LISTED_MOST = 100, 999
_TYPES = {"public_channel": "channels", "private_channel": "groups", "mpim": "mpim", "im": "im"}


def _open(request: Request) -> Json:
    if "channel" in request.args:
        conversation, is_new = _resumed(request), False
    else:
        conversation, is_new = _open_with(request, _invited(request))
    answer: Json = {"id": conversation.id}
    if request.args.get("return_im"):
        answer = conversation_object(conversation, request.memory.identity.team_id)
    return {"channel": answer, "no_op": not is_new, "already_open": not is_new}


def _resumed(request: Request) -> Conversation:
    conversation = request.conversation(request.args["channel"])
    if conversation.kind == "channel":
        raise SlackError("method_not_supported_for_channel_type")
    request.need_scope_for(conversation, "write")
    return conversation


def _invited(request: Request) -> list[Person]:
    named = request.args.get("users", ())
    if not named:
        raise SlackError("users_list_not_supplied")
    wanted = [u for u in dict.fromkeys(named) if u != BOT_USER]
    if not wanted:
        raise SlackError("not_enough_users")
    if len(wanted) > _MOST_USERS:
        raise SlackError("too_many_users")
    people = request.people(wanted)
    _check_reachable(people)
    return people


def _check_reachable(people: list[Person]) -> None:
    is_im = len(people) == 1
    if any(p.is_deactivated for p in people):
        raise SlackError("user_disabled")
    if any(p.is_bot or p.id == SLACKBOT for p in people):
        raise SlackError("cannot_dm_bot" if is_im else "invalid_user_combination")
    if any(p.is_stranger for p in people):
        raise SlackError("user_not_visible" if is_im else "invalid_user_combination")


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


def _info(request: Request) -> Json:
    conversation = request.conversation(request.args["channel"])
    request.need_scope_for(conversation, "read")
    channel = conversation_object(conversation, request.memory.identity.team_id)
    if request.args.get("include_num_members"):
        channel["num_members"] = len(conversation.members)
    if request.args.get("include_locale"):
        channel["locale"] = "en-US"
    return {"channel": channel}


def _members(request: Request) -> Json:
    conversation = request.conversation(request.args["channel"])
    request.need_scope_for(conversation, "read")
    limit, cursor = read_limit(request.args, _LISTED), request.args.get("cursor", "")
    found = page(sorted(conversation.members), str, "user", cursor, limit)
    return {"members": found.items} | found.metadata


def _list(request: Request) -> Json:
    return _page(request, [c for c in request.memory.conversations if _is_visible(c)])


def _of_user(request: Request) -> Json:
    user = request.args.get("user", BOT_USER)
    request.person(user)
    mine = [c for c in request.memory.conversations if _is_visible(c) and user in c.members]
    return _page(request, mine)


def _is_visible(conversation: Conversation) -> bool:
    return conversation.scope_family == "channels" or BOT_USER in conversation.members


def _page(request: Request, conversations: list[Conversation]) -> Json:
    families = _families(request)
    seen = [c for c in conversations if c.scope_family in families]
    if request.args.get("exclude_archived"):
        seen = [c for c in seen if not c.is_archived]
    limit, cursor = read_limit(request.args, _LISTED, _LISTED_MOST), request.args.get("cursor", "")
    found = page(seen, lambda c: c.id, "team", cursor, limit)
    team_id = request.memory.identity.team_id
    shown = [conversation_object(c, team_id) | {"num_members": len(c.members)} for c in found.items]
    return {"channels": shown} | found.metadata


def _families(request: Request) -> set[str]:
    types = request.args.get("types") or ["public_channel"]
    if unknown := set(types) - _TYPES.keys():
        raise SlackError.with_messages("invalid_types", sorted(unknown))
    families = {_TYPES[kind] for kind in types}
    for family in sorted(families):
        request.need_scope(f"{family}:read")
    return families


_LIST_ARGUMENTS = {"types": IDS, "exclude_archived": FLAG, "team_id": TEXT} | PAGED
METHODS = {
    "conversations.open": Method(
        _open, {"users": IDS, "channel": TEXT, "return_im": FLAG, "prevent_creation": FLAG}
    ),
    "conversations.info": Method(
        _info, {"channel": TEXT.required, "include_locale": FLAG, "include_num_members": FLAG}
    ),
    "conversations.members": Method(_members, {"channel": TEXT.required} | PAGED, tier=Tier.FOUR),
    "conversations.list": Method(_list, _LIST_ARGUMENTS, tier=Tier.TWO),
    "users.conversations": Method(_of_user, {"user": TEXT} | _LIST_ARGUMENTS),
}

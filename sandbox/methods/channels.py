"""conversations.create, .join, .leave, .invite, .kick, .archive, .unarchive and .rename."""

import re
from typing import Any

from sandbox.delivery import events
from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, IDS, TEXT
from sandbox.methods.request import Method, Request, Tier
from sandbox.state.conversations import GENERAL, conversation_object
from sandbox.state.identity import BOT_USER
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation

Json = dict[str, Any]
_NAME_MOST = 80
_INVITED_MOST = 100
_NAME = re.compile(r"[\w\-]+")


def _create(request: Request) -> Json:
    is_private = request.args.get("is_private", False)
    request.need_scope(*(("groups:write",) if is_private else ("channels:manage", "channels:write")))
    name = free_name(request.memory, request.args["name"])
    created = request.memory.conversations.create(name, BOT_USER, request.seconds, is_private=is_private)
    return _changed(request, created)


def free_name(memory: Memory, wished: str) -> str:
    """Pass a channel's name on if it can be had. Raises: SlackError(name_taken, invalid_name_…)."""
    name = wished.strip()
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > _NAME_MOST:
        raise SlackError("invalid_name_maxlength")
    if not any(c.isalnum() for c in name):
        raise SlackError("invalid_name_punctuation")
    if name != name.lower() or not _NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if memory.conversations.named(name) is not None:
        raise SlackError("name_taken")
    return name


def _join(request: Request) -> Json:
    channel = _open_channel(request)
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if BOT_USER in channel.members:
        return _changed(request, channel) | {"warning": "already_in_channel"}
    channel.members |= {BOT_USER}
    _joined(request, channel, BOT_USER)
    return _changed(request, channel)


def _leave(request: Request) -> Json:
    channel = _open_channel(request)
    request.need_scope_for(channel, "write")
    if channel.id == GENERAL:
        raise SlackError("cant_leave_general")
    if BOT_USER not in channel.members:
        return {"not_in_channel": True}
    if len(channel.members) == 1:
        raise SlackError("last_member")
    return _without(request, channel, BOT_USER)


def _invite(request: Request) -> Json:
    channel = _open_channel(request)
    family = channel.scope_family
    # Alone among the writing methods it doesn't take channels:write.
    manage = "channels:manage" if family == "channels" else f"{family}:write"
    request.need_scope(manage, f"{family}:write.invites")
    _need_membership(channel)
    wanted: list[str] = request.args["users"]
    if not wanted:
        raise SlackError("no_user")
    if len(wanted) > _INVITED_MOST:
        raise SlackError.with_messages("invalid_arguments", [f"users: at most {_INVITED_MOST}"])
    refused = {user: error for user in wanted if (error := _refusal(request, channel, user))}
    if refused and not (request.args.get("force") and len(refused) < len(wanted)):
        errors = [{"user": user, "ok": False, "error": error} for user, error in refused.items()]
        raise SlackError(next(iter(refused.values())), errors=errors)
    for user in dict.fromkeys(u for u in wanted if u not in refused):
        channel.members |= {user}
        _joined(request, channel, user, inviter=BOT_USER)
    return _changed(request, channel)


def _refusal(request: Request, channel: Conversation, user: str) -> str | None:
    person = request.memory.directory.get(user)
    if user == BOT_USER:
        return "cant_invite_self"
    if person is None or person.is_deactivated:
        return "user_not_found"
    if user in channel.members:
        return "already_in_channel"
    if person.home_team is not None:
        return "no_external_invite_permission"
    mine = [c for c in request.memory.conversations.of(user) if c.kind == "channel"]
    return "ura_max_channels" if person.is_single_channel_guest and mine else None


def _kick(request: Request) -> Json:
    channel = request.channel(request.args["channel"])
    request.need_scope_for(channel, "write")
    user = request.args.get("user", "")
    if user == BOT_USER:
        raise SlackError("cant_kick_self")
    request.person(user)
    if channel.id == GENERAL:
        raise SlackError("cant_kick_from_general")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    return _without(request, channel, user)


def _archive(request: Request) -> Json:
    channel = request.channel(request.args["channel"])
    request.need_scope_for(channel, "write")
    _need_membership(channel)
    if channel.id == GENERAL:
        raise SlackError("cant_archive_general")
    if channel.is_archived:
        raise SlackError("already_archived")
    channel.is_archived = True
    return _told(request, channel, events.channel_archived(channel, BOT_USER))


def _unarchive(request: Request) -> Json:
    channel = request.channel(request.args["channel"])
    request.need_scope_for(channel, "write")
    if not channel.is_archived:
        raise SlackError("not_archived")
    channel.is_archived = False
    return _told(request, channel, events.channel_unarchived(channel, BOT_USER))


def _rename(request: Request) -> Json:
    channel = _open_channel(request)
    request.need_scope_for(channel, "write")
    _need_membership(channel)
    if channel.creator != BOT_USER:
        raise SlackError("not_authorized")
    channel.name = free_name(request.memory, request.args["name"])
    _told(request, channel, events.channel_renamed(channel))
    return _changed(request, channel)


def _open_channel(request: Request) -> Conversation:
    channel = request.channel(request.args["channel"])
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _need_membership(channel: Conversation) -> None:
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")


def _joined(request: Request, channel: Conversation, user: str, inviter: str | None = None) -> None:
    team_id = request.memory.identity.team_id
    request.memory.happened(events.member_joined(channel, user, team_id, inviter))


def _without(request: Request, channel: Conversation, user: str) -> Json:
    left = events.member_left(channel, user, request.memory.identity.team_id)
    if BOT_USER in channel.members:
        request.memory.happened(left)
    channel.members -= {user}
    request.memory.changed("messages")
    return {}


def _told(request: Request, channel: Conversation, event: Json) -> Json:
    request.memory.changed("messages")
    if not channel.is_private:
        request.memory.happened(event)
    return {}


def _changed(request: Request, channel: Conversation) -> Json:
    request.memory.changed("messages")
    return {"channel": conversation_object(channel, request.memory.identity.team_id)}


_ONE = {"channel": TEXT.required}
METHODS = {
    "conversations.create": Method(
        _create, {"name": TEXT.required, "is_private": FLAG, "team_id": TEXT}, tier=Tier.TWO
    ),
    "conversations.join": Method(_join, _ONE, ("channels:join",)),
    "conversations.leave": Method(_leave, _ONE),
    "conversations.invite": Method(_invite, _ONE | {"users": IDS.required, "force": FLAG}),
    "conversations.kick": Method(_kick, _ONE | {"user": TEXT}),
    "conversations.archive": Method(_archive, _ONE, tier=Tier.TWO),
    "conversations.unarchive": Method(_unarchive, _ONE, tier=Tier.TWO),
    "conversations.rename": Method(_rename, _ONE | {"name": TEXT.required}, tier=Tier.TWO),
}

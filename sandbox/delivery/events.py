"""Events as bare facts: what Slack tells an app of, how the app subscribes, and the scopes it takes."""

from collections.abc import Mapping
from typing import Any

from sandbox.state.identity import Identity
from sandbox.state.records import Conversation, Message

Json = dict[str, Any]
# Of these Slack says nothing of when; every other event carries its event_ts.
TIMELESS = frozenset({"app_uninstalled", "team_join", "tokens_revoked"})
_FAREWELLS = frozenset({"app_uninstalled", "tokens_revoked"})
_MESSAGES = {
    "im": "message.im",
    "mpim": "message.mpim",
    "channel": "message.channels",
    "group": "message.groups",
}
_CHANNEL_FACTS = ("channels:read", "groups:read")
# subscription -> any one of these scopes; an event that isn't here needs none.
_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_shared": _CHANNEL_FACTS,
    "channel_unarchive": ("channels:read",),
    "channel_unshared": _CHANNEL_FACTS,
    "member_joined_channel": _CHANNEL_FACTS,
    "member_left_channel": _CHANNEL_FACTS,
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}


def is_heard(event: Mapping[str, Any], identity: Identity) -> bool:
    """Tell whether the app hears of it: it subscribed, has the scope, and is installed or just was."""
    kind = event["type"]
    subscription = _MESSAGES[event["channel_type"]] if kind == "message" else kind
    scopes = _SCOPES.get(subscription)
    return (
        subscription in identity.app.events
        and (scopes is None or bool(set(scopes) & set(identity.scopes)))
        and (identity.is_installed or kind in _FAREWELLS)
    )


def user_changed(user: Json, seconds: int) -> Json:
    """Say that somebody's profile or state changed; `user["updated"]` tells later from earlier."""
    return {"type": "user_change", "user": user, "cache_ts": seconds}


def team_joined(user: Json) -> Json:
    """Say that somebody is new in the workspace."""
    return {"type": "team_join", "user": user}


def home_opened(person: str, channel: str, tab: str, view: Json | None) -> Json:
    """Say that somebody looks at the app's tab; the view is there once the app has published one."""
    event = {"type": "app_home_opened", "user": person, "channel": channel, "tab": tab}
    return event | ({"view": view} if view and tab == "home" else {})


def member_joined(channel: Conversation, user: str, team_id: str, inviter: str | None = None) -> Json:
    """Say that somebody is in a channel now."""
    return _member("member_joined_channel", channel, user, team_id) | (
        {"inviter": inviter} if inviter else {}
    )


def member_left(channel: Conversation, user: str, team_id: str) -> Json:
    """Say that somebody left a channel, or was taken out of it."""
    return _member("member_left_channel", channel, user, team_id)


def _member(kind: str, channel: Conversation, user: str, team_id: str) -> Json:
    channel_type = "G" if channel.is_private else "C"
    return {"type": kind, "user": user, "channel": channel.id, "channel_type": channel_type, "team": team_id}


def channel_archived(channel: Conversation, user: str) -> Json:
    """Say that a channel is closed for good, or until somebody opens it again."""
    return {"type": "channel_archive", "channel": channel.id, "user": user, "is_moved": 0}


def channel_unarchived(channel: Conversation, user: str) -> Json:
    """Say that a closed channel is open again."""
    return {"type": "channel_unarchive", "channel": channel.id, "user": user}


def channel_renamed(channel: Conversation) -> Json:
    """Say that a channel has another name."""
    return {
        "type": "channel_rename",
        "channel": {
            "id": channel.id,
            "is_channel": True,
            "is_mpim": False,
            "name": channel.name,
            "name_normalized": channel.name,
            "created": channel.created,
        },
    }


def channel_shared(channel: Conversation, team_id: str) -> Json:
    """Say that people of another company can be in a channel."""
    return {"type": "channel_shared", "connected_team_id": team_id, "channel": channel.id}


def channel_unshared(channel: Conversation, team_id: str) -> Json:
    """Say that people of another company can be in a channel no more."""
    is_shared = bool(channel.shared_with)
    return {
        "type": "channel_unshared",
        "previously_connected_team_id": team_id,
        "channel": channel.id,
        "is_ext_shared": is_shared,
    }


def reaction(kind: str, user: str, message: Message, name: str) -> Json:
    """Say that somebody put an emoji on a message, or took it off."""
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    return {"type": kind, "user": user, "item": item, "reaction": name, "item_user": message.user}


def message_written(conversation: Conversation, message: Message, team_id: str, ids: tuple[str, str]) -> Json:
    """Say what a person typed; `ids` are the client's own id of the message and the block's id."""
    client_msg_id, block_id = ids
    typed = [{"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}]
    event = {
        "client_msg_id": client_msg_id,
        "type": "message",
        "text": message.text,
        "user": message.user,
        "ts": message.ts,
        "blocks": [{"type": "rich_text", "block_id": block_id, "elements": typed}],
        "team": team_id,
        "channel": message.channel,
        "event_ts": message.ts,
        "channel_type": "group" if conversation.is_private else conversation.kind,
    }
    return event | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def mentioned(written: Json) -> Json:
    """Say that a message in a channel names the app."""
    event = {key: value for key, value in written.items() if key != "channel_type"}
    return event | {"type": "app_mention"}

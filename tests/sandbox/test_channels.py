"""Channels as an app runs them: names, members, archives, and the events its calls bring about."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller

SCOPES = ("channels:manage", "channels:join", "channels:read", "groups:write", "groups:read")


@pytest.fixture(autouse=True)
def _allowed(allow: Callable[[str], None]) -> None:
    for scope in SCOPES:
        allow(scope)


def create(call: Caller, name: str = "pairs", **args: Any) -> str:
    return str(call("conversations.create", name=name, **args)["channel"]["id"])


def happened(workspace: Workspace) -> list[str]:
    return [event["type"] for event in workspace.outbox]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("--", "invalid_name_punctuation"),
        ("Pairs", "invalid_name_specials"),
        ("two words", "invalid_name_specials"),
        ("general", "name_taken"),
    ],
)
def test_a_name_slack_would_not_give_is_refused(call: Caller, name: str, error: str) -> None:
    assert call("conversations.create", name=name)["error"] == error


def test_a_private_channel_needs_a_scope_of_its_own(workspace: Workspace, call: Caller) -> None:
    workspace.identity.scopes = ("channels:manage",)
    assert call("conversations.create", name="secret", is_private=True)["needed"] == "groups:write"


def test_a_private_channel_is_unknown_from_outside(workspace: Workspace, call: Caller) -> None:
    channel = workspace.conversations.get(create(call, is_private=True))
    assert channel is not None
    assert call("conversations.info", channel=channel.id)["channel"]["is_private"]
    channel.members = frozenset({ALICE})
    assert call("conversations.info", channel=channel.id)["error"] == "channel_not_found"
    assert call("chat.postMessage", channel=channel.id, text="x")["error"] == "channel_not_found"


def test_people_are_invited_once_and_taken_out_once(workspace: Workspace, call: Caller) -> None:
    channel = create(call)
    assert call("conversations.invite", channel=channel, users=ALICE)["ok"]
    again = call("conversations.invite", channel=channel, users=ALICE)
    assert (again["error"], again["errors"][0]["user"]) == ("already_in_channel", ALICE)
    assert call("conversations.kick", channel=channel, user=ALICE)["ok"]
    assert call("conversations.kick", channel=channel, user=ALICE)["error"] == "not_in_channel"
    assert happened(workspace) == ["member_joined_channel", "member_left_channel"]


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "no_user"),
        ("U0NOBODY1", "user_not_found"),
        ("U0GONE001", "user_not_found"),
        ("U0RMBOT01", "cant_invite_self"),
        ("U0PARTNR1", "no_external_invite_permission"),
        (",".join([ALICE] * 101), "invalid_arguments"),
    ],
)
def test_whom_slack_would_not_let_in_is_refused(call: Caller, users: str, error: str) -> None:
    assert call("conversations.invite", channel=create(call), users=users)["error"] == error


def test_a_guest_of_one_channel_has_one(call: Caller) -> None:
    assert call("conversations.invite", channel=create(call), users="U0GUEST02")["ok"]
    second = call("conversations.invite", channel=create(call, "more"), users="U0GUEST02")
    assert second["error"] == "ura_max_channels"


def test_with_force_the_others_are_let_in(workspace: Workspace, call: Caller) -> None:
    channel = create(call)
    users = f"{ALICE},U0NOBODY1"
    assert call("conversations.invite", channel=channel, users=users)["error"] == "user_not_found"
    answer = call("conversations.invite", channel=channel, users=users, force=True)
    assert answer["ok"]
    found = workspace.conversations.get(channel)
    assert found is not None
    assert ALICE in found.members


def test_an_app_joins_and_leaves_public_channels(workspace: Workspace, call: Caller) -> None:
    general, channel = "C0GENERAL1", "C0REVMENT1"
    assert call("conversations.join", channel=general)["channel"]["is_member"]
    assert call("conversations.join", channel=general)["warning"] == "already_in_channel"
    assert call("conversations.leave", channel=general)["error"] == "cant_leave_general"
    assert call("conversations.leave", channel=channel)["ok"]
    assert call("conversations.leave", channel=channel)["not_in_channel"]
    assert call("conversations.leave", channel=create(call))["error"] == "last_member"
    assert happened(workspace) == ["member_joined_channel", "member_left_channel"]


def test_an_archived_channel_is_closed_until_it_is_opened_again(workspace: Workspace, call: Caller) -> None:
    channel = create(call)
    assert call("conversations.unarchive", channel=channel)["error"] == "not_archived"
    assert call("conversations.archive", channel=channel)["ok"]
    assert call("conversations.archive", channel=channel)["error"] == "already_archived"
    assert call("conversations.invite", channel=channel, users=ALICE)["error"] == "is_archived"
    assert [c["name"] for c in call("conversations.list", exclude_archived=True)["channels"]] == [
        "general",
        "reverse-mentoring",
    ]
    assert call("conversations.unarchive", channel=channel)["ok"]
    assert happened(workspace) == ["channel_archive", "channel_unarchive"]
    assert call("conversations.archive", channel="C0GENERAL1")["error"] == "not_in_channel"


def test_only_ones_own_channel_can_be_renamed(workspace: Workspace, call: Caller) -> None:
    channel = create(call)
    assert call("conversations.rename", channel=channel, name="duos")["channel"]["name"] == "duos"
    assert happened(workspace) == ["channel_rename"]
    other = call("conversations.rename", channel="C0REVMENT1", name="duo-talk")
    assert other["error"] == "not_authorized"


@pytest.mark.parametrize(
    "method", ["conversations.archive", "conversations.leave", "conversations.kick", "conversations.join"]
)
def test_a_direct_message_is_no_channel(call: Caller, method: str) -> None:
    assert call(method, channel="D0ALICE01")["error"] == "method_not_supported_for_channel_type"


def test_an_emoji_goes_on_once_and_comes_off_once(
    workspace: Workspace, call: Caller, allow: Callable[[str], None]
) -> None:
    allow("reactions:write")
    ts = call("chat.postMessage", channel=ALICE, text="x")["ts"]
    item = {"channel": "D0ALICE01", "timestamp": ts, "name": "tada"}
    assert call("reactions.add", **item)["ok"]
    assert call("reactions.add", **item)["error"] == "already_reacted"
    (shown,) = call("conversations.history", channel="D0ALICE01")["messages"]
    assert shown["reactions"] == [{"name": "tada", "users": ["U0RMBOT01"], "count": 1}]
    assert call("reactions.remove", **item)["ok"]
    assert call("reactions.remove", **item)["error"] == "no_reaction"
    assert call("reactions.add", **item | {"name": ":tada:"})["error"] == "invalid_name"
    assert call("reactions.add", **item | {"timestamp": "1.0"})["error"] == "message_not_found"
    assert call("reactions.remove", name="tada")["error"] == "no_item_specified"
    assert happened(workspace) == ["reaction_added", "reaction_removed"]

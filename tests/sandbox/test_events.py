"""Which events an app hears, and what is in them; keys are those of Slack's published samples."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbox.acts.in_client import Acts
from sandbox.errors import ImpossibleActError
from sandbox.people import PARTNER_TEAM
from sandbox.state.identity import BOT_USER
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller, ScriptedApp

CHANNEL, GENERAL = "C0REVMENT1", "C0GENERAL1"
MEMBER = {"type", "user", "channel", "channel_type", "team", "event_ts"}
ACTS: list[tuple[str, str, Callable[[Acts], Any], set[str]]] = [
    (
        "user_change",
        "users:read",
        lambda acts: acts.change_person(ALICE, tz="Asia/Tokyo"),
        {"type", "user", "cache_ts", "event_ts"},
    ),
    ("team_join", "users:read", lambda acts: acts.join_team("Neha Rao"), {"type", "user"}),
    (
        "member_joined_channel",
        "channels:read",
        lambda acts: acts.join_channel("U0GUEST02", CHANNEL),
        MEMBER,
    ),
    ("member_left_channel", "channels:read", lambda acts: acts.leave_channel(ALICE, CHANNEL), MEMBER),
    (
        "channel_archive",
        "channels:read",
        lambda acts: acts.archive_channel(GENERAL),
        {"type", "channel", "user", "is_moved", "event_ts"},
    ),
    (
        "channel_rename",
        "channels:read",
        lambda acts: acts.rename_channel(GENERAL, "all"),
        {"type", "channel", "event_ts"},
    ),
    (
        "channel_shared",
        "channels:read",
        lambda acts: acts.share_channel(CHANNEL),
        {"type", "connected_team_id", "channel", "event_ts"},
    ),
    (
        "message.channels",
        "channels:history",
        lambda acts: acts.type_message(ALICE, "Hi", CHANNEL),
        {"client_msg_id", "type", "text", "user", "ts", "blocks", "team"}
        | {"channel", "event_ts", "channel_type"},
    ),
    (
        "app_mention",
        "app_mentions:read",
        lambda acts: acts.type_message(ALICE, f"<@{BOT_USER}> hi", CHANNEL),
        {"client_msg_id", "type", "text", "user", "ts", "blocks", "team", "channel", "event_ts"},
    ),
]


def subscribe(workspace: Workspace, *names: str, scopes: tuple[str, ...] = ()) -> None:
    identity = workspace.identity
    identity.app = replace(identity.app, events=frozenset(names))
    identity.scopes = scopes


@pytest.mark.parametrize(("name", "scope", "act", "keys"), ACTS, ids=[a[0] for a in ACTS])
async def test_an_event_needs_a_subscription_and_a_scope(
    acts: Acts,
    app: ScriptedApp,
    workspace: Workspace,
    name: str,
    scope: str,
    act: Callable[[Acts], Any],
    keys: set[str],
) -> None:
    subscribe(workspace, name, scopes=(scope,))
    await act(acts)
    assert len(app.deliveries) == 1
    event = app.last["event"]
    assert event["type"] == name.partition(".")[0]
    assert set(event) == keys


@pytest.mark.parametrize(("name", "scope", "act", "keys"), ACTS, ids=[a[0] for a in ACTS])
@pytest.mark.parametrize("what", ["subscription", "scope"])
async def test_without_one_of_them_nothing_is_heard(
    acts: Acts,
    app: ScriptedApp,
    workspace: Workspace,
    what: str,
    name: str,
    scope: str,
    act: Callable[[Acts], Any],
    keys: set[str],
) -> None:
    del keys
    given = {"subscription": ((), (scope,)), "scope": ((name,), ())}[what]
    subscribe(workspace, *given[0], scopes=given[1])
    await act(acts)
    assert app.deliveries == []


async def test_a_change_says_when_it_was_made(acts: Acts, app: ScriptedApp) -> None:
    await acts.change_person(ALICE, is_deactivated=True)
    changed = app.last["event"]
    assert changed["user"]["updated"] == changed["cache_ts"] == int(acts.driver.now().timestamp())
    assert changed["user"]["deleted"]


async def test_somebody_new_can_be_written_to(acts: Acts, workspace: Workspace, call: Caller) -> None:
    subscribe(workspace, "team_join", scopes=("users:read", "chat:write"))
    await acts.join_team("Neha Rao", id="U0NEHA001", title="Engineer", tz="Asia/Kolkata")
    assert call("users.info", user="U0NEHA001")["user"]["profile"]["title"] == "Engineer"
    assert call("chat.postMessage", channel="U0NEHA001", text="Welcome")["ok"]
    with pytest.raises(ImpossibleActError, match="already somebody"):
        await acts.join_team("Neha Rao", id="U0NEHA001")
    with pytest.raises(ImpossibleActError):
        await acts.join_team("Neha Rao", shoe_size=38)


async def test_farewells_carry_no_time_and_need_no_scope(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    subscribe(workspace, "tokens_revoked", "app_uninstalled")
    await acts.uninstall()
    assert [d.payload["event"] for d in app.deliveries] == [
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}},
        {"type": "app_uninstalled"},
    ]


async def test_the_home_event_carries_the_view_once_there_is_one(
    acts: Acts, app: ScriptedApp, call: Caller
) -> None:
    await acts.open_home(ALICE)
    assert "view" not in app.last["event"]
    call("views.publish", user_id=ALICE, view={"type": "home", "blocks": []})
    await acts.open_home(ALICE)
    assert app.last["event"]["view"]["type"] == "home"
    await acts.open_home(ALICE, "messages")
    assert (app.last["event"]["tab"], "view" in app.last["event"]) == ("messages", False)


async def test_comings_and_goings_elsewhere_are_not_heard(
    acts: Acts, app: ScriptedApp, workspace: Workspace
) -> None:
    subscribe(workspace, "member_joined_channel", "message.channels", scopes=("channels:read",))
    await acts.join_channel("U0GUEST01", GENERAL)
    await acts.type_message(ALICE, "Hi", GENERAL)
    assert app.deliveries == []


async def test_a_stranger_who_shares_a_channel_is_one_no_more(
    acts: Acts, workspace: Workspace, call: Caller
) -> None:
    subscribe(workspace, scopes=("users:read", "im:write"))
    with pytest.raises(ImpossibleActError, match="can't be in"):
        await acts.join_channel("U0PARTNR1", CHANNEL)
    await acts.share_channel(CHANNEL)
    await acts.join_channel("U0PARTNR1", CHANNEL)
    shown = call("users.info", user="U0PARTNR1")["user"]
    assert (shown["is_stranger"], shown["team_id"]) == (False, PARTNER_TEAM)
    assert call("conversations.open", users="U0PARTNR1")["ok"]
    with pytest.raises(ImpossibleActError, match="another company"):
        await acts.command("U0PARTNR1", "/greet")
    await acts.unshare_channel(CHANNEL)
    channel = workspace.conversations.get(CHANNEL)
    assert channel is not None
    assert "U0PARTNR1" not in channel.members


async def test_what_a_channel_does_not_allow_is_impossible(acts: Acts) -> None:
    with pytest.raises(ImpossibleActError, match="Nobody leaves"):
        await acts.leave_channel(ALICE, GENERAL)
    with pytest.raises(ImpossibleActError, match="is in #reverse-mentoring already"):
        await acts.join_channel(ALICE, CHANNEL)
    with pytest.raises(ImpossibleActError, match="not archived"):
        await acts.unarchive_channel(CHANNEL)
    with pytest.raises(ImpossibleActError, match="not shared"):
        await acts.unshare_channel(CHANNEL)
    with pytest.raises(ImpossibleActError, match="name_taken"):
        await acts.rename_channel(CHANNEL, "general")
    with pytest.raises(ImpossibleActError, match="no channel"):
        await acts.archive_channel("D0ALICE01")
    await acts.archive_channel(CHANNEL)
    with pytest.raises(ImpossibleActError, match="is archived"):
        await acts.type_message(ALICE, "Hi", CHANNEL)
    await acts.unarchive_channel(CHANNEL)


async def test_a_reaction_is_put_on_and_taken_off(
    acts: Acts, app: ScriptedApp, workspace: Workspace, call: Caller
) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="x")["ts"]
    subscribe(workspace, "reaction_added", "reaction_removed", scopes=("reactions:read",))
    await acts.react(ALICE, ts, "tada")
    await acts.react(ALICE, ts, "tada")
    events = [d.payload["event"] for d in app.deliveries]
    assert [event["type"] for event in events] == ["reaction_added", "reaction_removed"]
    assert events[0]["item"] == {"type": "message", "channel": "D0ALICE01", "ts": ts}
    with pytest.raises(ImpossibleActError, match="no such message"):
        await acts.react(ALICE, "1.0", "tada")

"""A play in which people do all they can do, and an app is told of everything."""

import asyncio
from collections.abc import Mapping
from typing import Any

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Courier, Delivery
from sandbox.people import PARTNER_TEAM
from sandbox.slack import Slack
from sandbox.state.conversations import PROGRAM_CHANNEL
from sandbox.state.identity import BOT_USER
from tests.sandbox.stand_ins import ALICE, MANIFEST, RealClock, ScriptedApp, StillClock, modal, question

EVENTS = [
    *("app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_rename"),
    *("channel_shared", "channel_unarchive", "channel_unshared", "member_joined_channel"),
    *("member_left_channel", "message.channels", "message.im", "reaction_added", "reaction_removed"),
    *("team_join", "tokens_revoked", "user_change"),
]
_SCOPES = ["app_mentions:read", "channels:history", "channels:read", "reactions:read"]


def everything_delivered() -> list[Delivery]:
    """Let it be played; return what the app was told."""
    app, clock = ScriptedApp(), StillClock()
    slack = Slack(_manifest(), clock.now(), RealClock(), seed=1)
    asyncio.run(_play(Acts(slack.home, clock, Courier(app)), clock))
    return app.deliveries


def _manifest() -> Mapping[str, Any]:
    scopes = [*MANIFEST["oauth_config"]["scopes"]["bot"], *_SCOPES]
    return {
        **MANIFEST,
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"event_subscriptions": {"bot_events": EVENTS}},
    }


async def _play(acts: Acts, clock: StillClock) -> None:
    await acts.command(ALICE, "/greet", "all")
    await _click_and_submit(acts, clock)
    await acts.open_home(ALICE)
    await acts.type_message(ALICE, "Hello")
    await acts.type_message(ALICE, f"Hello <@{BOT_USER}>", PROGRAM_CHANNEL)
    await _channels(acts)
    await acts.change_person(ALICE, title="Lead")
    await acts.join_team("New Person")
    await acts.uninstall()


async def _click_and_submit(acts: Acts, clock: StillClock) -> None:
    workspace = acts.workspace
    button = {"type": "button", "action_id": "go", "value": "1", "text": {"type": "plain_text", "text": "Go"}}
    row = [{"type": "actions", "elements": [button]}]
    message = {"channel": ALICE, "text": "Go?", "blocks": row}
    home = {"user_id": ALICE, "view": {"type": "home", "blocks": row}}
    for method, args in (("chat.postMessage", message), ("views.publish", home)):
        answer = workspace.call(method, args, workspace.identity.bot_token, clock.now())
        assert answer["ok"], answer
        await acts.click(ALICE, "go")
    (posted,) = [m for c in workspace.conversations for m in c.messages if m.blocks]
    for _ in range(2):
        await acts.react(ALICE, posted.ts, "wave")
    for _ in range(2):
        workspace.views.open(ALICE, modal(question("words"), callback_id="form", notify_on_close=True))
        await acts.close(ALICE)
    workspace.views.open(ALICE, modal(question("words"), callback_id="form"))
    await acts.submit(ALICE, {"words": {"typed": {"type": "plain_text_input", "value": "Hello"}}})


async def _channels(acts: Acts) -> None:
    await acts.leave_channel(ALICE, PROGRAM_CHANNEL)
    await acts.join_channel(ALICE, PROGRAM_CHANNEL)
    await acts.rename_channel(PROGRAM_CHANNEL, "mentoring")
    await acts.share_channel(PROGRAM_CHANNEL, PARTNER_TEAM)
    await acts.unshare_channel(PROGRAM_CHANNEL, PARTNER_TEAM)
    await acts.archive_channel(PROGRAM_CHANNEL)
    await acts.unarchive_channel(PROGRAM_CHANNEL)

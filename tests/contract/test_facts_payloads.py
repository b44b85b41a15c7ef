"""What the sandbox sends to an app has the keys and types of Slack's published samples, and no others."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Courier, Delivery
from sandbox.people import PARTNER_TEAM
from sandbox.slack import Slack
from sandbox.state.conversations import PROGRAM_CHANNEL
from sandbox.state.identity import BOT_USER
from tests.contract.judges import facts
from tests.sandbox.stand_ins import ALICE, MANIFEST, RealClock, ScriptedApp, StillClock, modal, question

pytestmark = pytest.mark.contract
Json = Mapping[str, Any]
EVENTS = [
    *("app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_rename"),
    *("channel_shared", "channel_unarchive", "channel_unshared", "member_joined_channel"),
    *("member_left_channel", "message.channels", "message.im", "reaction_added", "reaction_removed"),
    *("team_join", "tokens_revoked", "user_change"),
]
SCOPES = ["app_mentions:read", "channels:history", "channels:read", "reactions:read"]
SAMPLES = {
    "block_actions": "BlockActionPayload",
    "view_submission": "ViewSubmissionPayload",
    "view_closed": "ViewClosedPayload",
}
ECHOES = (
    "/view/blocks",
    "/view/state",
    "/message/blocks",
    "/state",
    "/event/view/blocks",
    "/event/view/state",
)
"""What the app itself wrote, and answers under the app's own names."""
ELSEWHERE = {
    "/enterprise: null": "a workspace without Enterprise Grid; the samples merge all workspaces",
    "/authorizations/*/enterprise_id: null": "the same",
    **{
        f"{view}/{part}: null": "a view's absent parts are null: docs.slack.dev, view objects"
        for view in ("/view", "/event/view")
        for part in ("close", "submit", "title", "previous_view_id")
    },
    "/response_urls: not in the sample": "docs.slack.dev, view_submission: a list, empty without such an input",
    "/event/event_ts: not in the sample": "@slack/types has it in UserChangeEvent",
    "/event/blocks/*/elements/*/elements: not in the sample": "the samples leave rich text's inside out",
}
"""What no sample has and Slack sends all the same, each with where it is known from."""


@pytest.fixture(scope="module")
def delivered() -> list[Delivery]:
    """Everything the app is told while people do all they can do."""
    app, clock = ScriptedApp(), StillClock()
    slack = Slack(_manifest(), clock.now(), RealClock(), seed=1)
    asyncio.run(_play(Acts(slack.home, clock, Courier(app)), clock))
    return app.deliveries


def _manifest() -> Json:
    scopes = [*MANIFEST["oauth_config"]["scopes"]["bot"], *SCOPES]
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


def test_the_play_brings_every_kind_of_payload(delivered: list[Delivery]) -> None:
    told = {d.payload["event"]["type"] for d in delivered if d.kind == "events_api"}
    assert told == {name.partition(".")[0] for name in EVENTS}
    assert {d.payload["type"] for d in delivered if d.kind == "interactive"} == set(SAMPLES)


def test_commands_are_shaped_like_slacks(delivered: list[Delivery]) -> None:
    sample = dict.fromkeys(facts.read("interactions/SlashCommandPayload.json"), "")
    commands = [d.payload for d in delivered if d.kind == "slash_commands"]
    assert commands
    assert _strangers(commands, sample) == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_interactions_are_shaped_like_slacks(delivered: list[Delivery], kind: str) -> None:
    sample = facts.read(f"interactions/{SAMPLES[kind]}.json")
    payloads = [d.payload for d in delivered if d.kind == "interactive" and d.payload["type"] == kind]
    assert payloads
    assert _strangers(payloads, sample) == []


@pytest.mark.parametrize("kind", sorted({name.partition(".")[0] for name in EVENTS}))
def test_events_are_shaped_like_slacks(delivered: list[Delivery], kind: str) -> None:
    name = "".join(part.capitalize() for part in kind.split("_"))
    sample = facts.read(f"events/{name}Payload.json")
    events = [d.payload for d in delivered if d.kind == "events_api" and d.payload["event"]["type"] == kind]
    assert events
    assert _strangers(events, sample) == []


def _strangers(payloads: Iterable[Json], sample: Json) -> list[str]:
    found = {fault for payload in payloads for fault in facts.strangers(payload, sample)}
    return sorted(f for f in found if not f.startswith(ECHOES) and f.partition(",")[0] not in ELSEWHERE)

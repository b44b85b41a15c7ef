"""Messages for later: limits, lists, and that they are posted at their own moved time."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.acts.in_client import Acts
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller, modal

DM = "D0ALICE01"
HOUR = 3600


def schedule(call: Caller, seconds: int, **args: Any) -> dict[str, Any]:
    post_at = int(call.clock.now().timestamp()) + seconds
    return call("chat.scheduleMessage", channel=ALICE, text="Later", post_at=post_at, **args)


def texts(workspace: Workspace) -> list[tuple[str, str]]:
    conversation = workspace.conversations.get(DM)
    assert conversation is not None
    return [(m.text, m.ts) for m in conversation.messages]


def test_a_message_is_posted_at_its_own_time_not_when_somebody_looks(
    workspace: Workspace, call: Caller
) -> None:
    post_at = schedule(call, HOUR)["post_at"]
    call.clock.time += timedelta(minutes=59)
    call("auth.test")
    assert texts(workspace) == []
    call.clock.time += timedelta(hours=5)
    call("auth.test")
    assert texts(workspace) == [("Later", f"{post_at}.000000")]
    call("auth.test")
    assert len(texts(workspace)) == 1


async def test_an_act_looks_too(acts: Acts, workspace: Workspace, call: Caller) -> None:
    schedule(call, HOUR)
    call.clock.time += timedelta(hours=1)
    await acts.open_home(ALICE)
    assert [text for text, _ in texts(workspace)] == ["Later"]


@pytest.mark.parametrize(
    ("seconds", "error"),
    [(0, "time_in_past"), (-HOUR, "time_in_past"), (120 * 24 * HOUR + 1, "time_too_far")],
)
def test_the_time_must_be_within_the_next_120_days(call: Caller, seconds: int, error: str) -> None:
    assert schedule(call, seconds)["error"] == error


def test_thirty_messages_within_five_minutes_are_enough(call: Caller) -> None:
    for number in range(30):
        assert schedule(call, HOUR + number)["ok"]
    assert schedule(call, HOUR)["error"] == "restricted_too_many"
    assert schedule(call, 2 * HOUR)["ok"]


def test_metadata_on_a_scheduled_message_is_reported(workspace: Workspace, call: Caller) -> None:
    schedule(call, HOUR, metadata={"event_type": "x", "event_payload": {}})
    assert "never posts" in workspace.calls[-1].complaints[0]


def test_what_waits_is_listed_and_can_be_deleted_once(workspace: Workspace, call: Caller) -> None:
    scheduled_id = schedule(call, HOUR)["scheduled_message_id"]
    (waiting,) = call("chat.scheduledMessages.list", channel=DM)["scheduled_messages"]
    assert (waiting["id"], waiting["channel_id"], waiting["text"]) == (scheduled_id, DM, "Later")
    assert call("chat.scheduledMessages.list", latest="1")["scheduled_messages"] == []
    args = {"channel": DM, "scheduled_message_id": scheduled_id}
    assert call("chat.deleteScheduledMessage", **args)["ok"]
    assert call("chat.deleteScheduledMessage", **args)["error"] == "invalid_scheduled_message_id"
    call.clock.time += timedelta(hours=2)
    call("auth.test")
    assert texts(workspace) == []


def test_a_list_needs_a_conversation_that_exists(call: Caller) -> None:
    assert call("chat.scheduledMessages.list", channel="C0NOWHERE1")["error"] == "invalid_channel"
    assert call("chat.scheduledMessages.list", oldest="noon")["error"] == "invalid_arguments"


def test_blocks_are_checked_when_the_message_is_scheduled(call: Caller) -> None:
    assert schedule(call, HOUR, blocks=[modal()])["error"] == "invalid_blocks"


def test_a_message_with_metadata_is_lost_as_slack_documents(workspace: Workspace, call: Caller) -> None:
    schedule(call, HOUR, metadata={"event_type": "promise", "event_payload": {"id": "1"}})
    assert "never posts" in workspace.calls[-1].complaints[0]
    call.clock.time += timedelta(hours=2)
    call("auth.test")
    assert texts(workspace) == []

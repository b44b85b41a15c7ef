from datetime import timedelta
from typing import Any

import pytest

from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import Caller

ALICE, ALICES_DM = "U0ALICE01", "D0ALICE01"
BUTTONS = [
    {
        "type": "actions",
        "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Yes"}}],
    }
]


def messages(workspace: Workspace, channel: str = ALICES_DM) -> Any:
    conversation = workspace.conversations.get(channel)
    assert conversation is not None
    return conversation.messages


def test_a_person_can_be_written_to_by_their_id(call: Caller) -> None:
    answer = call("chat.postMessage", channel=ALICE, text="Hello")
    assert answer["channel"] == ALICES_DM
    assert answer["message"]["text"] == "Hello"
    assert answer["message"]["bot_id"] == "B0SANDBOX"


def test_a_timestamp_is_the_moved_time_and_always_rises(call: Caller) -> None:
    first = call("chat.postMessage", channel=ALICE, text="1")["ts"]
    second = call("chat.postMessage", channel=ALICE, text="2")["ts"]
    call.clock.time += timedelta(days=1)
    third = call("chat.postMessage", channel=ALICE, text="3")["ts"]
    assert first == f"{call.clock.time.timestamp() - 86_400:.6f}"
    assert second == first[:-1] + "1"
    assert float(third) == pytest.approx(float(first) + 86_400)


def test_missing_block_and_action_ids_are_filled_in(call: Caller) -> None:
    answer = call("chat.postMessage", channel=ALICE, text="?", blocks=BUTTONS)
    (block,) = answer["message"]["blocks"]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]
    assert block["elements"][0]["text"]["emoji"] is True


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": "#general", "text": "x"}, "not_in_channel"),
        ({"channel": "U0LUNCH01", "text": "x"}, "cannot_dm_bot"),
        ({"channel": ALICE}, "no_text"),
        ({"channel": ALICE, "blocks": []}, "no_text"),
        ({"channel": ALICE, "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": ALICE, "text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"channel": ALICE, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": ALICE, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ({"channel": ALICE, "text": "x", "thread_ts": "1.0"}, "cannot_reply_to_message"),
    ],
)
def test_a_message_slack_would_refuse_is_refused(call: Caller, args: dict[str, Any], error: str) -> None:
    assert call("chat.postMessage", **args)["error"] == error


def test_an_update_without_blocks_removes_them_and_shows_as_edited(
    workspace: Workspace, call: Caller
) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="?", blocks=BUTTONS)["ts"]
    assert call("chat.update", channel=ALICES_DM, ts=ts, text="Done")["ok"]
    assert messages(workspace)[-1].blocks == []
    assert messages(workspace)[-1].edited_ts is not None


def test_only_own_messages_can_be_updated_or_deleted(workspace: Workspace, call: Caller) -> None:
    conversation = workspace.conversations.im(ALICE)
    assert conversation is not None
    ts = workspace.conversations.post(conversation, ALICE, "Hi", call.clock.now()).ts
    update = call("chat.update", channel=ALICES_DM, ts=ts, text="no")
    assert update["error"] == "cant_update_message"
    assert call("chat.delete", channel=ALICES_DM, ts=ts)["error"] == "cant_delete_message"
    assert call("chat.delete", channel=ALICES_DM, ts="1.0")["error"] == "message_not_found"


def test_a_deleted_message_is_gone(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="Oops")["ts"]
    assert call("chat.delete", channel=ALICES_DM, ts=ts)["ok"]
    assert messages(workspace) == []


def test_an_ephemeral_message_is_seen_by_one_and_never_updated(workspace: Workspace, call: Caller) -> None:
    channel = call("conversations.open", users="U0ALICE01,U0BRIAN01")["channel"]["id"]
    answer = call("chat.postEphemeral", channel=channel, user=ALICE, text="psst")
    conversation = workspace.conversations.get(channel)
    assert conversation is not None
    assert len(conversation.visible_to(ALICE)) == 1
    assert conversation.visible_to("U0BRIAN01") == []
    update = call("chat.update", channel=channel, ts=answer["message_ts"], text="x")
    assert update["error"] == "message_not_found"


def test_an_ephemeral_message_needs_its_reader_in_the_channel(call: Caller) -> None:
    answer = call("chat.postEphemeral", channel=ALICES_DM, user="U0BRIAN01", text="psst")
    assert answer["error"] == "user_not_in_channel"

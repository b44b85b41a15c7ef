from collections.abc import Callable
from dataclasses import replace
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

METADATA = {"event_type": "sent", "event_payload": {"key": "1"}}
HUGE_METADATA = {"event_type": "sent", "event_payload": {"key": "x" * 8_000}}
LONG_BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}} for _ in range(5)]


def complaints(workspace: Workspace) -> str:
    return " ".join(workspace.calls[-1].complaints)


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
        ({"channel": ALICE, "text": "x", "metadata": METADATA | {"colour": 1}}, "invalid_metadata_format"),
        ({"channel": ALICE, "text": "x", "metadata": HUGE_METADATA}, "metadata_too_large"),
        ({"channel": ALICE, "text": "x", "thread_ts": "1.0"}, "cannot_reply_to_message"),
        ({"channel": ALICE, "markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"channel": ALICE, "text": "x", "blocks": LONG_BLOCKS}, "msg_blocks_too_long"),
        ({"channel": ALICE, "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"channel": ALICE, "attachments": ["x"]}, "invalid_attachments"),
        ({"channel": ALICE, "attachments": [{"blocks": [{"type": "poem"}]}]}, "invalid_attachments"),
        ({"channel": [ALICE], "text": "x"}, "invalid_array_arg"),
        ({"channel": "U0PARTNR1", "text": "x"}, "channel_not_found"),
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


def test_an_edit_is_held_to_four_thousand_characters(workspace: Workspace, call: Caller) -> None:
    posted = call("chat.postMessage", channel=ALICE, text="x" * 4_001)
    assert posted["ok"]
    assert "longer than 4000" in complaints(workspace)
    edit = call("chat.update", channel=ALICES_DM, ts=posted["ts"], text="x" * 4_001)
    assert edit["error"] == "msg_too_long"


def test_a_text_over_forty_thousand_characters_is_cut(call: Caller) -> None:
    posted = call("chat.postMessage", channel=ALICE, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


def test_an_edit_keeps_replaces_or_takes_away_the_metadata(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="1", metadata=METADATA)["ts"]

    def after(**args: Any) -> Any:
        assert call("chat.update", channel=ALICES_DM, ts=ts, text="2", **args)["ok"]
        return messages(workspace)[-1].metadata

    other = {"event_type": "read", "event_payload": {}}
    assert after() == METADATA
    assert after(metadata=other) == other
    assert after(metadata={}) is None


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral"])
def test_a_message_without_text_is_taken_and_reported(
    workspace: Workspace, call: Caller, method: str
) -> None:
    args: dict[str, Any] = {"channel": ALICES_DM, "blocks": BUTTONS}
    if method == "chat.postEphemeral":
        args["user"] = ALICE
    assert call(method, **args)["ok"]
    assert "has no text" in complaints(workspace)
    assert call(method, **args, text="Yes?")["ok"]
    assert complaints(workspace) == ""


def test_a_channel_called_by_its_name_is_reported(workspace: Workspace, call: Caller) -> None:
    for name in ("#reverse-mentoring", "reverse-mentoring"):
        assert call("chat.postMessage", channel=name, text="x")["channel"] == "C0REVMENT1"
        assert "by its name" in complaints(workspace)


def test_a_look_without_its_scope_is_reported(workspace: Workspace, call: Caller) -> None:
    call("chat.postMessage", channel=ALICE, text="x", username="Mentor")
    assert "chat:write.customize" in complaints(workspace)


def test_a_public_channel_can_be_written_to_from_outside_with_a_scope(
    call: Caller, allow: Callable[[str], None]
) -> None:
    assert call("chat.postMessage", channel="C0GENERAL1", text="x")["error"] == "not_in_channel"
    allow("chat:write.public")
    assert call("chat.postMessage", channel="C0GENERAL1", text="x")["ok"]


def test_nothing_is_written_in_an_archived_channel(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel="C0REVMENT1", text="x")["ts"]
    channel = workspace.conversations.get("C0REVMENT1")
    assert channel is not None
    channel.is_archived = True
    assert call("chat.postMessage", channel=channel.id, text="x")["error"] == "is_archived"
    assert call("chat.update", channel=channel.id, ts=ts, text="y")["error"] == "is_inactive"


def test_an_app_without_a_messages_tab_can_not_write_to_people(workspace: Workspace, call: Caller) -> None:
    workspace.identity.app = replace(workspace.identity.app, has_messages=False)
    assert call("chat.postMessage", channel=ALICE, text="x")["error"] == "messages_tab_disabled"


@pytest.mark.parametrize("method", ["chat.update", "chat.delete"])
def test_an_edit_needs_the_id_of_the_conversation_not_of_the_person(call: Caller, method: str) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="x")["ts"]
    words = {"text": "y"} if method == "chat.update" else {}
    assert call(method, channel=ALICE, ts=ts, **words)["error"] == "channel_not_found"


def test_an_answer_to_an_answer_goes_to_the_thread_and_is_reported(
    workspace: Workspace, call: Caller
) -> None:
    root = call("chat.postMessage", channel=ALICE, text="1")["ts"]
    reply = call("chat.postMessage", channel=ALICE, text="2", thread_ts=root)["ts"]
    last = call("chat.postMessage", channel=ALICE, text="3", thread_ts=reply)["message"]
    assert last["thread_ts"] == root
    assert "names a reply" in complaints(workspace)


def test_attachments_alone_are_a_message(workspace: Workspace, call: Caller) -> None:
    answer = call("chat.postMessage", channel=ALICE, attachments=[{"text": "old style"}])
    assert answer["message"]["attachments"] == [{"text": "old style"}]
    assert "has no text" in complaints(workspace)


def test_a_permalink_leads_to_one_message(call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="x")["ts"]
    link = call("chat.getPermalink", channel=ALICES_DM, message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{ALICES_DM}/p{ts.replace('.', '')}")
    missing = call("chat.getPermalink", channel=ALICES_DM, message_ts="1.0")
    assert missing["error"] == "message_not_found"

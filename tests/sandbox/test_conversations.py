from collections.abc import Callable
from typing import Any

import pytest

from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import Caller

PAIR = "U0ALICE01,U0KENJI01"


def test_the_same_people_always_get_the_same_group_dm(call: Caller) -> None:
    first = call("conversations.open", users=PAIR)
    again = call("conversations.open", users=["U0KENJI01", "U0ALICE01"])
    assert first["channel"] == again["channel"]
    assert (first["already_open"], again["already_open"]) == (False, True)


def test_one_person_gets_a_direct_message(call: Caller) -> None:
    answer = call("conversations.open", users="U0ALICE01", return_im=True)
    assert answer["channel"]["is_im"]
    assert answer["channel"]["user"] == "U0ALICE01"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U0NOBODY1"}, "user_not_found"),
        ({"users": "U0GONE001"}, "user_disabled"),
        ({"users": "U0LUNCH01"}, "cannot_dm_bot"),
        ({"users": "U0ALICE01,U0LUNCH01"}, "invalid_user_combination"),
        ({"users": ",".join(f"U0{n}" for n in range(9))}, "too_many_users"),
        ({"users": PAIR, "prevent_creation": True}, "channel_not_found"),
        ({"users": ""}, "users_list_not_supplied"),
        ({"users": "U0RMBOT01"}, "not_enough_users"),
        ({"users": "USLACKBOT"}, "cannot_dm_bot"),
        ({"users": "U0PARTNR1"}, "user_not_visible"),
        ({"users": "U0ALICE01,U0PARTNR1"}, "invalid_user_combination"),
        ({"users": '["U0ALICE01"]'}, "user_not_found"),
        ({"channel": "C0REVMENT1"}, "method_not_supported_for_channel_type"),
        ({"channel": "C0NOWHERE1"}, "channel_not_found"),
        ({"channel": "U0ALICE01"}, "channel_not_found"),
    ],
)
def test_a_conversation_slack_would_not_open_is_refused(
    call: Caller, args: dict[str, Any], error: str
) -> None:
    assert call("conversations.open", **args)["error"] == error


def test_history_goes_from_new_to_old_in_pages(call: Caller) -> None:
    for number in range(5):
        call("chat.postMessage", channel="U0ALICE01", text=str(number))
    first = call("conversations.history", channel="D0ALICE01", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = call("conversations.history", channel="D0ALICE01", limit=3, cursor=cursor)
    assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
    assert [m["text"] for m in second["messages"]] == ["1", "0"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_history_shows_metadata_only_when_asked(call: Caller) -> None:
    metadata = {"event_type": "sent", "event_payload": {"key": "1"}}
    call("chat.postMessage", channel="U0ALICE01", text="x", metadata=metadata)
    plain = call("conversations.history", channel="D0ALICE01")
    full = call("conversations.history", channel="D0ALICE01", include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


def test_history_is_bounded_by_oldest_and_latest(call: Caller) -> None:
    stamps = [call("chat.postMessage", channel="U0ALICE01", text=str(n))["ts"] for n in range(3)]

    def seen(**bounds: Any) -> list[str]:
        found = call("conversations.history", channel="D0ALICE01", **bounds)["messages"]
        return [message["text"] for message in found]

    assert seen(oldest=stamps[0], latest=stamps[2]) == ["1"]
    assert seen(oldest=stamps[0], latest=stamps[2], inclusive=True) == ["2", "1", "0"]
    wrong = call("conversations.history", channel="D0ALICE01", oldest="noon")
    assert wrong["error"] == "invalid_ts_oldest"


def test_each_kind_of_conversation_needs_its_own_history_scope(call: Caller) -> None:
    group = call("conversations.open", users=PAIR)["channel"]["id"]
    answer = call("conversations.history", channel=group)
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "mpim:history"


def test_members_and_details_need_a_read_scope(call: Caller, allow: Callable[[str], None]) -> None:
    group = call("conversations.open", users=PAIR)["channel"]["id"]
    assert call("conversations.members", channel=group)["needed"] == "mpim:read"
    allow("mpim:read")
    members = call("conversations.members", channel=group)["members"]
    assert set(members) == {"U0ALICE01", "U0KENJI01", "U0RMBOT01"}
    details = call("conversations.info", channel=group, include_num_members=True)["channel"]
    assert details["is_mpim"]
    assert details["num_members"] == 3


def test_eight_people_are_a_group_and_one_is_never(call: Caller) -> None:
    eight = ["U0ALICE01", "U0BRIAN01", "U0KENJI01", "U0ROSA001", "U0LENA001", "U0YUKI001", "U0INES001"]
    group = call("conversations.open", users=[*eight, "U0TIAGO01"], return_im=True)["channel"]
    assert group["is_mpim"]
    alone = call("conversations.open", users="U0ALICE01,U0ALICE01,U0RMBOT01", return_im=True)["channel"]
    assert alone["is_im"]


def test_looking_for_a_group_finds_it_or_makes_none(workspace: Workspace, call: Caller) -> None:
    before = len(list(workspace.conversations))
    assert call("conversations.open", users=PAIR, prevent_creation=True)["error"] == "channel_not_found"
    assert len(list(workspace.conversations)) == before
    group = call("conversations.open", users=PAIR)["channel"]
    assert call("conversations.open", users=PAIR, prevent_creation=True)["channel"] == group


def test_opening_a_group_needs_its_own_scope(workspace: Workspace, call: Caller) -> None:
    identity = workspace.identity
    identity.scopes = tuple(s for s in identity.scopes if s != "mpim:write")
    refused = call("conversations.open", users=PAIR)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "mpim:write")
    assert refused["provided"] == ",".join(identity.scopes)
    assert call("conversations.open", users="U0ALICE01")["ok"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "U0ALICE01"}, "channel_not_found"),
        ({"channel": "#general"}, "channel_not_found"),
        ({"channel": "C0GENERAL1"}, "not_in_channel"),
        ({"channel": "D0ALICE01", "latest": "noon"}, "invalid_ts_latest"),
        ({"channel": "D0ALICE01", "cursor": "page two"}, "invalid_cursor"),
        ({"channel": "D0ALICE01", "cursor": "dXNlcjpVMEFMSUNFMDE="}, "invalid_cursor"),
    ],
)
def test_a_history_slack_would_not_tell_is_refused(call: Caller, args: dict[str, Any], error: str) -> None:
    call("chat.postMessage", channel="U0ALICE01", text="x")
    assert call("conversations.history", **args)["error"] == error


def test_a_page_of_history_begins_where_it_did_when_messages_come_in(call: Caller) -> None:
    for number in range(3):
        call("chat.postMessage", channel="U0ALICE01", text=str(number))
    first = call("conversations.history", channel="D0ALICE01", limit=2)
    call("chat.postMessage", channel="U0ALICE01", text="3")
    cursor = first["response_metadata"]["next_cursor"]
    second = call("conversations.history", channel="D0ALICE01", limit=2, cursor=cursor)
    assert [m["text"] for m in second["messages"]] == ["0"]


def test_a_thread_is_told_from_its_root(call: Caller) -> None:
    root = call("chat.postMessage", channel="U0ALICE01", text="root")["ts"]
    for words in ("one", "two"):
        last = call("chat.postMessage", channel="U0ALICE01", text=words, thread_ts=root)["ts"]
    thread = call("conversations.replies", channel="D0ALICE01", ts=root)["messages"]
    assert [m["text"] for m in thread] == ["root", "one", "two"]
    (shown,) = call("conversations.history", channel="D0ALICE01")["messages"]
    assert (shown["reply_count"], shown["latest_reply"]) == (2, last)
    missing = call("conversations.replies", channel="D0ALICE01", ts="1.0")
    assert missing["error"] == "thread_not_found"


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_members_come_in_pages_of_a_thousand_at_most(
    call: Caller, allow: Callable[[str], None], limit: int
) -> None:
    allow("channels:read")
    answer = call("conversations.members", channel="C0REVMENT1", limit=limit)
    assert answer["error"] == "invalid_limit"


def test_lists_hold_what_was_asked_for_and_may_be_told(call: Caller, allow: Callable[[str], None]) -> None:
    assert call("conversations.list")["needed"] == "channels:read"
    allow("channels:read")
    names = [c["name"] for c in call("conversations.list")["channels"]]
    assert names == ["general", "reverse-mentoring"]
    mine = [c["name"] for c in call("users.conversations")["channels"]]
    assert mine == ["reverse-mentoring"]
    assert call("conversations.list", types="public_channel,im")["needed"] == "im:read"
    assert call("conversations.list", types="secret")["error"] == "invalid_types"
    assert call("conversations.list", limit=1000)["error"] == "invalid_limit"

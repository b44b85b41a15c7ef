from collections.abc import Callable
from typing import Any

import pytest

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
        ({"channel": "C0GENERAL1"}, "not_in_channel"),
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

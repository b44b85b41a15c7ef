"""The three steps of an upload, and what goes wrong in each."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller

DM = "D0ALICE01"
BYTES = b"a,b\n"


def promise(call: Caller, **args: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"filename": "a.csv", "length": len(BYTES)} | args
    return call("files.getUploadURLExternal", **given)


def uploaded(workspace: Workspace, call: Caller) -> str:
    promised = promise(call)
    assert workspace.uploads.receive(promised["upload_url"].rpartition("/")[2], BYTES)
    return str(promised["file_id"])


def complete(call: Caller, file_id: str, **args: Any) -> dict[str, Any]:
    return call("files.completeUploadExternal", files=[{"id": file_id}], **args)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"length": 0}, "missing_argument"),
        ({"length": -1}, "invalid_arguments"),
        ({"length": "some"}, "invalid_arguments"),
        ({"filename": ""}, "missing_argument"),
        ({"alt_txt": "x" * 1001}, "alt_txt_too_large"),
        ({"snippet_type": "python", "length": 1_000_001}, "snippet_too_large"),
    ],
)
def test_a_promise_slack_would_not_take_is_refused(call: Caller, args: dict[str, Any], error: str) -> None:
    assert promise(call, **args)["error"] == error


def test_bytes_of_another_length_are_not_taken(workspace: Workspace, call: Caller) -> None:
    promised = promise(call)
    assert workspace.uploads.receive(promised["upload_url"].rpartition("/")[2], b"more") is not None
    again = promise(call)
    ticket = again["upload_url"].rpartition("/")[2]
    assert workspace.uploads.receive(ticket, b"too many") is None
    assert complete(call, again["file_id"], channel_id=DM)["error"] == "file_not_found"


def test_bytes_are_sent_once(workspace: Workspace, call: Caller) -> None:
    ticket = promise(call)["upload_url"].rpartition("/")[2]
    assert workspace.uploads.receive(ticket, BYTES)
    assert workspace.uploads.receive(ticket, BYTES) is None


def test_a_file_is_completed_once(workspace: Workspace, call: Caller) -> None:
    file_id = uploaded(workspace, call)
    answer = complete(call, file_id, channel_id=DM, initial_comment="Here")
    assert answer["files"][0]["ims"] == [DM]
    conversation = workspace.conversations.get(DM)
    assert conversation is not None
    assert [(m.text, len(m.files)) for m in conversation.messages] == [("Here", 1)]
    assert complete(call, file_id, channel_id=DM)["error"] == "file_not_found"


@pytest.mark.parametrize("files", [[{"id": "F0NOWHERE1"}], ["F0NOWHERE1"], [{}]])
def test_an_unknown_file_can_not_be_completed(call: Caller, files: list[Any]) -> None:
    answer = call("files.completeUploadExternal", files=files, channel_id=DM)
    assert answer["error"] == "file_not_found"


def test_a_file_whose_bytes_never_came_can_not_be_completed(call: Caller) -> None:
    assert complete(call, promise(call)["file_id"])["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel_id": "C0NOWHERE1"}, "channel_not_found"),
        ({"channel_id": ALICE}, "channel_not_found"),
        ({"channel_id": "C0GENERAL1"}, "not_in_channel"),
        ({"channels": "C0NOWHERE1"}, "invalid_channel"),
        ({"channels": ",".join(["C0REVMENT1"] * 101)}, "channels_limit_exceeded"),
        ({"channels": f"C0REVMENT1,{ALICE}", "thread_ts": "1.0"}, "invalid_arguments"),
        ({"channel_id": DM, "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"files": []}, "invalid_arguments"),
    ],
)
def test_a_place_slack_would_not_share_to_is_refused(
    workspace: Workspace, call: Caller, args: dict[str, Any], error: str
) -> None:
    given = {"files": [{"id": uploaded(workspace, call)}]} | args
    assert call("files.completeUploadExternal", **given)["error"] == error


def test_channels_takes_people_and_channel_id_does_not(workspace: Workspace, call: Caller) -> None:
    answer = complete(call, uploaded(workspace, call), channels=f"{ALICE},C0REVMENT1")
    assert (answer["files"][0]["ims"], answer["files"][0]["channels"]) == ([DM], ["C0REVMENT1"])


def test_blocks_beside_a_comment_are_ignored_and_reported(workspace: Workspace, call: Caller) -> None:
    answer = complete(
        call, uploaded(workspace, call), channel_id=DM, initial_comment="x", blocks=[{"type": "divider"}]
    )
    assert answer["ok"]
    assert "ignored" in workspace.calls[-1].complaints[0]


def test_a_file_is_looked_up_with_its_own_scope(
    workspace: Workspace, call: Caller, allow: Callable[[str], None]
) -> None:
    file_id = uploaded(workspace, call)
    assert call("files.info", file=file_id)["needed"] == "files:read"
    allow("files:read")
    assert call("files.info", file=file_id)["error"] == "file_not_found"
    complete(call, file_id)
    assert call("files.info", file=file_id)["file"]["id"] == file_id

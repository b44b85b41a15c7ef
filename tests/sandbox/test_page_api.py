"""The page's own API over real HTTP."""

import asyncio
import io
from typing import Any

import httpx
import pytest
import xlsxwriter

from sandbox.server import Sandbox
from tests.sandbox.stand_ins import until

ALICE = "U0ALICE01"


def api(sandbox: Sandbox, method: str, **args: Any) -> dict[str, Any]:
    return sandbox.workspace.call(method, args, sandbox.bot_token, sandbox.driver.now())


async def upload(sandbox: Sandbox, http: httpx.AsyncClient, name: str, content: bytes) -> str:
    promise = api(sandbox, "files.getUploadURLExternal", filename=name, length=len(content))
    assert (await http.post(promise["upload_url"], content=content)).status_code == 200
    files = [{"id": promise["file_id"], "title": "Report"}]
    assert api(sandbox, "files.completeUploadExternal", files=files, channel_id="D0ALICE01")["ok"]
    return str(promise["file_id"])


async def test_the_state_tells_all_around_the_conversation(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    state = (await http.get("/page/state", params={"as": ALICE})).json()
    assert state["me"]["name"] == "Alice Kamau"
    assert state["me"]["local_time"] == "Mon 12:00"
    assert {p["id"] for p in state["people"]} == {p.id for p in sandbox.workspace.directory.humans()}
    assert state["commands"] == [{"command": "/greet", "description": "Say hello", "usage_hint": ""}]
    assert {c["kind"] for c in state["conversations"]} == {"im", "channel"}
    assert state["clock"] == {
        "now": "2026-03-02T09:00:00Z",
        "next_due": "2026-03-02T10:00:00Z",
        "busy": False,
        "movable": True,
    }
    assert state["bot"] == {
        "user_id": "U0RMBOT01",
        "name": "greeter",
        "connected": False,
        "transport": "socket",
        "first_steps": [],
    }


@pytest.mark.parametrize("asked", [{}, {"as": ""}, {"as": "U0NOBODY1"}])
async def test_a_stranger_is_the_first_coordinator(http: httpx.AsyncClient, asked: dict[str, str]) -> None:
    state = (await http.get("/page/state", params=asked)).json()
    assert state["me"]["name"] == "Nadia Haddad"


async def test_messages_are_unread_until_looked_at(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    api(sandbox, "chat.postMessage", channel=ALICE, text="Hello")

    async def unread() -> int:
        state = (await http.get("/page/state", params={"as": ALICE})).json()
        return int(state["me"]["unread"])

    assert await unread() == 1
    address = "/page/conversations/D0ALICE01/messages"
    (message,) = (await http.get(address, params={"as": ALICE})).json()["messages"]
    assert (message["text"], message["is_bot"], message["at"]) == (
        "Hello",
        True,
        "2026-03-02T09:00:00Z",
    )
    assert await unread() == 0


async def test_nobody_reads_somebody_elses_messages(http: httpx.AsyncClient) -> None:
    address = "/page/conversations/D0ALICE01/messages"
    answer = await http.get(address, params={"as": "U0BRIAN01"})
    assert answer.status_code == 404
    assert answer.json() == {"error": "There is no such conversation."}


async def test_an_act_that_is_impossible_is_told_in_a_sentence(http: httpx.AsyncClient) -> None:
    body = {"as": ALICE, "command": "/shout", "text": ""}
    answer = await http.post("/page/command", json=body)
    assert answer.status_code == 400
    assert answer.json() == {"error": "/shout is not a command of this app."}


async def test_an_act_without_an_app_is_told_too(http: httpx.AsyncClient) -> None:
    body = {"as": ALICE, "command": "/greet", "text": ""}
    answer = await http.post("/page/command", json=body)
    assert answer.json() == {"ok": False, "error": "dispatch_failed"}


async def test_acts_speak_json_only(http: httpx.AsyncClient) -> None:
    answer = await http.post("/page/clock", content='{"to":"day"}')
    assert answer.status_code == 415


async def test_a_person_can_be_changed(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await http.post(f"/page/people/{ALICE}", json={"deactivated": True, "name": "Alice K."})
    alice = sandbox.workspace.directory.get(ALICE)
    assert alice is not None
    assert (alice.name, alice.is_deactivated) == ("Alice K.", True)


@pytest.mark.parametrize(
    ("act", "shown"),
    [
        ({"act": "leave"}, {"member": False}),
        ({"act": "rename", "name": "mentoring"}, {"name": "mentoring"}),
        ({"act": "archive"}, {"archived": True}),
        ({"act": "share"}, {"shared": True}),
    ],
)
async def test_a_channel_is_left_renamed_archived_or_shared(
    http: httpx.AsyncClient, act: dict[str, str], shown: dict[str, Any]
) -> None:
    answer = await http.post("/page/channels/C0REVMENT1", json={"as": ALICE, **act})
    assert answer.json() == {"ok": True}
    channels = (await http.get("/page/state", params={"as": ALICE})).json()["channels"]
    (channel,) = (c for c in channels if c["id"] == "C0REVMENT1")
    assert channel | shown == channel


async def test_a_new_colleague_can_be_looked_through(http: httpx.AsyncClient) -> None:
    await http.post("/page/newcomers", json={"as": ALICE, "name": "Noor Haddou"})
    people = (await http.get("/page/state", params={"as": ALICE})).json()["people"]
    (newcomer,) = (p for p in people if p["name"] == "Noor Haddou")
    state = (await http.get("/page/state", params={"as": newcomer["id"]})).json()
    assert state["me"]["name"] == "Noor Haddou"
    assert [c["kind"] for c in state["conversations"]] == ["im"]


async def test_the_home_tab_is_shown(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    assert (await http.get("/page/home", params={"as": ALICE})).json() == {"view": None}
    api(sandbox, "views.publish", user_id=ALICE, view={"type": "home", "blocks": []})
    shown = (await http.get("/page/home", params={"as": ALICE})).json()["view"]
    assert shown["type"] == "home"


async def test_an_uploaded_csv_is_shown_as_a_table_and_downloaded(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    file_id = await upload(sandbox, http, "pairs.csv", b"a,b\n")
    table = (await http.get(f"/page/files/{file_id}/table")).json()
    assert table == {"sheets": [{"name": "pairs.csv", "rows": [["a", "b"]]}]}
    download = await http.get(f"/files/{file_id}/pairs.csv")
    assert download.headers["content-type"].startswith("text/csv")
    assert download.headers["content-disposition"] == "attachment"


async def test_an_uploaded_workbook_is_shown_sheet_by_sheet(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("Pairs").write_row(1, 1, ["Alice", 3])
    book.add_worksheet("Rounds").write_row(0, 0, [True])
    book.close()
    file_id = await upload(sandbox, http, "report.xlsx", buffer.getvalue())
    table = (await http.get(f"/page/files/{file_id}/table")).json()
    assert table == {
        "sheets": [
            {"name": "Pairs", "rows": [["", "Alice", "3"]]},
            {"name": "Rounds", "rows": [["TRUE"]]},
        ]
    }


@pytest.mark.parametrize("name", ["broken.xlsx", "notes.txt"])
async def test_a_file_that_is_no_table_is_refused(
    sandbox: Sandbox, http: httpx.AsyncClient, name: str
) -> None:
    file_id = await upload(sandbox, http, name, b"not a table")
    assert (await http.get(f"/page/files/{file_id}/table")).status_code == 400


async def test_the_page_hears_of_changes(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    heard: list[str] = []

    async def listen() -> None:
        async with http.stream("GET", "/page/changes", params={"as": ALICE}) as stream:
            async for line in stream.aiter_lines():
                heard.append(line)  # noqa: PERF401 - each line is looked at as it comes

    listening = asyncio.create_task(listen())
    await until(sandbox.changes.is_heard)
    api(sandbox, "chat.postMessage", channel=ALICE, text="Hello")
    await until(lambda: heard)
    assert heard[0] == 'data: {"kind":"messages"}'
    sandbox.changes.close()
    await listening


@pytest.mark.parametrize("body", [b"longer than promised", b""])
async def test_an_upload_that_breaks_its_promise_is_refused(
    sandbox: Sandbox, http: httpx.AsyncClient, body: bytes
) -> None:
    promise = api(sandbox, "files.getUploadURLExternal", filename="a.csv", length=3)
    assert (await http.post(promise["upload_url"], content=body)).status_code == 400
    files = [{"id": promise["file_id"]}]
    refused = api(sandbox, "files.completeUploadExternal", files=files)
    assert refused["error"] == "file_not_found"


async def test_a_file_is_looked_up_with_its_scope(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    file_id = await upload(sandbox, http, "a.csv", b"a")
    assert api(sandbox, "files.info", file=file_id)["needed"] == "files:read"
    sandbox.workspace.identity.scopes += ("files:read",)
    assert api(sandbox, "files.info", file=file_id)["file"]["title"] == "Report"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/page/faults", {"kind": ["slow"]}),
        ("/page/faults", {"kind": "slow", "chance": "0.5"}),
        ("/page/faults", {"kind": "slow", "details": {"seconds": "inf"}}),
        ("/page/faults", []),
        ("/page/people/U0ALICE01", {"tz": 5}),
        ("/page/people/U0ALICE01", {"tz": "Mars/Olympus"}),
        ("/page/people/U0ALICE01", {"name": None}),
        ("/page/newcomers", {"as": "U0ALICE01", "name": 5}),
        ("/page/channels/C0REVMENT1", {"as": "U0ALICE01", "act": "rename", "name": "Two Words"}),
    ],
)
async def test_what_the_page_would_never_send_is_refused_and_changes_nothing(
    http: httpx.AsyncClient, path: str, body: Any
) -> None:
    refused = await http.post(path, json=body)
    assert refused.status_code == 400, refused.text
    assert (await http.get("/page/state", params={"as": ALICE})).status_code == 200


async def test_a_number_that_is_none_is_no_json(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    headers = {"authorization": f"Bearer {sandbox.bot_token}", "content-type": "application/json"}
    sent = b'{"channel": "U0ALICE01", "text": "Hi", "metadata": {"event_payload": {"value": NaN}}}'
    answer = (await http.post("/api/chat.postMessage", content=sent, headers=headers)).json()
    assert answer["error"] == "invalid_json"

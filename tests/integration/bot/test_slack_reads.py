"""Looking up, uploading, and the plain calls of the client."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.slack import SlackClient
from domain.facts.delivery import Found, Posted
from tests.integration.bot.wayward_slack import BLOCKS, CANARY, SINCE, FakeSlack, drop, failure, hang, post


def _message(delivery_id: str, ts: str, event_type: str = "rm_delivery") -> dict[str, Any]:
    return {"ts": ts, "metadata": {"event_type": event_type, "event_payload": {"id": delivery_id}}}


async def test_a_post_is_found_by_its_delivery_id_over_several_pages(
    fake: FakeSlack, slack: SlackClient
) -> None:
    first = {"messages": [{"ts": "5.0", "text": "hi"}, _message("b", "4.0"), _message("a", "3.0", "other")]}
    pages = {
        "": {"ok": True, **first, "has_more": True, "response_metadata": {"next_cursor": "two"}},
        "two": {
            "ok": True,
            "messages": [_message("a", "2.0"), {"ts": "1", "metadata": 5}],
            "has_more": False,
        },
    }

    async def page(request: web.Request) -> web.StreamResponse:
        return web.json_response(pages[str((await request.post()).get("cursor", ""))])

    fake.on("conversations.history", page)
    assert await slack.find_post("D1", "a", SINCE) == Found(Posted("D1", "2.0"))
    assert await slack.find_post("D1", "c", SINCE) == Found(None)
    asked = fake.calls[0][1]
    assert float(asked["oldest"]) == (SINCE - timedelta(days=1)).timestamp()
    assert asked["include_all_metadata"] == "true"


async def test_a_file_is_found_by_its_id_and_by_nothing_else(fake: FakeSlack, slack: SlackClient) -> None:
    messages = [
        {"ts": "3.0", "text": "F1"},
        {"ts": "2.0", "files": [{"id": "F1"}, 5]},
        {"ts": "1.0", "files": 5},
    ]
    fake.answer("conversations.history", {"ok": True, "messages": messages, "has_more": False})
    assert await slack.find_file("D1", "F1", SINCE) == Found(Posted("D1", "2.0"))
    assert await slack.find_file("D1", "F2", SINCE) == Found(None)


async def test_a_history_without_end_is_a_failure_not_a_not_found(
    fake: FakeSlack, slack: SlackClient
) -> None:
    endless = {"ok": True, "messages": [], "has_more": True, "response_metadata": {"next_cursor": "x"}}
    fake.answer("conversations.history", endless)
    assert (await failure(slack.find_post("D1", "a", SINCE))).code == "history_too_long"


async def test_an_upload_takes_three_steps_and_keeps_text_out_of_addresses(
    fake: FakeSlack, slack: SlackClient
) -> None:
    ticket = {"ok": True, "file_id": "F1", "upload_url": f"{fake.url}/api/upload"}
    fake.answer("files.getUploadURLExternal", ticket)
    fake.answer_raw("upload", b"OK - 3", "text/plain")
    fake.answer("files.completeUploadExternal", {"ok": True, "files": []})
    assert await slack.put_file("r.xlsx", b"abc") == "F1"
    assert "files.completeUploadExternal" not in dict(fake.calls)
    await slack.share_file("D1", "F1", "Report", CANARY)
    steps = dict(fake.calls)
    assert steps["files.getUploadURLExternal"] == {"filename": "r.xlsx", "length": "3"}
    assert steps["upload"] == {"content": b"abc"}
    shared = steps["files.completeUploadExternal"]
    assert json.loads(shared["files"]) == [{"id": "F1", "title": "Report"}]
    assert (shared["channel_id"], shared["initial_comment"]) == ("D1", CANARY)


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload"])
async def test_only_the_last_step_of_an_upload_is_ambiguous(
    fake: FakeSlack, slack: SlackClient, step: str
) -> None:
    ticket = {"ok": True, "file_id": "F1", "upload_url": f"{fake.url}/api/upload"}
    fake.answer("files.getUploadURLExternal", ticket)
    fake.answer_raw("upload", b"OK", "text/plain")
    fake.on("files.completeUploadExternal", drop)
    assert (await failure(slack.share_file("D1", "F1", "t", ""))).is_ambiguous
    fake.on(step, drop)
    assert not (await failure(slack.put_file("r", b"abc"))).is_ambiguous


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "https://evil.example/x", "http://169.254.169.254/", "x"]
)
async def test_no_byte_goes_to_an_address_that_is_not_slacks(
    fake: FakeSlack, slack: SlackClient, url: str
) -> None:
    fake.answer("files.getUploadURLExternal", {"ok": True, "file_id": "F1", "upload_url": url})
    for call in (slack.put_file("r", b"abc"), slack.answer(url, {"text": "x"})):
        assert (await failure(call)).code == "refused_address"


async def test_a_response_url_gets_one_attempt_and_is_never_ambiguous(
    fake: FakeSlack, slack: SlackClient
) -> None:
    url = f"{fake.url}/api/response"
    fake.answer_raw("response", b"ok", "text/plain")
    await slack.answer(url, {"text": CANARY})
    for behaviour in (drop, hang):
        fake.on("response", behaviour)
        assert not (await failure(slack.answer(url, {"text": CANARY}))).is_ambiguous
    fake.answer("response", {"ok": False, "error": "expired_url"}, 404)
    assert (await failure(slack.answer(url, {}))).is_permanent
    fake.answer("response", {}, 429, {"Retry-After": "7"})
    assert (await failure(slack.answer(url, {}))).retry_after == timedelta(seconds=7)
    assert len(fake.calls) == 5


async def test_views_updates_and_conversations_are_plain_calls(fake: FakeSlack, slack: SlackClient) -> None:
    for method in ("chat.update", "views.publish", "views.open", "views.update", "blocks.validate"):
        fake.answer(method, {"ok": True})
    fake.answer("conversations.open", {"ok": True, "channel": {"id": "G1"}})
    view = {"type": "home", "blocks": [{"type": "data_table"}]}
    await slack.update("D1", "1.2", "t", BLOCKS)
    await slack.publish_home("U1", view)
    await slack.open_view("3.4", view)
    await slack.update_view("V1", view)
    await slack.validate_view(view)
    assert await slack.open_conversation(["U1", "U2"]) == "G1"
    assert dict(fake.calls) == {
        "chat.update": {"channel": "D1", "ts": "1.2", "text": "t", "blocks": BLOCKS},
        "views.publish": {"user_id": "U1", "view": view},
        "views.open": {"trigger_id": "3.4", "view": view},
        "views.update": {"view_id": "V1", "view": view},
        "blocks.validate": {"view": json.dumps(view)},
        "conversations.open": {"users": "U1,U2"},
    }


async def test_identity_tells_workspace_bot_and_scopes(fake: FakeSlack, slack: SlackClient) -> None:
    who = {"ok": True, "team_id": "T1", "team": "Acme", "user_id": "UBOT", "enterprise_id": None}
    fake.answer("auth.test", who, headers={"x-oauth-scopes": "commands,chat:write"})
    identity = await slack.identity()
    assert (identity.team_id, identity.team_name, identity.bot_user_id) == ("T1", "Acme", "UBOT")
    assert identity.scopes == frozenset({"commands", "chat:write"})
    assert identity.enterprise_id is None


async def test_a_profile_is_read_and_asks_who_we_are_only_once(fake: FakeSlack, slack: SlackClient) -> None:
    fake.answer("auth.test", {"ok": True, "team_id": "T1", "team": "Acme", "user_id": "UBOT"})
    user = {
        "id": "U1",
        "team_id": "T1",
        "tz": "Asia/Tokyo",
        "locale": "ja-JP",
        "updated": 7,
        "is_owner": True,
    }
    fake.answer("users.info", {"ok": True, "user": {**user, "profile": {"display_name": "Aiko"}}})
    profile = await slack.profile("U1")
    await slack.profile("U1")
    assert (profile.name, profile.time_zone, profile.locale) == ("Aiko", "Asia/Tokyo", "ja-JP")
    assert (profile.is_admin, profile.is_stranger, profile.updated) == (True, False, 7)
    assert [method for method, _ in fake.calls] == ["auth.test", "users.info", "users.info"]
    fake.answer("users.info", {"ok": True, "user": "U1"})
    assert (await failure(slack.profile("U1"))).code == "malformed_answer"


async def test_nothing_of_a_call_gets_into_the_log(
    fake: FakeSlack, slack: SlackClient, caplog: pytest.LogCaptureFixture
) -> None:
    fake.answer("chat.postMessage", {"ok": False, "error": "internal_error", "note": CANARY})
    with caplog.at_level(logging.DEBUG):
        await failure(post(slack))
    assert CANARY not in caplog.text
    assert "xoxb" not in caplog.text

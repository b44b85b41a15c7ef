import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.slack import SlackClient
from bot.slack_calls import SlackCalls
from domain.errors import SlackFailure
from domain.facts.delivery import Found, Posted
from domain.ports import Slack

SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
CANARY = "canary text"
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": CANARY}}]

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FakeSlack:
    """A real HTTP server that behaves as a test tells it, and counts."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.behaviours: dict[str, Behaviour] = {}
        self.url = ""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.path.removeprefix("/api/"), await _fields(request)))
        return await self.behaviours[request.path](request)

    def on(self, method: str, behaviour: Behaviour) -> None:
        self.behaviours[f"/api/{method}"] = behaviour

    def answer(
        self, method: str, fields: Any, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        async def behave(_request: web.Request) -> web.StreamResponse:
            return web.json_response(fields, status=status, headers=headers)

        self.on(method, behave)

    def answer_raw(self, method: str, body: bytes, content_type: str, status: int = 200) -> None:
        async def behave(_request: web.Request) -> web.StreamResponse:
            return web.Response(body=body, headers={"Content-Type": content_type}, status=status)

        self.on(method, behave)


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post())
    return {"content": await request.read()}


async def drop(request: web.Request) -> web.StreamResponse:
    """Take the request and cut the line."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def hang(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(1)
    return web.Response()


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", fake.serve)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}"
    yield fake
    await runner.cleanup()


@pytest.fixture
async def slack(fake: FakeSlack) -> AsyncIterator[SlackClient]:
    client = SlackClient(SlackCalls(f"{fake.url}/api/", "xoxb-1", answer_seconds=0.3))
    yield client
    await client.close()


def post(slack: Slack) -> Awaitable[Posted]:
    return slack.post("D1", CANARY, BLOCKS, "f" * 32)


async def failure(call: Awaitable[object]) -> SlackFailure:
    with pytest.raises(SlackFailure) as caught:
        await call
    assert CANARY not in f"{caught.value!r} {caught.value}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return caught.value


async def test_a_post_carries_its_delivery_id_and_unfurls_nothing(
    fake: FakeSlack, slack: SlackClient
) -> None:
    fake.answer("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})
    assert await post(slack) == Posted("D1", "1.2")
    ((_, sent),) = fake.calls
    assert sent["metadata"] == {"event_type": "rm_delivery", "event_payload": {"id": "f" * 32}}
    assert (sent["unfurl_links"], sent["unfurl_media"], sent["blocks"]) == (False, False, BLOCKS)


async def test_no_client_retries_by_itself(slack: SlackClient) -> None:
    assert slack.web.retry_handlers == []


async def test_a_line_dropped_after_the_post_is_ambiguous_and_posts_once(
    fake: FakeSlack, slack: SlackClient
) -> None:
    fake.on("chat.postMessage", drop)
    lost = await failure(post(slack))
    assert (lost.code, lost.is_ambiguous, lost.is_permanent) == ("no_answer", True, False)
    assert len(fake.calls) == 1


async def test_a_timeout_is_ambiguous_for_a_post_and_not_for_a_look_up(
    fake: FakeSlack, slack: SlackClient
) -> None:
    fake.on("chat.postMessage", hang)
    fake.on("conversations.history", hang)
    assert (await failure(post(slack))).is_ambiguous
    assert not (await failure(slack.find_post("D1", "f" * 32, SINCE))).is_ambiguous


async def test_a_refused_connection_is_certainly_no_post(unused_tcp_port: int) -> None:
    slack = SlackClient(SlackCalls(f"http://127.0.0.1:{unused_tcp_port}/api/", "xoxb-1"))
    refused = await failure(post(slack))
    await slack.close()
    closed = await failure(post(slack))
    for nothing_sent in (refused, closed):
        assert (nothing_sent.code, nothing_sent.is_ambiguous, nothing_sent.is_permanent) == (
            "unreachable",
            False,
            False,
        )


MALFORMED = [
    (b"<html>proxy</html>", "text/html"),
    (b"", "application/json"),
    (b'{"ok": true, "ts":', "application/json"),
    (b"[]", "application/json"),
    (b"[1]", "application/json"),
    (b"null", "application/json"),
    (b'"ok"', "application/json"),
    (b"{}", "application/json"),
    (b'{"ok": "yes"}', "application/json"),
    (b'{"ok": true}', "application/json"),
    (b'{"ok": true, "ts": 1, "channel": "D1"}', "application/json"),
    (b'{"ok": true, "ts": "", "channel": "D1"}', "application/json"),
    (b'{"ok": false}', "application/json"),
    (b'{"ok": false, "error": 5}', "application/json"),
    (b'{"ok": false, "error": "canary text, quoted"}', "application/json"),
    (b'{"ok":true,"a":' + b"[" * 20000, "application/json"),
    (b"\xff\xfe\x00", "application/json; charset=utf-8"),
    (b'{"ok": true}', "application/json; charset=no-such"),
    (b"ok", "text/plain"),
    (b"\x1f\x8b", "application/gzip"),
    (b"x" * 10 * 1024 * 1024, "application/json"),
]


async def test_every_malformed_answer_to_a_post_is_ambiguous(fake: FakeSlack, slack: SlackClient) -> None:
    for body, content_type in MALFORMED:
        for status in (200, 500, 502, 503):
            fake.answer_raw("chat.postMessage", body, content_type, status)
            malformed = await failure(post(slack))
            assert malformed.is_ambiguous, (body[:40], status)
            assert not malformed.is_permanent


async def test_a_malformed_look_up_never_means_not_found(fake: FakeSlack, slack: SlackClient) -> None:
    history = [b'{"ok":true}', b'{"ok":true,"messages":[1]}', b'{"ok":true,"messages":[],"has_more":true}']
    for body in [*(body for body, _ in MALFORMED), *history]:
        fake.answer_raw("conversations.history", body, "application/json")
        assert not (await failure(slack.find_post("D1", "f" * 32, SINCE))).is_ambiguous


async def test_an_answer_cut_short_is_ambiguous(fake: FakeSlack, slack: SlackClient) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok":')
        return await drop(request)

    fake.on("chat.postMessage", cut)
    assert (await failure(post(slack))).is_ambiguous


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        ("0", 1),
        ("-5", 1),
        ("999999", 3600),
        ("9" * 40, 60),
        ("1.5", 2),
        ("soon", 60),
        ("", 60),
        (None, 60),
        ("nan", 60),
        ("inf", 60),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 60),
        ("٣", 60),
    ],
)
async def test_a_429_waits_between_a_second_and_an_hour(
    fake: FakeSlack, slack: SlackClient, header: str | None, seconds: int
) -> None:
    headers = {} if header is None else {"Retry-After": header}
    for spelling, status in (("ratelimited", 429), ("rate_limited", 200)):
        fake.answer("chat.postMessage", {"ok": False, "error": spelling}, status, headers)
        limited = await failure(post(slack))
        assert limited.retry_after == timedelta(seconds=seconds)
        assert not limited.is_ambiguous
        assert not limited.is_permanent
    fake.answer_raw("chat.postMessage", b"<html>slow down</html>", "text/html", 429)
    assert (await failure(post(slack))).code == "ratelimited"


@pytest.mark.parametrize(
    "code",
    [
        "user_not_found",
        "channel_not_found",
        "is_archived",
        "cannot_dm_bot",
        "user_disabled",
        "restricted_action",
        "invalid_blocks",
        "token_revoked",
        "invalid_auth",
        "account_inactive",
        "missing_scope",
        "token_expired",
        "msg_too_long",
    ],
)
async def test_a_definite_no_is_permanent(fake: FakeSlack, slack: SlackClient, code: str) -> None:
    fake.answer("chat.postMessage", {"ok": False, "error": code})
    said = await failure(post(slack))
    assert (said.code, said.is_permanent, said.is_ambiguous) == (code, True, False)


@pytest.mark.parametrize("code", ["fatal_error", "internal_error", "request_timeout", "service_unavailable"])
async def test_an_error_that_may_have_done_something_is_ambiguous(
    fake: FakeSlack, slack: SlackClient, code: str
) -> None:
    fake.answer("chat.postMessage", {"ok": False, "error": code})
    said = await failure(post(slack))
    assert (said.is_permanent, said.is_ambiguous) == (False, True)


async def test_an_unknown_code_is_neither_permanent_nor_ambiguous(
    fake: FakeSlack, slack: SlackClient
) -> None:
    fake.answer("chat.postMessage", {"ok": False, "error": "brand_new_error"})
    said = await failure(post(slack))
    assert (said.code, said.is_permanent, said.is_ambiguous) == ("brand_new_error", False, False)


async def test_a_redirect_is_never_followed(fake: FakeSlack, slack: SlackClient) -> None:
    for status in (301, 302, 307, 308):
        fake.answer("chat.postMessage", {}, status, {"Location": f"{fake.url}/api/elsewhere"})
        assert (await failure(post(slack))).is_ambiguous
    assert {method for method, _ in fake.calls} == {"chat.postMessage"}


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

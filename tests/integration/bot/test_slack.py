"""What the client makes of a post's answer: there, certainly not there, or nobody knows."""

from datetime import timedelta

import pytest
from aiohttp import web

from bot.slack import SlackClient
from bot.slack_calls import SlackCalls
from domain.facts.delivery import Posted
from tests.integration.bot.wayward_slack import BLOCKS, SINCE, FakeSlack, drop, failure, hang, post


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

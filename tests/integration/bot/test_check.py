from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web

from bot.check import check_all, manifest_scopes
from bot.clock import real_now
from bot.settings import Settings


class FakeSlack:
    """A real server that knows auth.test and apps.connections.open."""

    def __init__(self) -> None:
        self.url = ""
        self.auth: dict[str, Any] = {"ok": True, "team_id": "T1", "team": "Acme", "user_id": "UBOT"}
        self.socket: dict[str, Any] = {"ok": False, "error": "not_allowed_token_type"}
        self.scopes = manifest_scopes()
        self.clock_error = timedelta()

    async def auth_test(self, _request: web.Request) -> web.StreamResponse:
        date = format_datetime(real_now() + self.clock_error, usegmt=True)
        headers = {"x-oauth-scopes": ",".join(self.scopes), "Date": date}
        return web.json_response(self.auth, headers=headers)

    async def open(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(self.socket)

    async def link(self, request: web.Request) -> web.StreamResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.receive()
        return line


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    app = web.Application()
    app.router.add_post("/api/auth.test", fake.auth_test)
    app.router.add_post("/api/apps.connections.open", fake.open)
    app.router.add_get("/link", fake.link)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = "{}:{}".format(*runner.addresses[0][:2])
    yield fake
    await runner.cleanup()


async def wrongs(fake: FakeSlack, database: str, *, live: bool = False) -> list[str]:
    settings = Settings(
        bot_token="xoxb-1", app_token="xapp-1", slack_api_url=f"http://{fake.url}/api/", database_url=database
    )
    return [finding.sentence for finding in await check_all(settings, live=live) if not finding.is_good]


async def test_a_sound_installation_has_nothing_wrong(fake: FakeSlack, sqlite_url: str) -> None:
    fake.socket = {"ok": True, "url": f"ws://{fake.url}/link"}
    assert await wrongs(fake, sqlite_url, live=True) == []


async def test_missing_and_needless_scopes_are_named(fake: FakeSlack, sqlite_url: str) -> None:
    fake.scopes = manifest_scopes() - {"im:history"}
    (missing,) = await wrongs(fake, sqlite_url)
    assert "lacks im:history" in missing
    fake.scopes = manifest_scopes() | {"mpim:history"}
    (needless,) = await wrongs(fake, sqlite_url)
    assert "mpim:history" in needless


@pytest.mark.parametrize("error", [timedelta(minutes=-6), timedelta(minutes=6)])
async def test_a_wrong_clock_is_told_before_it_refuses_requests(
    fake: FakeSlack, sqlite_url: str, error: timedelta
) -> None:
    fake.clock_error = error
    (clock,) = await wrongs(fake, sqlite_url)
    assert "clock" in clock


@pytest.mark.parametrize(
    ("code", "words"),
    [("invalid_auth", "not a valid token"), ("token_revoked", "revoked"), ("odd_one", "odd_one")],
)
async def test_a_refused_token_is_said_in_words(
    fake: FakeSlack, sqlite_url: str, code: str, words: str
) -> None:
    fake.auth = {"ok": False, "error": code}
    (refused,) = await wrongs(fake, sqlite_url)
    assert "SLACK_BOT_TOKEN" in refused
    assert words in refused


async def test_live_also_tries_the_app_token(fake: FakeSlack, sqlite_url: str) -> None:
    (refused,) = await wrongs(fake, sqlite_url, live=True)
    assert "SLACK_APP_TOKEN" in refused
    fake.socket = {"ok": True, "url": f"ws://{fake.url}/nowhere"}
    (unopened,) = await wrongs(fake, sqlite_url, live=True)
    assert "Socket Mode" in unopened


async def test_without_a_network_it_says_so_in_one_line(sqlite_url: str, unused_tcp_port: int) -> None:
    nowhere = FakeSlack()
    nowhere.url = f"127.0.0.1:{unused_tcp_port}"
    (unreachable,) = await wrongs(nowhere, sqlite_url, live=True)
    assert "can't be reached" in unreachable


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
async def test_slacks_own_trouble_is_not_blamed_on_the_token(
    fake: FakeSlack, sqlite_url: str, error: str
) -> None:
    fake.auth = {"ok": False, "error": error}
    (trouble,) = await wrongs(fake, sqlite_url)
    assert "too busy" in trouble
    assert "refuses" not in trouble

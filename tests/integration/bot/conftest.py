"""The client against a Slack that misbehaves."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.slack import SlackClient
from bot.slack_calls import SlackCalls
from tests.integration.bot.wayward_slack import FakeSlack


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

"""An app that knows nothing of the sandbox works in it, over both transports, unchanged."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from sandbox.people import Person
from sandbox.server import Sandbox, SandboxSettings
from tests.sandbox.foreign_app import foreign_app
from tests.sandbox.stand_ins import MANIFEST, StillClock, serve, until

ALICE = "U0ALICE01"


class Door:
    """The app's address is known before the app: its tokens come from the sandbox."""

    app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@contextlib.asynccontextmanager
async def over_http(clock: StillClock) -> AsyncIterator[Sandbox]:
    door = Door()
    async with serve(door) as address:
        settings = SandboxSettings(port=0, bot_url=f"{address}/slack/events", manifest=MANIFEST)
        sandbox = Sandbox(settings, clock)
        await sandbox.start()
        app = foreign_app(sandbox.api_url, sandbox.bot_token, sandbox.signing_secret)
        door.app = AsyncSlackRequestHandler(app)
        yield sandbox
        await sandbox.stop()


@contextlib.asynccontextmanager
async def over_socket_mode(clock: StillClock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket", manifest=MANIFEST), clock)
    await sandbox.start()
    app = foreign_app(sandbox.api_url, sandbox.bot_token, sandbox.signing_secret)
    handler: Any = AsyncSocketModeHandler(app, sandbox.app_token, web_client=app.client)
    await handler.connect_async()
    await until(lambda: sandbox.transport.is_connected)
    yield sandbox
    await handler.close_async()
    await sandbox.stop()


@pytest.fixture(params=[over_http, over_socket_mode], ids=["http", "socket"])
async def slack(request: pytest.FixtureRequest, clock: StillClock) -> AsyncIterator[Sandbox]:
    async with request.param(clock) as sandbox:
        yield sandbox


def dm(sandbox: Sandbox, person: str) -> Any:
    conversation = sandbox.workspace.conversations.im(person)
    assert conversation is not None
    return conversation.visible_to(person)


async def test_a_command_opens_a_form_whose_answer_becomes_a_message(slack: Sandbox) -> None:
    reply = await slack.command(ALICE, "/greet")
    assert reply.ok
    assert dm(slack, ALICE)[-1].text == "Opening."
    assert dm(slack, ALICE)[-1].only_for == ALICE

    await slack.submit(ALICE, {"words": {"typed": {"type": "plain_text_input", "value": "Hi"}}})
    assert slack.workspace.views.stack(ALICE) == []
    assert dm(slack, ALICE)[-1].text == "Hi"

    await slack.click(ALICE, "thanks")
    assert dm(slack, ALICE)[-1].text == "You are welcome."
    assert dm(slack, ALICE)[-1].blocks == []


async def test_a_refused_answer_keeps_the_form_open(slack: Sandbox) -> None:
    await slack.command(ALICE, "/greet")
    reply = await slack.submit(ALICE, {"words": {"typed": {"value": "rude"}}})
    assert reply.body == {"response_action": "errors", "errors": {"words": "Be kind."}}
    assert len(slack.workspace.views.stack(ALICE)) == 1


async def test_opening_the_home_tab_publishes_it(slack: Sandbox) -> None:
    await slack.open_home(ALICE)
    await until(lambda: ALICE in slack.workspace.views.homes)
    header = slack.workspace.views.homes[ALICE].content["blocks"][0]
    assert header["text"]["text"] == "Hello"


async def test_writing_to_the_app_brings_a_file(slack: Sandbox) -> None:
    await slack.type_message(ALICE, "report please")
    await until(lambda: dm(slack, ALICE)[-1].files)
    assert dm(slack, ALICE)[-1].files[0].content == b"a,b\n1,2\n"


async def test_the_people_of_the_workspace_are_listed_in_pages(slack: Sandbox) -> None:
    client = foreign_app(slack.api_url, slack.bot_token, slack.signing_secret).client
    seen = [m["id"] async for page in await client.users_list(limit=10) for m in page["members"]]
    assert len(seen) == len(set(seen)) == len(list(slack.workspace.directory))
    assert isinstance(slack.workspace.directory.get(ALICE), Person)

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn

from sandbox.people import PEOPLE
from sandbox.server import Sandbox, SandboxSettings
from sandbox.state.identity import Ids, identity_from_manifest
from sandbox.state.workspace import Workspace

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCOPES = ["commands", "chat:write", "im:write", "im:history", "mpim:write", "users:read", "files:write"]
MANIFEST: dict[str, Any] = {
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "greeter"},
        "slash_commands": [{"command": "/greet", "description": "Say hello"}],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_uninstalled",
                "message.im",
                "tokens_revoked",
                "user_change",
            ]
        }
    },
}


class StillClock:
    """A driver whose time moves only when told; every full hour something is due."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    async def next_due(self) -> datetime | None:
        return self.time.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

    async def run_until(self, target: datetime) -> int:
        steps = 0
        while (due := await self.next_due()) is not None and due <= target:
            self.time, steps = due, steps + 1
            await asyncio.sleep(0)
        self.time = target
        return steps


class RealClock:
    """The machine's time as a number that a test can move."""

    def __init__(self) -> None:
        self.seconds = 1_772_442_000.0

    def __call__(self) -> float:
        return self.seconds


class Caller:
    """Calls the pure core with the bot's token at the still clock's time."""

    def __init__(self, workspace: Workspace, clock: StillClock) -> None:
        self.workspace, self.clock = workspace, clock

    def __call__(self, method: str, token: str | None = None, **args: Any) -> dict[str, Any]:
        used = token or self.workspace.identity.bot_token
        return self.workspace.call(method, args, used, self.clock.now())


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def real_clock() -> RealClock:
    return RealClock()


@pytest.fixture
def workspace(clock: StillClock, real_clock: RealClock) -> Workspace:
    ids = Ids(1)
    return Workspace(identity_from_manifest(MANIFEST, ids), ids, PEOPLE, clock.now(), real_clock)


@pytest.fixture
def call(workspace: Workspace, clock: StillClock) -> Caller:
    return Caller(workspace, clock)


@pytest.fixture
def allow(workspace: Workspace) -> Callable[[str], None]:
    def grant(scope: str) -> None:
        workspace.identity.scopes = (*workspace.identity.scopes, scope)

    return grant


async def until(condition: Callable[[], Any]) -> None:
    """Wait, three seconds at most, for what another task brings about."""
    async with asyncio.timeout(3):
        while not condition():  # noqa: ASYNC110 - the condition is somebody else's state
            await asyncio.sleep(0.01)


class QuietServer(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(app: Any) -> AsyncIterator[str]:
    """Serve an ASGI app on a free loopback port; yields its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = QuietServer(uvicorn.Config(app, lifespan="off", log_config=None))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@pytest.fixture
async def sandbox(clock: StillClock) -> AsyncIterator[Sandbox]:
    """A running sandbox over Socket Mode to which nobody has connected."""
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket", manifest=MANIFEST), clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.page_url, trust_env=False) as client:
        yield client

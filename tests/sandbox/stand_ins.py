"""What the tests of the sandbox act with: clocks, a caller, a scripted app, a small server."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn

from sandbox.delivery.courier import Delivery, Reply
from sandbox.state.workspace import Workspace

ALICE = "U0ALICE01"
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


class ScriptedApp:
    """A transport that answers from a script and remembers what was delivered."""

    is_connected = True

    def __init__(self) -> None:
        self.script: list[Reply] = []
        self.deliveries: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Reply:
        self.deliveries.append(delivery)
        return self.script.pop(0) if self.script else Reply(200)

    async def close(self) -> None:
        """Nothing is held."""

    @property
    def last(self) -> Mapping[str, Any]:
        return self.deliveries[-1].payload


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
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.bind(("127.0.0.1", 0))
    server = QuietServer(uvicorn.Config(app, lifespan="off", log_config=None))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def question(block_id: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": block_id, "label": words("?"), "element": element} | more


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    fixed = {"type": "modal", "title": words("Form"), "submit": words("Send")}
    return fixed | {"blocks": list(blocks)} | more


def show(workspace: Workspace, *views: dict[str, Any]) -> None:
    workspace.views.open(ALICE, views[0])
    for view in views[1:]:
        workspace.views.push(ALICE, view)

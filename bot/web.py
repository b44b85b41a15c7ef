"""The machine: the bot's HTTP: Slack's door, and what a supervisor asks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

SLACK_PATH = "/slack/events"
DRAIN_SECONDS = 8
PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def web_app(
    front_door: ASGIApp | None,
    *,
    is_ready: Callable[[], Awaitable[bool]],
    metrics: Callable[[], Awaitable[str]],
) -> Starlette:
    """Return the web app. `is_ready`: may take traffic; `metrics`: Prometheus text of counts and ages.

    Without a front door it answers supervisors only.
    """

    async def live(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_request: Request) -> Response:
        if await is_ready():
            return PlainTextResponse("ready\n")
        return PlainTextResponse("not ready\n", HTTPStatus.SERVICE_UNAVAILABLE)

    async def measured(_request: Request) -> Response:
        return PlainTextResponse(await metrics(), media_type=PROMETHEUS_TEXT)

    return Starlette(
        routes=[
            *([] if front_door is None else [Route(SLACK_PATH, front_door)]),
            Route("/livez", live),
            Route("/readyz", ready),
            Route("/metrics", measured),
        ]
    )


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: stopping is decided in one place (bot/cli_frame.py)."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve `app` while the block runs and give the port (0 takes a free one); finish requests at its end.

    Raises OSError when the port is taken.
    """
    listener = _listener(host, port)
    # asyncio does this only for sockets it made itself; without it every small answer waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await running


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=_family(host), backlog=512)
    except OSError as error:
        remedy = f"{error.strerror} (give every process of a machine its own RM_PORT)"
        raise OSError(error.errno, remedy, f"{host}:{port}") from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET

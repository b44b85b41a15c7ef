"""The sandbox as one thing to start and stop: workspace, transport to the app, page, clock."""

import asyncio
import contextlib
import ipaddress
import os
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal

import uvicorn

from sandbox.acts.in_client import Acts
from sandbox.companies import COMPANIES
from sandbox.delivery.courier import Courier, Transport
from sandbox.delivery.http import HttpTransport
from sandbox.delivery.socket import SocketTransport
from sandbox.driver import Driver
from sandbox.errors import ImpossibleActError, RealTokensError
from sandbox.faults.delivery import FaultyTransport
from sandbox.faults.faults import Faults
from sandbox.faults.lasting import age
from sandbox.page_server.changes import Changes
from sandbox.slack import Slack
from sandbox.state.workspace import Workspace
from sandbox.web import build_app

_TOKEN_NAMES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_USER_TOKEN", "SLACK_CLIENT_SECRET")
_SANDBOX_TOKENS = ("xoxb-sandbox-", "xoxe.xoxb-sandbox-", "xapp-sandbox-", "sandbox")


@dataclass(frozen=True)
class SandboxSettings:
    """Where the sandbox listens, and which app it plays Slack for; loopback only.

    `first_steps` are commands that the page offers to somebody who has not written anything yet.
    """

    host: str = "127.0.0.1"
    port: int = 3000
    bot_url: str | None = None
    transport: Literal["http", "socket"] = "http"
    seed: int = 7
    manifest: Mapping[str, Any] = field(default_factory=dict)
    first_steps: tuple[tuple[str, str], ...] = ()
    workspaces: int = 1

    def __post_init__(self) -> None:
        if self.host != "localhost" and not ipaddress.ip_address(self.host).is_loopback:
            raise ValueError(f"The sandbox listens on loopback only, not on {self.host}.")
        if self.transport == "http" and self.bot_url is None:
            raise ValueError("Over HTTP the sandbox needs the bot's address.")
        if not 1 <= self.workspaces <= len(COMPANIES):
            raise ValueError(f"The sandbox has 1 to {len(COMPANIES)} workspaces, not {self.workspaces}.")


def refuse_real_tokens(environment: Mapping[str, str]) -> None:
    """Raise RealTokensError when a token of a real workspace is set."""
    found = [
        name
        for name in _TOKEN_NAMES
        if environment.get(name) and not environment[name].startswith(_SANDBOX_TOKENS)
    ]
    if found:
        raise RealTokensError(f"The sandbox doesn't run beside real tokens: {', '.join(found)} is set.")


class _Server(uvicorn.Server):
    """Uvicorn that tells when it listens and leaves signals to the program it runs in."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    def cut(self, peer: tuple[str, int] | None) -> None:
        """Abort the connection from this address, as a load balancer that dies."""
        for connection in list(self.server_state.connections):
            if connection.transport.get_extra_info("peername")[:2] == peer:
                connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Sandbox(Acts):
    """Slack on a loopback port; acts go to the app over the real transport.

    Its own acts are those of the first workspace; `acts_in` has those of every one.
    """

    def __init__(self, settings: SandboxSettings, driver: Driver) -> None:
        self.settings = settings
        self.slack = Slack(
            settings.manifest,
            driver.now(),
            time.time,
            seed=settings.seed,
            workspaces=settings.workspaces,
        )
        self.changes = Changes()
        self.faults = Faults(settings.seed, self._faults_changed)
        self.socket_mode = SocketTransport(self.slack, self.faults, self.cut_line)
        self.transport: Transport = self.socket_mode
        if settings.transport == "http" and settings.bot_url is not None:
            self.transport = HttpTransport(settings.bot_url, self.signing_secret)
        courier = Courier(FaultyTransport(self.transport, self.faults))
        super().__init__(self.slack.home, driver, courier)
        self._acts: dict[str, Acts] = {}
        for team_id, workspace in self.workspaces.items():
            is_home = workspace is self.workspace
            self._acts[team_id] = self if is_home else Acts(workspace, driver, courier)
            workspace.listeners.append(partial(self._hear, team_id))
        self.is_moving = False
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    def _faults_changed(self) -> None:
        age(self.faults, self.workspaces.values())
        self.changes.tell("faults")

    def _hear(self, team_id: str, kind: str) -> None:
        if kind == "events" and self._serving is not None:
            self._courier.in_background(self.acts_in(team_id).flush())
        self.changes.tell(kind)

    @property
    def workspaces(self) -> Mapping[str, Workspace]:
        """All workspaces by team id."""
        return self.slack.workspaces

    def acts_in(self, team_id: str) -> Acts:
        """Find what people can do in one workspace. Raises: KeyError for an unknown team."""
        return self._acts[team_id]

    @property
    def bot_token(self) -> str:
        return self.workspace.identity.bot_token

    @property
    def app_token(self) -> str:
        return self.slack.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.slack.app.signing_secret

    @property
    def api_url(self) -> str:
        return f"{self.workspace.address}/api/"

    @property
    def authorize_url(self) -> str:
        """Where a person is sent to install the app."""
        return f"{self.workspace.address}/oauth/v2/authorize"

    @property
    def page_url(self) -> str:
        return f"{self.workspace.address}/"

    async def start(self) -> None:
        """Listen; port 0 takes a free one. Raises: RealTokensError, OSError when the port is taken."""
        refuse_real_tokens(os.environ)
        listening = _listen(self.settings.host, self.settings.port)
        self.slack.address = f"http://{self.settings.host}:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            build_app(self),
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="websockets-sansio",
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))
        await self._server.listens.wait()

    def cut_line(self, peer: tuple[str, int] | None) -> None:
        """Drop the app's TCP connection from this address without another byte."""
        if self._server is not None:
            self._server.cut(peer)

    async def stop(self) -> None:
        """Say goodbye to the app and the page, and stop listening."""
        self.changes.close()
        await self._courier.close()
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving

    async def move_clock(self, target: datetime) -> int:
        """Fast-forward the bot's calendar to an instant; return the due instants passed.

        Raises: ImpossibleActError while another move runs, or for an instant in the past.
        """
        if target < self.driver.now():
            raise ImpossibleActError("The clock only moves forward.")
        with self._moving():
            return await self.driver.run_until(target)

    async def next_event(self) -> int:
        """Let happen what is due; only if nothing is, go on to the next due instant.

        Returns the due instants passed. Raises: ImpossibleActError while another move runs.
        """
        with self._moving():
            due = await self.driver.next_due()
            steps = await self.driver.run_until(self.driver.now())
            # What became due only while the rest was worked off has been worked off with it.
            if steps or (due is not None and due <= self.driver.now()):
                return steps
            # What was under way may have planned something nearer.
            due, now = await self.driver.next_due(), self.driver.now()
            return await self.driver.run_until(max(now, due or now))

    @contextlib.contextmanager
    def _moving(self) -> Iterator[None]:
        if self.is_moving:
            raise ImpossibleActError("The clock is already moving.")
        self.is_moving = True
        try:
            yield
        finally:
            self.is_moving = False
            self.workspace.changed("clock")


def _listen(host: str, port: int) -> socket.socket:
    is_v6 = host != "localhost" and ipaddress.ip_address(host).version == 6  # noqa: PLR2004 - IPv6
    listening = socket.socket(socket.AF_INET6 if is_v6 else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # asyncio does this only for sockets it made itself; without it every small answer waits 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening

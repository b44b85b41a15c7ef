"""The machine: how everything is put together. Read top to bottom, this is the architecture."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.clock import MachineClock, real_now
from bot.front_door import FrontDoor
from bot.ids import RandomIds
from bot.incoming import quietly
from bot.log import silent_logger
from bot.metrics import metrics_text
from bot.only_process import only_process
from bot.settings import Settings
from bot.slack import Identity, SlackClient
from bot.slack_calls import SlackCalls
from bot.socket_mode import SocketMode
from bot.store import open_database
from bot.think import ProcessThink
from bot.web import serving, web_app
from domain.ports import Clock
from handlers import register
from handlers.desk import Desk
from mentoring.core import Core
from mentoring.install_workspace import install_workspace
from mentoring.ledger_figures import delivery_counts
from scheduling.clockwork import Clockwork
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner


@dataclass(frozen=True)
class Bot:
    """A running bot: web, clock and delivery in one process."""

    core: Core
    runner: EmbeddedRunner
    identity: Identity


@asynccontextmanager
async def running_bot(settings: Settings, clock: Clock, *, with_doors: bool = True) -> AsyncIterator[Bot]:
    """Run the bot while the block runs; without doors it only plans and delivers.

    Raises SlackFailure for a token Slack refuses, CommandError, OSError.
    """
    async with AsyncExitStack() as stack:
        # the ground
        stack.enter_context(only_process(settings))
        database = await open_database(settings)
        stack.push_async_callback(database.close)
        think = ProcessThink()
        stack.callback(think.close)
        core = Core(database, clock, RandomIds(), think, frozenset(settings.coordinators))
        # the way to Slack
        calls = SlackCalls(settings.slack_api_url, _token(settings))
        stack.push_async_callback(calls.close)
        slack = SlackClient(calls)
        identity = await slack.identity()
        await install_workspace(core, identity.team_id, identity.team_name, identity.bot_user_id)
        # the clock's door
        runner = EmbeddedRunner(Post(core, slack, core.ids.new()))
        database.wake = runner.wake
        clockwork = Clockwork(runner, clock, real_now)
        runner.start()
        stack.push_async_callback(runner.stop)
        clockwork.start()
        stack.callback(clockwork.stop)
        # the people's door
        if with_doors:
            desk = Desk(core, slack)
            stack.push_async_callback(desk.finish)
            app = _bolt(slack, identity)
            register(app, desk)
            line = _line(settings, calls, app)
            await stack.enter_async_context(_web(settings, core, clockwork, app, line))
            await stack.enter_async_context(_listening(line))
        yield Bot(core, runner, identity)


def _token(settings: Settings) -> str:
    return settings.bot_token.get_secret_value() if settings.bot_token else ""


def _bolt(slack: SlackClient, identity: Identity) -> AsyncApp:
    """Bolt without its own verification (bot/front_door.py) and without auth.test for every request."""

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        if team_id != identity.team_id:
            return None
        return AuthorizeResult(
            enterprise_id=identity.enterprise_id,
            team_id=identity.team_id,
            bot_user_id=identity.bot_user_id,
            bot_token=slack.web.token,
        )

    return AsyncApp(
        client=slack.web,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt itself answers None: an unknown workspace
        process_before_response=True,
        request_verification_enabled=False,
        logger=silent_logger("slack_bolt.app"),
        ssl_check_enabled=False,
        url_verification_enabled=False,
    )


@asynccontextmanager
async def _web(
    settings: Settings, core: Core, clockwork: Clockwork, app: AsyncApp, line: SocketMode | None
) -> AsyncIterator[int]:
    front_door = FrontDoor(quietly(app.async_dispatch), settings.signing_secrets)

    async def is_ready() -> bool:
        return clockwork.is_ticking and (line is None or line.is_connected)

    async def metrics() -> str:
        return metrics_text(await delivery_counts(core))

    web = web_app(front_door, is_ready=is_ready, metrics=metrics)
    async with serving(web, settings.host, settings.port) as port:
        yield port


def _line(settings: Settings, calls: SlackCalls, app: AsyncApp) -> SocketMode | None:
    if settings.app_token is None:
        return None
    token = settings.app_token.get_secret_value()
    return SocketMode(lambda: calls.open_line(token), quietly(app.async_dispatch), random.random)


@asynccontextmanager
async def _listening(line: SocketMode | None) -> AsyncIterator[None]:
    if line is None:
        yield
        return
    task = asyncio.create_task(line.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await line.close()


async def run(settings: Settings) -> None:
    """Run against Slack until cancelled."""
    async with running_bot(settings, MachineClock()):
        await asyncio.Event().wait()


async def work(settings: Settings) -> None:
    """Plan and deliver beside other processes, until cancelled."""
    async with running_bot(settings, MachineClock(), with_doors=False):
        await asyncio.Event().wait()

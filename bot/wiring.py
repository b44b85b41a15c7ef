"""The machine: how everything is put together. Read top to bottom, this is the architecture."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from socket import gethostname

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.clock import MachineClock, real_now
from bot.ending import EndedTogether
from bot.front_door import FrontDoor
from bot.health import Health
from bot.heartbeat import beating
from bot.ids import RandomIds
from bot.incoming import Dispatch, quietly
from bot.log import silent_logger
from bot.metrics import AckTimes, metrics_text
from bot.only_process import only_process
from bot.replicas import Part, runner_for
from bot.settings import Settings
from bot.slack import Identity, SlackClient
from bot.slack_calls import SlackCalls
from bot.socket_mode import SocketMode
from bot.store import open_database
from bot.think import ProcessThink
from bot.web import serving, web_app
from domain.holidays import load_holidays
from domain.ports import Clock
from handlers import register
from handlers.desk import Desk
from mentoring.core import Core
from mentoring.install_workspace import install_workspace
from mentoring.ledger_figures import delivery_counts
from mentoring.liveness import register as register_worker
from scheduling.clockwork import Clockwork
from scheduling.delivery import Post
from scheduling.runner import Runner

FINISH_SECONDS = 1.0


@dataclass(frozen=True)
class Bot:
    """A running bot, or the part of one that this process plays."""

    core: Core
    runner: Runner
    identity: Identity


@asynccontextmanager
async def running_bot(settings: Settings, clock: Clock, part: Part = Part.ALONE) -> AsyncIterator[Bot]:
    """Run this part of the bot while the block runs.

    Raises SlackFailure for a token Slack refuses, CommandError, OSError.
    """
    async with AsyncExitStack() as stack:
        # the ground
        load_holidays()
        stack.enter_context(only_process(settings))
        database = await open_database(settings)
        stack.push_async_callback(database.close)
        think = ProcessThink()
        stack.callback(think.close)
        # the way to Slack
        calls = SlackCalls(settings.slack_api_url, _token(settings))
        stack.push_async_callback(calls.close)
        slack = SlackClient(calls)
        identity = await slack.identity()
        # the clock's door
        serves = frozenset({identity.team_id})
        core = Core(database, clock, RandomIds(), think, frozenset(settings.coordinators), serves)
        await install_workspace(core, identity.team_id, identity.team_name, identity.bot_user_id)
        worker = await register_worker(core, gethostname())
        stack.push_async_callback(worker.close)
        post = Post(core, slack, worker)
        runner = await stack.enter_async_context(runner_for(part, settings, post))
        database.wake = runner.wake
        clockwork = Clockwork(runner, real_now)
        # the people's door
        desk = Desk(core, slack)
        stack.push_async_callback(_finish, desk)
        app = _bolt(slack, identity)
        register(app, desk)
        acks = AckTimes()
        dispatch = quietly(acks.timed(app.async_dispatch))
        line = _line(settings, calls, dispatch) if part.has_doors else None
        front_door = FrontDoor(dispatch, settings.signing_secrets) if part.has_doors else None
        health = Health(core, lambda: clockwork.is_ticking, lambda: line is None or line.is_connected)
        # all at work
        at_work = await stack.enter_async_context(EndedTogether())
        await at_work.enter(_ticking(runner, clockwork))
        await at_work.enter(_web(settings, core, clockwork, front_door, health, acks))
        await at_work.enter(_listening(line))
        await at_work.enter(beating(_heartbeat(settings, part), health.is_well))
        yield Bot(core, runner, identity)


@asynccontextmanager
async def _ticking(runner: Runner, clockwork: Clockwork) -> AsyncIterator[None]:
    runner.start()
    clockwork.start()
    try:
        yield
    finally:
        clockwork.stop()
        await runner.stop()


async def _finish(desk: Desk) -> None:
    """Wait a moment for ephemeral answers under way; nothing that must arrive is among them."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FINISH_SECONDS):
            await desk.finish()


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
    settings: Settings,
    core: Core,
    clockwork: Clockwork,
    front_door: FrontDoor | None,
    health: Health,
    acks: AckTimes,
) -> AsyncIterator[int]:
    async def metrics() -> str:
        return metrics_text(await delivery_counts(core), clockwork.restart_count, acks)

    web = web_app(front_door, is_ready=health.is_ready, metrics=metrics)
    async with serving(web, settings.host, settings.port) as port:
        yield port


def _heartbeat(settings: Settings, part: Part) -> str | None:
    """Workers stay silent: without a replica nobody hears Slack, and that has to be noticed, too."""
    url = settings.heartbeat_url
    return url.get_secret_value() if url is not None and part.has_doors else None


def _line(settings: Settings, calls: SlackCalls, dispatch: Dispatch) -> SocketMode | None:
    if settings.app_token is None:
        return None
    token = settings.app_token.get_secret_value()
    return SocketMode(lambda: calls.open_line(token), dispatch, random.random)


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


async def run(settings: Settings, part: Part) -> None:
    """Run this part against Slack until cancelled."""
    async with running_bot(settings, MachineClock(), part):
        await asyncio.Event().wait()

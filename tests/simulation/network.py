"""The way to Slack: the product's own client over calls that end in the sandbox's workspace, or go astray."""

import asyncio
from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx

from bot.slack import DELIVERY_EVENT, SlackClient
from bot.slack_calls import ANSWER_SECONDS, Answer
from bot.slack_outcomes import failure_of_answer, failure_of_silence
from domain.failpoints import reach
from sandbox.state.workspace import Workspace

if TYPE_CHECKING:
    from tests.simulation.world import World

TENANT: ContextVar[str] = ContextVar("tenant")
"""The workspace of the transaction that this task opened last: whose token a call is made with."""
FORGED_WAITS = (None, "-5", "soon", "999999", "1", "30")
ERRORS = (500, 502, 503, 504)
LATEST = 40.0
"""Seconds after which Slack has carried out what it was asked, however long ago the caller gave up."""
BY_DELIVERY = "SELECT workspace_id FROM delivery WHERE id = ?1 OR file_id = ?1"


class Network:
    """Stands in for `bot.slack_calls.SlackCalls`: one workspace's token, one attempt per call."""

    def __init__(self, world: "World", workspace: Workspace) -> None:
        self._world = world
        self._workspace = workspace
        self._token = workspace.identity.bot_token

    async def call(
        self,
        method: str,
        body: Mapping[str, Any] | None = None,
        *,
        form: Mapping[str, str] | None = None,
        has_effect: bool = True,
    ) -> Answer:
        """Call once. Raises SlackFailure and nothing else, by the product's own reading of answers."""
        reach("slack.before_bytes")
        args = dict(body or form or {})
        status, answer, retry_after = await self._exchange(method, args, has_effect=has_effect)
        reach("slack.after_bytes")
        if status != 200 or not isinstance(answer, dict) or not answer.get("ok"):
            raise failure_of_answer(status, answer, retry_after, has_effect=has_effect)
        reach("slack.after_reply")
        return Answer(answer, {})

    async def _exchange(
        self, method: str, args: Mapping[str, Any], *, has_effect: bool
    ) -> tuple[int, Any, str | None]:
        chance, weather = self._world.chance, self._world.weather
        await self._world.pass_through(method)
        self._world.watch.called(self._workspace.identity.team_id, method)
        if self._world.is_out:
            raise failure_of_silence(httpx.ConnectError("simulated"), has_effect=has_effect)
        drawn = chance.random()
        for kind in ("request_lost", "rate_limited", "server_error", "answer_lost", "malformed", "slow"):
            drawn -= getattr(weather, kind)
            if drawn < 0:
                self._world.count(kind)
                answer: tuple[int, Any, str | None] = await getattr(self, f"_{kind}")(
                    method, args, has_effect=has_effect
                )
                if answer[0] == 429:
                    self._world.watch.limited(self._workspace.identity.team_id, method, answer[2])
                return answer
        return self._carry_out(method, args)

    def _carry_out(self, method: str, args: Mapping[str, Any]) -> tuple[int, Any, str | None]:
        now = self._world.now()
        answer = self._workspace.call(method, args, self._token, now)
        if answer["ok"]:
            self._world.watch.accepted(self._workspace.identity.team_id, method, args, answer)
        if answer.get("error") != "ratelimited":
            return 200, answer, None
        self._world.watch.strained += 1
        return 429, answer, str(self._workspace.rates.retry_after(method, now))

    async def _request_lost(self, *_call: Any, has_effect: bool) -> Any:
        """Before a byte, or somewhere on the way: then nobody can tell."""
        if self._world.chance.random() < 1 / 2:
            raise failure_of_silence(httpx.ConnectError("simulated"), has_effect=has_effect)
        raise failure_of_silence(aiohttp.ServerDisconnectedError(), has_effect=has_effect)

    async def _rate_limited(self, *_call: Any, has_effect: bool) -> Any:  # noqa: ARG002  one shape for all
        return 429, None, self._world.chance.choice(FORGED_WAITS)

    async def _server_error(self, method: str, args: Mapping[str, Any], *, has_effect: bool) -> Any:  # noqa: ARG002  one shape for all
        if self._world.chance.random() < 1 / 2:
            self._carry_out(method, args)
        return self._world.chance.choice(ERRORS), None, None

    async def _answer_lost(self, method: str, args: Mapping[str, Any], *, has_effect: bool) -> Any:
        self._carry_out(method, args)
        raise failure_of_silence(aiohttp.ServerDisconnectedError(), has_effect=has_effect)

    async def _malformed(self, method: str, args: Mapping[str, Any], *, has_effect: bool) -> Any:  # noqa: ARG002  one shape for all
        status, answer, wait = self._carry_out(method, args)
        if status != 200:
            return status, answer, wait
        return status, self._world.chance.choice(("<html>", None, [], {"ok": True})), None

    async def _slow(self, method: str, args: Mapping[str, Any], *, has_effect: bool) -> Any:
        """Slack takes its time; past the time limit the caller gives up, and it may still be done."""
        seconds = self._world.chance.uniform(0, 2 * ANSWER_SECONDS)
        if seconds < ANSWER_SECONDS:
            await asyncio.sleep(seconds)
            return self._carry_out(method, args)
        await asyncio.sleep(ANSWER_SECONDS)
        after = self._world.chance.uniform(0, LATEST - ANSWER_SECONDS)
        self._world.loop.call_later(after, self._carry_out, method, args)
        raise failure_of_silence(TimeoutError(), has_effect=has_effect)

    async def send(self, url: str, *, body: object = None, content: object = None) -> None:  # noqa: ARG002  the port's
        """Post to an address Slack gave us: a file's bytes; what is said to somebody alone leaves no trace."""
        await self._world.pass_through(url)
        if isinstance(content, bytes):
            self._workspace.uploads.receive(url.rpartition("/")[2], content)

    async def close(self) -> None:
        """Nothing is held."""


class Tenants:
    """Implements `domain.ports.Slack` for several workspaces: each call with the token of the row in hand."""

    def __init__(self, world: "World") -> None:
        self._store = world.store
        self._clients = {
            team: SlackClient(Network(world, workspace))  # type: ignore[arg-type]  # stands in for the calls
            for team, workspace in world.workspaces.items()
        }

    def __getattr__(self, method: str) -> Any:
        return getattr(self._clients[TENANT.get()], method)

    async def post(self, channel: str, text: str, blocks: Any, delivery_id: str) -> Any:
        return await self._of_row(delivery_id).post(channel, text, blocks, delivery_id)

    async def find_post(self, channel: str, delivery_id: str, since: Any) -> Any:
        return await self._of_row(delivery_id).find_post(channel, delivery_id, since)

    async def find_file(self, channel: str, file_id: str, since: Any) -> Any:
        return await self._of_row(file_id).find_file(channel, file_id, since)

    def _of_row(self, row_or_file_id: str) -> SlackClient:
        found = self._store.row(BY_DELIVERY, row_or_file_id)
        return self._clients[found[0] if found else TENANT.get()]


def delivery_of(args: Mapping[str, Any]) -> str:
    """Return the delivery id a post carries."""
    metadata = args.get("metadata") or {}
    is_ours = metadata.get("event_type") == DELIVERY_EVENT
    return str(metadata["event_payload"]["id"]) if is_ours else ""

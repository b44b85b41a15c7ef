"""The machine: Slack's payloads over a websocket that we open, for machines without a public address.

Our own client: the SDK's keeps a used-up address for ever after one failed connection, closes the old line
before it opens the new one, queues without a bound, and drops the envelope id.
Source: Slack, "Using Socket Mode".
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_bolt import BoltResponse

from bot.incoming import Dispatch, UnreadableBodyError, bolt_request
from domain.errors import SlackFailure

HELLO_SECONDS = 10.0
STEADY_SECONDS = 10.0
"""A line that lasted as long, or brought an envelope, has worked."""
LINGER_SECONDS = 60.0
ANSWER_SECONDS = 3.0
"""How long Slack waits for an answer: one whose line has gone is kept as long for the next line."""
DRAIN_SECONDS = 8.0
AT_ONCE = 20
MOST_WAITING = 1000
PAUSES = (0.0, 1.0, 2.0, 4.0, 6.0, 6.0, 6.0, 6.0, 30.0)
"""After the first failed attempt, the second …; half as much again by chance, so that many bots don't come at once."""
LONGEST_WISH = timedelta(minutes=1)
"""Slack counts calls by the minute. A longer Retry-After is a mistake, and without a line nobody is heard."""
FLAPS = 2
"""Lines that end as soon as they were greeted count as no more failures: so Slack's fifty a minute are kept to."""

_ANNOUNCED = frozenset({"warning", "refresh_requested"})
_ENVELOPES = frozenset({"events_api", "slash_commands", "interactive"})
_RETRY_FIELDS = {"retry_attempt": "x-slack-retry-num", "retry_reason": "x-slack-retry-reason"}
_LOST = (aiohttp.ClientError, OSError, SlackFailure)

Line = aiohttp.ClientWebSocketResponse


class SocketMode:
    """Keeps a line to Slack open: `run` it as a task, cancel that, then `close`.

    `connect` opens a fresh line (`SlackCalls.open_line`), `chance` gives a number in 0 … 1.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[Line]], dispatch: Dispatch, chance: Callable[[], float]
    ) -> None:
        self._connect = connect
        self._dispatch = dispatch
        self._chance = chance
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._work: set[asyncio.Task[None]] = set()
        self._lingering: set[asyncio.Task[None]] = set()
        self._line: Line | None = None
        self._proven: Line | None = None
        """The line that brought the last envelope."""
        self._connected = asyncio.Condition()
        self._log = structlog.get_logger().bind(transport="socket")

    @property
    def is_connected(self) -> bool:
        """Whether a line is open that Slack has greeted."""
        return self._line is not None and not self._line.closed

    async def run(self) -> None:
        """Connect, and again whenever the line ends or Slack asks for it: at once, then ever less often.

        Ends by cancellation only.
        """
        failures = 0
        while True:
            wish = timedelta()
            try:
                failures = 0 if await self._stay_on_a_line() else min(failures + 1, FLAPS)
            except _LOST as error:
                failures += 1
                wish = min(getattr(error, "retry_after", None) or wish, LONGEST_WISH)
                self._log.warning("socket_failed", code=_code_of(error), attempt=failures)
            if failures:
                await asyncio.sleep(max(self._pause(failures), wish.total_seconds()))

    def _pause(self, failures: int) -> float:
        return PAUSES[min(failures, len(PAUSES)) - 1] * (1 + self._chance() / 2)

    async def close(self) -> None:
        """Finish what was taken in, within a limit, and close the lines. Cancel `run` first."""
        await _end(self._lingering)
        if self._work:
            await asyncio.wait(self._work, timeout=DRAIN_SECONDS)
        await _end(self._work)
        if self._line is not None:
            await self._line.close()

    async def _stay_on_a_line(self) -> bool:
        """Serve one line; tell whether it worked. An announced end is read on to while `run` opens the next."""
        line = await self._connect()
        await _greeted(line)
        started = asyncio.get_running_loop().time()
        await self._move_to(line)
        reason = await self._serve(line)
        self._log.info("socket_ended", reason=reason)
        if reason in _ANNOUNCED:
            _keep(self._lingering, self._linger(line))
        else:
            await line.close()
        return self._proven is line or asyncio.get_running_loop().time() - started >= STEADY_SECONDS

    async def _move_to(self, line: Line) -> None:
        async with self._connected:
            self._line = line
            self._connected.notify_all()
        self._log.info("socket_connected")

    async def _linger(self, line: Line) -> None:
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while await self._serve(line) in _ANNOUNCED:
                    pass
        except TimeoutError:
            self._log.info("socket_ended", reason="lingered")
        finally:
            await line.close()

    async def _serve(self, line: Line) -> str:
        """Take in envelopes until the line ends; return Slack's reason, "lost" without one."""
        async for frame in line:
            envelope = _fields_of(frame)
            if envelope.get("type") == "disconnect":
                reason = envelope.get("reason")
                return reason if reason in _ANNOUNCED else "disconnected"
            if envelope.get("type") in _ENVELOPES:
                self._proven = line
                self._take(line, envelope)
        return "lost"

    def _take(self, line: Line, envelope: dict[str, Any]) -> None:
        """Start work on an envelope. Too many at once are left without an answer: Slack sends them again."""
        if len(self._work) >= MOST_WAITING:
            self._log.warning("socket_overloaded")
            return
        _keep(self._work, self._work_on(line, envelope))

    async def _work_on(self, line: Line, envelope: dict[str, Any]) -> None:
        async with self._slots:
            try:
                await self._answer(line, envelope)
            except UnreadableBodyError:
                self._log.warning("unreadable_payload")
            except TimeoutError:
                self._log.warning("answer_lost")
            except Exception:  # noqa: BLE001  the catch-all of this door: the line must outlive any bug
                self._log.exception("socket_envelope_failed")

    async def _answer(self, line: Line, envelope: dict[str, Any]) -> None:
        """Dispatch; acknowledge only what was handled (200), so that Slack sends the rest again."""
        payload, envelope_id = envelope.get("payload"), envelope.get("envelope_id")
        if not isinstance(payload, dict) or not isinstance(envelope_id, str):
            raise UnreadableBodyError
        retry = {header: str(envelope[name]) for name, header in _RETRY_FIELDS.items() if envelope.get(name)}
        try:
            request = bolt_request(payload, retry=retry, envelope_id=envelope_id)
        except UnreadableBodyError:
            # Sent again it would read the same: acknowledged, and done with.
            self._log.warning("unreadable_payload")
            await self._send(line, {"envelope_id": envelope_id})
            return
        answer = await self._dispatch(request)
        if answer.status != HTTPStatus.OK:
            self._log.warning("not_acknowledged", status=answer.status)
            return
        await self._send(line, {"envelope_id": envelope_id, **_payload_of(answer)})

    async def _send(self, line: Line, acknowledgement: dict[str, Any]) -> None:
        """Send on the line the envelope came by or, when that has gone, on the next. Raises TimeoutError."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                try:
                    await line.send_json(acknowledgement)
                except (aiohttp.ClientError, ConnectionError):
                    line = await self._line_after(line)
                else:
                    return

    async def _line_after(self, gone: Line) -> Line:
        async with self._connected:
            while self._line is None or self._line is gone or self._line.closed:
                await self._connected.wait()
            return self._line


def _keep(tasks: set[asyncio.Task[None]], work: Any) -> None:
    """Run `work` as a task that isn't forgotten before it is done."""
    task = asyncio.ensure_future(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


async def _greeted(line: Line) -> None:
    """Wait for Slack's "hello": without it no payload would come. Closes the line and raises one of `_LOST`."""
    is_greeted = False
    try:
        frame = await line.receive(timeout=HELLO_SECONDS)
        is_greeted = _fields_of(frame).get("type") == "hello"
    finally:
        if not is_greeted:
            await line.close()
    if not is_greeted:
        raise SlackFailure("no_hello")


def _fields_of(frame: aiohttp.WSMessage) -> dict[str, Any]:
    if frame.type is not aiohttp.WSMsgType.TEXT:
        return {}
    try:
        fields = json.loads(frame.data)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _payload_of(answer: BoltResponse) -> dict[str, Any]:
    if not answer.body:
        return {}
    is_json = answer.headers.get("content-type", [""])[0].startswith("application/json")
    return {"payload": json.loads(answer.body) if is_json else {"text": answer.body}}


def _code_of(error: Exception) -> str:
    return error.code if isinstance(error, SlackFailure) else type(error).__name__

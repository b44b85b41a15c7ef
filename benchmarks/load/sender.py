"""Slack's side of the wire, in its own process: signed requests at their time, three seconds' patience, real retries.

Latency counts from the instant an act was meant to happen: a sender that is late itself makes it longer, never shorter.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp

from benchmarks.load.acts import Act, Load, acts
from sandbox.delivery.courier import ANSWER_SECONDS, RETRY_DELAYS, Delivery
from sandbox.delivery.http import encode

OK = 200
MOST_CONNECTIONS = 500


@dataclass
class Outcome:
    """What became of one act: `seconds` of its first attempt, `status` of the last one (0: no answer)."""

    what: str
    key: str | None
    at: float
    seconds: float = 0.0
    status: int = 0
    attempts: int = 0
    is_late: bool = False
    sender_lag: float = 0.0

    @property
    def is_acked(self) -> bool:
        return self.status == OK


class Sender:
    """Sends a plan to one address."""

    def __init__(self, url: str, secret: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._secret = secret.encode()
        self._session = session
        self.outcomes: list[Outcome] = []

    async def send_all(self, plan: list[Act], retry_delays: tuple[float, ...] = RETRY_DELAYS) -> None:
        """Send each act at its time, whatever became of the others; end when the last has its answer."""
        began = time.perf_counter()
        async with asyncio.TaskGroup() as errands:
            for act in plan:
                wait = act.at - (time.perf_counter() - began)
                if wait > 0:
                    await asyncio.sleep(wait)
                errands.create_task(self._send(act, began + act.at, retry_delays))

    async def _send(self, act: Act, due: float, retry_delays: tuple[float, ...]) -> None:
        outcome = Outcome(act.what, act.key, act.at, sender_lag=time.perf_counter() - due)
        self.outcomes.append(outcome)
        outcome.status = await self._post(act, 0, "")
        outcome.seconds, outcome.attempts = time.perf_counter() - due, 1
        outcome.is_late = outcome.seconds > ANSWER_SECONDS or outcome.status == 0
        if act.kind != "events_api":
            return
        must_retry = not outcome.is_acked or act.loses_ack
        for delay in retry_delays if must_retry else ():
            await asyncio.sleep(delay)
            outcome.attempts += 1
            outcome.status = await self._post(act, outcome.attempts - 1, "http_timeout")
            if outcome.is_acked:
                return

    async def _post(self, act: Act, attempt: int, reason: str) -> int:
        body, content_type = encode(Delivery(act.kind, act.payload))
        headers = {"content-type": content_type} | self._signed(body)
        if attempt:
            headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason}
        try:
            async with self._session.post(self._url, data=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
        return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest.hexdigest()}"}


async def run(url: str, secret: str, plan: list[Act], patience: float = ANSWER_SECONDS) -> list[Outcome]:
    """Send a plan; return what became of each act."""
    timeout = aiohttp.ClientTimeout(total=patience)
    connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        sender = Sender(url, secret, session)
        await sender.send_all(plan)
        return sender.outcomes


def main() -> None:
    """Send the load that is described on the command line, and write what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--origin", required=True, help="where response_urls lead")
    parser.add_argument("--load", required=True, help="a Load as JSON")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    plan = acts(Load(**json.loads(options.load)), options.origin)
    outcomes = asyncio.run(run(options.url, options.secret, plan))
    options.out.write_text(json.dumps([asdict(outcome) for outcome in outcomes]))


if __name__ == "__main__":
    main()

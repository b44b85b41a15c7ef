"""Signed HTTP requests to the app, as Slack sends them."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import httpx

from sandbox.delivery.courier import ANSWER_SECONDS, Delivery, Reply
from sandbox.wire import read_json

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class HttpTransport:
    """Posts every payload to the app's one address, with a real signature and real time."""

    def __init__(self, url: str, signing_secret: str, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._url = url
        self._answer_seconds = answer_seconds
        self._secret = signing_secret.encode()
        self._client = httpx.AsyncClient(timeout=answer_seconds, trust_env=False)
        self._is_reachable = True

    @property
    def is_connected(self) -> bool:
        return self._is_reachable

    async def send(self, delivery: Delivery) -> Reply:
        body, content_type = encode(delivery)
        headers = {"content-type": content_type} | self.signed(body) | _retry_headers(delivery)
        replies = [await self._post(body, headers) for _ in range(delivery.copies)]
        return replies[0]

    async def _post(self, body: bytes, headers: dict[str, str]) -> Reply:
        started = time.monotonic()
        try:
            async with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
                content = await answer.aread()
        except httpx.TimeoutException:
            return self._failed(started, "http_timeout", is_late=True)
        except httpx.TransportError:
            return self._failed(started, "connection_failed", is_late=False)
        return self._answered(started, answer, content)

    def signed(self, body: bytes) -> dict[str, str]:
        """Make the signature headers of a body."""
        timestamp = str(int(time.time()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self._secret, base, hashlib.sha256).hexdigest()
        return {
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": f"v0={digest}",
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    def _failed(self, started: float, failure: str, *, is_late: bool) -> Reply:
        self._is_reachable = is_late
        return Reply(0, seconds=time.monotonic() - started, late=is_late, failure=failure)

    def _answered(self, started: float, answer: httpx.Response, content: bytes) -> Reply:
        self._is_reachable = True
        seconds = time.monotonic() - started
        return Reply(
            answer.status_code,
            decode(content, answer.headers.get("content-type", "")),
            seconds,
            late=seconds > self._answer_seconds,
            failure="" if answer.is_success else "http_error",
            may_retry=answer.headers.get("x-slack-no-retry") != "1",
        )

    async def close(self) -> None:
        await self._client.aclose()


def encode(delivery: Delivery) -> tuple[bytes, str]:
    """Write the body: form fields for commands, `payload=` for interactions, JSON for events."""
    if delivery.kind == "slash_commands":
        return urlencode(dict(delivery.payload)).encode(), _FORM
    text = json.dumps(delivery.payload)
    if delivery.kind == "interactive":
        return urlencode({"payload": text}).encode(), _FORM
    return text.encode(), _JSON


def _retry_headers(delivery: Delivery) -> dict[str, str]:
    if delivery.attempt == 0:
        return {}
    return {"x-slack-retry-num": str(delivery.attempt), "x-slack-retry-reason": delivery.reason}


def decode(content: bytes, content_type: str) -> object:
    """Read an answer's body: JSON if it says so, else its text; None when empty."""
    if not content.strip():
        return None
    if _JSON in content_type:
        try:
            return read_json(content)
        except ValueError:
            return content.decode(errors="replace")
    return content.decode(errors="replace")

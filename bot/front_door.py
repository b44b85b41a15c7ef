"""The machine: signed HTTP from Slack. Nothing is parsed before the signature holds; no exception escapes.

Order: method, size, headers, age, HMAC on the raw bytes, shape, and only then Bolt.
Source: Slack, "Verifying requests from Slack".
"""

import asyncio
import hmac
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt import BoltResponse
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.clock import real_now
from bot.incoming import Dispatch, UnreadableBodyError, bolt_request, fields_of

MOST_BYTES = 1024 * 1024
READ_SECONDS = 10
OLDEST = timedelta(seconds=300)
RETRY_HEADERS = ("x-slack-retry-num", "x-slack-retry-reason")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class _TurnedAwayError(Exception):
    """This request gets a bare status and nothing more."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status


class FrontDoor:
    """An ASGI endpoint for `POST /slack/events`. `secrets`: the current one, and the old one if rotating."""

    def __init__(
        self, dispatch: Dispatch, secrets: Sequence[str], now: Callable[[], datetime] = real_now
    ) -> None:
        self._dispatch = dispatch
        self._secrets = [secret.encode() for secret in secrets]
        self._now = now
        self._log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(scope, receive)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        try:
            return await self._admit(scope, receive)
        except _TurnedAwayError as refusal:
            self._log.info("turned_away", transport="http", status=refusal.status.value)
            return Response(status_code=refusal.status)
        except Exception:  # noqa: BLE001  the catch-all of this door: a stranger must never see a traceback
            self._log.exception("front_door_failed", transport="http")
            return Response(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _admit(self, scope: Scope, receive: Receive) -> Response:
        if not self._secrets:
            raise _TurnedAwayError(HTTPStatus.NOT_FOUND)
        if scope["method"] != "POST":
            raise _TurnedAwayError(HTTPStatus.METHOD_NOT_ALLOWED)
        headers = Headers(scope=scope)
        body = await _read(headers, receive)
        self._verify(headers, body)
        try:
            return await self._hand_over(fields_of(body, headers.get("content-type", "")), headers)
        except UnreadableBodyError:
            # Slack signed it, so asking again would bring the same: taken note of, and quietly done with.
            self._log.warning("unreadable_payload", transport="http")
            return Response()

    def _verify(self, headers: Headers, body: bytes) -> None:
        timestamp = _only(headers, "x-slack-request-timestamp", _TIMESTAMP)
        signature = _only(headers, "x-slack-signature", _SIGNATURE)
        if abs(self._now() - _instant(timestamp)) > OLDEST:
            raise _TurnedAwayError(HTTPStatus.UNAUTHORIZED)
        base = f"v0:{timestamp}:".encode() + body
        expected = [f"v0={hmac.digest(secret, base, 'sha256').hex()}" for secret in self._secrets]
        if not any([hmac.compare_digest(one, signature) for one in expected]):  # noqa: C419  equally long for each
            raise _TurnedAwayError(HTTPStatus.UNAUTHORIZED)

    async def _hand_over(self, fields: dict[str, Any], headers: Headers) -> Response:
        if fields.get("type") == "url_verification":
            return JSONResponse({"challenge": str(fields.get("challenge", ""))})
        if "ssl_check" in fields and "command" not in fields:
            return Response()
        retry = {name: headers[name] for name in RETRY_HEADERS if name in headers}
        return _response_of(await self._dispatch(bolt_request(fields, retry=retry)))


async def _read(headers: Headers, receive: Receive) -> bytes:
    """Read the body, but never more than the cap and never for long."""
    announced = headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced[:12]) > MOST_BYTES:
        raise _TurnedAwayError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await _read_stream(receive)
    except TimeoutError:
        raise _TurnedAwayError(HTTPStatus.REQUEST_TIMEOUT) from None


async def _read_stream(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        part = await receive()
        if part["type"] == "http.disconnect":
            raise _TurnedAwayError(HTTPStatus.BAD_REQUEST)
        body += part.get("body", b"")
        if len(body) > MOST_BYTES:
            raise _TurnedAwayError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not part.get("more_body", False):
            return bytes(body)


def _only(headers: Headers, name: str, form: re.Pattern[str]) -> str:
    """Return a header that is there once and well formed."""
    values = headers.getlist(name)
    if len(values) != 1 or not form.fullmatch(values[0]):
        raise _TurnedAwayError(HTTPStatus.UNAUTHORIZED)
    return values[0]


def _instant(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (OverflowError, ValueError):
        raise _TurnedAwayError(HTTPStatus.UNAUTHORIZED) from None


def _response_of(answer: BoltResponse) -> Response:
    return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

"""The machine: one attempt at one call to Slack, by slack_sdk (Web API) or httpx (addresses Slack gave us).

Nothing here retries: the SDK's default handler posts a message twice when the line drops after Slack took it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import httpx
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.log import silent_logger
from bot.origins import is_allowed_origin, is_loopback
from bot.slack_outcomes import (
    MALFORMED,
    UNREACHABLE,
    RefusedAddressError,
    failure_of_answer,
    failure_of_silence,
)
from domain.errors import REFUSED_ADDRESS, SlackFailure
from domain.failpoints import reach

CONNECT_SECONDS = 5
ANSWER_SECONDS = 15
HEARTBEAT_SECONDS = 10
"""A websocket that leaves a ping unanswered for half as long counts as dead."""
_UNREADABLE = (ValueError, AttributeError, TypeError, LookupError, RecursionError)
"""What the SDK lets through when an answer isn't Slack's JSON: lists, odd charsets, endless nesting."""


@dataclass(frozen=True)
class Answer:
    """A good answer: `fields` is its JSON object, with "ok" true."""

    fields: Mapping[str, Any]
    headers: Mapping[str, str]


class SlackCalls:
    """The connections to one Slack, with one bot token. Make it on the running loop and close it there."""

    def __init__(self, api_url: str, bot_token: str, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._api_url = api_url
        self.session = _session(api_url, answer_seconds)
        self.web = _web_client(api_url, bot_token, self.session)
        self._httpx = httpx.AsyncClient(
            timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
            trust_env=not is_loopback(api_url),
            follow_redirects=False,
        )

    async def call(
        self,
        method: str,
        body: Mapping[str, Any] | None = None,
        *,
        form: Mapping[str, str] | None = None,
        token: str | None = None,
        has_effect: bool = True,
    ) -> Answer:
        """Call a Web API method once, with a JSON body or a form. Raises SlackFailure and nothing else."""
        if self.session.closed:
            raise SlackFailure(UNREACHABLE)
        headers = {"Authorization": f"Bearer {token}"} if token else None
        try:
            response = await self.web.api_call(method, json=_plain(body), data=_plain(form), headers=headers)
        except SlackClientError as error:
            raise _failure_of(error, has_effect=has_effect) from None
        except (aiohttp.ClientError, OSError, RefusedAddressError) as error:
            raise failure_of_silence(error, has_effect=has_effect) from None
        except _UNREADABLE:
            raise SlackFailure(MALFORMED, is_ambiguous=has_effect) from None
        reach("slack.after_reply")
        if not isinstance(response.data, dict):
            raise SlackFailure(MALFORMED, is_ambiguous=has_effect)
        return Answer(response.data, response.headers)

    async def send(
        self, url: str, *, body: Mapping[str, Any] | None = None, content: bytes | None = None
    ) -> None:
        """Post JSON or bytes once to an address Slack gave us. Raises SlackFailure, never ambiguous."""
        if not is_allowed_origin(self._api_url, url):
            raise SlackFailure(REFUSED_ADDRESS, is_permanent=True)
        try:
            response = await self._httpx.post(url, json=body, content=content)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise failure_of_silence(error, has_effect=False) from None
        if response.status_code != HTTPStatus.OK:
            raise _failure_of_sending(response)

    async def open_line(self, app_token: str) -> aiohttp.ClientWebSocketResponse:
        """Ask for a Socket Mode address and open it. Raises SlackFailure or what aiohttp raises."""
        opened = await self.call("apps.connections.open", form={}, token=app_token, has_effect=False)
        url = opened.fields.get("url")
        if not isinstance(url, str):
            raise SlackFailure(MALFORMED)
        if not is_allowed_origin(self._api_url, url):
            raise SlackFailure(REFUSED_ADDRESS, is_permanent=True)
        return await self.session.ws_connect(url, heartbeat=HEARTBEAT_SECONDS, proxy=self.web.proxy)

    async def close(self) -> None:
        """Close all connections."""
        await self.session.close()
        await self._httpx.aclose()


def _plain(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if fields is None else dict(fields)


def _session(api_url: str, answer_seconds: float) -> aiohttp.ClientSession:
    """Make the one session: with time limits, no redirects, and no way to a host that isn't Slack's."""

    async def only_slack(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if not is_allowed_origin(api_url, str(request.url)):
            raise RefusedAddressError
        reach("slack.before_bytes")
        response = await handler(request)
        reach("slack.after_bytes")
        if response.status in _REDIRECTS:
            raise aiohttp.ClientPayloadError("a redirect is no answer")
        return response

    timeout = aiohttp.ClientTimeout(total=answer_seconds, sock_connect=CONNECT_SECONDS)
    return aiohttp.ClientSession(timeout=timeout, middlewares=[only_slack])


_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def _web_client(api_url: str, bot_token: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    client = AsyncWebClient(
        bot_token, base_url=api_url, session=session, retry_handlers=[], logger=silent_logger("slack")
    )
    if is_loopback(api_url):
        client.proxy = None  # the SDK takes HTTP_PROXY from the environment, and a proxy can't reach us
    return client


def _failure_of(error: SlackClientError, *, has_effect: bool) -> SlackFailure:
    """Read an SDK error: its response is the SDK's own, aiohttp's (unreadable JSON), or missing."""
    response: Any = getattr(error, "response", None)
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", HTTPStatus.OK))
    headers = getattr(response, "headers", {})
    answer = getattr(response, "data", None)
    return failure_of_answer(status, answer, headers.get("Retry-After"), has_effect=has_effect)


def _failure_of_sending(response: httpx.Response) -> SlackFailure:
    """Read an answer of an upload address or a response_url: 4xx other than 429 means it is used up."""
    status = response.status_code
    failure = failure_of_answer(status, None, response.headers.get("Retry-After"), has_effect=False)
    if response.is_client_error and failure.retry_after is None:
        failure.is_permanent = True
    return failure

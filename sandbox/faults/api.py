"""Faults at the Web API's HTTP face: another answer than the workspace's own, a late one, or none."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from sandbox.errors import SlackError
from sandbox.faults.faults import Faults, Strike
from sandbox.faults.kinds import API
from sandbox.faults.lasting import altered, refusal_of
from sandbox.state.memory import Memory
from sandbox.state.records import Call

Json = dict[str, Any]
_HTML = "<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Server Error</h1></body></html>"
_TEXT = "upstream connect error or disconnect/reset before headers"
_TOO_MANY = 429


@dataclass(frozen=True)
class Asked:
    """One Web API call that has reached Slack: `run` carries it out, `cut_line` ends the connection."""

    method: str
    args: Mapping[str, Any]
    workspace: Memory
    scopes: Sequence[str]
    now: datetime
    run: Callable[[], Json]
    cut_line: Callable[[], Awaitable[None]]

    def refuse(self, error: SlackError) -> Json:
        """Refuse without carrying it out; the call is remembered like any other."""
        call = Call(self.method, dict(self.args), ok=False, error=error.code, at=self.now)
        self.workspace.calls.append(call)
        return error.answer()


async def answer(faults: Faults, asked: Asked) -> Response:
    """Answer one call: as the workspace does, unless a fault strikes."""

    def plainly() -> Response:
        return _plain_answer(faults, asked)

    strike = faults.strike(API, (asked.method,), asked.workspace.identity.team_id)
    return await _STRIKES[strike.kind](asked, strike, plainly) if strike else plainly()


def _plain_answer(faults: Faults, asked: Asked) -> Response:
    """Give the workspace's own answer, as far as the faults that last let it."""
    team = asked.workspace.identity.team_id
    error = refusal_of(faults, asked.method, team)
    body = asked.refuse(error) if error else asked.run()
    body = altered(faults, asked.method, body, team)
    headers = {"x-oauth-scopes": ",".join(asked.scopes)}
    if body.get("error") != "ratelimited":
        return JSONResponse(body, headers=headers)
    headers["retry-after"] = str(asked.workspace.rates.retry_after(asked.method, asked.now))
    return JSONResponse(body, _TOO_MANY, headers)


Plainly = Callable[[], Response]


async def _rate_limited(asked: Asked, strike: Strike, _: Plainly) -> Response:
    wait = strike["retry_after"]
    headers = {} if wait is None else {"retry-after": str(wait)}
    return JSONResponse(asked.refuse(SlackError(strike["error"])), _TOO_MANY, headers)


async def _server_error(asked: Asked, strike: Strike, plainly: Plainly) -> Response:
    _perhaps_do(asked, strike, plainly)
    return HTMLResponse(_HTML, strike["status"])


async def _junk(asked: Asked, strike: Strike, plainly: Plainly) -> Response:
    _perhaps_do(asked, strike, plainly)
    return PlainTextResponse(_TEXT)


def _perhaps_do(asked: Asked, strike: Strike, plainly: Plainly) -> None:
    if strike["done"]:
        plainly()
    else:
        asked.refuse(SlackError(strike.kind))


async def _truncated(_: Asked, __: Strike, plainly: Plainly) -> Response:
    body = bytes(plainly().body)
    return Response(body[: len(body) // 2], media_type="application/json")


async def _slow(_: Asked, strike: Strike, plainly: Plainly) -> Response:
    done = plainly()
    await asyncio.sleep(strike["seconds"])
    return done


async def _dropped(asked: Asked, _: Strike, plainly: Plainly) -> Response:
    unheard = plainly()
    await asked.cut_line()
    return unheard


async def _refused(asked: Asked, strike: Strike, _: Plainly) -> Response:
    return JSONResponse(asked.refuse(SlackError(strike["error"])))


_STRIKES: Mapping[str, Callable[[Asked, Strike, Plainly], Awaitable[Response]]] = {
    "rate_limited": _rate_limited,
    "server_error": _server_error,
    "junk": _junk,
    "truncated": _truncated,
    "slow": _slow,
    "dropped": _dropped,
    "refused": _refused,
}

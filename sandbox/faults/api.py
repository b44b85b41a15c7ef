"""Faults at the Web API's HTTP face: another answer than the workspace's own, a late one, or none."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
        self._remember(error.code)
        return error.answer()

    def ignore(self) -> None:
        """Don't carry it out, and have no word of Slack's for that."""
        self._remember(None)

    def _remember(self, error: str | None) -> None:
        call = Call(self.method, dict(self.args), ok=False, error=error, at=self.now)
        self.workspace.calls.append(call)

    def note(self, fault: str) -> None:
        """Say at the call just remembered what a fault did to it."""
        calls = self.workspace.calls
        calls[-1] = replace(calls[-1], fault=fault)


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
    body = asked.refuse(SlackError(strike["error"]))
    asked.note(f"HTTP {_TOO_MANY}, Retry-After {'left out' if wait is None else wait}")
    return JSONResponse(body, _TOO_MANY, headers)


async def _server_error(asked: Asked, strike: Strike, plainly: Plainly) -> Response:
    _lose(asked, strike, plainly, f"HTTP {strike['status']}")
    return HTMLResponse(_HTML, strike["status"])


async def _junk(asked: Asked, strike: Strike, plainly: Plainly) -> Response:
    _lose(asked, strike, plainly, "text instead of JSON")
    return PlainTextResponse(_TEXT)


def _lose(asked: Asked, strike: Strike, plainly: Plainly, sent: str) -> None:
    if strike["done"]:
        plainly()
        asked.note(f"answer lost ({sent})")
    else:
        asked.ignore()
        asked.note(f"not done ({sent})")


async def _truncated(asked: Asked, _: Strike, plainly: Plainly) -> Response:
    body = bytes(plainly().body)
    asked.note("answer cut short (truncated)")
    return Response(body[: len(body) // 2], media_type="application/json")


async def _slow(asked: Asked, strike: Strike, plainly: Plainly) -> Response:
    done = plainly()
    asked.note(f"answer {strike['seconds']} s late (slow)")
    await asyncio.sleep(strike["seconds"])
    return done


async def _dropped(asked: Asked, _: Strike, plainly: Plainly) -> Response:
    unheard = plainly()
    asked.note("answer lost (dropped)")
    await asked.cut_line()
    return unheard


async def _refused(asked: Asked, strike: Strike, _: Plainly) -> Response:
    body = asked.refuse(SlackError(strike["error"]))
    asked.note("by a fault")
    return JSONResponse(body)


_STRIKES: Mapping[str, Callable[[Asked, Strike, Plainly], Awaitable[Response]]] = {
    "rate_limited": _rate_limited,
    "server_error": _server_error,
    "junk": _junk,
    "truncated": _truncated,
    "slow": _slow,
    "dropped": _dropped,
    "refused": _refused,
}

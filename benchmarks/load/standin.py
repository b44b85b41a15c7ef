"""A lean stand-in for Slack's Web API, in its own process: as slow as Slack, as strict about rates as the sandbox.

The sandbox itself is not used here: it checks every block and keeps every message, and would take the CPU whose
share of the bot we measure. The rates are the sandbox's own (sandbox/state/rates.py, sandbox/methods/registry.py).
"""

import argparse
import asyncio
import json
import socket
from collections import Counter
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.load.people import TEAM
from sandbox.errors import SlackError
from sandbox.methods.registry import METHODS
from sandbox.state.rates import Rates

Json = dict[str, Any]


class StandIn:
    """What the bot has called: counted by method, each post kept by its delivery id and time."""

    def __init__(self, answer_seconds: float) -> None:
        self._answer_seconds = answer_seconds
        self._rates = Rates()
        self._numbers = count(1)
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.posts: list[tuple[str, float]] = []

    async def call(self, request: Request) -> Response:
        """Answer one method, or refuse it as over the rate."""
        method = str(request.path_params["method"])
        args = await _arguments(request)
        now = datetime.now(UTC)
        self.calls[method] += 1
        channel = str(args.get("channel")) if method == "chat.postMessage" else None
        try:
            self._rates.take(method, int(METHODS[method].tier), now, channel)
        except SlackError:
            self.refused[method] += 1
            wait = str(self._rates.retry_after(method, now))
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": wait})
        answer = self._answer(method, args, now)
        await asyncio.sleep(self._answer_seconds)
        return JSONResponse({"ok": True} | answer)

    def _answer(self, method: str, args: Json, now: datetime) -> Json:
        match method:
            case "auth.test":
                return {"team_id": TEAM, "team": "Bench", "user_id": "UBOT", "url": "http://127.0.0.1/"}
            case "users.info":
                return {"user": _user(str(args["user"]))}
            case "conversations.open":
                return {"channel": {"id": f"D{str(args['users'])[1:20]}"}}
            case "chat.postMessage":
                return self._take_post(args, now)
        return {}

    def _take_post(self, args: Json, now: datetime) -> Json:
        delivery = str(args.get("metadata", {}).get("event_payload", {}).get("id", ""))
        self.posts.append((delivery, now.timestamp()))
        return {"channel": args["channel"], "ts": f"{int(now.timestamp())}.{next(self._numbers):06}"}

    async def response(self, _request: Request) -> Response:
        """Take what is said at a response_url."""
        self.calls["response_url"] += 1
        return PlainTextResponse("ok")

    async def figures(self, _request: Request) -> Response:
        """Tell the harness what was called."""
        return JSONResponse({"calls": self.calls, "refused": self.refused, "posts": self.posts})


async def _arguments(request: Request) -> Json:
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        read: Json = json.loads(body)
        return read
    return dict(parse_qsl(body.decode()))


def _user(person_id: str) -> Json:
    return {"id": person_id, "team_id": TEAM, "name": person_id, "real_name": person_id, "updated": 1}


def app_of(standin: StandIn) -> Starlette:
    """Return the web app of one stand-in."""
    return Starlette(
        routes=[
            Route("/api/{method}", standin.call, methods=["GET", "POST"]),
            Route("/response/{ticket}", standin.response, methods=["POST"]),
            Route("/figures", standin.figures),
        ]
    )


def main() -> None:
    """Listen on a free port, say which, and serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answer-ms", type=float, default=120.0)
    options = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(listener.getsockname()[1], flush=True)
    app = app_of(StandIn(options.answer_ms / 1000))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()

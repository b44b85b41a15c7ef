"""How the page's routes speak HTTP: JSON both ways, and refusals as plain sentences."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.driver import ClockKeepsRealTimeError
from sandbox.errors import ImpossibleActError
from sandbox.wire import read_json

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]
Act = Callable[[Request, Json], Awaitable[Json]]


def read_route(path: str, handler: Handler) -> Route:
    """Make a GET route of the page."""
    return Route(path, _plainly(handler))


def act_route(path: str, act: Act) -> Route:
    """Make a POST route of the page; it takes JSON only, so that no foreign site can post to it."""
    return Route(path, _plainly(_acting(act)), methods=["POST"])


def refusal(sentence: str, status: int) -> Response:
    """Say no in a sentence that can be shown as it is."""
    return JSONResponse({"error": sentence}, status_code=status)


def _acting(act: Act) -> Handler:
    async def handler(request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            return refusal("The page speaks JSON.", 415)
        body = read_json(await request.body())
        if not isinstance(body, dict):
            raise TypeError("an object is expected")
        return JSONResponse(await act(request, body))

    return handler


def _plainly(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except ClockKeepsRealTimeError as error:
            return refusal(str(error), 409)
        except ImpossibleActError as error:
            return refusal(str(error), 409 if "clock" in str(error) else 400)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return refusal(f"The request was not understood: {error}", 400)

    return guarded

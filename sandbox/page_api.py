"""The page's own API: each act of the page is one act of the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.delivery import Reply
from sandbox.driver import ClockKeepsRealTimeError
from sandbox.errors import ImpossibleActError
from sandbox.page_shapes import conversation_shape, iso, message_shape, person_shape
from sandbox.people import COORDINATORS
from sandbox.state.identity import BOT_USER
from sandbox.tables import read_sheets

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]
_STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


def page_routes(sandbox: Sandbox) -> list[Route]:
    """List the page's routes; acts take JSON only, so that no foreign site can post them."""
    page = PageApi(sandbox)
    reads: dict[str, Handler] = {
        "/page/state": page.state,
        "/page/conversations/{id}/messages": page.messages,
        "/page/home": page.home,
        "/page/changes": page.changes,
        "/page/files/{id}/table": page.table,
    }
    acts: dict[str, Callable[[Request, Json], Awaitable[Json]]] = {
        "/page/home/open": page.open_home,
        "/page/command": page.command,
        "/page/action": page.action,
        "/page/view/submit": page.submit,
        "/page/view/close": page.close,
        "/page/options": page.options,
        "/page/message": page.message,
        "/page/clock": page.clock,
        "/page/people/{id}": page.person,
    }
    return [
        *(Route(path, _plainly(read)) for path, read in reads.items()),
        *(Route(path, _plainly(_acting(act)), methods=["POST"]) for path, act in acts.items()),
    ]


def _acting(act: Callable[[Request, Json], Awaitable[Json]]) -> Handler:
    async def handler(request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _refusal("The page speaks JSON.", 415)
        return JSONResponse(await act(request, await request.json()))

    return handler


def _plainly(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except ClockKeepsRealTimeError as error:
            return _refusal(str(error), 409)
        except ImpossibleActError as error:
            return _refusal(str(error), 409 if "clock" in str(error) else 400)
        except (KeyError, ValueError) as error:
            return _refusal(f"The request was not understood: {error}", 400)

    return guarded


def _refusal(sentence: str, status: int) -> Response:
    return JSONResponse({"error": sentence}, status_code=status)


def _told(reply: Reply) -> Json:
    return {"ok": True} if reply.error is None else {"ok": False, "error": reply.error}


class PageApi:
    """The handlers behind the page; `as` names the person one acts as."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._memory = sandbox.workspace

    async def state(self, request: Request) -> Response:
        """Tell everything around the open conversation; a stranger is the first coordinator."""
        memory, now = self._memory, self._sandbox.driver.now()
        people = {p.id: person_shape(memory, p, now) for p in memory.directory.humans()}
        asked = request.query_params.get("as", "")
        me = asked if asked in people else COORDINATORS[0]
        commands = [
            {key: command.get(key, "") for key in ("command", "description", "usage_hint")}
            for command in memory.identity.commands
        ]
        mine = memory.conversations.of(me)
        return JSONResponse(
            {
                "me": people[me],
                "team": {"id": memory.identity.team_id, "name": memory.identity.team_name},
                "clock": await self._clock(),
                "people": list(people.values()),
                "commands": commands,
                "conversations": [conversation_shape(memory, c, me) for c in mine],
                "bot": self._bot(),
                "views": [memory.views.view_object(v) for v in memory.views.stack(me)],
            }
        )

    def _bot(self) -> Json:
        return {
            "user_id": BOT_USER,
            "name": self._memory.identity.bot_name,
            "connected": self._sandbox.transport.is_connected,
            "transport": self._sandbox.settings.transport,
            "first_steps": list(self._sandbox.settings.first_steps),
        }

    async def _clock(self) -> Json:
        due = await self._sandbox.driver.next_due()
        now = iso(self._sandbox.driver.now())
        return {"now": now, "next_due": due and iso(due), "busy": self._sandbox.is_moving}

    async def messages(self, request: Request) -> Response:
        """Tell a conversation's messages, and mark them read."""
        me = request.query_params["as"]
        conversation = self._memory.conversations.get(request.path_params["id"])
        if conversation is None or me not in conversation.members:
            return _refusal("There is no such conversation.", 404)
        visible = conversation.visible_to(me)
        if visible:
            conversation.last_read[me] = visible[-1].ts
        return JSONResponse({"messages": [message_shape(m) for m in visible]})

    async def home(self, request: Request) -> Response:
        """Tell the person's Home tab."""
        view = self._memory.views.homes.get(request.query_params["as"])
        return JSONResponse({"view": view and self._memory.views.view_object(view)})

    async def table(self, request: Request) -> Response:
        """Tell the rows of an uploaded CSV or XLSX file."""
        file = self._memory.uploads.get(request.path_params["id"])
        if file is None or file.content is None:
            return _refusal("There is no such file.", 404)
        return JSONResponse({"sheets": read_sheets(file.name, file.content)})

    async def changes(self, _: Request) -> Response:
        """Stream word of changes."""
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def _events(self) -> AsyncIterator[str]:
        async for kind in self._sandbox.changes.stream():
            yield f'data: {{"kind":"{kind}"}}\n\n' if kind else ": alive\n\n"

    async def open_home(self, _: Request, body: Json) -> Json:
        """Open the Home tab."""
        return _told(await self._sandbox.open_home(body["as"]))

    async def command(self, _: Request, body: Json) -> Json:
        """Type a slash command."""
        channel = body.get("channel_id")
        text = body.get("text", "")
        return _told(await self._sandbox.command(body["as"], body["command"], text, channel))

    async def action(self, _: Request, body: Json) -> Json:
        """Click or choose."""
        action = body["action"]
        choice = {k: v for k, v in action.items() if k == "value" or k.startswith("selected_")}
        reply = await self._sandbox.click(
            body["as"],
            action["action_id"],
            block_id=body["block_id"],
            choice=choice,
            values=body.get("values"),
            **_place(body["container"]),
        )
        return _told(reply)

    async def submit(self, _: Request, body: Json) -> Json:
        """Submit a form."""
        reply = await self._sandbox.submit(body["as"], body.get("values"), body["view_id"])
        if isinstance(reply.body, dict) and reply.body.get("response_action") == "errors":
            return {"ok": False, "errors": reply.body.get("errors", {})}
        if reply.error is not None:
            return {"ok": False, "errors": {}, "error": reply.error}
        return {"ok": True, "closed": self._memory.views.find(body["view_id"]) is None}

    async def close(self, _: Request, body: Json) -> Json:
        """Close a form."""
        return _told(await self._sandbox.close(body["as"], body["view_id"]))

    async def options(self, _: Request, body: Json) -> Json:
        """Ask for the options of an external select."""
        reply = await self._sandbox.suggest(
            body["as"],
            body["action_id"],
            body.get("value", ""),
            block_id=body["block_id"],
            **_place(body["container"]),
        )
        return reply.body if isinstance(reply.body, dict) else {"options": []}

    async def message(self, _: Request, body: Json) -> Json:
        """Write a message."""
        text, channel = body["text"], body.get("channel_id")
        await self._sandbox.type_message(body["as"], text, channel)
        return {"ok": True}

    async def clock(self, _: Request, body: Json) -> Json:
        """Move the clock to the next event, by a day, by a week, or to an instant."""
        steps = await self._sandbox.move_clock(await self._target(body["to"]))
        clock = await self._clock()
        return {"now": clock["now"], "next_due": clock["next_due"], "steps": steps}

    async def _target(self, to: str) -> datetime:
        now = self._sandbox.driver.now()
        if to == "next":
            return max(now, await self._sandbox.driver.next_due() or now)
        return now + _STEPS[to] if to in _STEPS else datetime.fromisoformat(to)

    async def person(self, request: Request, body: Json) -> Json:
        """Change somebody in the directory."""
        names = {"deactivated": "is_deactivated", "guest": "is_guest", "admin": "is_admin"}
        changes = {names.get(name, name): value for name, value in body.items() if name != "as"}
        return _told(await self._sandbox.change_person(request.path_params["id"], **changes))


def _place(container: Json) -> dict[str, str]:
    if container["type"] == "view":
        return {"view_id": container["view_id"]}
    return {"channel": container["channel_id"], "ts": container["message_ts"]}

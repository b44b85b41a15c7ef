"""What a person does at the page: each act is one act of the sandbox, in the workspace it names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Reply
from sandbox.page_server.http import Json
from sandbox.page_server.shapes import clock_shape

if TYPE_CHECKING:
    from sandbox.server import Sandbox

_STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
_FLAGS = {"deactivated": "is_deactivated", "guest": "is_guest", "admin": "is_admin"}


class PageActs:
    """The handlers that act; `as` names the person one acts as, `team` the workspace."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def _acts(self, body: Json) -> Acts:
        return self._sandbox.acts_in(body.get("team") or self._sandbox.workspace.identity.team_id)

    async def open_home(self, _: Request, body: Json) -> Json:
        """Open the Home tab."""
        return _told(await self._acts(body).open_home(body["as"]))

    async def command(self, _: Request, body: Json) -> Json:
        """Type a slash command."""
        channel = body.get("channel_id")
        text = body.get("text", "")
        return _told(await self._acts(body).command(body["as"], body["command"], text, channel))

    async def action(self, _: Request, body: Json) -> Json:
        """Click or choose."""
        action = body["action"]
        choice = {k: v for k, v in action.items() if k == "value" or k.startswith("selected_")}
        reply = await self._acts(body).click(
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
        reply = await self._acts(body).submit(body["as"], body.get("values"), body["view_id"])
        if isinstance(reply.body, dict) and reply.body.get("response_action") == "errors":
            return {"ok": False, "errors": reply.body.get("errors", {})}
        if reply.error is not None:
            return {"ok": False, "errors": {}, "error": reply.error}
        return {"ok": True, "closed": self._acts(body).workspace.views.find(body["view_id"]) is None}

    async def close(self, _: Request, body: Json) -> Json:
        """Close a form."""
        return _told(await self._acts(body).close(body["as"], body["view_id"]))

    async def options(self, _: Request, body: Json) -> Json:
        """Ask for the options of an external select."""
        reply = await self._acts(body).suggest(
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
        await self._acts(body).type_message(body["as"], text, channel)
        return {"ok": True}

    async def clock(self, _: Request, body: Json) -> Json:
        """Move the clock to the next event, by a day, by a week, or to an instant."""
        steps = await self._move(body["to"])
        clock = await clock_shape(self._sandbox.driver, busy=False)
        return {"now": clock["now"], "next_due": clock["next_due"], "steps": steps}

    async def _move(self, to: str) -> int:
        if to == "next":
            return await self._sandbox.next_event()
        is_step = to in _STEPS
        target = self._sandbox.driver.now() + _STEPS[to] if is_step else datetime.fromisoformat(to)
        return await self._sandbox.move_clock(target)

    async def person(self, request: Request, body: Json) -> Json:
        """Change somebody in the directory."""
        changes = {_FLAGS.get(name, name): v for name, v in body.items() if name not in {"as", "team"}}
        return _told(await self._acts(body).change_person(request.path_params["id"], **changes))

    async def newcomer(self, _: Request, body: Json) -> Json:
        """Let a new colleague into the workspace."""
        return _told(await self._acts(body).join_team(body["name"]))

    async def channel(self, request: Request, body: Json) -> Json:
        """Join or leave a channel, or change it."""
        acts, me, channel = self._acts(body), body["as"], request.path_params["id"]
        choices: dict[str, Callable[[], Awaitable[Reply]]] = {
            "join": lambda: acts.join_channel(me, channel),
            "leave": lambda: acts.leave_channel(me, channel),
            "rename": lambda: acts.rename_channel(channel, body["name"]),
            "archive": lambda: acts.archive_channel(channel, me),
            "unarchive": lambda: acts.unarchive_channel(channel, me),
            "share": lambda: acts.share_channel(channel),
            "unshare": lambda: acts.unshare_channel(channel),
        }
        return _told(await choices[body["act"]]())


def _told(reply: Reply) -> Json:
    return {"ok": True} if reply.error is None else {"ok": False, "error": reply.error}


def _place(container: Json) -> dict[str, str]:
    if container["type"] == "view":
        return {"view_id": container["view_id"]}
    return {"channel": container["channel_id"], "ts": container["message_ts"]}

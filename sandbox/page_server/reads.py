"""What the page is told: the workspace through one person's eyes, and word of changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from sandbox.page_server.http import Json, refusal
from sandbox.page_server.shapes import (
    channel_shape,
    clock_shape,
    commands_shape,
    conversation_shape,
    message_shape,
    person_shape,
    team_shape,
)
from sandbox.page_server.tables import read_sheets
from sandbox.people import COORDINATORS
from sandbox.state.identity import BOT_USER
from sandbox.state.records import Conversation
from sandbox.state.scheduled import post_due
from sandbox.state.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class PageReads:
    """The handlers that only tell; `as` names the person one looks through."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def _memory(self, request: Request) -> Workspace:
        """Find the workspace one looks at; an unknown one is the first."""
        team = request.query_params.get("team", "")
        workspace = self._sandbox.workspaces.get(team, self._sandbox.workspace)
        post_due(workspace, self._sandbox.driver.now())
        return workspace

    async def state(self, request: Request) -> Response:
        """Tell everything around the open conversation; a stranger is the first coordinator."""
        memory, now = self._memory(request), self._sandbox.driver.now()
        people = {p.id: person_shape(memory, p, now) for p in memory.directory.humans()}
        asked = request.query_params.get("as", "")
        me = asked if asked in people else COORDINATORS[0]
        return JSONResponse(
            {
                "me": people[me],
                "team": team_shape(memory.identity),
                "teams": [team_shape(other.identity) for other in self._sandbox.workspaces.values()],
                "clock": await clock_shape(self._sandbox.driver, busy=self._sandbox.is_moving),
                "people": list(people.values()),
                "commands": commands_shape(memory.identity),
                "conversations": [conversation_shape(memory, c, me) for c in _shown(memory, me)],
                "channels": [channel_shape(c, me) for c in _listed(memory, me)],
                "bot": self._bot(memory),
                "views": [memory.views.view_object(v) for v in memory.views.stack(me)],
            }
        )

    def _bot(self, memory: Workspace) -> Json:
        return {
            "user_id": BOT_USER,
            "name": memory.identity.app.bot_name,
            "connected": self._sandbox.transport.is_connected,
            "transport": self._sandbox.settings.transport,
            "first_steps": list(self._sandbox.settings.first_steps),
        }

    async def messages(self, request: Request) -> Response:
        """Tell a conversation's messages, and mark them read."""
        me = request.query_params["as"]
        conversation = self._memory(request).conversations.get(request.path_params["id"])
        if conversation is None or me not in conversation.members:
            return refusal("There is no such conversation.", 404)
        visible = conversation.visible_to(me)
        if visible:
            conversation.last_read[me] = visible[-1].ts
        return JSONResponse({"messages": [message_shape(m) for m in visible]})

    async def home(self, request: Request) -> Response:
        """Tell the person's Home tab."""
        view = self._memory(request).views.homes.get(request.query_params["as"])
        return JSONResponse({"view": view and self._memory(request).views.view_object(view)})

    async def table(self, request: Request) -> Response:
        """Tell the rows of an uploaded CSV or XLSX file."""
        file = self._memory(request).uploads.get(request.path_params["id"])
        if file is None or file.content is None:
            return refusal("There is no such file.", 404)
        return JSONResponse({"sheets": read_sheets(file.name, file.content)})

    async def changes(self, _: Request) -> Response:
        """Stream word of changes."""
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def _events(self) -> AsyncIterator[str]:
        async for kind in self._sandbox.changes.stream():
            yield f'data: {{"kind":"{kind}"}}\n\n' if kind else ": alive\n\n"


def _shown(memory: Workspace, person: str) -> list[Conversation]:
    """List a person's conversations; the DM with an app that isn't there is shown for what it once said."""
    mine = memory.conversations.of(person)
    return [c for c in mine if c.kind != "im" or c.messages or memory.identity.is_installed]


def _listed(memory: Workspace, person: str) -> list[Conversation]:
    """List the channels a person may know of."""
    channels = [c for c in memory.conversations if c.kind == "channel"]
    return [c for c in channels if person in c.members or not c.is_private]

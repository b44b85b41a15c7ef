"""The page's routes to the faults: the kinds there are, those set now, and the newest calls."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.faults.faults import Fault
from sandbox.faults.kinds import KINDS, Kind
from sandbox.page_server.http import Json, act_route, read_route
from sandbox.page_server.shapes import iso

if TYPE_CHECKING:
    from sandbox.server import Sandbox

_CALLS_SHOWN = 50


def fault_routes(sandbox: Sandbox) -> list[Route]:
    """List the routes."""
    panel = FaultsPanel(sandbox)
    return [
        read_route("/page/faults", panel.show),
        act_route("/page/faults", panel.add),
        act_route("/page/faults/clear", panel.clear),
        act_route("/page/faults/seed", panel.seed),
    ]


class FaultsPanel:
    """The handlers behind the panel."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def show(self, _: Request) -> Response:
        """Tell kinds, active faults and calls, the newest first."""
        return JSONResponse(
            {
                "kinds": [_kind_shape(kind) for kind in KINDS.values()],
                "active": [_fault_shape(fault) for fault in self._sandbox.faults.active()],
                "calls": self._calls(),
            }
        )

    def _calls(self) -> list[Json]:
        calls = [
            {
                "at": iso(call.at),
                "method": call.method,
                "ok": call.ok,
                "error": call.error,
                "fault": call.fault,
                "complaints": list(call.complaints),
                "team": team,
            }
            for team, workspace in self._sandbox.workspaces.items()
            for call in list(workspace.calls)[-_CALLS_SHOWN:]
        ]
        return sorted(calls, key=lambda call: str(call["at"]))[::-1][:_CALLS_SHOWN]

    async def add(self, _: Request, body: Json) -> Json:
        """Set one fault."""
        named = {name: body[name] for name in ("on", "team", "times", "chance") if name in body}
        fault = self._sandbox.faults.add(body["kind"], **named, **body.get("details", {}))
        return {"ok": True, "id": fault.id}

    async def clear(self, _: Request, body: Json) -> Json:
        """Clear one fault, or all."""
        self._sandbox.faults.clear(body.get("id"))
        return {"ok": True}

    async def seed(self, _: Request, body: Json) -> Json:
        """Draw a bad day from a number."""
        self._sandbox.faults.by_seed(int(body["seed"]))
        return {"ok": True}


def _kind_shape(kind: Kind) -> Json:
    details = [_without_empty_choices(asdict(detail)) for detail in kind.details]
    return {"kind": kind.name, "side": kind.side, "title": kind.title, "details": details}


def _without_empty_choices(detail: Json) -> Json:
    return {k: v for k, v in detail.items() if k != "choices" or v}


def _fault_shape(fault: Fault) -> Json:
    return {
        "id": fault.id,
        "kind": fault.kind.name,
        "on": fault.on,
        "team": fault.team,
        "times_left": fault.times_left,
        "chance": fault.chance,
        "details": {} if fault.is_drawn else dict(fault.details),
    }

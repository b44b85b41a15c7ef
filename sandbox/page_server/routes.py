"""The page's own API: what it reads, and acts that are each one act of the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from sandbox.page_server.acts import PageActs
from sandbox.page_server.http import Act, Handler, act_route, read_route
from sandbox.page_server.reads import PageReads

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def page_routes(sandbox: Sandbox) -> list[Route]:
    """List the page's routes; `team` names the workspace, by default the first."""
    page, act = PageReads(sandbox), PageActs(sandbox)
    reads: dict[str, Handler] = {
        "/page/state": page.state,
        "/page/conversations/{id}/messages": page.messages,
        "/page/home": page.home,
        "/page/changes": page.changes,
        "/page/files/{id}/table": page.table,
    }
    acts: dict[str, Act] = {
        "/page/home/open": act.open_home,
        "/page/command": act.command,
        "/page/action": act.action,
        "/page/view/submit": act.submit,
        "/page/view/close": act.close,
        "/page/options": act.options,
        "/page/message": act.message,
        "/page/clock": act.clock,
        "/page/people/{id}": act.person,
        "/page/newcomers": act.newcomer,
        "/page/channels/{id}": act.channel,
    }
    return [
        *(read_route(path, read) for path, read in reads.items()),
        *(act_route(path, act) for path, act in acts.items()),
    ]

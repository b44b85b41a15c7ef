"""auth.test, team.info and apps.connections.open."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import TEXT
from sandbox.methods.request import Method, Request
from sandbox.state.identity import BOT_USER

Json = dict[str, Any]


def _auth_test(request: Request) -> Json:
    identity = request.memory.identity
    return {
        "url": f"{request.memory.address}/",
        "team": identity.team_name,
        "user": identity.bot_name,
        "team_id": identity.team_id,
        "user_id": BOT_USER,
        "bot_id": identity.bot_id,
        "is_enterprise_install": False,
    }


def _team_info(request: Request) -> Json:
    identity = request.memory.identity
    if request.args.get("team", identity.team_id) != identity.team_id:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": identity.team_id,
            "name": identity.team_name,
            "domain": identity.team_domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def _connections_open(request: Request) -> Json:
    ticket = request.memory.ids.secret(32)
    request.memory.socket_tickets.add(ticket)
    address = request.memory.address.replace("http://", "ws://", 1)
    app_id = request.memory.identity.app_id
    return {"url": f"{address}/link/?ticket={ticket}&app_id={app_id}"}


METHODS = {
    "auth.test": Method(_auth_test),
    "team.info": Method(_team_info, {"team": TEXT, "domain": TEXT}, ("team:read",)),
    "apps.connections.open": Method(_connections_open, token="app"),
}

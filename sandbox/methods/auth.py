"""auth.test, auth.revoke and team.info."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, TEXT
from sandbox.methods.request import Method, Request, Tier
from sandbox.state.identity import BOT_USER

Json = dict[str, Any]


def _auth_test(request: Request) -> Json:
    identity = request.memory.identity
    return {
        "url": f"{request.memory.address}/",
        "team": identity.team_name,
        "user": identity.app.bot_name,
        "team_id": identity.team_id,
        "user_id": BOT_USER,
        "bot_id": identity.bot_id,
        "is_enterprise_install": False,
    }


def _auth_revoke(request: Request) -> Json:
    if request.args.get("test"):
        return {"revoked": False}
    identity = request.memory.identity
    identity.tokens[request.token].is_revoked = True
    if not identity.live_tokens(request.now):
        request.memory.remove_app()
    return {"revoked": True}


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


METHODS = {
    "auth.test": Method(_auth_test, tier=Tier.SPECIAL),
    "auth.revoke": Method(_auth_revoke, {"test": FLAG}),
    "team.info": Method(_team_info, {"team": TEXT, "domain": TEXT}, ("team:read",)),
}

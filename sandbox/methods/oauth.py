"""oauth.v2.access and .exchange, apps.uninstall: what an app does with its client id and secret."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.app_level import AppMethod, AppRequest
from sandbox.methods.arguments import TEXT
from sandbox.methods.request import Tier
from sandbox.state.identity import BOT_USER, TOKEN_LIFE, Identity, Token
from sandbox.state.workspace import Workspace

Json = dict[str, Any]


def _check_client(request: AppRequest) -> None:
    app = request.slack.app
    if request.args.get("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if request.args.get("client_secret") != app.client_secret:
        raise SlackError("bad_client_secret")


def _access(request: AppRequest) -> Json:
    _check_client(request)
    kinds: dict[str, Callable[[AppRequest], Json]] = {
        "authorization_code": _by_code,
        "refresh_token": _by_refresh_token,
    }
    kind = request.args.get("grant_type", "authorization_code")
    if kind not in kinds:
        raise SlackError("invalid_grant_type")
    return kinds[kind](request)


def _by_code(request: AppRequest) -> Json:
    if "code_verifier" in request.args:
        raise SlackError("pkce_not_allowed")
    grant = request.slack.grants.take(request.args.get("code", ""), request.args.get("redirect_uri"))
    identity = request.slack.workspaces[grant.team_id].identity
    token = identity.install(grant.scopes, request.now)
    return _issued(identity, token) | {"authed_user": {"id": grant.person}}


def _by_refresh_token(request: AppRequest) -> Json:
    value = request.args.get("refresh_token", "")
    workspace = request.slack.workspace_of(value)
    used = workspace.identity.tokens[value] if workspace else None
    if workspace is None or used is None or used.kind != "refresh" or used.is_revoked:
        raise SlackError("invalid_refresh_token")
    used.is_revoked = True
    return _issued(workspace.identity, workspace.identity.issue(request.now))


def _issued(identity: Identity, token: Token) -> Json:
    answer = {
        "app_id": identity.app.id,
        "scope": ",".join(identity.scopes),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": BOT_USER,
        "team": {"id": identity.team_id, "name": identity.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if token.expires_at is None:
        return answer
    life = int(TOKEN_LIFE.total_seconds())
    return answer | {"refresh_token": identity.refresh_token, "expires_in": life}


def _exchange(request: AppRequest) -> Json:
    _check_client(request)
    if not request.slack.app.rotates_tokens:
        raise SlackError("token_rotation_not_enabled")
    workspace = request.slack.workspace_of(request.token)
    lasting = workspace.identity.tokens[request.token or ""] if workspace else None
    if workspace is None or lasting is None or lasting.kind != "bot" or lasting.expires_at is not None:
        raise SlackError("invalid_token")
    if not workspace.identity.is_installed:
        raise SlackError("authorization_not_found")
    if lasting.is_revoked:
        raise SlackError("token_already_exchanged")
    lasting.is_revoked = True
    return _issued(workspace.identity, workspace.identity.issue(request.now))


def _uninstall(request: AppRequest) -> Json:
    workspace = _authenticated(request, request.now)
    _check_client(request)
    workspace.remove_app()
    return {}


def _authenticated(request: AppRequest, now: datetime) -> Workspace:
    if not request.token:
        raise SlackError("not_authed")
    workspace = request.slack.workspace_of(request.token)
    if workspace is None:
        is_app = request.token == request.slack.app.app_token
        raise SlackError("not_allowed_token_type" if is_app else "invalid_auth")
    workspace.identity.check(request.token, now)
    return workspace


_CLIENT = {"client_id": TEXT, "client_secret": TEXT}
METHODS = {
    "oauth.v2.access": AppMethod(
        _access,
        {"code": TEXT, "redirect_uri": TEXT, "grant_type": TEXT, "refresh_token": TEXT}
        | {"code_verifier": TEXT}
        | _CLIENT,
        tier=Tier.SPECIAL,
    ),
    "oauth.v2.exchange": AppMethod(_exchange, _CLIENT),
    "apps.uninstall": AppMethod(_uninstall, _CLIENT, tier=Tier.ONE),
}

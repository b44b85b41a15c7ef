"""Methods of the app as a whole, in no workspace: apps.connections.open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import Argument
from sandbox.methods.request import Tier
from sandbox.state.installations import Installations

Json = dict[str, Any]


@dataclass(frozen=True)
class AppRequest:
    """One call in the app's own name: the arguments as read, the token if any, the moved time."""

    slack: Installations
    args: Json
    token: str | None
    now: datetime


@dataclass(frozen=True)
class AppMethod:
    """A Web API method that answers for the app: what runs, its arguments, its tier."""

    run: Callable[[AppRequest], Json]
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    tier: Tier = Tier.THREE


def _connections_open(request: AppRequest) -> Json:
    slack = request.slack
    _check_app_token(slack, request.token)
    ticket = slack.ids.secret(32)
    slack.socket_tickets.add(ticket)
    address = slack.address.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={slack.app.id}"}


def _check_app_token(slack: Installations, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if token == slack.app.app_token:
        return
    raise SlackError("not_allowed_token_type" if slack.workspace_of(token) else "invalid_auth")


METHODS = {"apps.connections.open": AppMethod(_connections_open)}

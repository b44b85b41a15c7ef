"""A workspace that granted its app every scope there is, so that what else is refused shows."""

from typing import Any

from sandbox.methods.registry import METHODS
from sandbox.slack import Slack
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import MANIFEST, START, RealClock

_BY_PLACE = {
    *("channels:history", "channels:manage", "channels:read", "groups:history", "groups:read", "im:history"),
    *("im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "users:read.email"),
}


def openhanded(**home: Any) -> Workspace:
    """Open one; `home` says how the app's own tabs are."""
    scopes = sorted(_BY_PLACE.union(*(method.scopes for method in METHODS.values())))
    features = {**MANIFEST["features"], "app_home": {**MANIFEST["features"]["app_home"], **home}}
    manifest = {**MANIFEST, "features": features, "oauth_config": {"scopes": {"bot": scopes}}}
    return Slack(manifest, START, RealClock(), seed=1).home

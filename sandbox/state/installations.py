"""What Slack knows beyond one workspace: the app, every workspace, and the app's open line."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox.companies import COMPANIES, Company, people_of
from sandbox.state.app import app_from_manifest
from sandbox.state.grants import Grants
from sandbox.state.identity import Identity
from sandbox.state.ids import Ids
from sandbox.state.workspace import Workspace


class Installations:
    """One app and its workspaces, by team id; the app starts installed in the first, the home."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        now: datetime,
        real_now: Callable[[], float],
        *,
        seed: int = 7,
        workspaces: int = 1,
    ) -> None:
        self.ids = Ids(seed)
        self.app = app_from_manifest(manifest, self.ids)
        self.real_now = real_now
        self.socket_tickets: set[str] = set()
        self.grants = Grants(self.ids, real_now)
        self.workspaces: dict[str, Workspace] = {}
        for place, company in enumerate(COMPANIES[:workspaces]):
            # Channels, people and ts collide between workspaces; tickets and view ids never do.
            ids = Ids(f"{seed}-{place}")
            self.workspaces[company.team_id] = self._workspace(company, ids, now)
        self.home = next(iter(self.workspaces.values()))
        self.home.identity.install(self.app.scopes, now)

    def _workspace(self, company: Company, ids: Ids, now: datetime) -> Workspace:
        identity = Identity(self.app, ids, company.team_id, company.name, company.domain)
        return Workspace(identity, ids, people_of(company), now, self.real_now)

    @property
    def address(self) -> str:
        """Where the sandbox listens."""
        return self.home.address

    @address.setter
    def address(self, address: str) -> None:
        for workspace in self.workspaces.values():
            workspace.address = address

    def change_app(self, **changes: Any) -> None:
        """Change the app as its owner does, say turn token rotation on; installs stay as they are."""
        self.app = replace(self.app, **changes)
        for workspace in self.workspaces.values():
            workspace.identity.app = self.app

    def workspace_of(self, token: str | None) -> Workspace | None:
        """Find the workspace that a bot or refresh token belongs to, live or dead."""
        return next((w for w in self.workspaces.values() if token in w.identity.tokens), None)

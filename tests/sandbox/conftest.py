from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Courier
from sandbox.server import Sandbox, SandboxSettings
from sandbox.slack import Slack
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import MANIFEST, Caller, RealClock, ScriptedApp, StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def real_clock() -> RealClock:
    return RealClock()


@pytest.fixture
def slack(clock: StillClock, real_clock: RealClock) -> Slack:
    """One app and three workspaces; only the first has the app."""
    return Slack(MANIFEST, clock.now(), real_clock, seed=1, workspaces=3)


@pytest.fixture
def workspace(slack: Slack) -> Workspace:
    return slack.home


@pytest.fixture
def call(workspace: Workspace, clock: StillClock) -> Caller:
    return Caller(workspace, clock)


@pytest.fixture
def allow(workspace: Workspace) -> Callable[[str], None]:
    def grant(scope: str) -> None:
        workspace.identity.scopes = (*workspace.identity.scopes, scope)

    return grant


@pytest.fixture
async def sandbox(clock: StillClock) -> AsyncIterator[Sandbox]:
    """A running sandbox over Socket Mode to which nobody has connected."""
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket", manifest=MANIFEST), clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.page_url, trust_env=False) as client:
        yield client


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp()


@pytest.fixture
def acts(workspace: Workspace, clock: StillClock, app: ScriptedApp) -> Acts:
    return Acts(workspace, clock, Courier(app))

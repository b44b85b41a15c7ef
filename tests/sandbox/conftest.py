from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from sandbox.acts import Acts
from sandbox.delivery import Courier
from sandbox.people import PEOPLE
from sandbox.server import Sandbox, SandboxSettings
from sandbox.state.identity import Ids, identity_from_manifest
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import MANIFEST, Caller, RealClock, ScriptedApp, StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def real_clock() -> RealClock:
    return RealClock()


@pytest.fixture
def workspace(clock: StillClock, real_clock: RealClock) -> Workspace:
    ids = Ids(1)
    return Workspace(identity_from_manifest(MANIFEST, ids), ids, PEOPLE, clock.now(), real_clock)


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

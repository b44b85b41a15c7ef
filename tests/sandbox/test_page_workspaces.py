"""The page with more than one workspace: what it reads and does is about the one it names."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox.server import Sandbox, SandboxSettings
from tests.sandbox.stand_ins import ALICE, MANIFEST, StillClock

FIRST, SECOND, GENERAL = "T0SANDBOX", "T0SECOND1", "C0GENERAL1"
REDIRECT = "https://app.example/slack/oauth_redirect"


@pytest.fixture
async def sandbox(clock: StillClock) -> AsyncIterator[Sandbox]:
    """A running sandbox of two workspaces, with the app in the first."""
    oauth = MANIFEST["oauth_config"] | {"redirect_urls": [REDIRECT]}
    manifest = MANIFEST | {"oauth_config": oauth}
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket", manifest=manifest, workspaces=2), clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


async def state(http: httpx.AsyncClient, **params: str) -> dict[str, Any]:
    told: dict[str, Any] = (await http.get("/page/state", params={"as": ALICE, **params})).json()
    return told


async def texts(http: httpx.AsyncClient, team: str) -> list[str]:
    params = {"as": ALICE, "team": team}
    answer = await http.get(f"/page/conversations/{GENERAL}/messages", params=params)
    return [message["text"] for message in answer.json()["messages"]]


async def test_the_state_tells_every_workspace_and_is_about_one(http: httpx.AsyncClient) -> None:
    first, second = await state(http), await state(http, team=SECOND)
    assert [team["id"] for team in first["teams"]] == [FIRST, SECOND]
    assert (first["team"]["id"], first["team"]["installed"]) == (FIRST, True)
    assert (second["team"]["id"], second["team"]["installed"]) == (SECOND, False)
    assert first["me"]["id"] == second["me"]["id"]
    assert first["me"]["name"] != second["me"]["name"]


async def test_an_unknown_workspace_is_read_as_the_first_but_not_acted_in(http: httpx.AsyncClient) -> None:
    assert (await state(http, team="T0NOWHERE"))["team"]["id"] == FIRST
    body = {"as": ALICE, "team": "T0NOWHERE", "text": "Hello", "channel_id": GENERAL}
    assert (await http.post("/page/message", json=body)).status_code == 400


async def test_a_message_stays_in_its_workspace(http: httpx.AsyncClient) -> None:
    body = {"as": ALICE, "team": SECOND, "text": "Hello", "channel_id": GENERAL}
    assert (await http.post("/page/message", json=body)).json() == {"ok": True}
    assert await texts(http, SECOND) == ["Hello"]
    assert await texts(http, FIRST) == []


async def test_a_person_is_changed_in_one_workspace_only(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await http.post(f"/page/people/{ALICE}", json={"deactivated": True, "team": SECOND})
    found = {team: memory.directory.get(ALICE) for team, memory in sandbox.workspaces.items()}
    assert {team: person and person.is_deactivated for team, person in found.items()} == {
        FIRST: False,
        SECOND: True,
    }


async def test_a_workspace_without_the_app_has_no_commands_and_no_dm_with_it(http: httpx.AsyncClient) -> None:
    second = await state(http, team=SECOND)
    assert second["commands"] == []
    assert {conversation["kind"] for conversation in second["conversations"]} == {"channel"}


async def test_the_app_can_be_installed_where_it_is_not(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    first, second = (await state(http))["teams"]
    assert first["install_url"] is None
    address = httpx.URL(second["install_url"])
    assert address.path == "/oauth/v2/authorize"
    assert address.params["client_id"] == sandbox.slack.app.client_id
    assert address.params["team"] == SECOND

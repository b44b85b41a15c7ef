"""Several workspaces with the same ids: nothing of one is ever seen, changed or told in another."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.acts.in_client import Acts
from sandbox.companies import COMPANIES, people_of
from sandbox.delivery.courier import Courier
from sandbox.errors import ImpossibleActError
from sandbox.server import Sandbox, SandboxSettings
from sandbox.slack import Slack
from sandbox.state.conversations import PROGRAM_CHANNEL
from tests.sandbox.stand_ins import ALICE, MANIFEST, ScriptedApp, StillClock, modal, serve, until

HOME, SECOND = "T0SANDBOX", "T0SECOND1"
TEAMS = [HOME, SECOND]


def install(slack: Slack, clock: StillClock, team: str = SECOND) -> str:
    """Put the app into a workspace as a person's consent would; return its token there."""
    token = slack.workspaces[team].identity.install(slack.app.scopes, clock.now())
    return token.value


@pytest.fixture
def tokens(slack: Slack, clock: StillClock) -> dict[str, str]:
    return {HOME: slack.home.identity.bot_token, SECOND: install(slack, clock)}


@pytest.fixture
async def sandbox(clock: StillClock) -> AsyncIterator[Sandbox]:
    """A running sandbox of two workspaces, the app in both."""
    settings = SandboxSettings(port=0, transport="socket", manifest=MANIFEST, workspaces=2)
    sandbox = Sandbox(settings, clock)
    install(sandbox.slack, clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


def test_every_id_means_somebody_else_in_the_next_company() -> None:
    first, second, *_ = (people_of(company) for company in COMPANIES)
    assert [p.id for p in first] == [p.id for p in second]
    assert all(a.name != b.name for a, b in zip(first, second, strict=True) if not a.is_bot)
    assert {p.name for p in first if not p.is_bot}.isdisjoint(p.name for p in second if not p.is_bot)


def test_no_two_companies_share_a_team() -> None:
    assert len({company.team_id for company in COMPANIES}) == len(COMPANIES)


def test_only_the_first_workspace_has_the_app_at_the_start(slack: Slack) -> None:
    assert [w.identity.is_installed for w in slack.workspaces.values()] == [True, False, False]
    assert slack.workspaces[SECOND].identity.bot_token == ""


def test_a_token_answers_for_its_own_workspace(
    slack: Slack, clock: StillClock, tokens: dict[str, str]
) -> None:
    names = {
        team: slack.call("users.info", {"user": ALICE}, token, clock.now())["user"]["real_name"]
        for team, token in tokens.items()
    }
    assert names[HOME] != names[SECOND]
    teams = [slack.call("auth.test", {}, token, clock.now())["team_id"] for token in tokens.values()]
    assert teams == TEAMS


def test_messages_with_the_same_channel_and_ts_stay_apart(
    slack: Slack, clock: StillClock, tokens: dict[str, str]
) -> None:
    posted = {
        team: slack.call("chat.postMessage", {"channel": ALICE, "text": team}, token, clock.now())
        for team, token in tokens.items()
    }
    places = {(answer["channel"], answer["ts"]) for answer in posted.values()}
    assert len(places) == 1
    ((channel, ts),) = places
    changed = {"channel": channel, "ts": ts, "text": "changed"}
    assert slack.call("chat.update", changed, tokens[SECOND], clock.now())["ok"]
    texts = {
        team: slack.call("conversations.history", {"channel": channel}, token, clock.now())["messages"][0]
        for team, token in tokens.items()
    }
    assert (texts[HOME]["text"], texts[SECOND]["text"]) == (HOME, "changed")
    assert [texts[team]["team"] for team in TEAMS] == TEAMS


def test_group_messages_of_the_same_people_have_the_same_id(
    slack: Slack, clock: StillClock, tokens: dict[str, str]
) -> None:
    users = {"users": f"{ALICE},U0BRIAN01"}
    opened = [slack.call("conversations.open", users, token, clock.now()) for token in tokens.values()]
    assert len({answer["channel"]["id"] for answer in opened}) == 1


def test_a_view_is_found_in_its_own_workspace_only(
    slack: Slack, clock: StillClock, tokens: dict[str, str]
) -> None:
    view = slack.workspaces[SECOND].views.open(ALICE, modal())
    update = {"view_id": view.id, "view": modal()}
    assert slack.call("views.update", update, tokens[HOME], clock.now())["error"] == "not_found"
    assert slack.call("views.update", update, tokens[SECOND], clock.now())["ok"]


def test_a_trigger_of_one_workspace_opens_nothing_in_another(
    slack: Slack, clock: StillClock, tokens: dict[str, str]
) -> None:
    trigger_id = slack.workspaces[SECOND].views.issue_trigger(ALICE)
    opening = {"trigger_id": trigger_id, "view": modal()}
    assert slack.call("views.open", opening, tokens[HOME], clock.now())["error"] == "invalid_trigger_id"
    assert slack.call("views.open", opening, tokens[SECOND], clock.now())["ok"]
    assert not slack.home.views.stack(ALICE)


def test_scopes_belong_to_a_workspace(slack: Slack, clock: StillClock) -> None:
    slack.workspaces[SECOND].identity.install(("commands",), clock.now())
    token = slack.workspaces[SECOND].identity.bot_token
    answer = slack.call("chat.postMessage", {"channel": ALICE, "text": "Hi"}, token, clock.now())
    assert (answer["error"], answer["provided"]) == ("missing_scope", "commands")


def test_calls_are_remembered_where_they_were_made(
    slack: Slack, clock: StillClock, tokens: dict[str, str]
) -> None:
    slack.call("auth.test", {}, tokens[SECOND], clock.now())
    assert [c.method for c in slack.workspaces[SECOND].calls] == ["auth.test"]
    assert not slack.home.calls


async def test_payloads_say_from_which_workspace_they_come(
    slack: Slack, clock: StillClock, app: ScriptedApp, tokens: dict[str, str]
) -> None:
    for team in tokens:
        acts = Acts(slack.workspaces[team], clock, Courier(app))
        await acts.command(ALICE, "/greet")
        await acts.open_home(ALICE)
        await acts.type_message(ALICE, "Hi")
    sent: list[Any] = [delivery.payload for delivery in app.deliveries]
    assert [payload["team_id"] for payload in sent] == [HOME] * 3 + [SECOND] * 3
    assert len({payload["event_id"] for payload in sent if "event_id" in payload}) == 4
    typed = [payload["event"] for payload in sent if payload.get("event", {}).get("type") == "message"]
    assert typed[0]["channel"] == typed[1]["channel"]
    assert typed[0]["ts"] == typed[1]["ts"]
    assert [event["team"] for event in typed] == TEAMS


async def test_where_the_app_is_not_installed_nobody_can_use_it(clock: StillClock) -> None:
    settings = SandboxSettings(port=0, transport="socket", manifest=MANIFEST, workspaces=2)
    acts = Sandbox(settings, clock).acts_in(SECOND)
    with pytest.raises(ImpossibleActError, match="Okavango Freight doesn't have the app greeter"):
        await acts.command(ALICE, "/greet")
    await acts.type_message(ALICE, "Is anybody there?")


async def test_a_response_url_answers_in_its_own_workspace(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await sandbox.acts_in(SECOND).command(ALICE, "/greet")
    ticket = next(iter(sandbox.workspaces[SECOND].response_urls))
    for team in (HOME, "T0NOWHERE"):
        answer = await http.post(f"/commands/{team}/{ticket}", json={"text": "leaked"})
        assert answer.status_code == 404
    assert (await http.post(f"/commands/{SECOND}/{ticket}", json={"text": "late"})).text == "ok"
    conversation = sandbox.workspace.conversations.im(ALICE)
    assert conversation is not None
    assert "late" not in [message.text for message in conversation.messages]


async def test_an_upload_arrives_in_the_workspace_that_promised_it(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    token = sandbox.workspaces[SECOND].identity.bot_token
    promise = {"filename": "a.txt", "length": 2}
    file = sandbox.slack.call("files.getUploadURLExternal", promise, token, sandbox.driver.now())
    assert (await http.post(file["upload_url"], content=b"ab")).status_code == 200
    done = {"files": [{"id": file["file_id"]}]}
    at_home = sandbox.slack.call(
        "files.completeUploadExternal", done, sandbox.bot_token, sandbox.driver.now()
    )
    assert at_home["error"] == "file_not_found"
    assert sandbox.slack.call("files.completeUploadExternal", done, token, sandbox.driver.now())["ok"]


async def test_an_app_that_revokes_its_last_token_is_told_of_its_end(clock: StillClock) -> None:
    told: list[Any] = []

    async def listen(request: Request) -> Response:
        told.append(await request.json())
        return Response()

    async with serve(Starlette(routes=[Route("/", listen, methods=["POST"])])) as address:
        sandbox = Sandbox(SandboxSettings(port=0, bot_url=f"{address}/", manifest=MANIFEST), clock)
        await sandbox.start()
        answer = await AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url).auth_revoke()
        await until(lambda: len(told) == 2)
        await sandbox.stop()
    assert answer["revoked"] is True
    assert [body["event"]["type"] for body in told] == ["tokens_revoked", "app_uninstalled"]
    assert told[0]["event"]["tokens"] == {"oauth": [], "bot": ["U0RMBOT01"]}


async def test_the_scopes_header_is_the_tokens_own(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    sandbox.workspaces[SECOND].identity.scopes = ("commands",)
    token = sandbox.workspaces[SECOND].identity.bot_token
    answer = await http.post("/api/auth.test", headers={"authorization": f"Bearer {token}"})
    assert answer.headers["x-oauth-scopes"] == "commands"


async def test_a_token_that_is_no_text_is_no_token(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/auth.test", json={"token": {"a": 1}})
    assert answer.json()["error"] == "not_authed"


@pytest.mark.parametrize("workspaces", [0, 6])
def test_there_are_one_to_five_workspaces(workspaces: int) -> None:
    with pytest.raises(ValueError, match="1 to 5 workspaces"):
        SandboxSettings(transport="socket", workspaces=workspaces)


def test_the_program_channel_is_in_every_workspace(slack: Slack) -> None:
    assert all(w.conversations.get(PROGRAM_CHANNEL) for w in slack.workspaces.values())

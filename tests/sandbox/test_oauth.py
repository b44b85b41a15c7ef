"""Installing by OAuth: the page a person answers, the code, the token, and everything that is refused."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox, SandboxSettings
from tests.sandbox.consent import CALLBACK, HELENE_OF_THE_SECOND, Browser, people_on, sent_to, ticket_on
from tests.sandbox.stand_ins import MANIFEST, SCOPES, StillClock

# Slack's own client still hands its HTTP library a class that is on its way out.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def sandbox(clock: StillClock) -> AsyncIterator[Sandbox]:
    settings = SandboxSettings(port=0, transport="socket", manifest=MANIFEST, workspaces=2)
    sandbox = Sandbox(settings, clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def browser(http: httpx.AsyncClient) -> Browser:
    return Browser(http)


@pytest.fixture
def ask(sandbox: Sandbox) -> dict[str, str]:
    """What an app asks with that knows the rules."""
    return {
        "client_id": sandbox.slack.app.client_id,
        "scope": "commands,chat:write",
        "state": "a <b>&amp; state",
        "redirect_uri": CALLBACK,
    }


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(base_url=sandbox.api_url)


@pytest.fixture
def flow(sandbox: Sandbox, client: AsyncWebClient, tmp_path: Path) -> AsyncOAuthFlow:
    app = sandbox.slack.app
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=SCOPES,
        redirect_uri=CALLBACK,
        authorization_url=sandbox.authorize_url,
        install_page_rendering_enabled=False,
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installs")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path / "states")),
    )
    return AsyncOAuthFlow(settings=settings, client=client)


async def access(sandbox: Sandbox, client: AsyncWebClient, **args: Any) -> Any:
    app = sandbox.slack.app
    named = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": CALLBACK} | args
    return await client.oauth_v2_access(**named)


async def refusal(sandbox: Sandbox, client: AsyncWebClient, **args: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await access(sandbox, client, **args)
    return str(refused.value.response["error"])


async def test_bolt_installs_itself_into_the_second_workspace(
    sandbox: Sandbox, flow: AsyncOAuthFlow, client: AsyncWebClient, browser: Browser
) -> None:
    start = await flow.handle_installation(AsyncBoltRequest(body=""))
    page = await browser.open(start.headers["location"][0])
    where, query = sent_to(await browser.answer(page))
    assert where == CALLBACK
    cookie = start.headers["set-cookie"][0].partition(";")[0]
    end = await flow.handle_callback(AsyncBoltRequest(body="", query=query, headers={"cookie": [cookie]}))
    assert end.status == 200
    installation = await flow.settings.installation_store.async_find_installation(
        enterprise_id=None, team_id="T0SECOND1"
    )
    assert installation is not None
    assert (installation.team_name, installation.user_id) == ("Okavango Freight", "U0HELENE1")
    assert (await client.auth_test(token=installation.bot_token))["team_id"] == "T0SECOND1"
    assert sandbox.workspaces["T0SECOND1"].identity.is_installed


async def test_the_answer_has_the_shape_slack_documents(
    sandbox: Sandbox, client: AsyncWebClient, browser: Browser, ask: dict[str, str]
) -> None:
    _, query = sent_to(await browser.answer(await browser.open("/oauth/v2/authorize", **ask)))
    assert query["state"] == ask["state"]
    answer = await access(sandbox, client, code=query["code"])
    token = sandbox.workspaces["T0SECOND1"].identity.bot_token
    assert answer.data == {
        "ok": True,
        "app_id": "A0SANDBOX",
        "authed_user": {"id": "U0HELENE1"},
        "scope": "commands,chat:write",
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": "U0RMBOT01",
        "team": {"id": "T0SECOND1", "name": "Okavango Freight"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    assert await refusal(sandbox, client, code=query["code"]) == "code_already_used"


async def test_no_secret_is_kept_with_the_calls(
    sandbox: Sandbox, client: AsyncWebClient, browser: Browser, ask: dict[str, str]
) -> None:
    _, query = sent_to(await browser.answer(await browser.open("/oauth/v2/authorize", **ask)))
    await access(sandbox, client, code=query["code"])
    kept = sandbox.workspace.calls[-1]
    assert (kept.method, set(kept.args)) == ("oauth.v2.access", {"client_id", "redirect_uri"})


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "guessed"}, "bad_client_secret"),
        ({"code": "1.2.guessed"}, "invalid_code"),
        ({"redirect_uri": None}, "bad_redirect_uri"),
        ({"redirect_uri": f"{CALLBACK}/"}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "xoxe-1"}, "invalid_refresh_token"),
        ({"grant_type": "refresh_token"}, "invalid_refresh_token"),
    ],
    ids=str,
)
async def test_a_wrong_exchange_is_refused_and_leaves_the_code_good(
    sandbox: Sandbox,
    client: AsyncWebClient,
    browser: Browser,
    ask: dict[str, str],
    args: dict[str, Any],
    error: str,
) -> None:
    _, query = sent_to(await browser.answer(await browser.open("/oauth/v2/authorize", **ask)))
    assert await refusal(sandbox, client, **{"code": query["code"], **args}) == error
    assert (await access(sandbox, client, code=query["code"]))["ok"]


async def test_client_id_and_secret_may_come_as_arguments(
    sandbox: Sandbox, http: httpx.AsyncClient, browser: Browser, ask: dict[str, str]
) -> None:
    app = sandbox.slack.app
    _, query = sent_to(await browser.answer(await browser.open("/oauth/v2/authorize", **ask)))
    args = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": CALLBACK}
    answer = await http.post("/api/oauth.v2.access", data=args | {"code": query["code"]})
    assert answer.json()["ok"]


async def test_unreadable_client_credentials_are_none(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/oauth.v2.access", headers={"authorization": "Basic !"})
    assert answer.json()["error"] == "invalid_client_id"


async def test_cancelling_brings_a_refusal_back(browser: Browser, ask: dict[str, str]) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask)
    where, query = sent_to(await browser.answer(page, answer="cancel"))
    assert (where, query) == (CALLBACK, {"error": "access_denied", "state": ask["state"]})


async def test_the_page_names_the_app_and_says_in_words_what_it_wants(
    browser: Browser, ask: dict[str, str]
) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask)
    assert "Install greeter" in page.text
    assert "Send messages as itself" in page.text
    assert "Halvorsen &amp; Co (has the app)" in page.text
    assert "script" not in page.text
    people = people_on(page)
    assert HELENE_OF_THE_SECOND in people.values()
    assert people["Ingrid Halvorsen, Halvorsen & Co"] == "T0SANDBOX/U0INGRID1"
    assert "Marcus Thorne" not in page.text
    restricted = await browser.open("/oauth/v2/authorize", **ask | {"team": "T0SECOND1"})
    assert all(value.startswith("T0SECOND1/") for value in people_on(restricted).values())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"client_id": "<script>"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "chat:write,<b>everything</b>"}, "invalid_scope: &lt;b&gt;everything&lt;/b&gt;"),
        ({"user_scope": "chat:write"}, "bot tokens only"),
        ({"team": "T0NOWHERE"}, "invalid_team"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
    ],
    ids=str,
)
async def test_a_wrong_question_is_not_even_asked_and_sends_nobody_anywhere(
    browser: Browser, ask: dict[str, str], change: dict[str, str], sentence: str
) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask | change)
    assert page.status_code == 400
    assert sentence in page.text
    assert "location" not in page.headers


async def test_what_the_app_put_into_its_address_comes_back_with_the_code(
    sandbox: Sandbox, client: AsyncWebClient, browser: Browser, ask: dict[str, str]
) -> None:
    named = f"{CALLBACK}?from=a+button&empty="
    page = await browser.open("/oauth/v2/authorize", **ask | {"redirect_uri": named})
    _, query = sent_to(await browser.answer(page))
    assert (query.pop("from"), query.pop("empty")) == ("a button", "")
    assert (await access(sandbox, client, code=query["code"], redirect_uri=named))["ok"]


@pytest.mark.parametrize("who", ["", "T0NOWHERE/U0HELENE1", "T0SECOND1/U0GUEST01", "T0SECOND1/U0"])
async def test_nobody_else_can_answer_the_form(browser: Browser, ask: dict[str, str], who: str) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask)
    answer = await browser.answer(page, who=who)
    assert answer.status_code == 400
    assert "access_denied" in answer.text


async def test_the_form_can_be_answered_once_only(browser: Browser, ask: dict[str, str]) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask)
    assert (await browser.answer(page)).status_code == 302
    assert (await browser.answer(page)).status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_site_cannot_answer_the_form(
    browser: Browser, ask: dict[str, str], origin: str
) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask)
    assert (await browser.answer(page, origin=origin)).status_code == 403
    own = str(page.url.copy_with(path="/", query=None)).rstrip("/")
    assert (await browser.answer(page, origin=own)).status_code == 302


async def test_without_the_page_there_is_no_ticket(http: httpx.AsyncClient) -> None:
    form = {"who": HELENE_OF_THE_SECOND, "answer": "allow"}
    assert (await http.post("/oauth/v2/authorize", data=form)).status_code == 400


async def test_the_page_cannot_be_framed_and_runs_no_script(browser: Browser, ask: dict[str, str]) -> None:
    page = await browser.open("/oauth/v2/authorize", **ask)
    assert ticket_on(page)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


async def test_only_loopback_names_may_ask(browser: Browser, http: httpx.AsyncClient) -> None:
    http.headers["host"] = "evil.example"
    assert (await browser.open("/oauth/v2/authorize")).status_code == 400

"""Faults of the Web API, as real clients see them over the wire."""

import time
from typing import Any

import aiohttp
import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults.faults import Faults
from sandbox.faults.kinds import API, KINDS
from sandbox.server import Sandbox
from tests.sandbox.stand_ins import ALICE

HELLO: dict[str, Any] = {"channel": ALICE, "text": "Hello"}
CARD = {"type": "card", "title": {"type": "mrkdwn", "text": "News"}}


class Client:
    """A bare HTTP client with the bot's token."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http, self._token = http, token

    async def __call__(self, method: str, **args: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self._token}"}
        return await self._http.post(f"/api/{method}", json=args, headers=headers)


@pytest.fixture
def client(sandbox: Sandbox, http: httpx.AsyncClient) -> Client:
    return Client(http, sandbox.bot_token)


@pytest.fixture
def web(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def texts(sandbox: Sandbox) -> list[str]:
    im = sandbox.workspace.conversations.im(ALICE)
    return [message.text for message in im.messages] if im else []


@pytest.mark.parametrize("wait", KINDS["rate_limited"].details[0].choices)
async def test_a_429_says_to_wait_as_asked(sandbox: Sandbox, client: Client, wait: str | None) -> None:
    sandbox.faults.add("rate_limited", on="chat.postMessage", retry_after=wait)
    refused = await client("chat.postMessage", **HELLO)
    assert (refused.status_code, refused.headers.get("retry-after")) == (429, wait)
    assert refused.json() == {"ok": False, "error": "ratelimited"}
    assert texts(sandbox) == []
    assert sandbox.workspace.calls[-1].error == "ratelimited"
    assert (await client("chat.postMessage", **HELLO)).json()["ok"]


async def test_posting_too_much_has_a_spelling_of_its_own(sandbox: Sandbox, web: AsyncWebClient) -> None:
    sandbox.faults.add("rate_limited", on="chat.postMessage", error="rate_limited")
    with pytest.raises(SlackApiError, match="rate_limited") as refused:
        await web.chat_postMessage(**HELLO)
    assert refused.value.response.headers["Retry-After"] == "30"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("done", [False, True])
async def test_a_server_error_is_a_page_and_tells_nothing(
    sandbox: Sandbox, client: Client, status: int, done: bool
) -> None:
    sandbox.faults.add("server_error", status=status, done=done)
    answer = await client("chat.postMessage", **HELLO)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert texts(sandbox) == (["Hello"] if done else [])


@pytest.mark.parametrize("done", [False, True])
async def test_junk_is_a_200_without_json(sandbox: Sandbox, client: Client, done: bool) -> None:
    sandbox.faults.add("junk", done=done)
    answer = await client("chat.postMessage", **HELLO)
    assert (answer.status_code, answer.text[:8]) == (200, "upstream")
    assert texts(sandbox) == (["Hello"] if done else [])


async def test_a_truncated_answer_belongs_to_a_post_that_is_there(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("truncated")
    answer = await client("chat.postMessage", **HELLO)
    assert answer.text.startswith('{"ok":true')
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()
    assert texts(sandbox) == ["Hello"]


async def test_a_slow_answer_comes_after_the_effect(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("slow", seconds=0.3)
    started = time.monotonic()
    assert (await client("chat.postMessage", **HELLO)).json()["ok"]
    assert time.monotonic() - started >= 0.3
    sandbox.faults.add("slow", seconds=0.4)
    with pytest.raises(httpx.ReadTimeout):
        await client._http.post(
            "/api/chat.postMessage", data=HELLO | {"token": sandbox.bot_token}, timeout=0.1
        )
    assert texts(sandbox) == ["Hello", "Hello"]


async def test_a_post_is_taken_and_then_the_line_drops(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("dropped", on="chat.postMessage")
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        await client("chat.postMessage", **HELLO)
    assert texts(sandbox) == ["Hello"]
    assert sandbox.workspace.calls[-1].fault == "answer lost (dropped)"
    assert (await client("auth.test")).json()["ok"]


async def test_the_sdk_sees_a_dropped_line_as_a_server_that_went_away(
    sandbox: Sandbox, web: AsyncWebClient
) -> None:
    sandbox.faults.add("dropped")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await web.chat_postMessage(**HELLO)
    assert texts(sandbox) == ["Hello"]


async def test_the_sdk_by_itself_would_post_twice(sandbox: Sandbox) -> None:
    sandbox.faults.add("dropped")
    await AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage(**HELLO)
    assert texts(sandbox) == ["Hello", "Hello"]


async def test_a_call_is_refused_with_an_error_of_choice(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("refused", on="chat.postMessage", error="restricted_action")
    assert (await client("chat.postMessage", **HELLO)).json()["error"] == "restricted_action"
    assert texts(sandbox) == []


async def test_a_fault_keeps_to_its_method_team_and_number(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("refused", on="users.list", times=2)
    sandbox.faults.add("refused", team="T0ELSEWHERE", times=None)
    assert (await client("auth.test")).json()["ok"]
    answers = [(await client("users.list")).json()["ok"] for _ in range(3)]
    assert answers == [False, False, True]
    assert [fault.team for fault in sandbox.faults.active()] == ["T0ELSEWHERE"]


async def test_a_revoked_token_is_refused_until_it_is_given_back(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("token_revoked")
    answers = [(await client(method)).json()["error"] for method in ("auth.test", "users.list")]
    assert answers == ["token_revoked"] * 2
    opened = await client._http.post("/api/apps.connections.open", data={"token": sandbox.app_token})
    assert opened.json()["ok"]
    sandbox.faults.clear()
    assert (await client("auth.test")).json()["ok"]


async def test_the_list_of_people_ends_early_without_a_word(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("users_list_cut", keep=3)
    answer = (await client("users.list", limit=5)).json()
    assert len(answer["members"]) == 3
    assert answer["response_metadata"] == {"next_cursor": ""}


@pytest.mark.parametrize("as_json", [True, False])
async def test_an_older_workspace_refuses_new_blocks_only(
    sandbox: Sandbox, web: AsyncWebClient, client: Client, as_json: bool
) -> None:
    sandbox.faults.add("no_new_blocks")
    if as_json:
        refused = (await client("chat.postMessage", **HELLO, blocks=[CARD])).json()
    else:
        with pytest.raises(SlackApiError) as error:
            await web.chat_postMessage(**HELLO, blocks=[CARD])
        refused = error.value.response.data
    unsupported = ["unsupported type: card [json-pointer:/blocks/0/type]"]
    assert (refused["error"], refused["errors"]) == ("invalid_blocks", unsupported)
    assert (await client("chat.postMessage", **HELLO, blocks=[{"type": "divider"}])).json()["ok"]
    sandbox.faults.clear()
    assert (await client("chat.postMessage", **HELLO, blocks=[CARD])).json()["ok"]


async def test_an_older_workspace_refuses_them_in_attachments_and_views_too(
    sandbox: Sandbox, client: Client
) -> None:
    sandbox.faults.add("no_new_blocks")
    attached = await client("chat.postMessage", **HELLO, attachments=[{"blocks": [CARD]}])
    assert attached.json()["error"] == "invalid_attachments"
    home = {"type": "home", "blocks": [CARD]}
    published = (await client("views.publish", user_id=ALICE, view=home)).json()
    assert published["error"] == "invalid_arguments"
    assert (await client("blocks.validate", view=home)).json()["error"] == "invalid_view"


async def test_a_fault_on_a_methods_answer_keeps_no_secret(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("rate_limited", on="oauth.v2.access")
    await client("oauth.v2.access", client_id="1", client_secret="s", code="c", refresh_token="r")
    assert set(sandbox.workspace.calls[-1].args) == {"client_id"}


def drawn(seed: int) -> list[tuple[str, dict[str, Any]] | None]:
    faults = Faults()
    faults.by_seed(seed)
    struck = [faults.strike(API, ("chat.postMessage",), "T") for _ in range(200)]
    return [(strike.kind, dict(strike.details)) if strike else None for strike in struck]


def test_the_same_seed_and_the_same_calls_give_the_same_faults() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    kinds = {one[0] for one in drawn(1) if one}
    assert kinds == API - {"refused"}


def test_calls_a_fault_does_not_concern_change_nothing_for_it() -> None:
    def struck(others: int) -> list[bool]:
        faults = Faults(seed=3)
        faults.add("refused", on="chat.update", times=None, chance=0.5)
        for _ in range(others):
            faults.strike(API, ("auth.test",), "T")
        return [faults.strike(API, ("chat.update",), "T") is not None for _ in range(20)]

    assert struck(0) == struck(7)
    assert set(struck(0)) == {True, False}


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "unheard_of"},
        {"kind": "slow", "minutes": 3},
        {"kind": "slow", "seconds": "long"},
        {"kind": "server_error", "status": 200},
        {"kind": "slow", "chance": 0},
        {"kind": "slow", "times": 0},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(asked: dict[str, Any]) -> None:
    faults = Faults()
    with pytest.raises(ValueError):  # noqa: PT011 - each in its own words
        faults.add(**asked)
    assert faults.active() == []


async def test_the_page_sets_and_clears_faults(http: httpx.AsyncClient, client: Client) -> None:
    fault = {"as": ALICE, "kind": "rate_limited", "times": 2, "details": {"retry_after": None}}
    set_one = (await http.post("/page/faults", json=fault)).json()
    await client("auth.test")
    shown = (await http.get("/page/faults")).json()
    assert {kind["kind"] for kind in shown["kinds"]} == KINDS.keys()
    (active,) = shown["active"]
    assert (active["id"], active["times_left"], active["details"]["retry_after"]) == (set_one["id"], 1, None)
    assert (shown["calls"][0]["method"], shown["calls"][0]["error"]) == ("auth.test", "ratelimited")
    await http.post("/page/faults/clear", json={"as": ALICE, "id": set_one["id"]})
    assert (await http.get("/page/faults")).json()["active"] == []
    await http.post("/page/faults/seed", json={"as": ALICE, "seed": 5})
    assert len((await http.get("/page/faults")).json()["active"]) > 5
    refused = await http.post("/page/faults", json={"as": ALICE, "kind": "unheard_of"})
    assert (refused.status_code, "unheard_of" in refused.json()["error"]) == (400, True)

"""Slack's rate limits: per method, per workspace, per channel, at the moved time."""

from datetime import timedelta

import httpx
import pytest

from sandbox.errors import SlackError
from sandbox.methods.registry import METHODS
from sandbox.server import Sandbox
from sandbox.slack import Slack
from sandbox.state.rates import Rates
from tests.sandbox.stand_ins import ALICE, START, Caller, StillClock

KENJI = "U0KENJI01"


@pytest.mark.parametrize(
    ("method", "figure"),
    [("users.list", 20), ("chat.update", 50), ("views.publish", 100), ("auth.test", 600)],
)
def test_a_method_takes_as_many_calls_a_minute_as_its_tier_says(method: str, figure: int) -> None:
    rates = Rates()
    for _ in range(figure):
        rates.take(method, METHODS[method].tier, START)
    with pytest.raises(SlackError, match="ratelimited"):
        rates.take(method, METHODS[method].tier, START)


def test_the_minute_slides() -> None:
    rates = Rates()
    rates.take("users.list", 2, START)
    rates.take("users.list", 2, START + timedelta(seconds=40))
    with pytest.raises(SlackError):
        rates.take("users.list", 2, START + timedelta(seconds=59.5))
    assert rates.retry_after("users.list", START + timedelta(seconds=59.5)) == 1
    rates.take("users.list", 2, START + timedelta(seconds=60))
    with pytest.raises(SlackError):
        rates.take("users.list", 2, START + timedelta(seconds=61))
    assert rates.retry_after("users.list", START + timedelta(seconds=61)) == 39


def test_a_call_after_exactly_retry_after_is_let_through() -> None:
    rates = Rates()
    rates.take("users.list", 1, START)
    refused_at = START + timedelta(seconds=12.3)
    with pytest.raises(SlackError):
        rates.take("users.list", 1, refused_at)
    rates.take("users.list", 1, refused_at + timedelta(seconds=rates.retry_after("users.list", refused_at)))


def test_a_channel_takes_a_short_burst_and_then_one_message_a_second(call: Caller, clock: StillClock) -> None:
    def answers(count: int) -> list[bool]:
        return [call("chat.postMessage", channel=ALICE, text="Hello")["ok"] for _ in range(count)]

    assert answers(12) == [True] * 10 + [False] * 2
    clock.time += timedelta(seconds=1)
    assert answers(2) == [True, False]
    assert call("chat.postMessage", channel=KENJI, text="Hello")["ok"]


def test_a_direct_message_is_one_channel_however_it_is_named(call: Caller) -> None:
    opened = call("conversations.open", users=ALICE)["channel"]["id"]
    posted = [
        call("chat.postMessage", channel=name, text="Hello")["ok"]
        for name in (ALICE, opened)
        for _ in range(6)
    ]
    assert posted.count(True) == 10


def test_a_refused_call_is_remembered_but_has_no_effect(call: Caller) -> None:
    for _ in range(11):
        call("chat.postMessage", channel=ALICE, text="Hello")
    im = call.workspace.conversations.im(ALICE)
    assert im is not None
    assert len(im.messages) == 10
    assert [one.error for one in call.workspace.calls][-2:] == [None, "ratelimited"]


def test_one_method_or_workspace_does_not_slow_another(slack: Slack, clock: StillClock) -> None:
    first, second = list(slack.workspaces.values())[:2]
    for _ in range(20):
        first.rates.take("users.list", 20, clock.now())
    with pytest.raises(SlackError):
        first.rates.take("users.list", 20, clock.now())
    first.rates.take("users.info", 100, clock.now())
    second.rates.take("users.list", 20, clock.now())


async def test_over_http_it_is_a_429_with_the_seconds_to_wait(
    sandbox: Sandbox, http: httpx.AsyncClient, clock: StillClock
) -> None:
    http.headers["authorization"] = f"Bearer {sandbox.bot_token}"
    for _ in range(20):
        assert (await http.post("/api/users.list")).status_code == 200
    clock.time += timedelta(seconds=15)
    refused = await http.post("/api/users.list")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "45")
    assert refused.json() == {"ok": False, "error": "ratelimited"}
    clock.time += timedelta(seconds=45)
    assert (await http.post("/api/users.list")).json()["ok"]


def test_an_app_that_asks_for_line_after_line_is_stopped(slack: Slack) -> None:
    def ask() -> str | None:
        error: str | None = slack.call("apps.connections.open", {}, slack.app.app_token, START).get("error")
        return error

    assert [ask() for _ in range(51)] == [None] * 50 + ["ratelimited"]


def test_a_channel_is_one_channel_by_whichever_name(call: Caller) -> None:
    names = ["C0REVMENT1", "reverse-mentoring", "#reverse-mentoring"] * 4
    errors = [call("chat.postMessage", channel=name, text="Hi").get("error") for name in names]
    assert errors == [None] * 10 + ["ratelimited"] * 2

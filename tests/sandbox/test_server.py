"""The front door: forms of a call, hosts, tokens of real workspaces, the command line."""

import json
from typing import Any

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.driver import ClockKeepsRealTimeError, RealTimeDriver
from sandbox.errors import RealTokensError
from sandbox.server import Sandbox, SandboxSettings, refuse_real_tokens
from tests.sandbox.stand_ins import SCOPES, StillClock

HELLO = {"channel": "U0ALICE01", "text": "Hello"}


@pytest.mark.parametrize(
    "form",
    [
        lambda token: {"method": "GET", "params": HELLO | {"token": token}},
        lambda token: {"method": "POST", "data": HELLO | {"token": token}},
        lambda token: {
            "method": "POST",
            "json": HELLO,
            "headers": {"authorization": f"Bearer {token}"},
        },
        lambda token: {
            "method": "POST",
            "params": HELLO,
            "headers": {"authorization": f"bearer {token}"},
        },
    ],
    ids=["query", "form", "json", "query of a post"],
)
async def test_a_method_can_be_called_in_every_form(
    sandbox: Sandbox, http: httpx.AsyncClient, form: Any
) -> None:
    request = http.build_request(url="/api/chat.postMessage", **form(sandbox.bot_token))
    answer = await http.send(request)
    assert answer.json()["ok"]
    assert answer.headers["x-oauth-scopes"] == ",".join(SCOPES)
    assert "token" not in sandbox.workspace.calls[-1].args


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", "{", "invalid_json"),
        ("application/json", "[]", "json_not_object"),
        ("image/png", "x", "invalid_post_type"),
        ("", "x", "missing_post_type"),
    ],
)
async def test_a_malformed_body_is_refused(
    http: httpx.AsyncClient, content_type: str, body: str, error: str
) -> None:
    headers = {"content-type": content_type}
    answer = await http.post("/api/auth.test", content=body, headers=headers)
    assert answer.json() == {"ok": False, "error": error}


async def test_a_response_url_works_over_http(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await sandbox.command("U0ALICE01", "/greet")
    ticket = next(iter(sandbox.workspace.response_urls))
    address = f"/commands/T0SANDBOX/{ticket}"
    assert (await http.post(address, json={"text": "late"})).text == "ok"
    assert (await http.post(address, json={})).status_code == 500
    unknown = await http.post("/commands/T0SANDBOX/unknown", json={"text": "x"})
    assert (unknown.status_code, unknown.json()["error"]) == (404, "expired_url")


async def test_only_loopback_names_are_heard(http: httpx.AsyncClient) -> None:
    answer = await http.get("/page/state?as=U0ALICE01", headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_the_sandbox_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        SandboxSettings(host="0.0.0.0", bot_url="http://127.0.0.1:1")  # noqa: S104 - refused
    with pytest.raises(ValueError, match="address"):
        SandboxSettings(transport="http")


def test_the_sandbox_refuses_to_run_beside_real_tokens() -> None:
    refuse_real_tokens({"SLACK_BOT_TOKEN": "xoxb-sandbox-1", "SLACK_APP_TOKEN": ""})
    with pytest.raises(RealTokensError, match="SLACK_BOT_TOKEN"):
        refuse_real_tokens({"SLACK_BOT_TOKEN": "xoxb-1234-real"})


async def test_it_does_not_even_start_beside_real_tokens(
    clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1-real")
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket"), clock)
    with pytest.raises(RealTokensError):
        await sandbox.start()


async def test_the_same_seed_makes_the_same_tokens(clock: StillClock) -> None:
    def make(seed: int) -> str:
        settings = SandboxSettings(port=0, transport="socket", seed=seed)
        return Sandbox(settings, clock).bot_token

    assert make(1) == make(1)
    assert make(1) != make(2)


async def test_the_clock_of_a_foreign_app_stands() -> None:
    driver = RealTimeDriver()
    assert await driver.next_due() is None
    with pytest.raises(ClockKeepsRealTimeError):
        await driver.run_until(driver.now())


def test_the_command_line_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "SLACK_API_URL" in capsys.readouterr().out


def test_the_command_line_refuses_a_missing_manifest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--manifest", "nowhere.yml"]) == 1
    assert "nowhere.yml" in capsys.readouterr().err


def test_a_manifest_may_be_json(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"features": {}}))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-real")
    assert main(["--manifest", str(manifest), "--port", "0"]) == 1

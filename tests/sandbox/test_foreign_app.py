"""An app that knows nothing of the sandbox works in it as a stranger would run both, over both transports."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract import recorder
from tests.ports import free_port
from tests.sandbox.stand_ins import MANIFEST, until

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
APP = Path(__file__).parent / "foreign_app.py"
KEYS = {
    "http": ("SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    "socket": ("SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
}
STOPPING_SECONDS = 5


class Page:
    """What the sandbox's page does for one person, over its API."""

    def __init__(self, http: httpx.Client, person: str) -> None:
        self._http, self._person = http, person

    def act(self, path: str, **body: Any) -> Json:
        answer: Json = self._http.post(f"/page/{path}", json={"as": self._person} | body).json()
        return answer

    def read(self, path: str) -> Json:
        answer: Json = self._http.get(f"/page/{path}", params={"as": self._person}).json()
        return answer

    @property
    def views(self) -> list[Json]:
        found: list[Json] = self.read("state")["views"]
        return found

    @property
    def dm(self) -> str:
        return next(str(c["id"]) for c in self.read("state")["conversations"] if c["kind"] == "im")

    @property
    def messages(self) -> list[Json]:
        found: list[Json] = self.read(f"conversations/{self.dm}/messages")["messages"]
        return found

    def submit(self, words: str) -> Json:
        typed = {"type": "plain_text_input", "value": words}
        return self.act("view/submit", view_id=self.views[-1]["id"], values={"words": {"typed": typed}})

    def click(self, message: Json, action_id: str) -> Json:
        (block,) = [block for block in message["blocks"] if block["type"] == "actions"]
        container = {"type": "message", "channel_id": self.dm, "message_ts": message["ts"]}
        action = {"action_id": action_id, "value": ""}
        return self.act("action", block_id=block["block_id"], action=action, container=container)

    def download(self, file: Json) -> bytes:
        return self._http.get(file["url"]).content


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python beside the test; nothing of the machine's settings gets in."""
    environment = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"} | environment
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                running.kill()
                raise


def printed(running: subprocess.Popen[str], keys: tuple[str, ...]) -> dict[str, str]:
    """Read KEY=VALUE lines until all keys are there."""
    values: dict[str, str] = {}
    while not values.keys() >= set(keys):
        key, _, value = heard(running).partition("=")
        values[key] = value
    return {key: values[key] for key in keys}


def heard(running: subprocess.Popen[str]) -> str:
    """Read the next line that a process prints."""
    assert running.stdout is not None
    line = running.stdout.readline()
    assert line, f"{running.args!r} ended"
    return line.strip()


@pytest.fixture(scope="module", params=["http", "socket"])
def slack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The sandbox and the app, each a process of its own, and the way to the sandbox's page."""
    manifest = tmp_path_factory.mktemp("app") / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    port = free_port()
    options = ["--port", str(free_port()), "--manifest", str(manifest), "--transport", request.param]
    if request.param == "http":
        options += ["--bot-url", f"http://127.0.0.1:{port}/slack/events"]
    sandbox_module, recorded = recorder.module("sandbox")
    with process(*sandbox_module, *options, **recorded) as sandbox:
        values = printed(sandbox, KEYS[request.param])
        page = httpx.Client(base_url=values["SLACK_API_URL"].removesuffix("/api/"), trust_env=False)
        with process(str(APP), PORT=str(port), **values) as app, page:
            assert "Bolt app is running" in heard(app)
            yield page


async def test_a_command_opens_a_form_whose_answer_becomes_a_message_with_a_button(
    slack: httpx.Client,
) -> None:
    alice = Page(slack, "U0ALICE01")
    assert alice.act("command", command="/greet") == {"ok": True}
    assert (alice.messages[-1]["text"], alice.messages[-1]["ephemeral"]) == ("Opening.", True)

    assert alice.submit("Good morning") == {"ok": True, "closed": True}
    await until(lambda: alice.messages[-1]["text"] == "Good morning")
    assert alice.views == []

    before = len(alice.messages)
    assert alice.click(alice.messages[-1], "thanks") == {"ok": True}
    await until(lambda: alice.messages[-1]["text"] == "You are welcome.")
    assert len(alice.messages) == before, "the answer took the place of the question"


async def test_a_refused_answer_keeps_the_form_open(slack: httpx.Client) -> None:
    lena = Page(slack, "U0LENA001")
    lena.act("command", command="/greet")
    refused = lena.submit("rude")
    assert (refused["ok"], refused["errors"]) == (False, {"words": "Be kind."})
    assert len(lena.views) == 1


async def test_opening_the_home_tab_publishes_it(slack: httpx.Client) -> None:
    jonas = Page(slack, "U0JONAS01")
    assert jonas.read("home") == {"view": None}
    jonas.act("home/open")
    await until(lambda: jonas.read("home")["view"])
    assert jonas.read("home")["view"]["blocks"][0]["text"]["text"] == "Hello"


async def test_writing_to_the_app_brings_a_file(slack: httpx.Client) -> None:
    zainab = Page(slack, "U0ZAINAB1")
    zainab.act("message", text="The report, please")
    await until(lambda: zainab.messages[-1]["files"])
    (file,) = zainab.messages[-1]["files"]
    assert file["name"] == "report.csv"
    assert zainab.download(file) == b"a,b\n1,2\n"

"""What the panel's list of calls tells of a fault: which code was sent, and what became of the call."""

from typing import Any

import httpx
import pytest

from sandbox.server import Sandbox
from tests.sandbox.stand_ins import ALICE


@pytest.mark.parametrize(
    ("kind", "details", "outcome"),
    [
        ("rate_limited", {}, (False, "ratelimited", "HTTP 429, Retry-After 30")),
        ("server_error", {"status": 502, "done": True}, (True, None, "answer lost (HTTP 502)")),
        ("server_error", {"status": 502}, (False, None, "not done (HTTP 502)")),
        ("junk", {"done": True}, (True, None, "answer lost (text instead of JSON)")),
        ("truncated", {}, (True, None, "answer cut short (truncated)")),
        ("slow", {"seconds": 0}, (True, None, "answer 0 s late (slow)")),
        ("refused", {}, (False, "internal_error", "by a fault")),
    ],
)
async def test_the_panel_tells_what_a_fault_did_to_a_call(
    sandbox: Sandbox,
    http: httpx.AsyncClient,
    kind: str,
    details: dict[str, Any],
    outcome: tuple[bool, str | None, str],
) -> None:
    sandbox.faults.add(kind, **details)
    hello = {"channel": ALICE, "text": "Hello", "token": sandbox.bot_token}
    await http.post("/api/chat.postMessage", data=hello)
    call = (await http.get("/page/faults")).json()["calls"][0]
    assert (call["ok"], call["error"], call["fault"]) == outcome

"""Answers of the app that are no Web API calls: what is wrong with one is kept beside the calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.state.memory import Memory
from sandbox.state.records import Call


def judged(
    memory: Memory,
    what: str,
    body: Any,
    now: datetime,
    error: str | None = None,
    complaints: tuple[str, ...] = (),
) -> None:
    """Keep an answer that Slack refused, or took and an app should still not give."""
    if error is None and not complaints:
        return
    args = body if isinstance(body, Mapping) else {"body": body}
    memory.calls.append(Call(what, dict(args), error is None, error, now, complaints))
    memory.changed("calls")

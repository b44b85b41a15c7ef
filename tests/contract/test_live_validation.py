"""Slack itself judges what was recorded: `RM_LIVE=1 make contract`, on a machine that reaches slack.com."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from tests.contract.judges.types import skeleton
from tests.contract.judges.wire import decoded
from tests.contract.recorder import Record

pytestmark = [pytest.mark.contract, pytest.mark.enable_socket]
ADDRESS = "https://slack.com/api/blocks.validate"
PAUSE_SECONDS = 0.5
"""Slack publishes no figure for this method: two a second is civil."""


def _asked(recording: list[Record]) -> Iterator[tuple[Record, Mapping[str, str]]]:
    """Yield of each shape the longest, as blocks.validate takes it: a view, or a message's blocks and attachments."""
    longest: dict[str, tuple[str, Record, str]] = {}
    for record in recording:
        args = decoded(record.args)
        message = {name: args[name] for name in ("blocks", "attachments") if args.get(name)}
        part, content = ("view", args["view"]) if "view" in args else ("message", message)
        shape, text = json.dumps([part, skeleton(content)], sort_keys=True), json.dumps(content)
        if content and len(text) > len(longest.get(shape, ("", record, part))[0]):
            longest[shape] = text, record, part
    yield from ((record, {part: text}) for text, record, part in longest.values())


def test_slack_takes_everything_recorded(recording: list[Record]) -> None:
    refused = {}
    with httpx.Client(timeout=20) as client:
        for record, form in _asked(recording):
            answer: dict[str, Any] = client.post(ADDRESS, data=form).json()
            if not answer.get("ok"):
                refused[f"{record.method} sent by {record.test}"] = answer
            time.sleep(PAUSE_SECONDS)  # noqa: TID251  paces calls to the real Slack
    assert refused == {}

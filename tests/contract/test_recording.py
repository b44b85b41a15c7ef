"""The recording holds enough to be worth judging, and what it holds passes both outside judges."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from messages.ids import Form
from tests.contract.judges import limits, types
from tests.contract.judges.wire import decoded
from tests.contract.recorder import Record

pytestmark = pytest.mark.contract
BOT = Path(__file__).parents[2] / "bot"
PLACES = {"response_url", "ack", "ack.errors", "ack.update"}
"""Where else than in calls the bot's payloads travel."""
LEAST = 500


@pytest.mark.skipif(not os.environ.get("CI"), reason="one's own recording may be of a part of the suite")
def test_every_method_place_and_form_of_the_bot_is_recorded(recording: list[Record]) -> None:
    sent = Counter(record.method for record in recording)
    views = [decoded(record.args)["view"] for record in recording if "view" in record.args]
    assert _called_by_the_bot() | PLACES <= sent.keys()
    assert set(Form) <= {view.get("callback_id") for view in views}
    assert len(recording) >= LEAST, sent


def _called_by_the_bot() -> set[str]:
    call = re.compile(r'\.call\(\s*"([a-z]+(?:\.[A-Za-z0-9]+)+)"')
    return {name for file in BOT.rglob("*.py") for name in call.findall(file.read_text())}


def test_nothing_recorded_goes_over_slacks_limits(recording: list[Record]) -> None:
    _check(recording, [limits.judge(record.method, record.args) for record in recording])


def test_everything_recorded_fits_slacks_types(recording: list[Record]) -> None:
    _check(recording, types.judge_many([(record.method, record.args) for record in recording]))


def _check(recording: list[Record], verdicts: list[list[str]]) -> None:
    """Fail with the method, the JSON path and the test that sent it, once per fault."""
    told = {
        f"{record.method} {fault}": record.test
        for record, faults in zip(recording, verdicts, strict=True)
        for fault in faults
    }
    assert not told, "\n".join(f"{fault} (sent by {test})" for fault, test in told.items())

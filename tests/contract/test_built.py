"""What the message builders can say with short, long and hostile text passes both outside judges."""

from collections.abc import Mapping
from typing import Any

import pytest

from messages.message import Message
from messages.report import report_message, report_summary
from messages.words import words_for
from tests.contract.judges import limits, types
from tests.unit.messages import outputs
from tests.unit.messages.test_limits import TEXTS
from tests.unit.reporting.sample_report import REPORT

Call = tuple[str, Mapping[str, Any]]
ENGLISH = words_for("en-US")


def _calls(text: str) -> list[Call]:
    reports = [report_message(REPORT, ENGLISH, is_rich=is_rich) for is_rich in (True, False)]
    reports += [report_summary(REPORT, ENGLISH)]
    return [*map(_sent, outputs.everything(ENGLISH, text)), *map(_sent, reports)]


def _sent(output: outputs.Output) -> Call:
    if isinstance(output, Message):
        return "chat.postMessage", {"channel": "C1", "text": output.text, "blocks": output.blocks}
    if output["type"] == "home":
        return "views.publish", {"user_id": "U1", "view": output}
    return "views.open", {"trigger_id": "1.2.3", "view": output}


@pytest.mark.parametrize("text", TEXTS, ids=("plain", "long", "emoji", "hostile", "growing", "empty"))
def test_nothing_the_bot_can_say_goes_over_slacks_limits(text: str) -> None:
    assert [fault for method, args in _calls(text) for fault in limits.judge(method, args)] == []


@pytest.mark.contract
def test_everything_the_bot_can_say_fits_slacks_types() -> None:
    calls = [call for text in TEXTS for call in _calls(text)]
    assert [fault for faults in types.judge_many(calls) for fault in faults] == []

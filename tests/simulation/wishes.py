"""What people do with the buttons they see."""

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WISHES = {
    "preview.accept": 40.0,
    "preview.decline": 1.0,
    "preview.known": 1.0,
    "charter.accept": 40.0,
    "session.pick": 12.0,
    "session.accept": 40.0,
    "session.cancel": 0.4,
    "session.already_met": 0.4,
    "poll.rate": 10.0,
    "poll.not_yet": 4.0,
    "check_in.rate": 10.0,
    "check_in.help": 1.0,
    "pair.another": 0.3,
    "pair.end_contact": 0.1,
    "rotation.again": 20.0,
    "rotation.skip": 3.0,
    "rotation.leave": 1.0,
    "rotation.keep": 8.0,
    "pause.return": 8.0,
    "care.rematch": 3.0,
    "care.talk": 5.0,
    "care.close": 3.0,
    "held.send": 5.0,
    "held.let_be": 3.0,
}
"""How likely each button is pressed, against `LEAVE_IT`: doing nothing."""
LEAVE_IT = 8.0


def entry(button: str) -> str:
    """Return the name of a button, without what it is about."""
    return button.partition(":")[0]


def choose(buttons: Iterable[str], chance: random.Random) -> str:
    """Draw the button that is pressed; empty when none is."""
    wished = [button for button in buttons if entry(button) in WISHES]
    if not wished:
        return ""
    weights = [WISHES[entry(button)] for button in wished]
    return chance.choices((*wished, ""), (*weights, LEAVE_IT))[0]


def buttons_of(blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the buttons of a message: action id → value."""
    return {
        element["action_id"]: element.get("value", "")
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }

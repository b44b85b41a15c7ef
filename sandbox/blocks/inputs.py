"""Elements that are typed into, and the one that takes files."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sandbox.blocks.objects import DISPATCH_CONFIG, OWN_ID, plain
from sandbox.blocks.rich_text import RICH_TEXT_OBJECT
from sandbox.blocks.rules import Rule, array, boolean, every, fault, matching, number, shape, string

_COMMON = {
    "action_id": OWN_ID,
    "focus_on_load": boolean,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH_CONFIG,
}
_DECIMAL = matching(r"-?\d+(\.\d+)?", "must be a decimal number in a string")
_LINES = number(1, 100, whole=True)


def _typed(required: dict[str, Rule] | None = None, **own: Rule) -> Rule:
    return shape(required or {}, _COMMON | {"initial_value": string(3000)} | own)


def _least_below_most(element: Any, pointer: str) -> Iterator[str]:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        yield fault("must be no more than max_length", f"{pointer}/min_length")


def _low_below_high(element: Any, pointer: str) -> Iterator[str]:
    low, high = (element.get(name) for name in ("min_value", "max_value"))
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        yield fault("must be no more than max_value", f"{pointer}/min_value")


RICH_TEXT_INPUT: dict[str, Rule] = {
    "rich_text_input": _typed(initial_value=RICH_TEXT_OBJECT, min_lines=_LINES, max_lines=_LINES)
}
TYPED: dict[str, Rule] = RICH_TEXT_INPUT | {
    "plain_text_input": every(
        _typed(
            multiline=boolean,
            min_length=number(0, 3000, whole=True),
            max_length=number(1, 3000, whole=True),
        ),
        _least_below_most,
    ),
    "email_text_input": _typed(),
    "url_text_input": _typed(),
    "number_input": every(
        _typed(
            {"is_decimal_allowed": boolean}, min_value=_DECIMAL, max_value=_DECIMAL, initial_value=_DECIMAL
        ),
        _low_below_high,
    ),
    "file_input": shape(
        {},
        {"action_id": OWN_ID, "filetypes": array(string(None, 1)), "max_files": number(1, 10, whole=True)},
    ),
}

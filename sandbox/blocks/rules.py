"""A small language for limits: each rule looks at one value and yields what is wrong with it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def fault(message: str, pointer: str) -> str:
    """Word a fault as Slack does, with the place it was found at."""
    return f"{message} [json-pointer:{pointer or '/'}]"


def anything(value: Any, pointer: str) -> Iterator[str]:
    """Accept whatever is given."""
    del value, pointer
    yield from ()


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """Ask for true or false."""
    if not isinstance(value, bool):
        yield fault("must provide a boolean", pointer)


def number(
    low: float | None = None, high: float | None = None, *, whole: bool = False, above: bool = False
) -> Rule:
    """Ask for a number between the bounds; with `above`, strictly more than `low`."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if not fits or not math.isfinite(value):
            yield fault("must provide a number", pointer)
        elif low is not None and (value <= low if above else value < low):
            yield fault(f"must be more than {low}" if above else f"must be at least {low}", pointer)
        elif high is not None and value > high:
            yield fault(f"must be no more than {high}", pointer)

    return rule


def string(limit: int | None = None, minimum: int = 0) -> Rule:
    """Ask for a string whose length is within the bounds."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif len(value) < minimum:
            yield fault(f"must be more than {minimum - 1} characters", pointer)
        elif limit is not None and len(value) > limit:
            yield fault(f"must be less than {limit + 1} characters", pointer)

    return rule


def matching(pattern: str, words: str) -> Rule:
    """Ask for a string that is all of this pattern; `words` say what else it is not."""
    wanted = re.compile(pattern)

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif not wanted.fullmatch(value):
            yield fault(words, pointer)

    return rule


def one_of(*values: str | int) -> Rule:
    """Ask for one of a few values."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if value not in values:
            yield fault(f"must be one of {', '.join(map(str, values))}", pointer)

    return rule


def array(of: Rule, at_most: int | None = None, at_least: int = 1) -> Rule:
    """Ask for a list of so many things that each pass the rule."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", pointer)
            return
        if len(value) < at_least:
            yield fault(f"must have at least {at_least} items", pointer)
        if at_most is not None and len(value) > at_most:
            yield fault(f"no more than {at_most} items allowed", pointer)
        for index, item in enumerate(value[:at_most]):
            yield from of(item, f"{pointer}/{index}")

    return rule


def shape(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    *,
    any_of: tuple[str, ...] = (),
    one_at_most: tuple[str, ...] = (),
) -> Rule:
    """Ask for an object with these fields and no others; its `type` was read already.

    Of the fields in `any_of` at least one must be there, of those in `one_at_most` no two.
    """
    needed = dict(required or {})
    known = {"type": anything} | needed | dict(optional or {})

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
            return
        for name in needed.keys() - value.keys():
            yield fault(f"missing required field: {name}", pointer)
        if any_of and not any(name in value for name in any_of):
            yield fault(f"must define one of {', '.join(any_of)}", pointer)
        if sum(name in value for name in one_at_most) > 1:
            yield fault(f"must define only one of {', '.join(one_at_most)}", pointer)
        yield from _fields(known, value, pointer)

    return rule


def _fields(known: Mapping[str, Rule], value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for name, item in value.items():
        if name in known:
            yield from known[name](item, f"{pointer}/{name}")
        else:
            yield fault(f"invalid additional property: {name}", pointer)


def by_type(table: Mapping[str, Rule]) -> Rule:
    """Ask for an object whose `type` is in the table, and apply the rule found there."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
        elif "type" not in value:
            yield fault("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            yield fault(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from table[value["type"]](value, pointer)

    return rule


def every(*rules: Rule) -> Rule:
    """Apply rules until one finds a fault: each may rely on those before it."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        for one in rules:
            if found := list(one(value, pointer)):
                yield from found
                return

    return rule


def unique(name: str) -> Rule:
    """Ask that no two objects of a list have the same value in one field."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        seen = set()
        for index, item in enumerate(value):
            if item.get(name) in seen:
                yield fault(f"{name} must be unique", f"{pointer}/{index}/{name}")
            seen.add(item.get(name))

    return rule

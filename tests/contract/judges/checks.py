"""The small checks the limits judge is put together from: each yields what is wrong with a value at a path."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from re import fullmatch
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
Node = Mapping[str, Any]


def units(text: str) -> int:
    """Count as a client does, in UTF-16 units: never less than Slack counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string(most: int | None = None, least: int = 1, pattern: str | None = None) -> Check:
    """Make a check for a string of so many characters."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{path}: must be a string"
        elif units(value) < least or (most is not None and units(value) > most):
            yield f"{path}: {units(value)} characters, not {least} to {most or 'any'}"
        elif pattern and not fullmatch(pattern, value):
            yield f"{path}: {value!r} isn't of the form {pattern}"

    return check


def flag(value: Any, path: str) -> Iterator[str]:
    """Check a boolean."""
    if not isinstance(value, bool):
        yield f"{path}: must be true or false"


def anything(_value: Any, _path: str) -> Iterator[str]:
    """Check nothing: another judge does."""
    return iter(())


def number(value: Any, path: str) -> Iterator[str]:
    """Check a number; JSON knows no NaN and no infinity, whatever Python's reader makes of them."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield f"{path}: must be a number"


def positive(value: Any, path: str) -> Iterator[str]:
    """Check a number above zero."""
    faults = list(number(value, path))
    yield from faults or ([] if value > 0 else [f"{path}: must be above 0"])


def whole(least: int, most: int | None = None) -> Check:
    """Make a check for a whole number within bounds."""

    def check(value: Any, path: str) -> Iterator[str]:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):
            yield f"{path}: must be a whole number from {least} to {most or 'any'}"

    return check


def one_of(*values: Any) -> Check:
    """Make a check for one of a few values."""

    def check(value: Any, path: str) -> Iterator[str]:
        if value not in values:
            yield f"{path}: {value!r} is none of {', '.join(map(repr, values))}"

    return check


def items(each: Check, most: int | None = None, least: int = 1) -> Check:
    """Make a check for a list of so many things."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path}: must be a list"
            return
        if len(value) < least or (most is not None and len(value) > most):
            yield f"{path}: {len(value)} items, not {least} to {most or 'any'}"
        for index, item in enumerate(value):
            yield from each(item, f"{path}/{index}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    """Make a check for an object with these fields and no others; `rules` see it once its fields are fine."""
    known = {**required, **optional}

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{path}: must be an object"
            return
        faults = [f"{path}: {name} is missing" for name in required if name not in value]
        faults += [f"{path}/{name}: no such field here" for name in value if name not in known]
        faults += [f for name in value if name in known for f in known[name](value[name], f"{path}/{name}")]
        yield from faults or [fault for rule in rules for fault in rule(value, path)]

    return check


def kinds(table: Mapping[str, Check], allowed: Collection[str] | None = None) -> Check:
    """Make a check for an object whose `type` says which of the table's checks it must pass."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{path}: must be an object"
            return
        name = value.get("type")
        if not isinstance(name, str) or name not in table or (allowed is not None and name not in allowed):
            yield f"{path}/type: {name!r} isn't allowed here"
        else:
            yield from table[name](value, path)

    return check


def either(*names: str, both: bool = False) -> Check:
    """Make a rule that one of these fields must be there; and no two, unless `both` may."""

    def check(value: Node, path: str) -> Iterator[str]:
        given = [name for name in names if name in value]
        if not given or (len(given) > 1 and not both):
            yield f"{path}: {'at least' if both else 'exactly'} one of {', '.join(names)} is needed"

    return check


def at_most_one(*names: str) -> Check:
    """Make a rule that these fields exclude each other."""

    def check(value: Node, path: str) -> Iterator[str]:
        if len([name for name in names if name in value]) > 1:
            yield f"{path}: {' and '.join(names)} exclude each other"

    return check


def repeated(values: list[Any], path: str, what: str) -> Iterator[str]:
    """Say which of the values stand there twice."""
    for value in sorted({str(value) for value in values if values.count(value) > 1}):
        yield f"{path}: {what} {value!r} stands there twice"


def plain(most: int, least: int = 1) -> Check:
    """Make a check for a plain_text object."""
    return shape({"type": one_of("plain_text"), "text": string(most, least)}, {"emoji": flag})


def marked(most: int, least: int = 1) -> Check:
    """Make a check for a mrkdwn object."""
    return shape({"type": one_of("mrkdwn"), "text": string(most, least)}, {"verbatim": flag})


def words(most: int, least: int = 1) -> Check:
    """Make a check for a text object of either kind."""
    return kinds({"plain_text": plain(most, least), "mrkdwn": marked(most, least)})

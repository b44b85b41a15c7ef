"""Builders of the inputs of a form, each within Slack's limits. Block id and action id are the field's name.

Source of the limits: docs.slack.dev, Block Kit reference, read October 2026.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from messages.blocks import MAX_LABEL, plain_text
from messages.ids import YES
from messages.message import Block
from messages.text import cut
from messages.words import Words

MAX_OPTIONS = 100
MAX_RADIO_OPTIONS = 10
MAX_OPTION_VALUE = 150
MAX_FIELD_LABEL = 2000
MAX_INPUT = 3000
MAX_PEOPLE = 100
STEP_MINUTES = 30
MINUTES = range(0, 24 * 60, STEP_MINUTES)
WEEK = range(1, 8)
LEVELS = range(1, 10)


@dataclass(frozen=True)
class Choice:
    """One option: what comes back, what it says, and a line below for radios and checkboxes."""

    value: str
    label: str
    description: str = ""


def field(
    name: str, label: str, element: dict[str, Any], *, hint: str = "", is_optional: bool = True
) -> Block:
    """Return an input block; `hint` says who sees the answer."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, MAX_FIELD_LABEL),
        "element": {**element, "action_id": name},
        "optional": is_optional,
    }
    return block | ({"hint": plain_text(hint, MAX_FIELD_LABEL)} if hint else {})


def text_input(
    initial: str = "", *, limit: int = MAX_INPUT, is_long: bool = False, example: str = ""
) -> dict[str, Any]:
    """Return a text field; `example` is the grey text in it while it is empty."""
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": is_long, "max_length": limit}
    start = cut(initial, limit)
    return (
        element
        | ({"initial_value": start} if start else {})
        | ({"placeholder": plain_text(example, MAX_OPTION_VALUE)} if example else {})
    )


def radio(choices: Sequence[Choice], selected: str = "") -> dict[str, Any]:
    """Return radio buttons (at most ten)."""
    return _one_of("radio_buttons", choices, selected)


def select(choices: Sequence[Choice], selected: str = "") -> dict[str, Any]:
    """Return a drop-down list (at most a hundred)."""
    return _one_of("static_select", choices, selected)


def checkboxes(choices: Sequence[Choice], selected: Iterable[str] = ()) -> dict[str, Any]:
    """Return checkboxes (at most ten)."""
    return _some_of("checkboxes", choices, selected)


def multi_select(choices: Sequence[Choice], selected: Iterable[str] = ()) -> dict[str, Any]:
    """Return a list from which several can be taken."""
    return _some_of("multi_static_select", choices, selected)


def grouped_multi_select(groups: Mapping[str, Sequence[Choice]]) -> dict[str, Any]:
    """Return a list from which several can be taken, under headings (at most a hundred in each)."""
    return {
        "type": "multi_static_select",
        "option_groups": [
            {"label": plain_text(label, MAX_LABEL), "options": list(map(_option, choices[:MAX_OPTIONS]))}
            for label, choices in groups.items()
        ],
    }


def checkbox(label: str, *, is_checked: bool = False) -> dict[str, Any]:
    """Return a lone checkbox whose value is `YES`."""
    return checkboxes([Choice(YES, label)], [YES] if is_checked else [])


def person_select(person_id: str | None = None) -> dict[str, Any]:
    """Return a list of the workspace's people, from which one is taken."""
    return {"type": "users_select"} | ({"initial_user": person_id} if person_id else {})


def people_select(person_ids: Sequence[str] = (), limit: int = MAX_PEOPLE) -> dict[str, Any]:
    """Return a list of the workspace's people, from which several are taken."""
    element: dict[str, Any] = {"type": "multi_users_select", "max_selected_items": limit}
    return element | ({"initial_users": list(person_ids)} if person_ids else {})


def channel_select() -> dict[str, Any]:
    """Return a list of channels, without direct messages and without other companies'."""
    filters = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    return {"type": "conversations_select", "filter": filters}


def day_picker(initial: date) -> dict[str, Any]:
    """Return a calendar."""
    return {"type": "datepicker", "initial_date": initial.isoformat()}


def moment_picker(initial: datetime) -> dict[str, Any]:
    """Return a calendar with a clock, in the reader's own zone."""
    return {"type": "datetimepicker", "initial_date_time": int(initial.timestamp())}


def minute_select(t: Words, minute: int) -> dict[str, Any]:
    """Return the half hours of a day; a stored time between them stays possible."""
    minutes = sorted({*MINUTES, minute % (24 * 60)})
    return select([Choice(str(m), t.clock_time(m)) for m in minutes], str(minute % (24 * 60)))


def level_select(level: int | None) -> dict[str, Any]:
    """Return the usual levels; a stored one beyond them stays possible."""
    known = [] if level is None else [level]
    choices = [Choice(str(n), str(n)) for n in sorted({*LEVELS, *known})]
    return select(choices, "" if level is None else str(level))


def day_checkboxes(t: Words, days: Iterable[int]) -> dict[str, Any]:
    """Return the days of a week, Monday first."""
    return checkboxes([Choice(str(day), t.weekday(day)) for day in WEEK], [str(day) for day in days])


def _option(choice: Choice) -> dict[str, Any]:
    option = {"text": plain_text(choice.label, MAX_LABEL), "value": cut(choice.value, MAX_OPTION_VALUE)}
    return option | ({"description": plain_text(choice.description, MAX_LABEL)} if choice.description else {})


def _one_of(kind: str, choices: Sequence[Choice], selected: str) -> dict[str, Any]:
    element = {"type": kind, "options": [_option(choice) for choice in choices[:MAX_OPTIONS]]}
    initial = [_option(choice) for choice in choices[:MAX_OPTIONS] if choice.value == selected]
    return element | ({"initial_option": initial[0]} if initial else {})


def _some_of(kind: str, choices: Sequence[Choice], selected: Iterable[str]) -> dict[str, Any]:
    wanted = set(selected)
    element = {"type": kind, "options": [_option(choice) for choice in choices[:MAX_OPTIONS]]}
    initial = [_option(choice) for choice in choices[:MAX_OPTIONS] if choice.value in wanted]
    return element | ({"initial_options": initial} if initial else {})

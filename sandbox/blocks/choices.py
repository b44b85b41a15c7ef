"""Elements in which something is chosen: menus, checkboxes, radio buttons, dates and times."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sandbox.blocks.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    LISTED_OPTION,
    LISTED_OPTIONS,
    OPTION,
    OPTION_GROUPS,
    OPTIONS,
    OWN_ID,
    SLACK_ID,
    options,
    plain,
)
from sandbox.blocks.rules import Rule, array, boolean, every, fault, matching, number, shape, string

_COMMON = {"action_id": OWN_ID, "focus_on_load": boolean, "confirm": CONFIRM}
_IDS = array(SLACK_ID, 100, 0)
_QUERY = number(0, whole=True)
# Ten digits, as Slack writes them: from September 2001 to November 2286.
_SECONDS = number(1_000_000_000, 9_999_999_999, whole=True)


def _select(**own: Rule) -> Rule:
    return shape({}, _COMMON | {"placeholder": plain(150)} | own)


def _multi(**own: Rule) -> Rule:
    return _select(max_selected_items=number(1, whole=True), **own)


def _static(menu: Rule) -> Rule:
    return every(menu, _options_or_groups, _initial_among_options)


def _listed(**initial: Rule) -> Rule:
    return every(shape({"options": LISTED_OPTIONS}, _COMMON | initial), _initial_among_options)


def _options_or_groups(element: Any, pointer: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield fault("must define exactly one of options, option_groups", pointer)


def _initial_among_options(element: Any, pointer: str) -> Iterator[str]:
    offered = element.get("options") or [o for g in element["option_groups"] for o in g["options"]]
    if "initial_option" in element and element["initial_option"] not in offered:
        yield fault("must be one of the options", f"{pointer}/initial_option")
    for index, option in enumerate(element.get("initial_options", ())):
        if option not in offered:
            yield fault("must be one of the options", f"{pointer}/initial_options/{index}")


def _on_the_calendar(value: Any, pointer: str) -> Iterator[str]:
    try:
        date.fromisoformat(value)
    except ValueError:
        yield fault("must be a day of the calendar", pointer)


_DATE = every(matching("[0-9]{4}-[0-9]{2}-[0-9]{2}", "must be a date as YYYY-MM-DD"), _on_the_calendar)
_TIME = matching("([01][0-9]|2[0-3]):[0-5][0-9]", "must be a time as HH:mm")

CHOSEN: dict[str, Rule] = {
    "static_select": _static(_select(options=OPTIONS, option_groups=OPTION_GROUPS, initial_option=OPTION)),
    "multi_static_select": _static(
        _multi(options=OPTIONS, option_groups=OPTION_GROUPS, initial_options=OPTIONS)
    ),
    "external_select": _select(min_query_length=_QUERY, initial_option=OPTION),
    "multi_external_select": _multi(min_query_length=_QUERY, initial_options=OPTIONS),
    "users_select": _select(initial_user=SLACK_ID),
    "multi_users_select": _multi(initial_users=_IDS),
    "channels_select": _select(initial_channel=SLACK_ID, response_url_enabled=boolean),
    "multi_channels_select": _multi(initial_channels=_IDS),
    "conversations_select": _select(
        initial_conversation=SLACK_ID,
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "multi_conversations_select": _multi(
        initial_conversations=_IDS,
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "datepicker": _select(initial_date=_DATE),
    "timepicker": _select(initial_time=_TIME, timezone=string(None, 1)),
    "checkboxes": _listed(initial_options=options(LISTED_OPTION, 10)),
    "radio_buttons": _listed(initial_option=LISTED_OPTION),
}
DATE_AND_TIME: dict[str, Rule] = {"datetimepicker": shape({}, _COMMON | {"initial_date_time": _SECONDS})}
"""Apart, because it may not stand beside the text of a section."""

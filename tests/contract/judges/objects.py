"""The limits judge's shapes of the objects inside elements: options, confirmations, filters."""

from collections.abc import Iterator

from slackblocks import _limits as most

from tests.contract.judges.checks import (
    Check,
    Node,
    anything,
    either,
    flag,
    items,
    one_of,
    plain,
    shape,
    string,
    words,
)

style = one_of("primary", "danger")
https = string(most.BUTTON_URL_MAX_LENGTH, pattern=r"https?://.+")
_value = string(most.OPTION_VALUE_MAX_LENGTH)

confirm = shape(
    {"text": words(most.CONFIRMATION_TEXT_MAX_LENGTH)},
    {
        "title": plain(most.CONFIRMATION_TITLE_MAX_LENGTH),
        "confirm": plain(most.CONFIRMATION_CONFIRM_MAX_LENGTH),
        "deny": plain(most.CONFIRMATION_DENY_MAX_LENGTH),
        "style": style,
    },
)
dispatch = shape(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)},
    {},
)
workflow = shape({"trigger": shape({"url": https}, {"customizable_input_parameters": items(anything)})}, {})
conversation_filter = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    either("include", "exclude_external_shared_channels", "exclude_bot_users", both=True),
)
slack_file = shape({}, {"id": string(pattern=r"F[A-Z0-9]{8,}"), "url": https}, either("id", "url"))


def option(text: Check, *extra: str) -> Check:
    """Make a check for an option."""
    more = {"url": string(most.OPTION_URL_MAX_LENGTH)} if "url" in extra else {}
    described = words(most.OPTION_DESCRIPTION_MAX_LENGTH)
    return shape({"text": text, "value": _value}, {"description": described, **more})


plain_option = option(plain(most.OPTION_TEXT_MAX_LENGTH))
worded_option = option(words(most.OPTION_TEXT_MAX_LENGTH))
select_options = items(plain_option, most.SELECT_OPTIONS_MAX_ITEMS)
select_groups = items(
    shape(
        {
            "label": plain(most.OPTION_GROUP_LABEL_MAX_LENGTH),
            "options": items(plain_option, most.OPTION_GROUP_OPTIONS_MAX_ITEMS),
        },
        {},
    ),
    most.SELECT_OPTION_GROUPS_MAX_ITEMS,
)


def offers_the_initial(value: Node, path: str) -> Iterator[str]:
    """What is chosen at first must be one of the options, word for word."""
    groups = value.get("option_groups", [{"options": value.get("options", [])}])
    offered = [one for group in groups for one in group["options"]]
    chosen = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    for one in chosen:
        if one not in offered:
            yield f"{path}: the initial option {one.get('value')!r} isn't offered"

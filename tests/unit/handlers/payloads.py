"""Bodies of the right shape at the top and of any shape below, and the readers of handlers/parse.py."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from handlers.parse import (
    Answers,
    action_of,
    command_origin,
    command_text,
    event_of,
    event_origin,
    form_of,
    instant_of,
    interaction_origin,
    is_typed_by_a_person,
)
from messages.payload import Payload, pack

WORKSPACE = "T1"
KEYS = (
    *("type", "team", "id", "user", "trigger_id", "response_url", "view", "state", "values", "actions"),
    *("action_id", "value", "private_metadata", "event", "event_id", "text", "selected_option", "role"),
    *(
        "selected_options",
        "selected_user",
        "selected_users",
        "selected_date",
        "selected_date_time",
        "channel",
    ),
    *("channel_type", "subtype", "bot_id", "command", "team_id", "user_id", "selected_channel"),
)
packed = st.builds(
    lambda subject, revision, choice: pack(Payload(subject, revision, choice)),
    st.text("abc0", max_size=8),
    st.integers(0, 10**12),
    st.text(max_size=8),
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=20)
    | packed
    | st.sampled_from(
        ["modal", "im", "1|x|1", "2|x|0|", "1|x|-1|", "9" * 5000, "²", "2026-02-30", "yes", "4"]
    )
)
names = st.sampled_from(KEYS) | st.text(max_size=3)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6),
    max_leaves=8,
)
bodies = st.dictionaries(names, anything, max_size=6)


def _read_answers(body: Mapping[str, Any]) -> None:
    answers = Answers(body)
    for read in (
        *(answers.text, answers.choice, answers.choices, answers.number, answers.is_checked),
        *(answers.person, answers.people, answers.channel, answers.day, answers.moment),
    ):
        for name in (*KEYS, *body):
            read(name)


def _read_event(body: Mapping[str, Any]) -> None:
    is_typed_by_a_person(event_of(body))


READERS: dict[str, Callable[[Mapping[str, Any]], object]] = {
    "command origin": lambda body: command_origin(body, WORKSPACE),
    "command text": command_text,
    "interaction origin": lambda body: interaction_origin(body, WORKSPACE),
    "event origin": lambda body: event_origin(body, WORKSPACE),
    "event": _read_event,
    "action": action_of,
    "form": form_of,
    "answers": _read_answers,
    "instant": lambda body: [instant_of(key) for key in body],
}

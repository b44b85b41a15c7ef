from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.parse import (
    MAX_KEY,
    Answers,
    Origin,
    UnreadableError,
    action_of,
    command_origin,
    command_text,
    event_origin,
    form_of,
    instant_of,
    interaction_origin,
    is_typed_by_a_person,
)
from messages.payload import Payload, pack
from tests.unit.handlers.payloads import READERS, WORKSPACE, anything, bodies

CLICK: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "team": {"id": "T2"},
    "trigger_id": "1.2.a",
    "actions": [{"action_id": "poll.rate:4", "value": pack(Payload("s1", 3))}],
}


def answered(element: object, name: str = "field") -> Answers:
    return Answers({name: {name: element}})


@pytest.mark.parametrize("reader", sorted(READERS))
@settings(max_examples=40)
@given(body=bodies)
def test_any_body_is_read_or_unreadable_and_never_an_accident(reader: str, body: dict[str, Any]) -> None:
    with suppress(UnreadableError):
        READERS[reader](body)


@pytest.mark.parametrize("key", ["user", "trigger_id", "actions"])
@given(junk=anything)
def test_a_click_with_one_part_replaced_is_read_or_unreadable(key: str, junk: object) -> None:
    body = CLICK | {key: junk}
    try:
        origin, (action_id, about) = interaction_origin(body, WORKSPACE), action_of(body)
    except UnreadableError:
        return
    assert isinstance(origin.person_id, str)
    assert isinstance(action_id, str)
    assert isinstance(about, Payload)


@given(element=anything)
def test_a_field_reads_as_its_type_or_as_empty(element: object) -> None:
    answers = answered(element)
    assert isinstance(answers.text("field"), str)
    assert isinstance(answers.choice("field"), str)
    assert all(isinstance(choice, str) for choice in answers.choices("field"))
    assert all(isinstance(person, str) and person for person in answers.people("field"))
    assert isinstance(answers.person("field"), str | None)
    assert isinstance(answers.channel("field"), str | None)
    assert isinstance(answers.number("field"), int | None)
    assert isinstance(answers.day("field"), date | None)
    moment = answers.moment("field")
    assert moment is None or moment.tzinfo is UTC


def test_a_click_tells_who_what_and_about_which_thing() -> None:
    assert interaction_origin(CLICK, WORKSPACE) == Origin(WORKSPACE, "U1", "act/1.2.a", trigger_id="1.2.a")
    assert action_of(CLICK) == ("poll.rate:4", Payload("s1", 3))


def test_the_workspace_is_the_authorized_one_whatever_the_payload_names() -> None:
    assert interaction_origin(CLICK, WORKSPACE).workspace_id == WORKSPACE
    command = {"team_id": "T2", "user_id": "U1", "trigger_id": "1"}
    assert command_origin(command, WORKSPACE).workspace_id == WORKSPACE
    event = {"team_id": "T2", "event_id": "Ev1", "event": {"user": "U1"}}
    assert event_origin(event, WORKSPACE).workspace_id == WORKSPACE


@pytest.mark.parametrize("kind", ["modal", "home"])
def test_only_a_modal_can_be_changed_in_place(kind: str) -> None:
    body = CLICK | {"view": {"id": "V1", "type": kind}}
    assert interaction_origin(body, WORKSPACE).view_id == ("V1" if kind == "modal" else "")


@pytest.mark.parametrize(
    "value",
    ["0|s1|3|", "2|s1|3|", "1|s1|3", "1|s1|x|", "1|s1|-3|", "1|s1|²|", "s1", "1|" + "s" * 2000 + "|3|"],
)
def test_the_value_of_another_version_is_unreadable(value: str) -> None:
    with pytest.raises(UnreadableError):
        action_of(CLICK | {"actions": [{"action_id": "poll.rate:4", "value": value}]})


def test_a_click_without_a_value_is_about_nothing() -> None:
    assert action_of(CLICK | {"actions": [{"action_id": "help.open"}]}) == ("help.open", Payload())


def test_a_key_never_outgrows_its_column() -> None:
    assert len(interaction_origin(CLICK | {"trigger_id": "9" * 500}, WORKSPACE).key) == MAX_KEY


@pytest.mark.parametrize("user", [{"id": "U1"}, "U1"])
def test_an_event_names_its_person_in_either_form(user: object) -> None:
    body = {"event_id": "Ev1", "event": {"user": user}}
    assert event_origin(body, WORKSPACE) == Origin(WORKSPACE, "U1", "event/Ev1")


def test_an_event_about_nobody_is_readable() -> None:
    assert event_origin({"event_id": "Ev1", "event": {}}, WORKSPACE).person_id == ""


@pytest.mark.parametrize("user", [7, None, ["U1"], {"id": 7}, {}])
def test_an_event_about_somebody_without_an_id_is_unreadable(user: object) -> None:
    with pytest.raises(UnreadableError):
        event_origin({"event_id": "Ev1", "event": {"user": user}}, WORKSPACE)


@pytest.mark.parametrize(
    ("more", "is_typed"),
    [
        ({}, True),
        ({"subtype": "message_changed"}, False),
        ({"subtype": "message_deleted"}, False),
        ({"subtype": "bot_message"}, False),
        ({"bot_id": "B1"}, False),
        ({"channel_type": "channel"}, False),
        ({"channel_type": "mpim"}, False),
    ],
)
def test_only_what_a_person_types_to_the_bot_is_answered(more: dict[str, str], *, is_typed: bool) -> None:
    assert is_typed_by_a_person({"channel_type": "im", "user": "U1", "text": "hi"} | more) is is_typed


def test_spaces_in_a_command_are_made_single() -> None:
    assert command_text({"text": "  until \t 2026-09-01\n"}) == "until 2026-09-01"


def test_a_form_tells_what_it_is_about_and_what_was_filled_in() -> None:
    values = {"hope": {"hope": {"type": "plain_text_input", "value": " To learn "}}}
    about, answers = form_of({"view": {"private_metadata": pack(Payload("p1")), "state": {"values": values}}})
    assert about == Payload("p1")
    assert answers.text("hope") == "To learn"


@pytest.mark.parametrize("text", ["9" * 5000, "1e3", "-1", "²", "٣", "0x1", "1 000", ""])
def test_what_is_no_whole_number_reads_as_none(text: str) -> None:
    assert answered({"value": text}).number("field") is None


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01", "tomorrow", "", 20260901, None])
def test_an_impossible_day_reads_as_none(day: object) -> None:
    assert answered({"selected_date": day}).day("field") is None


@given(seconds=st.integers() | st.text(max_size=30))
def test_any_seconds_are_an_instant_or_none(seconds: int | str) -> None:
    instant = instant_of(seconds)
    assert instant is None or instant.tzinfo is UTC


def test_seconds_since_1970_are_an_instant() -> None:
    assert instant_of("1767225600") == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [1e9, "1767225600", None, 10**20])
def test_a_moment_that_slack_would_not_send_reads_as_none(seconds: object) -> None:
    assert answered({"selected_date_time": seconds}).moment("field") is None

"""Ids and payloads: what is packed comes back, what is not ours is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.authorization import ENTRIES
from messages.ids import Button, Form, entry_of, with_choice
from messages.payload import MAX_LENGTH, Payload, PayloadError, pack, unpack

SUBJECTS = st.text(alphabet=st.characters(exclude_characters="|"), max_size=80)
PAYLOADS = st.builds(Payload, SUBJECTS, st.integers(min_value=0, max_value=10**9), st.text(max_size=200))


@given(PAYLOADS)
def test_what_is_packed_comes_back(payload: Payload) -> None:
    assert unpack(pack(payload)) == payload


def test_the_wire_form_is_stable() -> None:
    assert pack(Payload("abc", 3, "1795510800")) == "1|abc|3|1795510800"


@pytest.mark.parametrize(
    "foreign", ["", "abc", "2|abc|3|", "1|abc", "1|abc|x|", "1|abc|-1|", "1|abc|²|", "1|a|0|" + "x" * 2000]
)
def test_what_is_not_ours_is_refused(foreign: str) -> None:
    with pytest.raises(PayloadError):
        unpack(foreign)


@given(st.text())
def test_any_text_is_a_payload_or_refused(text: str) -> None:
    try:
        assert pack(unpack(text))
    except PayloadError:
        return


@pytest.mark.parametrize("payload", [Payload("a|b"), Payload("a", -1), Payload("a", 0, "x" * MAX_LENGTH)])
def test_what_cannot_travel_is_not_packed(payload: Payload) -> None:
    with pytest.raises(PayloadError):
        pack(payload)


def test_a_choice_is_appended_and_taken_off() -> None:
    assert with_choice(Button.SESSION_PICK, "1") == "session.pick:1"
    assert entry_of("session.pick:1") == entry_of("session.pick") == Button.SESSION_PICK


def test_all_ids_stand_in_the_authorization_table() -> None:
    assert {*Button, *Form} <= set(ENTRIES)

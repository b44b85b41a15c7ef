"""Everything this room says fits into Slack, with short, long and hostile text."""

import json

import pytest

from domain.authorization import rule_for
from messages.home import home_view
from messages.ids import Button, Field, Form, entry_of
from messages.payload import unpack
from messages.words import words_for
from tests.unit.messages import home_samples, limits, outputs, samples

LONG = "W" * 200
EMOJI = "👩🏽‍🔬" * 70
HOSTILE = "<!channel> <@U1> & *bold* \u202eevil\n> quote `code` {brace} | <https://a.example|b>"
TEXTS = (samples.TEXT, LONG, EMOJI, HOSTILE, "&" * 200, "\u202e")
ENGLISH = words_for("en-US")


@pytest.mark.parametrize("text", TEXTS, ids=("plain", "long", "emoji", "hostile", "growing", "empty"))
def test_every_message_fits(text: str) -> None:
    for message in outputs.messages(ENGLISH, text):
        assert list(limits.faults(message.blocks, "message")) == []


@pytest.mark.parametrize("text", TEXTS, ids=("plain", "long", "emoji", "hostile", "growing", "empty"))
def test_every_view_fits(text: str) -> None:
    for view in outputs.views_of(ENGLISH, text):
        assert list(limits.view_faults(view)) == []
        assert len(json.dumps(view)) < 250_000


def test_every_message_has_a_text_of_its_own() -> None:
    for message in outputs.messages(ENGLISH):
        assert message.text.strip()
        assert limits.units(message.text) <= 4000


def test_every_button_stands_in_the_authorization_table() -> None:
    for blocks in _all_blocks():
        for block in blocks:
            for element in limits.elements(block):
                assert rule_for(entry_of(element["action_id"]))
                assert unpack(element["value"])


def test_every_form_stands_in_the_authorization_table() -> None:
    for view in outputs.views_of(ENGLISH):
        if "callback_id" in view:
            assert rule_for(view["callback_id"])
        if "private_metadata" in view:
            assert unpack(view["private_metadata"])


def test_every_button_and_form_of_the_table_is_used() -> None:
    clicked = {
        entry_of(e["action_id"]) for blocks in _all_blocks() for b in blocks for e in limits.elements(b)
    }
    submitted = {view.get("callback_id") for view in outputs.views_of(ENGLISH)}
    assert clicked == set(Button)
    assert set(Form) <= submitted


def test_every_field_is_asked_somewhere() -> None:
    asked = {block["block_id"] for blocks in _all_blocks() for block in blocks if block["type"] == "input"}
    assert set(Field) <= asked


def test_a_home_with_much_history_fits_on_one_tab() -> None:
    view = home_view(home_samples.home(LONG), ENGLISH)
    assert len(view["blocks"]) <= 100


def _all_blocks() -> list[list[dict[str, object]]]:
    shown = [message.blocks for message in outputs.messages(ENGLISH)]
    return shown + [view["blocks"] for view in outputs.views_of(ENGLISH)]

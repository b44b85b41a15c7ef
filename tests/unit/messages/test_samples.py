"""There is a sample of every letter and view, about nobody but its cast, and its buttons do nothing."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import messages
from domain.kinds import MessageName
from messages.catalogue import LETTERS
from messages.ids import Form
from messages.message import Message
from messages.payload import Payload, unpack
from messages.samples import letters, views
from messages.samples.cast import cast_of_one
from messages.samples.harmless import harmless, opening
from messages.words import words_for
from tests.unit.messages.limits import elements, texts

T = words_for("en-US")
ME = "U0MYSELF01"
ALONE = cast_of_one(ME, datetime(2026, 11, 24, 12, tzinfo=UTC))
ROOM = Path(messages.__file__).parent
FRAMES = {"form", "modal", "home"}
"""What views are made with."""


def test_every_letter_has_a_sample() -> None:
    assert set(letters.FACTS) == set(LETTERS)


def test_every_form_has_a_sample_under_its_own_id() -> None:
    for form in Form:
        assert views.VIEWS[form](ALONE, T)["callback_id"] == form


def test_every_builder_of_a_view_has_a_sample() -> None:
    called = {name for build in views.VIEWS.values() for name in build.__code__.co_names}
    assert set(_view_builders()) - FRAMES <= called


def _view_builders() -> Iterator[str]:
    for file in ROOM.glob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or node) == "View":
                yield node.name


def test_a_cast_of_one_names_nobody_else() -> None:
    for shown in [*_messages(), *_views()]:
        named = set(re.findall(r"\b[UW][A-Z0-9]{8,}\b", str(shown)))
        assert named <= {ME}


def test_the_opening_counts_and_warns() -> None:
    assert "What follows are 43 samples" in opening(43, T).text
    assert "their buttons do nothing" in opening(43, T).text


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_harmless_buttons_look_the_same_and_are_about_the_sample(name: MessageName) -> None:
    real = letters.sample_letter(name, ALONE, T)
    sample = harmless(real)
    assert sample.text == real.text
    assert [text["text"] for text in texts(sample.blocks)] == [text["text"] for text in texts(real.blocks)]
    for button in (element for block in sample.blocks for element in elements(block)):
        assert unpack(button["value"]) == Payload("sample")


def _messages() -> list[Message]:
    return [letters.sample_letter(name, ALONE, T) for name in LETTERS]


def _views() -> list[dict[str, Any]]:
    return [build(ALONE, T) for build in views.VIEWS.values()]

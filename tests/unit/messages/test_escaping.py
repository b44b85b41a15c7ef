"""Whatever somebody types, it stays text: no mention, link, date, formatting or trick with direction."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.text import INLINE_LIMIT, clean, cut, cut_mrkdwn, escape, length, lines, mention
from messages.words import words_for
from tests.unit.messages import outputs
from tests.unit.messages.limits import texts

MARKS = st.sampled_from(
    [
        *(
            "<!channel>",
            "<!here>",
            "<@U1>",
            "<#C1>",
            "<!date^1^{date}|x>",
            "<https://a.example|b>",
            "\n> quote",
        ),
        *("*b*", "_i_", "~s~", "`c`", "&amp;", "{name}", "%s", "\u202e", "\u2066", "\u200f", "\x00"),
        *("👩🏽‍🔬", "🇩🇪🇫🇷", "é", "e\u0301"),
    ]
)
TYPED = st.lists(st.one_of(MARKS, st.text(max_size=20)), max_size=30).map("".join)
OURS = re.compile(
    r"<@[A-Za-z0-9]+>|<#[A-Za-z0-9]+>|<!date\^\d+\^\{date_long_pretty\} at \{time\}\|[^<>|]+>|&(?:amp|lt|gt);"
)


@given(TYPED)
def test_escaped_text_holds_no_markup(typed: str) -> None:
    shown = escape(typed)
    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)|`|\n", shown)
    assert not re.search(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])", shown)


@given(TYPED)
def test_clean_text_turns_no_direction_and_holds_no_control(typed: str) -> None:
    for character in clean(typed):
        assert unicodedata.bidirectional(character) not in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI"}
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}


@given(TYPED, st.integers(min_value=1, max_value=40))
def test_cut_text_is_never_longer_and_never_ends_inside_a_character(typed: str, limit: int) -> None:
    short = cut(clean(typed), limit)
    assert length(short) <= limit
    rest = clean(typed)[len(short.removesuffix("…")) :]
    if short != clean(typed) and rest:
        assert not unicodedata.combining(rest.lstrip()[:1] or "x")


@given(TYPED, st.integers(min_value=1, max_value=60))
def test_cut_mrkdwn_never_ends_inside_a_mention_or_an_entity(typed: str, limit: int) -> None:
    short = cut_mrkdwn(lines(mention("U0PARTNER1"), escape(typed), mention("U0VIEWER01")), limit)
    assert length(short) <= limit
    assert not re.search(r"[<>&]", OURS.sub("", short))


@given(TYPED)
def test_a_value_inside_a_sentence_is_bounded(typed: str) -> None:
    assert (
        length(escape(typed).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")) <= INLINE_LIMIT
    )


def test_a_mention_takes_only_an_id() -> None:
    assert mention("U1> <!channel") == "<@U1channel>"


def test_a_word_with_marks_inside_stays_as_it_is() -> None:
    assert escape("snake_case 2*3") == "snake_case 2*3"


def test_half_a_flag_is_never_left() -> None:
    assert cut("🇩🇪🇫🇷🇮🇹", 7) == "🇩🇪…"


@pytest.mark.parametrize(
    "typed", ["<!channel>", "<@U0EVIL0001>", "*x*<https://e.example|i>", "a\n>&lt;!here&gt;"]
)
def test_no_message_makes_markup_of_typed_text(typed: str) -> None:
    for text in _shown(typed):
        bare = OURS.sub("", text["text"]) if text["type"] == "mrkdwn" else ""
        assert not re.search(r"[<>&]", bare)


@settings(max_examples=5, deadline=None)
@given(TYPED.filter(lambda typed: bool(clean(typed))))
def test_no_message_makes_markup_of_anything(typed: str) -> None:
    for text in _shown(typed):
        if text["type"] == "mrkdwn":
            assert not re.search(r"[<>&]", OURS.sub("", text["text"]))


def _shown(typed: str) -> Iterator[dict[str, Any]]:
    for output in outputs.everything(words_for("en-US"), typed):
        if isinstance(output, dict):
            yield from texts(output["blocks"])
        else:
            yield {"type": "mrkdwn", "text": output.text}
            yield from texts(output.blocks)

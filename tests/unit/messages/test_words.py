"""Words: every visible text goes through the catalogue, dates and lists follow the language."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from messages.text import clean, escape
from messages.words import CATALOGUES, PSEUDO_LOCALE, words_for
from tests.unit.messages import outputs, samples
from tests.unit.messages.limits import texts

ROOM = Path(CATALOGUES).parent
KEYWORDS: dict[str, Any] = {"t": None, "tn": (1, 2), "plain": None}
TYPED = "§typed§"
LETTER = re.compile(r"[^\W\d_]")


def test_no_visible_text_bypasses_the_catalogue() -> None:
    t = words_for(PSEUDO_LOCALE)
    for output in outputs.everything(t, TYPED):
        blocks = output["blocks"] if isinstance(output, dict) else output.blocks
        for text in texts(blocks):
            assert not LETTER.search(_outside_brackets(text["text"])), text["text"]
        if not isinstance(output, dict):
            assert not LETTER.search(_outside_brackets(output.text)), output.text


def _outside_brackets(text: str) -> str:
    """What is left without our words, typed text, topics of the samples and Slack's tokens."""
    bare = re.sub(r"<!date[^>]*>|<[@#][^>]*>|&(amp|lt|gt);", "", text)
    bare = bare.replace(TYPED, "").replace("Reels", "")
    while bare != (bare := re.sub(r"⟦[^⟦⟧]*⟧", "", bare)):
        pass
    bare = re.sub(r"⟦.*…$", "", bare, flags=re.DOTALL)
    return re.sub(r"^Topic \d+$", "", bare)


def test_the_catalogue_of_texts_is_up_to_date() -> None:
    found = Catalog()
    for _, _, message, _, _ in extract_from_dir(ROOM, keywords=KEYWORDS):
        found.add(message)
    with (CATALOGUES / "rm.pot").open("rb") as file:
        kept = read_po(file)
    assert {m.id for m in found if m.id} == {m.id for m in kept if m.id}, "run: make messages"


def test_a_language_without_a_catalogue_is_english_throughout() -> None:
    t = words_for("pl-PL")
    assert t.date(samples.DAY) == "Tuesday, December 1, 2026"
    assert t("Join") == "Join"


def test_an_unknown_locale_is_english() -> None:
    assert words_for("??")("Join") == "Join"


def test_british_dates_put_the_day_first() -> None:
    assert words_for("en-GB").date(samples.DAY) == "Tuesday, 1 December 2026"


def test_a_moment_is_a_date_token_with_the_viewers_own_time_as_fallback() -> None:
    token = words_for("en-GB").moment(datetime(2026, 11, 24, 9, tzinfo=UTC), "Europe/Berlin")
    assert token == ("<!date^1795510800^{date_long_pretty} at {time}|Tuesday 24 November at 10:00 CET>")


def test_a_button_shows_a_moment_in_the_viewers_zone() -> None:
    t = words_for("en-GB")
    assert t.short_moment(datetime(2026, 11, 24, 20, tzinfo=UTC), "Asia/Kathmandu") == "Wed 25 Nov, 01:45"


def test_a_plural_takes_its_figure() -> None:
    t = words_for("en")
    assert [t.tn("{n} pair", "{n} pairs", n) for n in (0, 1, 2)] == ["0 pairs", "1 pair", "2 pairs"]


def test_values_are_escaped_and_our_own_words_are_not() -> None:
    t = words_for("en")
    assert t("Hello {name}", name="<b>") == "Hello &lt;b&gt;"
    assert t("Hello {name}", name=t("*{x}*", x="&")) == "Hello *&amp;*"


def test_a_plain_text_is_not_escaped() -> None:
    assert words_for("en").plain("Round of {name}", name="R&D <x>") == "Round of R&D <x>"


def test_braces_in_typed_text_are_text() -> None:
    assert words_for("en")("Hello {name}", name="{0.__class__}") == f"Hello {escape('{0.__class__}')}"
    assert clean("{x}") == "{x}"

"""The form of a program's topics holds every list there can be; what is drawn is what is read back."""

from dataclasses import replace
from typing import Any

import pytest

from domain.facts.program import TopicsEdited, TopicsForm
from domain.topics.lines import TopicLine, marks_of, parse_lines
from domain.topics.shipped import catalogue
from handlers.forms import join_request
from handlers.parse import Answers
from messages.ids import TOPIC_FIELDS, Field
from messages.joining_form import join_form
from messages.payload import unpack
from messages.topics import topics_edited, topics_form
from messages.words import words_for
from tests.unit.messages import samples

T = words_for("en-US")
LONGEST = tuple(TopicLine(f"{n:03}{'x' * 72}", (f"{n:03}{'y' * 72}",) * 2 + ("z" * 69,)) for n in range(100))


def _inputs(lines: tuple[TopicLine, ...]) -> dict[str, dict[str, Any]]:
    view = topics_form(TopicsForm(samples.choice(), lines), T)
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def _offered(lines: tuple[TopicLine, ...]) -> list[str]:
    groups = _inputs(lines)[Field.CATALOGUE]["option_groups"]
    return [option["value"] for group in groups for option in group["options"]]


def test_the_longest_list_fits_and_comes_back_whole() -> None:
    inputs = _inputs(LONGEST)
    drawn = [inputs[name]["initial_value"] for name in TOPIC_FIELDS if name in inputs]
    assert len(drawn) > 1
    assert all(len(text) <= 3000 for text in drawn)
    assert "\n".join(drawn).splitlines() == [str(line) for line in LONGEST]


def test_the_form_carries_a_mark_of_each_line() -> None:
    view = topics_form(TopicsForm(samples.choice(), LONGEST), T)
    assert unpack(view["private_metadata"]).choice == marks_of(LONGEST)


def test_a_program_without_topics_can_get_some() -> None:
    inputs = _inputs(())
    assert Field.TOPICS in inputs
    assert Field.RENAMED not in inputs
    assert len(_offered(())) == len(catalogue().topics)


def test_the_catalogue_offers_only_what_the_program_has_under_no_name() -> None:
    offered = _offered((TopicLine("ChatGPT"), TopicLine("Deals", ("Negotiating",))))
    assert "Social media" in offered
    assert not {"AI tools at work", "Negotiating"} & set(offered)


def test_the_receipt_says_what_becomes_of_choices() -> None:
    text = topics_edited(
        TopicsEdited(samples.choice(), 3, added=("Rowing",), removed=("Fax",), renamed=(("AI", "Robots"),)), T
    ).blocks[0]["text"]["text"]
    assert "3 topics" in text
    assert "“Fax” is removed; whoever chose it keeps it in their own words" in text
    assert "“AI” is now “Robots”, also for whoever chose it" in text


@pytest.mark.parametrize(
    "own", [("Knitting", "Chess"), ("Strategy, and P&L", "Chess"), ("Strategy, and P&L",), ()]
)
def test_own_topics_come_back_from_the_join_form_as_they_were(own: tuple[str, ...]) -> None:
    form = samples.join_forms()[0]
    view = join_form(replace(form, current=replace(form.current, teaches=own)), T)
    blocks = {block.get("block_id"): block for block in view["blocks"]}
    drawn = blocks["other_teaches"]["element"].get("initial_value", "")
    answers: dict[str, Any] = {
        "role": {"role": {"selected_option": {"value": "mentor"}}},
        "other_teaches": {"other_teaches": {"value": drawn}},
    }
    assert join_request("p", Answers(answers)).teaches == own


def test_lines_are_read_as_they_are_drawn() -> None:
    assert parse_lines("\n".join(map(str, LONGEST))) == tuple(
        TopicLine(line.topic, tuple(dict.fromkeys(line.synonyms))) for line in LONGEST
    )

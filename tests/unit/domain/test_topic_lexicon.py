"""Free text finds its topic, or stays as it was typed; a program's own words go first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.topics.lexicon import inclusion_topics, program_lexicon, shipped_lexicon
from domain.topics.lines import TopicLine

AI, SOCIAL, PL, LEADING = "AI tools at work", "Social media", "Profit and loss", "Leading a team"
SHIPPED = shipped_lexicon()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("KI", AI),
        ("chatgpt", AI),
        ("  ChatGPT ", AI),
        ("IA générative", AI),
        ("ia generative", AI),
        ("Künstliche Intelligenz", AI),
        ("kuenstliche Intelligenz", AI),
        ("Kunstliche Intelligens", AI),
        ("AI at work", AI),
        ("l'IA", AI),
        ("SOCIAL-MEDIA", SOCIAL),
        ("media social", SOCIAL),
        ("Réseaux sociaux", SOCIAL),
        ("Instagram & Facebook", SOCIAL),
        ("P&L", PL),
        ("P and L", PL),
        ("GuV", PL),
        ("leadreship", LEADING),
        ("leadership basics", LEADING),
    ],
)
def test_what_people_type_finds_its_topic(text: str, topic: str) -> None:
    assert SHIPPED.find(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        *("Java", "JavaScript", "C++", "C#", "C", "Dental health", "Excellence", "Salsa", "Sage", "Marking"),
        *("Social dancing", "Remote control", "Strategy games", "", " ", "&", "🎉", "and of the"),
    ],
)
def test_a_near_miss_finds_nothing(text: str) -> None:
    assert SHIPPED.find(text) is None
    assert SHIPPED.named(text) == text


def test_java_and_javascript_stay_two_topics_of_a_program() -> None:
    both = program_lexicon([TopicLine("Java"), TopicLine("JavaScript")])
    assert [both.find(text) for text in ("java", "javascript", "Java Script", "javascrpit")] == [
        *("Java", "JavaScript", "JavaScript", "JavaScript")
    ]


def test_signs_tell_c_from_its_children() -> None:
    three = program_lexicon([TopicLine("C"), TopicLine("C++"), TopicLine("C#")])
    assert [three.find(text) for text in ("c", "c++", "c#")] == ["C", "C++", "C#"]


def test_a_slip_that_lies_between_two_topics_is_left_alone() -> None:
    two = program_lexicon([TopicLine("Grading"), TopicLine("Grazing")])
    assert two.find("Graping") is None


def test_a_programs_own_topic_takes_what_is_shipped_for_it() -> None:
    own = program_lexicon([TopicLine("ChatGPT")])
    assert [own.find(text) for text in ("KI", "chat gpt", "Copilot")] == ["ChatGPT"] * 3


def test_a_shipped_name_as_a_synonym_brings_all_that_is_shipped_for_it() -> None:
    own = program_lexicon([TopicLine("AI at our bank", ("AI tools at work",))])
    assert own.find("KI") == "AI at our bank"


def test_one_shipped_synonym_brings_no_others() -> None:
    own = program_lexicon([TopicLine("Our channel", ("TikTok",))])
    assert [own.find(text) for text in ("tik tok", "podcast")] == ["Our channel", "Short video and podcasts"]


def test_the_topic_of_the_shipped_name_goes_before_another_that_means_it() -> None:
    own = program_lexicon([TopicLine("ChatGPT"), TopicLine(AI)])
    assert [own.find(text) for text in ("chatgpt", "KI")] == ["ChatGPT", AI]


def test_what_two_topics_claim_alike_stays_with_the_shipped_name() -> None:
    own = program_lexicon([TopicLine("ChatGPT"), TopicLine("Copilot")])
    assert own.find("KI") == AI


def test_a_name_goes_before_a_synonym_and_a_programs_word_before_the_catalogue() -> None:
    own = program_lexicon([TopicLine("Excel"), TopicLine("Numbers", ("SQL", "Excel"))])
    assert [own.find(text) for text in ("excel", "sql")] == ["Excel", "Numbers"]


def test_topics_about_inclusion_are_told_by_name_and_by_a_programs_synonyms() -> None:
    texts = ["Diversity", "inclusion", "Excel", "Women@Bank"]
    assert inclusion_topics(texts) == {"Diversity", "inclusion"}
    own = [TopicLine("Women@Bank", ("gender equality",)), TopicLine("Excel")]
    assert inclusion_topics(texts, own) == {"Diversity", "inclusion", "Women@Bank"}


@given(st.text(max_size=80))
def test_any_text_is_mapped_to_a_known_topic_or_kept(text: str) -> None:
    assert SHIPPED.named(text) in {text, *SHIPPED.runs.values()}
    assert SHIPPED.find(text) == SHIPPED.find(text)

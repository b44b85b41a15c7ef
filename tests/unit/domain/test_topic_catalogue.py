"""The shipped catalogue is clean: keys and names are its own, and no word belongs to two topics."""

from collections import defaultdict

from domain.topics.lexicon import shipped_lexicon
from domain.topics.shipped import LANGUAGES, catalogue
from domain.topics.spelling import bag, spellings, squashed
from messages.topics import suggested_topics
from messages.words import words_for

LONGEST_OPTION = 75
TOPICS = catalogue().topics


def test_there_are_enough_topics_on_both_sides() -> None:
    assert len(TOPICS) >= 120
    assert min(len(catalogue().teach), len(catalogue().give_back)) >= 50


def test_keys_and_names_are_unique_and_fit_into_a_list_of_slacks() -> None:
    assert (
        len({topic.key for topic in TOPICS}) == len({squashed(topic.name) for topic in TOPICS}) == len(TOPICS)
    )
    assert all(len(topic.name) <= LONGEST_OPTION for topic in TOPICS)
    assert not any(set(topic.name) & set(":,") for topic in TOPICS)


def test_no_word_belongs_to_two_topics_however_it_is_spelt() -> None:
    owners = defaultdict(set)
    for topic in TOPICS:
        for word in (topic.name, *topic.synonyms):
            for spelling in spellings(word):
                owners[squashed(spelling)].add(topic.key)
                owners[" ".join(bag(spelling))].add(topic.key)
    assert {word: keys for word, keys in owners.items() if len(keys) > 1} == {}


def test_every_topic_has_words_in_every_language() -> None:
    assert LANGUAGES == ("en", "de", "fr", "es", "pt")
    assert all(len(topic.synonyms) >= len(LANGUAGES) for topic in TOPICS)


def test_every_name_and_synonym_finds_its_own_topic() -> None:
    find = shipped_lexicon().find
    wrong = {w: find(w) for t in TOPICS for w in (t.name, *t.synonyms) if find(w) != t.name}
    assert wrong == {}


def test_the_topics_suggested_at_set_up_are_in_the_catalogue() -> None:
    assert set(suggested_topics(words_for("en"))) <= {topic.name for topic in TOPICS}


def test_topics_about_who_people_are_count_as_inclusion_and_trades_do_not() -> None:
    flagged = {topic.key for topic in TOPICS if topic.is_inclusion}
    assert {"inclusion", "gender", "lgbtq", "disability", "ethnicity", "neurodiversity"} <= flagged
    assert not {"ai_tools", "strategy", "well_being", "cultures"} & flagged

"""A program's topics as lines: what is drawn is read back, and two people who edit at once lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from domain.topics.lines import TopicLine, marks_of, merged, parse_lines

AI, EXCEL, ROWING = TopicLine("AI", ("KI", "IA")), TopicLine("Excel"), TopicLine("Rowing")
SHOWN = (AI, EXCEL)
WORDS = st.text("abcxyz019", min_size=1, max_size=9)
LINES = st.lists(
    st.builds(TopicLine, WORDS, st.lists(WORDS, max_size=3).map(tuple)),
    max_size=6,
    unique_by=lambda x: x.topic,
)


def _text(*lines: TopicLine) -> str:
    return "\n".join(map(str, lines))


def test_a_line_is_a_topic_and_after_a_colon_its_synonyms() -> None:
    assert parse_lines("AI: KI, IA\n\n  Excel \n") == (AI, EXCEL)
    assert _text(*SHOWN) == "AI: KI, IA\nExcel"


def test_empty_words_and_the_topic_itself_are_no_synonyms() -> None:
    assert parse_lines("AI: , KI,, ai , IA,KI\n: nothing") == (AI,)


def test_a_topic_named_twice_is_one_with_the_synonyms_of_both() -> None:
    assert parse_lines("AI: KI\nai: IA\nExcel") == SHOWN


def test_an_older_name_may_hold_a_colon() -> None:
    older = TopicLine("Excel: pivot tables")
    assert parse_lines(str(older), {older.topic}) == (older,)
    assert parse_lines(f"{older}: Pivots", {older.topic}) == (TopicLine(older.topic, ("Pivots",)),)


def test_alone_one_gets_what_one_typed() -> None:
    typed = (ROWING, TopicLine("AI", ("GPT",)))
    assert merged(marks_of(SHOWN), typed, SHOWN) == typed


def test_what_another_added_stays() -> None:
    assert merged(marks_of(SHOWN), (AI, EXCEL), (*SHOWN, ROWING)) == (*SHOWN, ROWING)
    assert merged(marks_of(SHOWN), (EXCEL,), (*SHOWN, ROWING)) == (EXCEL, ROWING)


def test_what_another_removed_or_renamed_stays_so() -> None:
    assert merged(marks_of(SHOWN), (AI, EXCEL, ROWING), (AI,)) == (AI, ROWING)
    renamed = TopicLine("Sheets", ("Excel",))
    assert merged(marks_of(SHOWN), (AI, EXCEL, ROWING), (AI, renamed)) == (AI, ROWING, renamed)


def test_synonyms_that_both_gave_one_topic_all_stand() -> None:
    theirs, hers = TopicLine("Excel", ("Sheets",)), TopicLine("Excel", ("Calc",))
    assert merged(marks_of(SHOWN), (AI, hers), (AI, theirs)) == (AI, TopicLine("Excel", ("Calc", "Sheets")))
    assert merged(marks_of(SHOWN), (AI, EXCEL), (AI, theirs)) == (AI, theirs)


def test_what_another_changed_is_not_removed() -> None:
    theirs = TopicLine("Excel", ("Sheets",))
    assert merged(marks_of(SHOWN), (AI,), (AI, theirs)) == (AI, theirs)


def test_both_adding_one_topic_make_one() -> None:
    assert merged(marks_of(SHOWN), (*SHOWN, TopicLine("rowing", ("oars",))), (*SHOWN, ROWING)) == (
        *SHOWN,
        TopicLine("rowing", ("oars",)),
    )


@given(LINES, LINES)
def test_a_form_sent_untouched_changes_nothing(shown: list[TopicLine], now: list[TopicLine]) -> None:
    kept = merged(marks_of(shown), shown, now)
    assert {line.topic for line in now} == {line.topic for line in kept}

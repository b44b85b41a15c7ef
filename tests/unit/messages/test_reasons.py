"""Reasons: every code of the matcher has words, each reader gets those meant for her, and nobody is blamed."""

from dataclasses import fields, replace

import pytest

from domain.facts.pair import Introduction, Reason
from domain.facts.round import Outlook, Relaxation, TightSet
from domain.kinds import Side
from messages.matching import left_out
from messages.pairs import introduction
from messages.proposals import proposal, proposal_view
from messages.reasons import (
    competition,
    fresh_partners,
    kind_reason,
    limit_text,
    no_partner,
    reason_text,
    waterfall,
    what_would_help,
    why_you_two,
)
from messages.samples import rounds
from messages.words import words_for, words_for_terminal
from tests.unit.messages import samples

T = words_for("en-US")
LIMITS = ("level", "reporting_line", "hours", "language", "history")
TERMS = ("topics", "reciprocity", "department", "site", "hours", "style", "waited")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("topics", "the mentor teaches what the mentee wants: ai and video"),
        ("reciprocity", "the mentee can give back: ai and video"),
        ("department", "different departments"),
        ("site", "different sites"),
        ("hours", "shared hours to meet"),
        ("style", "they like to work alike"),
        ("waited", "one of them has waited since an earlier round"),
        ("a term of tomorrow", "a wish one of them stated"),
    ],
)
def test_every_term_has_words(name: str, words: str) -> None:
    assert reason_text(Reason(name, 8, ("ai", "video")), T) == words


def test_every_limit_of_the_matcher_has_words_of_its_own_but_blocks() -> None:
    said = [limit_text(limit, T) for limit in LIMITS]
    assert len(set(said)) == len(LIMITS)
    assert "other limits" not in said


def test_a_do_not_pair_list_never_shows_in_an_explanation() -> None:
    assert limit_text("blocked", T) == limit_text("other_limits", T) == "other limits"


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("hours", "nobody is left after shared hours"),
        ("candidates", "nobody has signed up on the other side"),
        ("competition", "there are more people than places"),
        ("other_limits", "nobody is left after other limits"),
    ],
)
def test_what_took_the_last_candidate_is_said(reason: str, why: str) -> None:
    assert no_partner(T("{x}", x="Zoe"), reason, T) == f"Zoe has no partner: {why}."


def test_the_waterfall_goes_in_the_matchers_order() -> None:
    steps = (("candidates", 200), ("level", 195), ("hours", 66), ("language", 5), ("history", 0))
    assert waterfall(steps, T) == (
        "200 candidates → 195 after level → 66 after shared hours → 5 after language → 0 after earlier partners"
    )
    assert waterfall((("candidates", 1),), T) == "1 candidate"


@pytest.mark.parametrize(
    ("tight", "words"),
    [
        (TightSet(Side.MENTEE, 6, 5, 5), "6 mentees compete for the same 5 mentors."),
        (TightSet(Side.MENTEE, 4, 2, 3), "4 mentees compete for 3 places with the same 2 mentors."),
        (TightSet(Side.MENTOR, 2, 1, 1), "2 mentors compete for the same mentee."),
        (TightSet(Side.MENTOR, 1, 1, 2), "1 mentor competes for 2 places with the same mentee."),
    ],
)
def test_the_tight_set_counts_and_names_nobody(tight: TightSet, words: str) -> None:
    assert competition(tight, T) == words


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("level", "If levels mattered less, 5 people would be possible."),
        ("hours", "If meeting hours could overlap less, 5 people would be possible."),
        ("language", "With one more language in common, 5 people would be possible."),
        ("history", "If earlier partners could meet again, 5 people would be possible."),
    ],
)
def test_what_would_help_is_a_suggestion(limit: str, words: str) -> None:
    assert what_would_help(Relaxation(limit, 5), T) == words
    one = what_would_help(Relaxation(limit, 1), T)
    assert one is not None
    assert "1 person would be possible" in one


@pytest.mark.parametrize("limit", ["reporting_line", "other_limits", "candidates", "blocked"])
def test_the_reporting_line_and_other_limits_are_never_to_be_eased(limit: str) -> None:
    assert what_would_help(Relaxation(limit, 5), T) is None


def test_who_is_left_out_reads_the_same_for_all_that_could_hurt_or_betray() -> None:
    kind = "It has nothing to do with you: the right partner just wasn't there this time."
    assert {kind_reason(reason, T) for reason in ("level", "reporting_line", "other_limits", "new")} == {kind}


def test_every_other_reason_has_a_kind_word_of_its_own() -> None:
    said = [
        kind_reason(reason, T) for reason in ("candidates", "competition", "hours", "language", "history")
    ]
    assert len(set(said)) == len(said)
    assert kind_reason("level", T) not in said


def test_the_kind_message_is_the_general_word_without_counts() -> None:
    for fact in samples.left_outs():
        text = left_out(fact, T).text
        assert kind_reason(fact.reason, T) in text
        assert not any(character.isdigit() for character in text)


def test_the_two_read_what_they_share_and_how_they_differ() -> None:
    fact = replace(samples.introductions()[0], mentor_teaches=("ai",), mentee_teaches=("budgets",))
    assert why_you_two(fact, T) == [
        f"Why you two? <@{samples.VIEWER}> can teach ai.",
        f"<@{samples.PARTNER}> can give back budgets.",
        "You come from different departments and sites, so there is much to discover.",
    ]


def test_the_introduction_knows_neither_points_nor_waiting() -> None:
    names = {field.name for field in fields(Introduction)}
    assert not names & {"score", "reasons", "points", "waited", "rounds_waited"}
    for fact in samples.introductions():
        text = introduction(fact, T).text
        assert "waited" not in text
        assert "points" not in text


def test_the_coordinator_reads_the_terms_in_the_order_of_the_matcher() -> None:
    text = str(proposal_view(samples.proposal(size=1), 0, T))
    places = [text.index(reason_text(Reason(name, 5, (samples.TEXT,)), T)) for name in TERMS]
    assert places == sorted(places)


def test_the_coordinators_view_shows_competition_and_the_one_suggestion() -> None:
    text = str(proposal_view(samples.proposal(size=2), 0, T))
    assert "8 mentors compete for the same 7 mentees." in text
    assert "If meeting hours could overlap less, 9 people would be possible." in text


@pytest.mark.parametrize(
    ("outlook", "who", "helps"),
    [
        (Outlook(4, (Side.MENTOR,), "level"), "4 people", "New mentors, or a smaller level gap,"),
        (
            Outlook(1, (Side.MENTEE,), "hours"),
            "1 person",
            "New mentees, or a shorter overlap of meeting hours,",
        ),
        (Outlook(2, (Side.MENTEE, Side.MENTOR), None), "2 people", "New mentors and mentees"),
    ],
)
def test_the_coordinator_hears_two_rounds_ahead_that_fresh_partners_run_out(
    outlook: Outlook, who: str, helps: str
) -> None:
    words = f"From the round after next on, {who} may have nobody new to meet here. {helps} would help."
    summary = replace(rounds.summary(samples.cast()), outlook=outlook)
    assert fresh_partners(outlook, T) == words
    assert words in proposal(summary, T).text
    assert words not in proposal(replace(summary, outlook=None), T).text
    assert words in str(proposal_view(replace(samples.proposal(size=1), outlook=outlook), 0, T))


def test_a_terminal_shows_foreign_text_as_it_was_typed() -> None:
    t = words_for_terminal()
    assert reason_text(Reason("topics", 8, ("r&d", "_x_")), t).endswith(": r&d and _x_")
    assert no_partner("<zoe>\x1b[2J", "level", t).startswith("<zoe>[2J has no partner")

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import UnclearReport
from domain.facts.report import FunnelCount, FunnelStep, Group, Outcome, Period, Report, Split, Withheld
from messages.message import Message
from messages.report import report_message, report_summary, report_tables, report_usage
from messages.report_charts import BAR_WIDTH, bar, short_labels
from messages.text import length
from messages.words import words_for
from sandbox.blocks.check import message_faults
from tests.unit.reporting.sample_report import MONDAY, REPORT, reports

t = words_for("en-US")
HEADLINES = [
    *("Invited: 120", "Joined: 40", "Matched: 36", "Met once: 31", "Met as planned: 17"),
    *("Completed a round: 22", "Rejoined: 14"),
    "People with a partner: 92% (36 of 39; target 70%).",
    "Sessions held of those planned by now: 73% (59 of 80; target 80%).",
    "Pairs that met lately: 81% (13 of 16; target 75%).",
    "Median time to the first session: 12.5 days.",
    "2 pairs are stuck.",
    "3 sessions are disputed.",
    "Polls answered: 60–69%.",
]
OUTCOME = [
    "Usefulness: 4.0 of 5 (40–49 answers; target 4.0).",
    "Mentors: 4.5–5 of 5.",
    "Mentees: 3.5 of 5.",
    "“I see my future here”: 2.5 before, 3.5 at the end (+1.0).",
]


def blocks_of(message: Message, kind: str) -> list[dict[str, Any]]:
    return [block for block in message.blocks if block["type"] == kind]


def shown(message: Message) -> str:
    return "\n".join(block["text"]["text"] for block in message.blocks if "text" in block)


@pytest.mark.parametrize("is_rich", [True, False])
@pytest.mark.parametrize("headline", [*HEADLINES, *OUTCOME])
def test_the_text_tells_every_headline_figure(headline: str, is_rich: bool) -> None:
    assert headline in report_message(REPORT, t, is_rich=is_rich).text


@pytest.mark.parametrize("headline", HEADLINES)
def test_the_summary_tells_funnel_and_health(headline: str) -> None:
    assert headline in report_summary(REPORT, t).text


def test_the_summary_says_what_changed_and_what_to_do() -> None:
    said = report_summary(REPORT, t).text
    assert "Held in week 2026-W21: 46 of 62 planned sessions. The week before: 7 of 10" in said
    assert "First, please look at the pairs that are stuck." in said


def test_the_week_that_still_runs_is_not_compared() -> None:
    period = Period(None, None, None, REPORT.weeks[2].starts_on)
    assert "Held in week 2026-W20: 7 of 10" in report_summary(replace(REPORT, period=period), t).text


@given(reports(), st.booleans(), st.sampled_from(["en", "xx", "de-DE"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_report_keeps_within_slacks_limits(report: Report, is_rich: bool, locale: str) -> None:
    message = report_message(report, words_for(locale), is_rich=is_rich)
    assert message_faults(message.blocks) == []
    assert len(message.text) < 4000
    assert not is_rich or "█" not in shown(message)
    assert is_rich or not blocks_of(message, "data_visualization") + blocks_of(message, "data_table")


@given(reports())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_charts_and_tables_follow_the_edge_rules(report: Report) -> None:
    message = report_message(report, t, is_rich=True)
    charts = [block["chart"] for block in blocks_of(message, "data_visualization")]
    assert len(charts) <= 2
    for chart in charts:
        categories = chart["axis_config"]["categories"]
        assert len(categories) == len(set(categories)) <= 20
        for series in chart["series"]:
            assert [point["label"] for point in series["data"]] == categories
    cells = [cell for block in blocks_of(message, "data_table") for row in block["rows"] for cell in row]
    assert all(cell["text"].strip() for cell in cells)
    assert sum(length(cell["text"]) for cell in cells) <= 20_000


@given(st.lists(st.text(max_size=40), max_size=30))
def test_labels_are_short_filled_and_all_different(names: list[str]) -> None:
    labels = short_labels(names)
    assert len(set(labels)) == len(labels) == len(names)
    assert all(1 <= length(label) <= 20 for label in labels)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_bar_is_full_or_empty_only_for_all_or_nothing(one: int, other: int) -> None:
    part, whole = sorted((one, other))
    drawn = bar(part, whole)
    assert len(drawn) == BAR_WIDTH
    assert drawn.count("█") == (0 if not part else 20) or 0 < part < whole


def test_the_charts_show_weeks_and_funnel() -> None:
    weeks, funnel = (
        block["chart"] for block in blocks_of(report_message(REPORT, t, is_rich=True), "data_visualization")
    )
    assert weeks["series"][0] == {
        "name": "Held",
        "data": [
            {"label": "2026-W19", "value": 6},
            {"label": "2026-W20", "value": 7},
            {"label": "2026-W21", "value": 46},
        ],
    }
    assert [point["value"] for point in weeks["series"][1]["data"]] == [8, 10, 62]
    assert [point["value"] for point in funnel["series"][0]["data"]] == [120, 40, 36, 31, 17, 22, 14]


def test_the_classic_form_shows_the_same_figures_as_bars() -> None:
    said = shown(report_message(REPORT, t, is_rich=False))
    assert "`2026-W19` ███████████████░░░░░ 6 of 8" in said
    assert "██████░░░░░░░░░░░░░░ 40 · Joined" in said
    assert "People with a partner: 92% (36 of 39; target 70%)." in said


def test_the_table_has_one_row_per_measure() -> None:
    (table,) = blocks_of(report_message(REPORT, t, is_rich=True), "data_table")
    assert len(table["rows"]) == 1 + 7 + 7
    assert [cell["text"] for cell in table["rows"][2]] == ["Joined", "40", "people", "–"]


def test_an_unknown_number_of_invited_people_is_left_out_and_a_dash_in_the_table() -> None:
    unknown = replace(REPORT, funnel=(FunnelCount(FunnelStep.INVITED, None), *REPORT.funnel[1:]))
    message = report_message(unknown, t, is_rich=True)
    assert "Invited" not in message.text
    (table,) = blocks_of(message, "data_table")
    assert [cell["text"] for cell in table["rows"][1]] == ["Invited", "–", "people", "–"]


def test_groups_come_as_a_second_table_or_as_bars() -> None:
    groups = (Group("<!channel>", 9, 8, 7, 4, 5, 10), Group(None, 1, 1, 1, 1, 0, 0))
    split = replace(REPORT, split=Split.SITE, groups=groups)
    _, table = blocks_of(report_message(split, t, is_rich=True), "data_table")
    assert [cell["text"] for cell in table["rows"][1]] == ["<!channel>", "9", "8", "7", "4", "5", "10"]
    assert table["rows"][2][0]["text"] == "not known"
    said = shown(report_message(split, t, is_rich=False))
    assert "5 of 10 sessions held · 9 joined, 8 matched, 7 met · &lt;!channel&gt;" in said


def test_a_table_too_large_for_a_message_keeps_its_first_rows() -> None:
    groups = tuple(Group(f"{n} {'x' * 120}", 1, 1, 1, 1, 1, 1) for n in range(250))
    split = replace(REPORT, split=Split.SITE, groups=groups)
    message = report_message(split, t, is_rich=True)
    assert message_faults(message.blocks) == []
    _, table = blocks_of(message, "data_table")
    assert 100 < len(table["rows"]) < 201
    assert "More in the file." in shown(report_message(split, t, is_rich=False))


def test_stuck_pairs_are_named_in_the_full_report_only() -> None:
    said = shown(report_message(REPORT, t, is_rich=True))
    assert "<@UMENTOR1> and <@UMENTEE1>: 2 sessions held, last on" in said
    assert "<@UMENTOR2> and <@UMENTEE2>: 0 sessions held and new dates offered" in said
    assert "UMENTOR1" not in shown(report_summary(REPORT, t))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Withheld.TOO_FEW_PAIRS, "a round of 8 pairs or more"),
        (Withheld.NOT_WHOLE_ROUNDS, "whole rounds only"),
    ],
)
def test_a_withheld_outcome_says_why(reason: Withheld, words: str) -> None:
    report = replace(REPORT, outcome=Outcome(reason))
    assert words in report_message(report, t, is_rich=True).text
    outcome = next(table for table in report_tables(report, t) if table.title == "Outcome")
    assert words in str(outcome.rows[0][0])


@pytest.mark.parametrize(("word", "said"), [("help", "This is how"), ("mars", "“mars”")])
def test_the_usage_names_the_word_that_was_not_understood(word: str, said: str) -> None:
    message = report_usage(UnclearReport(word), t)
    assert said in message.text
    assert "[by department | site | level | topic]" in message.text
    assert message_faults(message.blocks) == []


def test_the_files_hold_every_part_of_the_report() -> None:
    tables = report_tables(replace(REPORT, split=Split.SITE), t)
    assert [table.title for table in tables] == ["Funnel", "Health", "Outcome", "Weeks", "By Site"]
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
    assert ("2026-W19", MONDAY, 6, 8) in tables[3].rows
    assert ("I see my future here", "Mentors", "2.5", "3.5", 1.0, "5–9") in tables[2].rows


def test_every_word_of_a_report_is_translated() -> None:
    pseudo = report_summary(REPORT, words_for("xx")).text
    assert pseudo.startswith("⟦")
    assert pseudo.endswith("⟧")

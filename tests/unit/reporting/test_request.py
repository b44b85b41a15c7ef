import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnclearReport
from domain.facts.report import ReportRequest, Split
from reporting.request import parse_report_request


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("", ReportRequest()),
        ("all", ReportRequest()),
        ("Digital Natives", ReportRequest("Digital Natives")),
        ("round 2", ReportRequest(round_number=2)),
        ("Digital Natives  round 2 by site", ReportRequest("Digital Natives", None, 2, None, Split.SITE)),
        ("BY Level LAST 30D digital natives", ReportRequest("digital natives", None, None, 30, Split.LEVEL)),
        ("last 7 days", ReportRequest(last_days=7)),
        ("last 7 d by topic", ReportRequest(last_days=7, split=Split.TOPIC)),
        ('"Round about" round 1', ReportRequest("Round about", round_number=1)),
        ("“Leaders by design” all", ReportRequest("Leaders by design")),
        ("Overall roundabout", ReportRequest("Overall roundabout")),
    ],
)
def test_the_words_may_stand_in_any_order(text: str, request_: ReportRequest) -> None:
    assert parse_report_request(text) == request_


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("help", "help"),
        ("round", "round"),
        ("round two", "two"),
        ("round 0", "0"),
        ("round 2 round 3", "3"),
        ("round 2 last 30d", "30d"),
        ("all last 30d", "30d"),
        ("last week", "week"),
        ("last 0d", "0d"),
        ("last 99999d", "99999d"),
        ("by boss", "boss"),
        ("by site by site", "site"),
        ("by", "by"),
    ],
)
def test_a_word_that_cannot_be_followed_is_named(text: str, word: str) -> None:
    with pytest.raises(UnclearReport) as refusal:
        parse_report_request(text)
    assert refusal.value.word == word


@given(st.text())
def test_anything_typed_is_a_request_or_a_refusal(text: str) -> None:
    try:
        request = parse_report_request(text)
    except UnclearReport:
        return
    assert request.round_number is None or request.last_days is None

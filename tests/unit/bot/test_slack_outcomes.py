"""Slack's own words on a refusal: kept for an admin's eyes, short, on one line, and never in a log."""

from typing import Any

import pytest

from bot.slack_outcomes import LONGEST_DETAIL, MOST_DETAILS, failure_of_answer
from domain.errors import SlackFailure

RULE = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"


def refused(**said: Any) -> SlackFailure:
    return failure_of_answer(200, {"ok": False, "error": "invalid_blocks", **said}, None, has_effect=True)


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ({"errors": [RULE], "response_metadata": {"messages": [f"[ERROR] {RULE}"]}}, (RULE,)),
        ({"response_metadata": {"messages": [f"[ERROR] {RULE}"]}}, (RULE,)),
        ({"errors": [{"code": "x", "message": "missing type", "pointer": "/0"}]}, ("missing type at /0",)),
        ({"needed": "files:write", "provided": "chat:write"}, ("needed: files:write",)),
        ({}, ()),
    ],
)
def test_the_rule_and_the_place_are_kept(said: dict[str, Any], details: tuple[str, ...]) -> None:
    assert refused(**said).details == details


@pytest.mark.parametrize(
    "odd", [{"errors": "text"}, {"errors": [None, 7, {}, []]}, {"response_metadata": []}, {"needed": 5}]
)
def test_what_is_of_another_shape_is_left_out(odd: dict[str, Any]) -> None:
    assert refused(**odd).details == ()


def test_details_are_few_short_and_on_one_line() -> None:
    details = refused(errors=["a\nb\x1b[31m" + "x" * 999] * 99).details
    assert len(details) == MOST_DETAILS
    assert all(len(detail) == LONGEST_DETAIL and detail.isprintable() for detail in details)


def test_a_failure_written_down_holds_the_code_only() -> None:
    failure = refused(errors=["canary"])
    assert failure.details == ("canary",)
    assert "canary" not in f"{failure} {failure!r} {failure.args}"

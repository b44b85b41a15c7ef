"""The sandbox's table of methods says what Slack publishes: arguments, errors, scopes, pace."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sandbox.methods.app_level import AppMethod
from sandbox.methods.arguments import FLAG, TEXT, WHOLE
from sandbox.methods.registry import METHODS
from sandbox.methods.request import Method, Tier
from sandbox.slack import APP_METHODS
from tests.contract.judges.facts import method_facts, published_errors

pytestmark = pytest.mark.contract
SANDBOX = Path(__file__).parents[2] / "sandbox"
EVERY: Mapping[str, Method | AppMethod] = {**METHODS, **APP_METHODS}
UNPUBLISHED = {"blocks.validate": "newer than the published pages; described in prose only"}
KNOWN = sorted(EVERY.keys() - UNPUBLISHED)
TYPES = {TEXT.read: {"string", "channel", "timestamp", "user"}, FLAG.read: {"boolean"}}
TYPES |= {WHOLE.read: {"integer", "number"}}
DIFFERENT_ARGUMENTS: Mapping[str, Mapping[str, str]] = {}
"""Argument by method that we take and the pages don't have, or the other way round, with the reason."""
DIFFERENT_ERRORS = {
    "cannot_dm_bot": "seen from conversations.open and chat.postMessage for a bot's id",
    "code_already_used": "listed for oauth.access only; oauth.v2.access answers it too",
    "unknown_method": "listed for some methods; answered by none that exists",
}
"""Error codes that the methods' pages don't list, each with where it is known from."""
ANSWERS = {"acks.py", "response_url.py", "web.py"}
"""Where acks and answers are refused: that is shown to a person, in words no page lists."""
NEEDS_BY_HEADER = {"apps.uninstall", "oauth.v2.exchange"}
"""Published as needing the client's id and secret, which may come as HTTP Basic credentials instead."""


def _facts(method: str) -> Any:
    facts = method_facts(method)
    assert facts is not None, method
    return facts


@pytest.mark.parametrize("method", KNOWN)
def test_a_method_takes_the_published_arguments(method: str) -> None:
    ours = EVERY[method].arguments
    different = ours.keys() ^ _facts(method).arguments
    assert different == set(DIFFERENT_ARGUMENTS.get(method, {}))


@pytest.mark.parametrize("method", KNOWN)
def test_a_method_needs_the_published_arguments(method: str) -> None:
    needed = {name for name, argument in EVERY[method].arguments.items() if argument.is_required}
    credentials = {"client_id", "client_secret"} if method in NEEDS_BY_HEADER else set()
    assert needed == _facts(method).required - credentials


@pytest.mark.parametrize("method", KNOWN)
def test_arguments_have_the_published_types(method: str) -> None:
    types = _facts(method).types
    wrong = {
        name: types[name]
        for name, argument in EVERY[method].arguments.items()
        if name in types and types[name] not in TYPES.get(argument.read, {types[name]})
    }
    assert wrong == {}


@pytest.mark.parametrize("method", sorted(METHODS.keys() - UNPUBLISHED))
def test_a_method_needs_one_of_the_published_scopes(method: str) -> None:
    ours = set(METHODS[method].scopes)
    assert ours <= _facts(method).scopes, _facts(method).scopes


@pytest.mark.parametrize("method", sorted(METHODS.keys() - UNPUBLISHED))
def test_a_method_has_its_published_pace(method: str) -> None:
    published = _facts(method).per_minute
    ours = METHODS[method].tier
    assert ours == published if published else ours in {Tier.SPECIAL, Tier.POSTING}


def test_every_refusal_is_one_that_slack_publishes() -> None:
    answered = {
        node.args[0].value
        for file in SANDBOX.rglob("*.py")
        if file.name not in ANSWERS
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and _makes_an_error(node.func) and node.args
        if isinstance(node.args[0], ast.Constant)
    }
    unpublished = answered - published_errors(KNOWN) - DIFFERENT_ERRORS.keys()
    assert unpublished == set()


def _makes_an_error(made: ast.expr) -> bool:
    return "SlackError" in ast.unparse(made)

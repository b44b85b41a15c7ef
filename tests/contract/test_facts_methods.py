"""The sandbox's table of methods says what Slack publishes: arguments, errors, scopes, pace."""

from collections.abc import Mapping
from typing import Any

import pytest

from sandbox.methods.app_level import AppMethod
from sandbox.methods.arguments import FLAG, TEXT, WHOLE
from sandbox.methods.registry import METHODS
from sandbox.methods.request import Method, Tier
from sandbox.slack import APP_METHODS
from tests.contract import refusing
from tests.contract.judges.facts import method_facts, published_errors
from tests.contract.openhanded import openhanded
from tests.contract.recorder import Refusal
from tests.sandbox.stand_ins import START

pytestmark = pytest.mark.contract
EVERY: Mapping[str, Method | AppMethod] = {**METHODS, **APP_METHODS}
UNPUBLISHED = {"blocks.validate": "newer than the published pages; described in prose only"}
KNOWN = sorted(EVERY.keys() - UNPUBLISHED)
TYPES = {TEXT.read: {"string", "channel", "timestamp", "user"}, FLAG.read: {"boolean"}}
TYPES |= {WHOLE.read: {"integer", "number"}}
DIFFERENT_ARGUMENTS: Mapping[str, Mapping[str, str]] = {}
"""Argument by method that we take and the pages don't have, or the other way round, with the reason."""
_AS_POSTED = "chat.postMessage lists it; the same is checked wherever a message is written"
DIFFERENT_ERRORS: Mapping[tuple[str, str], str] = {
    **{
        (method, "cannot_dm_bot"): "seen from conversations.open and chat.postMessage for a bot's id"
        for method in ("conversations.open", "chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage")
    },
    **{
        (method, "msg_blocks_too_long"): _AS_POSTED
        for method in ("chat.postEphemeral", "chat.scheduleMessage", "chat.update")
    },
    ("chat.scheduleMessage", "cannot_reply_to_message"): _AS_POSTED,
    ("chat.scheduleMessage", "messages_tab_disabled"): _AS_POSTED,
    ("chat.postMessage", "invalid_attachments"): "chat.update and chat.postEphemeral list it",
    ("chat.scheduleMessage", "invalid_attachments"): "chat.update and chat.postEphemeral list it",
    ("chat.postMessage", "msg_too_long"): "for markdown_text only; all others that take it list it",
    ("conversations.replies", "not_in_channel"): "conversations.history lists it",
    ("reactions.remove", "is_archived"): "reactions.add lists it",
    ("users.conversations", "user_not_found"): "every other method that takes a person lists it",
    ("oauth.v2.access", "code_already_used"): "listed for oauth.access; oauth.v2.access answers it too",
}
"""(Method, error code) that the method's page doesn't list, each with where it is known from."""
ENOUGH = 150
NEEDS_BY_HEADER = {"apps.uninstall", "oauth.v2.exchange"}
"""Published as needing the client's id and secret, which may come as HTTP Basic credentials instead."""


def _facts(method: str) -> Any:
    facts = method_facts(method)
    assert facts is not None, method
    return facts


SCOPED = [method for method in KNOWN if method in METHODS and _facts(method).scopes]


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


@pytest.mark.parametrize("method", KNOWN)
def test_a_method_has_its_published_pace(method: str) -> None:
    published = _facts(method).per_minute
    ours = EVERY[method].tier
    assert ours == published if published else ours in {Tier.SPECIAL, Tier.POSTING}


def test_every_refusal_is_one_that_slack_publishes() -> None:
    provoked = {(method, code) for method, code in refusing.refusals() if method in KNOWN}
    assert len(provoked) > ENOUGH
    assert _unpublished(provoked) == set()


def test_so_is_every_refusal_the_tests_met(refusals: set[Refusal]) -> None:
    assert _unpublished({(method, code) for method, code in refusals if method in KNOWN}) == set()


def _unpublished(refused: set[Refusal]) -> set[Refusal]:
    found = {(method, code) for method, code in refused if code not in published_errors([method])}
    return found - DIFFERENT_ERRORS.keys()


@pytest.mark.parametrize("method", SCOPED)
def test_a_method_is_refused_without_its_scope(method: str) -> None:
    workspace = openhanded()
    args = refusing.proper(workspace, method)
    workspace.identity.scopes = ("commands",)
    answer = workspace.call(method, args, workspace.identity.bot_token, START)
    assert answer.get("error") == "missing_scope", answer
    assert set(answer["needed"].split(",")) <= _facts(method).scopes

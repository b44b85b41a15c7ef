"""The manifest fits Slack's schema, and the scopes it asks for let every recorded call through."""

from typing import Any

import pytest

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from handlers.forms import FORMS
from tests.contract.judges import facts
from tests.contract.judges import manifest as judge
from tests.contract.recorder import Record

pytestmark = pytest.mark.contract


def test_the_manifest_fits_slacks_schema(manifest: dict[str, Any]) -> None:
    schema = facts.read("manifest.schema.2.0.0.json")
    assert judge.judge(manifest, judge.Listeners(COMMANDS, EVENTS, [*BUTTONS, *FORMS]), schema) == []


def test_every_recorded_call_is_covered_by_a_scope(recording: list[Record], manifest: dict[str, Any]) -> None:
    granted = set(manifest["oauth_config"]["scopes"]["bot"])
    ours = {record.method for record in recording if "foreign_app" not in record.test}
    known = {method: facts.method_facts(method) for method in ours}
    needed = {method: known_facts.scopes for method, known_facts in known.items() if known_facts}
    assert {method: scopes for method, scopes in needed.items() if scopes and not scopes & granted} == {}

"""The table and what is registered are one list: nothing is heard that has no rule, and no rule is idle."""

from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncApp

from bot.cli import app as command_line
from domain.authorization import ENTRIES
from domain.ports import Slack
from handlers import ANY, register
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.desk import Desk
from handlers.doors import unknown_door
from handlers.events import EVENTS
from handlers.forms import FORMS
from mentoring.liveness import Worker
from messages.ids import Button, Form
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner
from tests.integration.authorization.office import Office, SilentSlack

INSIDE = ("tick.", "cli.")
BY_PEOPLE_AND_SLACK = {entry for entry in ENTRIES if not entry.startswith(INSIDE)}


class ListeningApp:
    """Stands where Bolt's app stands and notes what is registered, and for what kind of payload."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any, Any]] = []

    def _note(self, kind: str, constraint: Any) -> Callable[[Any], None]:
        return lambda listener: self.heard.append((kind, constraint, listener))

    def command(self, constraint: Any) -> Callable[[Any], None]:
        return self._note("command", constraint)

    def action(self, constraint: Any) -> Callable[[Any], None]:
        return self._note("action", constraint)

    def view(self, constraint: Any) -> Callable[[Any], None]:
        return self._note("view", constraint)

    def event(self, constraint: Any) -> Callable[[Any], None]:
        return self._note("event", constraint)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"app.{name} is registered without a rule")


@pytest.fixture
def app(office: Office) -> ListeningApp:
    listening = ListeningApp()
    register(cast("AsyncApp", listening), Desk(office.core, cast("Slack", office.slack)))
    return listening


def entries_of(kind: str, constraint: Any) -> list[str]:
    """Which entries a constraint lets through."""
    if kind == "action":
        return [button for button in Button if constraint.fullmatch(button)]
    if kind == "event":
        return ["message.im" if constraint == "message" else constraint]
    return [str(constraint)]


def test_every_entry_is_registered_exactly_once_and_nothing_else_is(app: ListeningApp) -> None:
    heard = Counter(
        entry
        for kind, constraint, listener in app.heard
        if listener is not unknown_door
        for entry in entries_of(kind, constraint)
    )
    assert heard == Counter(BY_PEOPLE_AND_SLACK)


def test_whatever_else_slack_sends_meets_the_door_that_does_nothing(app: ListeningApp) -> None:
    catch_alls = [(kind, listener) for kind, constraint, listener in app.heard if constraint == ANY]
    assert {listener for _, listener in catch_alls} == {unknown_door}
    assert {"action", "view"} <= {kind for kind, _ in catch_alls}


def test_a_listener_belongs_to_one_kind_of_payload() -> None:
    names = [*COMMANDS, *BUTTONS, *FORMS, *EVENTS]
    assert len(names) == len(set(names))
    assert set(BUTTONS) == set(Button)
    assert set(FORMS) == set(Form)


@pytest.mark.parametrize("stranger", ["join.openly", "xjoin.open", "join.open.more", "JOIN.OPEN", "join", ""])
def test_a_button_of_another_name_is_not_taken_for_ours(stranger: str, app: ListeningApp) -> None:
    ours = [c for kind, c, listener in app.heard if kind == "action" and listener is not unknown_door]
    assert not [constraint.pattern for constraint in ours if constraint.match(stranger)]


def test_every_tick_has_a_rule_and_every_rule_of_the_clock_a_tick(office: Office) -> None:
    slack = cast("Slack", SilentSlack())
    registered = set(EmbeddedRunner(Post(office.core, slack, Worker("worker"))).ticks)
    assert registered == {entry for entry in ENTRIES if entry.startswith("tick.")}


def test_every_command_line_command_has_a_rule() -> None:
    names = {c.name or getattr(c.callback, "__name__", "") for c in command_line.registered_commands}
    assert {f"cli.{name}" for name in names} == {entry for entry in ENTRIES if entry.startswith("cli.")}

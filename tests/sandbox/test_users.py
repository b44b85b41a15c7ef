"""User objects as Slack writes them for colleagues, guests, people of other companies, leavers and bots."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.people import PARTNER_TEAM
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, Caller


def user(call: Caller, person: str) -> dict[str, Any]:
    found: dict[str, Any] = call("users.info", user=person)["user"]
    return found


@pytest.mark.parametrize(
    ("person", "marks"),
    [
        (ALICE, {"is_restricted": False, "is_ultra_restricted": False, "is_bot": False, "deleted": False}),
        ("U0GUEST01", {"is_restricted": True, "is_ultra_restricted": False}),
        ("U0GUEST02", {"is_restricted": True, "is_ultra_restricted": True}),
        ("U0PARTNR1", {"is_stranger": True, "team_id": PARTNER_TEAM}),
        ("U0GONE001", {"deleted": True}),
        ("U0LUNCH01", {"is_bot": True}),
        ("U0FLOWBT1", {"is_bot": True, "is_workflow_bot": True}),
        ("U0RMBOT01", {"is_bot": True}),
        ("USLACKBOT", {"is_bot": False}),
    ],
)
def test_each_kind_of_user_has_its_marks(call: Caller, person: str, marks: dict[str, Any]) -> None:
    shown = user(call, person)
    assert {name: shown[name] for name in marks} == marks


def test_colleagues_carry_no_mark_of_strangers(call: Caller) -> None:
    assert not {"is_stranger", "is_workflow_bot"} & user(call, ALICE).keys()


def test_an_unknown_user_is_not_found(call: Caller) -> None:
    for method in ("users.info", "conversations.open"):
        args = {"user": "U0NOBODY1"} if method == "users.info" else {"users": "U0NOBODY1"}
        assert call(method, **args)["error"] == "user_not_found"


def test_the_address_is_in_a_profile_only_with_its_scope(call: Caller, allow: Callable[[str], None]) -> None:
    assert "email" not in user(call, "U0INES001")["profile"]
    assert call("users.lookupByEmail", email="x@y.example")["needed"] == "users:read.email"
    allow("users:read.email")
    address = user(call, "U0INES001")["profile"]["email"]
    assert address == "ines.carvalho@halvorsen.example"
    assert call("users.lookupByEmail", email=address)["user"]["id"] == "U0INES001"
    assert "email" not in user(call, "U0PARTNR1")["profile"]


def test_nobody_is_found_by_the_address_of_a_leaver(call: Caller, allow: Callable[[str], None]) -> None:
    allow("users:read.email")
    address = user(call, "U0GONE001")["profile"]["email"]
    assert call("users.lookupByEmail", email=address)["error"] == "users_not_found"


def test_a_profile_needs_a_scope_of_its_own(call: Caller, allow: Callable[[str], None]) -> None:
    assert call("users.profile.get", user=ALICE)["needed"] == "users.profile:read"
    allow("users.profile:read")
    assert call("users.profile.get", user=ALICE)["profile"]["title"] == "Android Engineer"
    assert call("users.profile.get")["profile"]["bot_id"] == "B0SANDBOX"


def test_a_bot_is_found_by_its_bot_id(call: Caller) -> None:
    assert call("bots.info", bot="B0SANDBOX")["bot"]["user_id"] == "U0RMBOT01"
    assert call("bots.info", bot="B0LUNCH01")["bot"]["name"] == "Lunch Train"
    assert call("bots.info", bot="B0NOBODY1")["error"] == "bot_not_found"
    assert call("bots.info")["error"] == "missing_argument"


def test_nobody_of_the_sample_is_disturbed(call: Caller, allow: Callable[[str], None]) -> None:
    allow("dnd:read")
    assert call("dnd.info", user=ALICE)["dnd_enabled"] is False


def test_without_a_limit_everybody_comes_at_once(workspace: Workspace, call: Caller) -> None:
    answer = call("users.list")
    assert len(answer["members"]) == len(list(workspace.directory))
    assert answer["response_metadata"]["next_cursor"] == ""
    assert call("users.list", limit=0)["members"] == answer["members"]
    assert call("users.list", limit=-1)["error"] == "invalid_arguments"


def test_a_cursor_belongs_to_its_method(call: Caller, allow: Callable[[str], None]) -> None:
    allow("channels:read")
    cursor = call("users.list", limit=1)["response_metadata"]["next_cursor"]
    assert call("conversations.list", cursor=cursor)["error"] == "invalid_cursor"

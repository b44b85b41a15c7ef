"""What every method has in common: tokens, scopes, arguments, the record of calls."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.slack import Slack
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import SCOPES, Caller, StillClock


def test_a_method_nobody_heard_of_is_unknown(call: Caller) -> None:
    assert call("chat.shout") == {"ok": False, "error": "unknown_method"}


def test_a_call_without_a_token_is_not_authed(workspace: Workspace, call: Caller) -> None:
    answer = workspace.call("auth.test", {}, None, call.clock.now())
    assert answer == {"ok": False, "error": "not_authed"}


def test_an_invented_token_is_refused(call: Caller) -> None:
    assert call("auth.test", token="xoxb-invented")["error"] == "invalid_auth"


def test_each_kind_of_token_has_its_methods(slack: Slack, clock: StillClock) -> None:
    def refusal(method: str, token: str) -> str | None:
        error: str | None = slack.call(method, {}, token, clock.now()).get("error")
        return error

    bot_token, app_token = slack.home.identity.bot_token, slack.app.app_token
    assert refusal("auth.test", app_token) == "not_allowed_token_type"
    assert refusal("apps.connections.open", bot_token) == "not_allowed_token_type"
    assert refusal("apps.connections.open", "xapp-invented") == "invalid_auth"
    assert refusal("apps.connections.open", "") == "not_authed"
    assert refusal("apps.connections.open", app_token) is None


def test_after_an_uninstall_the_tokens_are_dead(workspace: Workspace, call: Caller) -> None:
    workspace.identity.is_revoked = True
    assert call("auth.test")["error"] == "account_inactive"


def test_a_missing_scope_is_named(call: Caller) -> None:
    answer = call("team.info")
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "team:read"
    assert answer["provided"] == ",".join(SCOPES)


def test_a_granted_scope_opens_the_method(call: Caller, allow: Callable[[str], None]) -> None:
    allow("team:read")
    assert call("team.info")["team"]["id"] == "T0SANDBOX"


@pytest.mark.parametrize(
    ("method", "args", "words"),
    [
        ("users.info", {}, "missing required field: user"),
        ("users.info", {"user": "U0ALICE01", "colour": "red"}, "unknown argument: colour"),
        ("users.info", {"user": 7}, "user: must be a string"),
        ("users.info", {"user": {}}, "user: must be a string"),
        ("users.list", {"limit": 2.5}, "limit: must be an integer"),
        ("users.list", {"limit": "many"}, "limit: invalid literal"),
        ("users.list", {"include_locale": "perhaps"}, "include_locale: must be a boolean"),
        ("views.publish", {"user_id": "U0ALICE01", "view": "[]"}, "view: must be an object"),
    ],
)
def test_a_wrong_argument_is_named(call: Caller, method: str, args: dict[str, Any], words: str) -> None:
    answer = call(method, **args)
    assert answer["error"] == "invalid_arguments"
    assert words in answer["response_metadata"]["messages"][0]


def test_strings_of_a_form_are_read_like_json(call: Caller) -> None:
    answer = call("users.list", limit="2", include_locale="1")
    assert len(answer["members"]) == 2
    assert answer["members"][0]["locale"] == "en-US"


def test_every_call_is_recorded_with_its_outcome(workspace: Workspace, call: Caller) -> None:
    call("users.info", user="U0ALICE01")
    call("users.info", user="U0NOBODY1")
    assert [(c.method, c.ok, c.error) for c in workspace.calls] == [
        ("users.info", True, None),
        ("users.info", False, "user_not_found"),
    ]
    assert workspace.calls[0].args == {"user": "U0ALICE01"}
    assert workspace.calls[0].at == call.clock.now()


def test_users_come_in_pages(call: Caller) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        answer = call("users.list", limit=15, cursor=cursor)
        seen += [member["id"] for member in answer["members"]]
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 46
    assert {"USLACKBOT", "U0RMBOT01", "U0LUNCH01"} <= set(seen)


def test_an_invented_cursor_is_refused(call: Caller) -> None:
    assert call("users.list", cursor="page two")["error"] == "invalid_cursor"


def test_somebody_without_a_zone_has_no_zone_fields(call: Caller) -> None:
    assert "tz" not in call("users.info", user="U0NOZONE1")["user"]
    assert call("users.info", user="U0ALICE01")["user"]["tz_offset"] == 3 * 3600


def test_guests_bots_and_leavers_are_marked(call: Caller) -> None:
    assert call("users.info", user="U0GUEST01")["user"]["is_restricted"]
    assert call("users.info", user="U0GONE001")["user"]["deleted"]
    assert call("users.info", user="U0LUNCH01")["user"]["is_bot"]

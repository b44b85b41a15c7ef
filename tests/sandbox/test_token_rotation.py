"""Tokens that last, tokens that expire with the moved clock, and tokens that are dead."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.slack import Slack
from tests.sandbox.stand_ins import MANIFEST, RealClock, StillClock

ROTATING = MANIFEST | {"settings": MANIFEST["settings"] | {"token_rotation_enabled": True}}
HALF_A_DAY = timedelta(hours=12)


class Installer:
    """Does with the app's id and secret what an app does; any method with any token, at the still time."""

    def __init__(self, slack: Slack, clock: StillClock) -> None:
        self.slack, self.clock = slack, clock

    def call(self, method: str, token: str | None = None, **args: Any) -> dict[str, Any]:
        return self.slack.call(method, args, token, self.clock.now())

    def as_app(self, method: str, token: str | None = None, **args: Any) -> dict[str, Any]:
        app = self.slack.app
        return self.call(method, token, client_id=app.client_id, client_secret=app.client_secret, **args)

    def install(self, *scopes: str, team: str = "T0SECOND1") -> dict[str, Any]:
        code = self.slack.grants.give(team, "U0HELENE1", scopes or ("chat:write",), None)
        return self.as_app("oauth.v2.access", code=code)

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        return self.as_app("oauth.v2.access", grant_type="refresh_token", refresh_token=refresh_token)

    def error(self, token: str) -> str | None:
        """Tell what is wrong with a token; None for a good one."""
        error: str | None = self.call("auth.test", token).get("error")
        return error


@pytest.fixture
def lasting(slack: Slack, clock: StillClock) -> Installer:
    return Installer(slack, clock)


@pytest.fixture
def rotating(clock: StillClock, real_clock: RealClock) -> Installer:
    slack = Slack(ROTATING, clock.now(), real_clock, seed=1, workspaces=2)
    return Installer(slack, clock)


def test_a_code_lives_ten_real_minutes_whatever_the_moved_clock_says(
    lasting: Installer, real_clock: RealClock
) -> None:
    code = lasting.slack.grants.give("T0SECOND1", "U0HELENE1", ("chat:write",), None)
    lasting.clock.time += timedelta(days=30)
    real_clock.seconds += 601
    assert lasting.as_app("oauth.v2.access", code=code)["error"] == "invalid_code"
    code = lasting.slack.grants.give("T0SECOND1", "U0HELENE1", ("chat:write",), None)
    real_clock.seconds += 599
    assert lasting.as_app("oauth.v2.access", code=code)["ok"]


def test_an_old_code_is_forgotten_at_last(lasting: Installer) -> None:
    codes = [lasting.slack.grants.give("T0SECOND1", "U0HELENE1", ("commands",), None) for _ in range(1001)]
    assert lasting.as_app("oauth.v2.access", code=codes[0])["error"] == "invalid_code"
    assert lasting.as_app("oauth.v2.access", code=codes[-1])["ok"]


def test_a_second_install_adds_scopes_and_keeps_the_token(lasting: Installer) -> None:
    first, second = lasting.install("chat:write", "commands"), lasting.install("commands", "im:write")
    assert second["scope"] == "chat:write,commands,im:write"
    assert second["access_token"] == first["access_token"]
    assert "refresh_token" not in second


def test_after_an_uninstall_an_install_begins_anew(lasting: Installer) -> None:
    first = lasting.install("chat:write")
    assert lasting.as_app("apps.uninstall", first["access_token"])["ok"]
    assert lasting.error(first["access_token"]) == "account_inactive"
    second = lasting.install("commands")
    assert second["scope"] == "commands"
    assert lasting.error(second["access_token"]) is None
    assert lasting.error(first["access_token"]) == "token_revoked"


def test_an_uninstall_touches_one_workspace_only(lasting: Installer) -> None:
    token = lasting.install()["access_token"]
    home = lasting.slack.home.identity.bot_token
    lasting.as_app("apps.uninstall", token)
    assert lasting.error(home) is None
    events = [event["type"] for event in lasting.slack.workspaces["T0SECOND1"].outbox]
    assert events == ["tokens_revoked", "app_uninstalled"]
    assert not lasting.slack.home.outbox


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-invented", "invalid_auth"), ("app", "not_allowed_token_type")],
)
def test_an_uninstall_takes_a_bot_token(lasting: Installer, token: str | None, error: str) -> None:
    used = lasting.slack.app.app_token if token == "app" else token
    assert lasting.as_app("apps.uninstall", used)["error"] == error


def test_an_uninstall_takes_the_apps_own_secret(lasting: Installer) -> None:
    token, app = lasting.install()["access_token"], lasting.slack.app
    wrong = lasting.call("apps.uninstall", token, client_id=app.client_id, client_secret="guessed")
    assert wrong["error"] == "bad_client_secret"
    assert lasting.error(token) is None


def test_revoking_the_last_token_is_an_uninstall(lasting: Installer) -> None:
    token = lasting.install()["access_token"]
    assert lasting.call("auth.revoke", token, test="1")["revoked"] is False
    assert lasting.error(token) is None
    assert lasting.call("auth.revoke", token)["revoked"] is True
    assert lasting.error(token) == "account_inactive"
    events = [event["type"] for event in lasting.slack.workspaces["T0SECOND1"].outbox]
    assert events == ["tokens_revoked", "app_uninstalled"]


def test_a_rotating_token_expires_after_half_a_day_of_the_moved_clock(rotating: Installer) -> None:
    answer = rotating.install()
    assert answer["expires_in"] == 43_200
    assert answer["access_token"].startswith("xoxe.xoxb-")
    assert answer["refresh_token"].startswith("xoxe-")
    rotating.clock.time += HALF_A_DAY - timedelta(seconds=1)
    assert rotating.error(answer["access_token"]) is None
    rotating.clock.time += timedelta(seconds=1)
    assert rotating.error(answer["access_token"]) == "token_expired"


def test_a_refresh_gives_a_new_pair_and_uses_the_old_refresh_token_up(rotating: Installer) -> None:
    first = rotating.install()
    rotating.clock.time += HALF_A_DAY
    second = rotating.refresh(first["refresh_token"])
    assert second["team"] == {"id": "T0SECOND1", "name": "Okavango Freight"}
    assert second["scope"] == "chat:write"
    assert rotating.error(second["access_token"]) is None
    assert rotating.refresh(first["refresh_token"])["error"] == "invalid_refresh_token"
    assert rotating.refresh(second["refresh_token"])["ok"]


def test_a_refresh_token_opens_nothing_else(rotating: Installer) -> None:
    answer = rotating.install()
    assert rotating.error(answer["refresh_token"]) == "invalid_auth"
    assert rotating.refresh(answer["access_token"])["error"] == "invalid_refresh_token"


def test_two_access_tokens_live_at_most(rotating: Installer) -> None:
    first = rotating.install()
    second = rotating.refresh(first["refresh_token"])
    assert rotating.error(first["access_token"]) is None
    third = rotating.refresh(second["refresh_token"])
    errors = [rotating.error(answer["access_token"]) for answer in (first, second, third)]
    assert errors == ["token_revoked", None, None]


def test_revoking_one_of_two_tokens_leaves_the_app_installed(rotating: Installer) -> None:
    first = rotating.install()
    second = rotating.refresh(first["refresh_token"])
    rotating.call("auth.revoke", first["access_token"])
    assert rotating.error(first["access_token"]) == "token_revoked"
    assert rotating.error(second["access_token"]) is None


def test_an_uninstalled_app_refreshes_nothing(rotating: Installer) -> None:
    answer = rotating.install()
    rotating.as_app("apps.uninstall", answer["access_token"])
    assert rotating.refresh(answer["refresh_token"])["error"] == "invalid_refresh_token"


def test_a_lasting_token_is_exchanged_once_after_rotation_is_turned_on(lasting: Installer) -> None:
    token = lasting.install()["access_token"]
    assert lasting.as_app("oauth.v2.exchange", token)["error"] == "token_rotation_not_enabled"
    lasting.slack.change_app(rotates_tokens=True)
    answer = lasting.as_app("oauth.v2.exchange", token)
    assert (answer["expires_in"], answer["team"]["id"]) == (43_200, "T0SECOND1")
    assert lasting.error(answer["access_token"]) is None
    assert lasting.error(token) == "token_revoked"
    assert lasting.as_app("oauth.v2.exchange", token)["error"] == "token_already_exchanged"
    assert lasting.as_app("oauth.v2.exchange", answer["access_token"])["error"] == "invalid_token"
    assert lasting.as_app("oauth.v2.exchange", "xoxb-invented")["error"] == "invalid_token"


def test_a_dead_install_has_nothing_to_exchange(lasting: Installer) -> None:
    token = lasting.install()["access_token"]
    lasting.as_app("apps.uninstall", token)
    lasting.slack.change_app(rotates_tokens=True)
    assert lasting.as_app("oauth.v2.exchange", token)["error"] == "authorization_not_found"


def test_a_client_that_sends_a_code_verifier_is_told_it_may_not(lasting: Installer) -> None:
    assert lasting.as_app("oauth.v2.access", code="1", code_verifier="x")["error"] == "pkce_not_allowed"

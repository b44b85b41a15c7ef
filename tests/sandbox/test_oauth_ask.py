"""Where an app may have people sent back to, and who may install one."""

import pytest

from sandbox.oauth.ask import OAuthError, may_install, read_ask
from sandbox.oauth.consent import asking_page
from sandbox.slack import Slack
from tests.sandbox.consent import CALLBACK


@pytest.mark.parametrize(
    ("asked", "is_taken"),
    [
        ("", True),
        ("https://app.example/slack", True),
        ("https://app.example/slack/", True),
        ("https://app.example/slack/callback?from=button", True),
        ("https://app.example/slack?from=button", True),
        ("https://app.example:8443/slack", False),
        ("http://app.example/slack", False),
        ("https://www.app.example/slack", False),
        ("https://app.example/slacker", False),
        ("https://app.example/", False),
        ("https://app.example/slack/../other", False),
        ("https://app.example/slack/%2e%2E/other", False),
        (CALLBACK, False),
    ],
)
def test_a_registered_address_covers_what_is_below_it(slack: Slack, asked: str, *, is_taken: bool) -> None:
    slack.change_app(redirect_urls=("https://app.example/slack",))
    assert may_return_to(slack, asked) == is_taken


@pytest.mark.parametrize(
    ("asked", "is_taken"),
    [
        (CALLBACK, True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000/callback", True),
        ("", False),
        ("https://app.example/slack", False),
        ("http://127.0.0.1@evil.example/", False),
        ("http://127.0.0.1:port/", False),
        ("http://[::1/", False),
        ("javascript:alert(1)", False),
        ("/slack/oauth_redirect", False),
        ("http://127.0.0.1\\@evil.example/", False),
        (f"{CALLBACK}#there", False),
        (f"{CALLBACK}\r\nset-cookie: a=b", False),
    ],
)
def test_an_app_without_a_registered_address_gets_loopback_ones(
    slack: Slack, asked: str, *, is_taken: bool
) -> None:
    assert may_return_to(slack, asked) == is_taken


def may_return_to(slack: Slack, address: str) -> bool:
    query = {"client_id": slack.app.client_id, "scope": "commands", "redirect_uri": address}
    try:
        return read_ask(query, slack).return_uri in {address, *slack.app.redirect_urls}
    except OAuthError:
        return False


def test_only_members_can_install(slack: Slack) -> None:
    refused = {person.id for person in slack.home.directory if not may_install(person)}
    assert {"U0GUEST01", "U0GUEST02", "U0PARTNR1", "U0GONE001", "U0LUNCH01", "USLACKBOT"} <= refused
    assert "U0HELENE1" not in refused


def test_the_page_offers_a_workspace_without_the_app_first(slack: Slack) -> None:
    query = {"client_id": slack.app.client_id, "scope": "commands", "redirect_uri": CALLBACK}
    page = asking_page(slack, read_ask(query, slack), "ticket")
    first, *_, last = page.split("<optgroup")[1:]
    assert "(has the app)" not in first
    assert "(has the app)" in last

import pytest

from bot.origins import is_allowed_origin, is_slack_api

SLACK = "https://slack.com/api/"
GOV = "https://slack-gov.com/api/"
SANDBOX = "http://127.0.0.1:3000/api/"


@pytest.mark.parametrize(
    ("api", "url"),
    [
        (SLACK, "https://hooks.slack.com/commands/T1/2/x"),
        (SLACK, "https://files.slack.com/upload/v1/abc?x=1"),
        (SLACK, "wss://wss-primary.slack.com/link/?ticket=1-2&app_id=3"),
        (SLACK, "https://slack.com:443/api/chat.postMessage"),
        (GOV, "https://hooks.slack-gov.com/actions/T1"),
        (SANDBOX, "http://127.0.0.1:3000/response/1"),
        (SANDBOX, "ws://127.0.0.1:3000/link"),
        ("http://localhost:3000/api/", "http://localhost:3000/upload"),
        ("http://[::1]:3000/api/", "http://[::1]:3000/upload"),
    ],
)
def test_slacks_own_hosts_and_the_one_sandbox_are_reached(api: str, url: str) -> None:
    assert is_allowed_origin(api, url)


@pytest.mark.parametrize("api", [SLACK, GOV, SANDBOX])
@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.slack.com",
        "http://hooks.slack.com/commands/T1",
        "https://hooks.slack.com:8443/",
        "https://slack.com.evil.example/",
        "https://evilslack.com/",
        "https://slack.com@evil.example/",
        "https://evil.example\\@slack.com/",
        "https://evil.example#@slack.com/",
        "https://slack.com\t.evil.example/",
        "https://slаck.com/",
        "file:///etc/passwd",
        "gopher://slack.com/",
        "javascript:alert(1)",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:3001/",
        "http://127.0.0.1/",
        "http://10.0.0.1:3000/",
        "http://[::ffff:127.0.0.1]:3000/",
        "http://2130706433:3000/",
        "http://0x7f.1:3000/",
        "https://127.0.0.1:99999/",
        "https://[bad/",
    ],
)
def test_no_other_place_is_reached(api: str, url: str) -> None:
    assert not is_allowed_origin(api, url)


def test_the_two_slacks_and_the_sandbox_never_mix() -> None:
    assert not is_allowed_origin(GOV, "https://hooks.slack.com/x")
    assert not is_allowed_origin(SLACK, "https://hooks.slack-gov.com/x")
    assert not is_allowed_origin(SANDBOX, "https://hooks.slack.com/x")
    assert not is_allowed_origin(SLACK, "http://127.0.0.1:3000/x")


@pytest.mark.parametrize("url", ["http://slack.com/api/", "https://example.com/api/", "http://10.0.0.1/api/"])
def test_only_slack_or_this_machine_may_be_the_web_api(url: str) -> None:
    assert not is_slack_api(url)
    assert is_slack_api(SANDBOX)

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsFault, load_settings

BAD = {
    "SLACK_BOT_TOKEN": "xoxp-secret-one",
    "SLACK_APP_TOKEN": "secret-two",
    "SLACK_SIGNING_SECRET": "two words",
    "SLACK_API_URL": "https://slack.com.evil.example/api/",
    "DATABASE_URL": "mysql://secret-three",
    "RM_PORT": "70000",
    "RM_HEARTBEAT_URL": "http://secret-four.example.com/",
    "RM_COORDINATORS": "U012AB3CD,@ana",
}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*BAD, "SLACK_SIGNING_SECRET_PREVIOUS", "RM_DATA_DIR", "RM_HOST"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_an_empty_environment_gives_the_documented_defaults() -> None:
    settings = load_settings()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.host, settings.port, settings.coordinators) == ("127.0.0.1", 3000, ())
    assert settings.database_address == "sqlite:///var/reverse-mentoring.db"
    assert settings.is_sqlite
    assert not settings.has_slack_token


def test_every_fault_is_named_at_once_and_no_value_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in BAD.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as caught:
        load_settings()
    assert len(caught.value.faults) == len(BAD)
    for name in BAD:
        assert any(name in fault for fault in caught.value.faults), name
    assert not any(value in str(caught.value) for value in BAD.values())


def test_a_data_folder_that_is_a_file_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("RM_DATA_DIR", str(tmp_path / "file"))
    with pytest.raises(SettingsFault, match="RM_DATA_DIR"):
        load_settings()


def test_the_environment_goes_before_the_env_file_and_empty_values_count_as_unset(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("RM_PORT=4000\nRM_HOST=127.0.0.2\nSLACK_BOT_TOKEN=\nOTHER=1\n")
    monkeypatch.setenv("RM_PORT", "5000")
    settings = load_settings()
    assert (settings.host, settings.port, settings.bot_token) == ("127.0.0.2", 5000, None)


def test_settings_built_directly_read_nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://real.example/production")
    assert Settings(data_dir=Path("elsewhere")).database_url is None


def test_secrets_never_show_in_a_printed_settings_object() -> None:
    settings = Settings(bot_token="xoxb-canary", app_token="xapp-canary", signing_secret="canary")
    assert "canary" not in f"{settings!r} {settings}"


def test_coordinators_are_a_list_with_commas() -> None:
    assert Settings(coordinators="U012AB3CD, W98ZY,").coordinators == ("U012AB3CD", "W98ZY")


def test_both_signing_secrets_hold_while_rotating() -> None:
    settings = Settings(signing_secret="new", previous_signing_secret="old")
    assert settings.signing_secrets == ("new", "old")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "rm-bot sandbox"),
        ({"bot_token": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"app_token": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_what_is_missing_for_slack_is_one_sentence(given: dict[str, str], word: str) -> None:
    assert word in (Settings.model_validate(given).missing_for_slack or "")


@pytest.mark.parametrize("given", [{"app_token": "xapp-1"}, {"signing_secret": "s"}])
def test_a_bot_token_with_either_transport_is_enough(given: dict[str, str]) -> None:
    assert Settings.model_validate({"bot_token": "xoxb-1", **given}).missing_for_slack is None

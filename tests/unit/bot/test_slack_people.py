from typing import Any

import pytest

from bot.slack_people import profile_of


def read(**user: Any) -> Any:
    return profile_of({"id": "U1", "team_id": "T1", **user}, "T1")


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"profile": {"display_name": "Ana", "real_name": "Ana Ruiz"}}, "Ana"),
        ({"profile": {"display_name": " ", "real_name": "Ana Ruiz"}}, "Ana Ruiz"),
        ({"real_name": "Ana Ruiz", "name": "ana"}, "Ana Ruiz"),
        ({"name": "ana", "profile": None}, "ana"),
        ({}, "U1"),
    ],
)
def test_the_name_is_the_one_people_chose(user: dict[str, Any], name: str) -> None:
    assert read(**user).name == name


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted"])
def test_single_and_multi_channel_guests_are_guests(flag: str) -> None:
    assert read(**{flag: True}).is_guest
    assert not read().is_guest


def test_people_of_other_companies_are_strangers_also_without_slacks_flag() -> None:
    assert read(is_stranger=True).is_stranger
    assert read(team_id="T2").is_stranger
    assert not read(team_id="T2", enterprise_user={"teams": ["T2", "T1"]}).is_stranger
    assert not read(team_id="").is_stranger


def test_bots_and_deactivated_people_are_told_apart() -> None:
    assert read(is_bot=True).is_bot
    assert profile_of({"id": "USLACKBOT"}, "T1").is_bot
    assert read(deleted=True).is_deactivated


def test_missing_or_odd_fields_are_no_facts() -> None:
    profile = read(tz="", locale=None, updated="soon")
    assert (profile.time_zone, profile.locale, profile.updated) == (None, None, 0)

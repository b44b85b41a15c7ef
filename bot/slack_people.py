"""The machine: Slack's user object, read into the fact the rooms know."""

from collections.abc import Mapping
from typing import Any

from domain.facts.people import SlackProfile

SLACKBOT = "USLACKBOT"


def profile_of(user: Mapping[str, Any], team_id: str) -> SlackProfile:
    """Return what Slack knows of somebody. `team_id` is our own workspace, to tell outsiders."""
    return SlackProfile(
        id=user["id"],
        name=_name_of(user),
        time_zone=_words(user.get("tz")),
        locale=_words(user.get("locale")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")) or not _is_colleague(user, team_id),
        is_bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
        is_deactivated=bool(user.get("deleted")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        updated=user["updated"] if isinstance(user.get("updated"), int) else 0,
    )


def _name_of(user: Mapping[str, Any]) -> str:
    profile = user.get("profile")
    shown = profile if isinstance(profile, Mapping) else {}
    names = (shown.get("display_name"), shown.get("real_name"), user.get("real_name"), user.get("name"))
    return next((name for name in names if isinstance(name, str) and name.strip()), user["id"])


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _is_colleague(user: Mapping[str, Any], team_id: str) -> bool:
    """`is_stranger` is not set for people met in a shared channel; in a Grid one person has many teams."""
    team = user.get("team_id")
    enterprise = user.get("enterprise_user")
    teams = enterprise.get("teams") if isinstance(enterprise, Mapping) else None
    return team in (None, "", team_id) or (isinstance(teams, list) and team_id in teams)

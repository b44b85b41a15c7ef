"""The workspace's people, and the user objects Slack would show of them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.people import Person
from sandbox.state.identity import BOT_USER, SLACKBOT, Identity

Json = dict[str, Any]
_FIXED = {"id", "is_bot", "is_workflow_bot", "home_team", "updated"}
_CHANGEABLE = frozenset(f.name for f in fields(Person)) - _FIXED


class Directory:
    """All users of the workspace, the bot's own user and Slackbot included."""

    def __init__(self, people: Iterable[Person], identity: Identity) -> None:
        own = Person(BOT_USER, identity.app.bot_name, "", "", "", 1, "America/Los_Angeles", None, is_bot=True)
        slackbot = Person(SLACKBOT, "Slackbot", "", "", "", 1, None, None)
        self._identity = identity
        self._people = {person.id: person for person in (*people, own, slackbot)}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def get(self, person_id: str) -> Person | None:
        """Look one user up."""
        return self._people.get(person_id)

    def humans(self) -> list[Person]:
        """List the people one can act as or write to."""
        return [p for p in self if not (p.is_bot or p.is_stranger or p.id == SLACKBOT)]

    def add(self, person: Person) -> Person:
        """Let somebody in. Raises: ValueError when the id is taken."""
        if person.id in self._people:
            raise ValueError(f"There is already somebody with the id {person.id}.")
        return self._people.setdefault(person.id, person)

    def by_email(self, email: str) -> Person | None:
        """Find an active colleague by their address."""
        active = (p for p in self if p.is_active_here and p.id != SLACKBOT)
        return next((p for p in active if self._email(p) == email.lower()), None)

    def change(self, person_id: str, now: datetime, **changes: Any) -> Person:
        """Change a person as an administrator, or the person, would.

        Raises: KeyError for an unknown person or zone, ValueError for a field or value nobody can have.
        """
        if unknown := changes.keys() - _CHANGEABLE:
            raise ValueError(f"There is no field {', '.join(sorted(unknown))} to change.")
        _check_kinds(self._people[person_id], changes)
        updated = int(now.timestamp())
        self._people[person_id] = replace(self._people[person_id], **changes, updated=updated)
        return self._people[person_id]

    def user_object(self, person: Person, now: datetime, *, locale: bool = False) -> Json:
        """Write a user as users.info and user_change show it."""
        user = {
            "id": person.id,
            "team_id": person.home_team or self._identity.team_id,
            "name": person.handle,
            "deleted": person.is_deactivated,
            "profile": self.profile(person),
            "is_bot": person.is_bot,
            "is_app_user": False,
            "updated": person.updated,
        }
        if person.is_deactivated:
            return user
        user |= {"color": "9f69e7", "real_name": person.name} | _flags(person) | _zone(person, now)
        if person.home_team:
            user["is_stranger"] = person.is_stranger
        if person.is_workflow_bot:
            user["is_workflow_bot"] = True
        return user | ({"locale": "en-US"} if locale else {})

    def profile(self, person: Person) -> Json:
        """Write a profile; the e-mail address is in it for those who may read it."""
        first, _, last = person.name.partition(" ")
        profile = {
            "title": person.title,
            "phone": "",
            "skype": "",
            "real_name": person.name,
            "real_name_normalized": person.name,
            "display_name": "" if person.is_bot else first,
            "display_name_normalized": "" if person.is_bot else first,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": f"g{person.id.lower()}",
            "first_name": first,
            "last_name": last,
            "team": person.home_team or self._identity.team_id,
        }
        if person.is_bot:
            return profile | self._bot_fields(person)
        may_read = "users:read.email" in self._identity.scopes and person.id != SLACKBOT
        return profile | ({"email": self._email(person)} if may_read and not person.home_team else {})

    def _bot_fields(self, person: Person) -> Json:
        if person.id == BOT_USER:
            return {"bot_id": self._identity.bot_id, "api_app_id": self._identity.app.id}
        return {"bot_id": f"B{person.id[1:]}", "api_app_id": f"A{person.id[1:]}"}

    def _email(self, person: Person) -> str:
        plain = unicodedata.normalize("NFKD", person.handle).encode("ascii", "ignore").decode()
        return f"{plain}@{self._identity.team_domain}.example"


def _check_kinds(person: Person, changes: Mapping[str, Any]) -> None:
    """Ask for values of the kind that stands there; a zone must exist, and there may be none."""
    for name, value in changes.items():
        if name == "tz" and value is not None:
            ZoneInfo(value)
        held = getattr(person, name)
        is_text = isinstance(held, str | None)
        if not isinstance(value, str | None if is_text else type(held)):
            raise ValueError(f"{name} can't be {value!r}")  # noqa: TRY004 - one kind of refusal


def _flags(person: Person) -> Json:
    return {
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_any_guest,
        "is_ultra_restricted": person.is_single_channel_guest,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def _zone(person: Person, now: datetime) -> Json:
    if person.tz is None:
        return {}
    offset = ZoneInfo(person.tz).utcoffset(now)
    seconds = int(offset.total_seconds()) if offset else 0
    return {"tz": person.tz, "tz_label": person.tz.replace("_", " "), "tz_offset": seconds}

"""Verb: know what Slack knows of somebody. Called before a newcomer's first act and on every user_change event."""

from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.people import SlackProfile
from domain.kinds import EndReason
from mentoring.core import Core
from mentoring.end_pair import end_pairs_of
from models import Person
from models.database import workspace_of


async def is_known(core: Core, workspace_id: str, person_id: str) -> bool:
    """Tell whether the bot has met this person already, with a name."""
    async with core.database.transaction(workspace_id) as session:
        person = await session.get(Person, (workspace_id, person_id))
        return person is not None and person.profile_updated > 0


async def meet_person(core: Core, workspace_id: str, profile: SlackProfile) -> None:
    """Write what Slack says now; an older profile than the one known changes nothing.

    Somebody who was deactivated or became a guest stops in every live pair; her partner reads neutral words.
    """
    async with core.database.transaction(workspace_id) as session:
        person = await person_row(session, profile.id)
        if profile.updated < person.profile_updated:
            return
        _take_over(person, profile)
        if person.is_deactivated or person.is_guest:
            await end_pairs_of(session, core, person.id, EndReason.DEACTIVATED)


async def person_row(session: AsyncSession, person_id: str) -> Person:
    """Return the person's row, a fresh one if she is new."""
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None:
        person = Person(id=person_id)
        session.add(person)
        await session.flush()
    return person


def _take_over(person: Person, profile: SlackProfile) -> None:
    person.name = profile.name
    person.time_zone = profile.time_zone or person.time_zone
    person.locale = profile.locale or person.locale
    person.is_guest = profile.is_guest
    person.is_stranger = profile.is_stranger
    person.is_bot = profile.is_bot
    person.is_deactivated = profile.is_deactivated
    person.is_admin = profile.is_admin
    person.profile_updated = max(profile.updated, 1)

"""Verb: know what Slack knows of somebody. Called before a newcomer's first act and on every user_change event."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.people import Act, SlackProfile
from domain.kinds import EndReason
from domain.zones import is_zone
from mentoring.core import Core
from mentoring.end_pair import end_pairs_of, hold_pairs_of
from mentoring.follow_hours import Hours, follow_hours
from mentoring.inbox import take
from mentoring.promises import read_profile, redraw_home
from models import Person
from models.database import workspace_of


async def known_locale(core: Core, workspace_id: str, person_id: str) -> str | None:
    """Return the language of somebody the bot has met, with a name; None for anybody else."""
    known = select(Person.locale).where(Person.id == person_id, Person.profile_updated > 0)
    async with core.database.transaction(workspace_id) as session:
        found: str | None = await session.scalar(known)
        return found


async def profile_changed(core: Core, act: Act) -> None:
    """Promise to ask Slack about somebody who has changed. Raises AlreadyTakenError."""
    async with core.database.transaction(act.workspace_id) as session:
        await take(session, core, act)
        await read_profile(session, core, act.person_id)


async def meet_person(core: Core, workspace_id: str, profile: SlackProfile) -> None:
    """Write what Slack says now; an older profile than the one known changes nothing.

    Somebody who was deactivated or became a guest stops in every live pair; her partner reads neutral words.
    A traveller's plans follow her to the new zone.
    """
    async with core.database.transaction(workspace_id) as session:
        await hold_pairs_of(session, profile.id)
        person = await person_row(session, profile.id)
        if profile.updated < person.profile_updated:
            return
        # Her own row is written last, as in every act: in another order two of them could wait for each other.
        with session.no_autoflush:
            await _change(session, core, person, profile)


async def _change(session: AsyncSession, core: Core, person: Person, profile: SlackProfile) -> None:
    before, is_first = Hours.of(person), person.profile_updated == 0
    _take_over(person, profile)
    if person.is_deactivated or person.is_guest:
        await end_pairs_of(session, core, person.id, EndReason.DEACTIVATED)
    if is_first and person.has_opened_home:
        await redraw_home(session, core, person.id)
    await follow_hours(session, core, person, before)


async def person_row(session: AsyncSession, person_id: str) -> Person:
    """Return the person's row, a fresh one if she is new."""
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None:
        person = Person(id=person_id)
        session.add(person)
        await session.flush()
    return person


async def person_or_newcomer(session: AsyncSession, core: Core, person_id: str) -> Person:
    """Return the person's row; about somebody the bot hasn't met Slack is asked, before she gets her answer."""
    person = await person_row(session, person_id)
    if person.profile_updated == 0:
        await read_profile(session, core, person_id, answers=True)
    return person


def _take_over(person: Person, profile: SlackProfile) -> None:
    person.name = profile.name
    if profile.time_zone and is_zone(profile.time_zone):
        person.time_zone = profile.time_zone
    person.locale = profile.locale or person.locale
    person.is_guest = profile.is_guest
    person.is_stranger = profile.is_stranger
    person.is_bot = profile.is_bot
    person.is_deactivated = profile.is_deactivated
    person.is_admin = profile.is_admin
    person.profile_updated = max(profile.updated, 1)

"""Verb: take over a people list. Rows for people Slack doesn't know yet wait for them."""

from collections.abc import Sequence

from domain.facts.people import PersonUpdated, RosterPerson
from mentoring import audit
from mentoring.core import Core
from mentoring.follow_hours import Hours, follow_hours
from mentoring.meet_person import person_row
from mentoring.recheck_pairs import recheck_pairs
from mentoring.update_person import write_roster_facts


async def import_roster(
    core: Core, workspace_id: str, actor: str, rows: Sequence[RosterPerson]
) -> PersonUpdated:
    """Write all rows and look at all live pairs again; nobody is removed by a shorter list."""
    async with core.database.transaction(workspace_id) as session:
        for row in rows:
            person = await person_row(session, row.id)
            before = Hours.of(person)
            write_roster_facts(person, row)
            person.name = person.name or row.name
            person.time_zone = person.time_zone or row.time_zone
            await follow_hours(session, core, person, before)
        await session.flush()
        stopped = await recheck_pairs(session, core, {row.id for row in rows})
        audit.record(session, core, actor, "import_roster", f"{len(rows)} rows")
        return PersonUpdated("", stopped)

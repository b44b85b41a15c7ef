"""Verb: take over a people list. Rows for people Slack doesn't know yet wait for them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from domain.facts.people import PersonUpdated, RosterPerson
from mentoring import audit
from mentoring.core import Core
from mentoring.end_pair import OPEN, hold_pairs_of
from mentoring.follow_hours import Hours, follow_hours
from mentoring.meet_person import person_row
from mentoring.recheck_pairs import recheck_pairs
from mentoring.update_person import write_manager, write_place
from models import Pair

AT_A_TIME = 20
"""So many people are locked at once: who clicks meanwhile doesn't wait for the whole list."""


async def import_roster(
    core: Core, workspace_id: str, actor: str, rows: Sequence[RosterPerson]
) -> PersonUpdated:
    """Write all rows and look at all live pairs again; nobody is removed by a shorter list.

    Broken off, it is simply done again. The managers change all at once: a list half taken over could put two
    into one line who never were.
    """
    for some in _portions(rows):
        await _write_places(core, workspace_id, some)
    return await _write_managers(core, workspace_id, actor, rows)


def _portions(rows: Sequence[RosterPerson]) -> Iterator[Sequence[RosterPerson]]:
    return (rows[start : start + AT_A_TIME] for start in range(0, len(rows), AT_A_TIME))


async def _write_places(core: Core, workspace_id: str, rows: Sequence[RosterPerson]) -> None:
    async with core.database.transaction(workspace_id) as session:
        await hold_pairs_of(session, *(row.id for row in rows))
        people = [await person_row(session, row.id) for row in rows]
        # People are written last, as in every act.
        with session.no_autoflush:
            for person, row in zip(people, rows, strict=True):
                before = Hours.of(person)
                write_place(person, row)
                person.name = person.name or row.name
                person.time_zone = person.time_zone or row.time_zone
                await follow_hours(session, core, person, before)


async def _write_managers(
    core: Core, workspace_id: str, actor: str, rows: Sequence[RosterPerson]
) -> PersonUpdated:
    async with core.database.transaction(workspace_id) as session:
        await session.execute(select(Pair.id).where(Pair.state.in_(OPEN)).order_by(Pair.id).with_for_update())
        for row in rows:
            write_manager(await person_row(session, row.id), row)
        await session.flush()
        stopped = await recheck_pairs(session, core, {row.id for row in rows})
        audit.record(session, core, actor, "import_roster", f"{len(rows)} rows")
        return PersonUpdated("", stopped)

"""The machine: a people list (the roster CSV of docs/admins.md) as facts for the bot."""

from pathlib import Path

from bot.match_file.roster import Entry, read_entries
from domain.facts.people import RosterPerson


def read_people(path: Path) -> list[RosterPerson]:
    """Return the people of a CSV file. With a manager column, an empty cell means: has no manager.

    Raises BadInputError with one line per bad row.
    """
    columns, entries = read_entries(path)
    knows_managers = "manager_id" in columns
    return [_person(entry, knows_managers=knows_managers) for entry in entries]


def _person(entry: Entry, *, knows_managers: bool) -> RosterPerson:
    values = entry.values
    zone = values["timezone"]
    return RosterPerson(
        id=entry.id,
        name=values["name"] or entry.id,
        level=values["level"],
        department=values["department"] or None,
        site=values["site"] or None,
        time_zone=zone.key if zone else None,
        manager_id=values["manager_id"] or None,
        is_manager_known=knows_managers,
        country=values["country"] or None,
    )

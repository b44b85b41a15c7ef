"""Verb: a coordinator corrects one person's roster facts; live pairs are looked at again at once."""

from domain.errors import Fault, InvalidAnswer
from domain.facts.people import Act, PersonUpdated, RosterPerson
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.end_pair import hold_pairs_of
from mentoring.inbox import acting
from mentoring.join import MAX_LEVEL, MAX_PLACE, too_long
from mentoring.meet_person import person_row
from mentoring.promises import redraw_home
from mentoring.recheck_pairs import recheck_pairs
from models import Person


async def update_person(core: Core, act: Act, roster: RosterPerson) -> PersonUpdated:
    """Write level, department, site and manager.

    Raises CoordinatorsOnly, InvalidAnswer, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        await authorize.creator(session, core, act)
        _check(roster)
        await hold_pairs_of(session, roster.id)
        person = await person_row(session, roster.id)
        write_place(person, roster)
        write_manager(person, roster)
        await session.flush()
        stopped = await recheck_pairs(session, core, {person.id})
        audit.record(session, core, act.person_id, "update_person", person.id)
        await redraw_home(session, core, act.person_id)
        return PersonUpdated(person.id, stopped)


def _check(roster: RosterPerson) -> None:
    faults = too_long({"department": roster.department or "", "site": roster.site or ""}, MAX_PLACE)
    if roster.manager_id == roster.id:
        faults["manager"] = Fault("same_person")
    if roster.level is not None and not 0 <= roster.level <= MAX_LEVEL:
        faults["level"] = Fault("not_a_number", MAX_LEVEL)
    if faults:
        raise InvalidAnswer(faults)


def write_place(person: Person, roster: RosterPerson) -> None:
    """Shared: level, department, site and country, as far as the roster names them."""
    person.level = roster.level if roster.level is not None else person.level
    person.department = roster.department or person.department
    person.site = roster.site or person.site
    person.country = roster.country or person.country


def write_manager(person: Person, roster: RosterPerson) -> None:
    """Shared: the manager. An unknown one changes nothing."""
    if roster.is_manager_known:
        person.manager_id = roster.manager_id
        person.is_manager_known = True

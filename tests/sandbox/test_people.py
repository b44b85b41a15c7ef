import csv
import io
from zoneinfo import ZoneInfo

from sandbox.people import COORDINATORS, PARTNER_TEAM, PEOPLE, roster_csv

BY_ID = {person.id: person for person in PEOPLE}


def test_the_company_has_some_forty_people_on_four_continents() -> None:
    humans = [p for p in PEOPLE if not p.is_bot]
    zones = {p.tz for p in humans if p.tz}
    assert len(humans) == 42
    assert len(zones) == 10
    assert {zone.split("/")[0] for zone in zones} == {"Africa", "America", "Asia", "Europe"}
    assert all(ZoneInfo(zone) for zone in zones)


def test_every_manager_exists_and_is_more_senior() -> None:
    managed = [p for p in PEOPLE if p.manager_id]
    assert all(BY_ID[p.manager_id or ""].level > p.level for p in managed)


def test_the_awkward_people_are_among_them() -> None:
    assert [p.id for p in PEOPLE if p.is_guest] == ["U0GUEST01", "U0GUEST02"]
    assert [p.id for p in PEOPLE if p.is_single_channel_guest] == ["U0GUEST02"]
    assert [(p.id, p.home_team) for p in PEOPLE if p.is_stranger] == [("U0PARTNR1", PARTNER_TEAM)]
    assert [p.id for p in PEOPLE if p.is_workflow_bot] == ["U0FLOWBT1"]
    assert [p.id for p in PEOPLE if p.is_deactivated] == ["U0GONE001"]
    assert [p.id for p in PEOPLE if p.tz is None and not p.is_bot] == ["U0NOZONE1"]
    assert len([p.id for p in PEOPLE if p.is_admin]) == 1
    assert all(BY_ID[person].department == "People" for person in COORDINATORS)


def test_the_roster_lists_employees_only() -> None:
    rows = list(csv.DictReader(io.StringIO(roster_csv())))
    expected = ["id", "name", "role", "level", "department", "site", "timezone", "manager_id"]
    assert list(rows[0]) == expected
    assert {row["role"] for row in rows} == {"both"}
    assert len(rows) == 38
    assert not {"U0GUEST01", "U0GUEST02", "U0GONE001", "U0LUNCH01", "U0PARTNR1"} & {row["id"] for row in rows}

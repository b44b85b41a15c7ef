"""Every door takes its request's key together with its effect: delivered again, by whatever way, it changes nothing."""

from contextlib import suppress

import pytest

from domain.errors import AlreadyTakenError
from handlers.desk import Desk
from handlers.events import EVENTS
from handlers.parse import Origin
from tests.integration.authorization.office import DONE, Office
from tests.integration.authorization.test_matrix import MATRIX
from tests.integration.authorization.world import HERE, MENTOR

DOORS = {
    entry: next((person, subject) for person, outcome in cells.items() if outcome == DONE)
    for (entry, subject), cells in sorted(MATRIX.items())
    if DONE in cells.values()
}
ONLY_LOOKS = {
    *("/rm-help", "/rm-join", "/rm-me", "/rm-session", "/rm-admin", "/rm-pause", "/rm-leave"),
    *("help.open", "join.open", "join.decline", "pause.open", "leave.open", "goals.open", "baseline.open"),
    *("session.other", "poll.more", "outcome.open", "admin.new", "admin.pairs", "admin.person"),
    "admin.topics",
}
"""They answer or open a form, and write nothing."""
HAPPENINGS = {
    "app_home_opened": {"tab": "home"},
    "message.im": {"channel_type": "im", "text": "hello"},
    "user_change": {},
    "app_uninstalled": {},
    "tokens_revoked": {},
}


@pytest.mark.parametrize("entry", sorted(DOORS))
async def test_what_a_door_changes_it_changes_once_under_its_key(entry: str, office: Office) -> None:
    person, subject = DOORS[entry]
    await office.prepare(entry)
    before = office.rows()
    assert await office.attempt(entry, person, subject) == DONE
    after = office.rows()
    assert (after == before) == (entry in ONLY_LOOKS)
    assert office.keys() == (set() if entry in ONLY_LOOKS else {"act/1"})
    with suppress(AlreadyTakenError):
        await office.repeat(entry, person, subject)
    assert office.rows() == after


def test_every_event_has_its_happening() -> None:
    assert HAPPENINGS.keys() == EVENTS.keys()


@pytest.mark.parametrize("entry", sorted(EVENTS))
async def test_what_an_event_changes_it_changes_once_under_its_key(entry: str, office: Office) -> None:
    desk = Desk(office.core, office.slack)
    origin = Origin(HERE, MENTOR, "event/1")
    body = {"event": HAPPENINGS[entry]}
    before = office.rows()
    await EVENTS[entry](desk, origin, body)
    after = office.rows()
    assert after != before
    assert office.keys() == {"event/1"}
    with pytest.raises(AlreadyTakenError):
        await EVENTS[entry](desk, origin, body)
    assert office.rows() == after

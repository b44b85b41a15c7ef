"""Whom a message may reach at this moment: judged at its claim, by the people themselves and not by the ledger."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.simulation.rules import LIVES, Reader, first_readable, first_shared, is_readable

if TYPE_CHECKING:
    from tests.simulation.world import World

TOLERANCE = timedelta(seconds=250)
"""Two clocks may each be two minutes off, in opposite directions."""
ACQUAINTED = timedelta(seconds=120)
PERSON = """SELECT time_zone, read_start_minute, read_end_minute, read_days, paused_at, is_deactivated
FROM person WHERE workspace_id = ? AND id = ?"""
STILL_ASKED = """SELECT 1 FROM delivery WHERE workspace_id = ? AND recipient_id = ? AND kind = 'profile'
AND state IN ('pending', 'claimed', 'sending') AND failure_count > 0"""
"""Slack has been asked who she is now, but didn't answer."""
TAKES_PART = """SELECT EXISTS
(SELECT 1 FROM participant WHERE workspace_id = ?1 AND person_id = ?2 AND state = 'active')
OR EXISTS (SELECT 1 FROM delegate WHERE workspace_id = ?1 AND delegate_id = ?2)
OR EXISTS (SELECT 1 FROM coordinator WHERE workspace_id = ?1 AND person_id = ?2)"""
AT_ONCE = {"receipt", "redraw"}
AFTERWARDS = "pair.outcome"
"""Asked when a round is over, also of who goes with it."""


class Readers:
    """Judges who is written to, and when."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def judge(
        self, team: str, people: tuple[str, ...], message: str, message_class: str, born: datetime
    ) -> None:
        """Judge one message that is about to go to these people, in one conversation."""
        readers = [self._reader(team, person_id, message, message_class) for person_id in people]
        if message_class in AT_ONCE or None in readers:
            return
        self._in_hours([reader for reader in readers if reader], f"{message} to {', '.join(people)}")
        life = LIVES.get(message_class)
        for reader in readers:
            is_past = reader and life and self._world.now() > first_readable(reader, born) + life + TOLERANCE
            if is_past:
                self._world.watch.fail("S6 not after its life", f"{message} due {born}")

    def _reader(self, team: str, person_id: str, message: str, message_class: str) -> Reader | None:
        """Judge whether she may be written to at all; None when the bot needn't know her hours yet."""
        fail = self._world.watch.fail
        row = self._world.store.row(PERSON, team, person_id)
        if row is None:
            fail("S4 nobody unknown", f"{message} to {person_id}")
            return None
        zone, start, end, days, paused_at, is_deactivated = row
        human = self._known(team, person_id)
        if is_deactivated or (human is not None and human.is_gone):
            fail("S4 nobody deactivated", f"{message} to {person_id}")
        if message_class in AT_ONCE:
            return None
        if paused_at is not None and message != "person.paused_by_silence":
            fail("S4 nobody paused", f"{message} to {person_id}")
        is_asked = message_class in {"question", "nudge"} and message != AFTERWARDS
        if is_asked and not self._world.store.rows(TAKES_PART, team, person_id)[0][0]:
            fail("S4 nobody who left", f"{message} to {person_id}")
        if human is None:
            return None
        if human.zone != (zone or "UTC") and not self._world.store.rows(STILL_ASKED, team, person_id):
            fail("P18 an acknowledged change is known", f"{person_id}: {zone}, not {human.zone}")
        return Reader(human.zone, start, end, frozenset(json.loads(days)))

    def _known(self, team: str, person_id: str) -> Any:
        """Return the human whom the bot must know by now as she is."""
        human = self._world.crowd.humans.get((team, person_id))
        if human is None or human.known_at is None:
            return None
        return human if self._world.now() - human.known_at > ACQUAINTED else None

    def _in_hours(self, readers: list[Reader], told: str) -> None:
        """All read now; or, of a pair whose hours never meet within two weeks, the mentor does (domain/cadence)."""
        now = self._world.now()
        moments = [now + slip for slip in (-TOLERANCE, timedelta(), TOLERANCE)]
        if any(all(is_readable(reader, at) for reader in readers) for at in moments):
            return
        is_mentors = any(is_readable(readers[0], at) for at in moments)
        if not (is_mentors and first_shared(readers, now) is None):
            self._world.watch.fail(
                "S5 allowed hours", f"{told}, {', '.join(reader.zone for reader in readers)}"
            )

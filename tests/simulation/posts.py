"""What has become visible: how often, to whom, and how much a day; judged when Slack takes a message."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.simulation.network import delivery_of
from tests.simulation.readers import TOLERANCE
from tests.simulation.rules import CAPPED, MOST_A_DAY, OF_ITS_EVENT

if TYPE_CHECKING:
    from tests.simulation.world import World

ROW = """SELECT message, message_class, address, recipient_id, subject_id, state, key, is_repeat
FROM delivery WHERE workspace_id = ? AND id = ?"""
ZONE = "SELECT time_zone FROM person WHERE workspace_id = ? AND id = ?"
PAIR = "SELECT mentor_id, mentee_id FROM pair WHERE workspace_id = ? AND id = ?"
REVISION = re.compile(r"\br\d+")
WORDS = re.compile(r"\b[a-z]{2,}\b")
A_DAY_FOR_TRAVELLERS = timedelta(hours=15)


class Posts:
    """Counts what people can see."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.visible: Counter[str] = Counter()
        self._copies: Counter[str] = Counter()
        self._held_for: dict[str, str] = {}
        self._let_be: set[str] = set()
        self._read_at: defaultdict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)
        self._occurred: dict[tuple[str, ...], str] = {}

    def moved(self, delivery_id: str, old: str | None, new: str, *, is_repeat: bool, reason: str) -> None:
        """Allow one more copy where nobody can look: once by the product's word, else by a coordinator's."""
        if new == "held":
            self._held_for[delivery_id] = reason
        if delivery_id in self._let_be:
            self._world.watch.fail("S3 what a coordinator let be stays so", delivery_id)
        if (new, reason) == ("cancelled", "let be"):
            self._let_be.add(delivery_id)
        was_asked = old == "held" and self._held_for[delivery_id] == "unprovable"
        is_first_repeat = old == "sending" and is_repeat and delivery_id not in self._copies
        if new == "pending" and (was_asked or is_first_repeat):
            self._copies[delivery_id] += 1

    def posted(self, team: str, args: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Judge one message that is there now."""
        fail = self._world.watch.fail
        delivery_id = delivery_of(args)
        row = self._world.store.row(ROW, team, delivery_id)
        if row is None:
            fail("S10 tenants", f"a post in {team} without a row there")
            return
        message, message_class, address, recipient_id, subject_id, state, key, is_repeat = row
        self.visible[delivery_id] += 1
        if self.visible[delivery_id] > 1 + self._copies[delivery_id]:
            fail("S1 visible at most once", f"{message} {key}")
        if is_repeat and address == "person":
            fail("P2 what can be looked up is not repeated", f"{message} {key}")
        if state != "sending" and not is_repeat:
            fail("S2 intent before post", f"{message} is {state}")
        people = readers_of(self._world, team, address, recipient_id)
        self._addressed(team, people, answer["channel"], message)
        if message_class in CAPPED and message not in OF_ITS_EVENT:
            for person_id in people:
                self._once_a_day(team, person_id, message, subject_id, delivery_id, key)
        if message_class in CAPPED:
            for person_id in people:
                self._capped(team, person_id, delivery_id, message)

    def _addressed(self, team: str, people: tuple[str, ...], channel: str, message: str) -> None:
        conversation = self._world.workspaces[team].conversations.get(channel)
        members = conversation.members if conversation else frozenset()
        if not people or not members >= set(people) or len(members) != len(people) + 1:
            self._world.watch.fail(
                "S10 the recipient's own conversation", f"{message} for {people} in {channel}"
            )

    def _zone(self, team: str, person_id: str) -> ZoneInfo:
        row = self._world.store.row(ZONE, team, person_id)
        return ZoneInfo((row and row[0]) or "UTC")

    def _once_a_day(self, team: str, person: str, message: str, subject: str, own: str, key: str) -> None:
        """Judge the occurrence: (series, local date), and of what is bound to a session its revision, too.

        A new date is a new revision of the session (delivery.md, "session/revision/participant/part").
        """
        day = self._world.now().astimezone(self._zone(team, person)).date().isoformat()
        part = "".join(WORDS.findall(key.split("/", 3)[-1]))
        occurrence = (team, person, message, subject, day, part, *REVISION.findall(key))
        if self._occurred.setdefault(occurrence, own) != own:
            self._world.watch.fail("S7 once a day", f"{message} to {person} on {day}")

    def _capped(self, team: str, person_id: str, delivery_id: str, message: str) -> None:
        """Judge how many there are today; a repetition of one doesn't count, a traveller has two days in one."""
        now, zone = self._world.now(), self._zone(team, person_id)
        self._read_at[team, person_id].setdefault(delivery_id, now)
        local = now.astimezone(zone)
        is_midnight = (local - TOLERANCE).date() != (local + TOLERANCE).date()
        read_at = self._read_at[team, person_id].values()
        today = [at for at in read_at if at.astimezone(zone).date() == local.date()]
        is_traveller = any(at < now - A_DAY_FOR_TRAVELLERS for at in today)
        if len(today) > MOST_A_DAY and not is_midnight and not is_traveller:
            self._world.watch.fail("S5 at most three a day", f"{message} to {person_id}")


def readers_of(world: "World", team: str, address: str, recipient_id: str) -> tuple[str, ...]:
    """Return who reads what is addressed so: the mentor first."""
    if address == "pair":
        return world.store.row(PAIR, team, recipient_id) or ()
    return (recipient_id,)

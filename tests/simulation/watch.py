"""What must never happen, judged at each commit and at each message Slack takes; written from the promises, not the code."""

import json
import re
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from domain.facts.people import Act
from sandbox.delivery.courier import Delivery

from tests.simulation.network import delivery_of
from tests.simulation.rules import (
    CAPPED,
    LIVES,
    MOST_A_DAY,
    NEWS,
    ONCE_A_DAY,
    Reader,
    first_readable,
    is_legal,
    is_readable,
)

if TYPE_CHECKING:
    from tests.simulation.world import World

TOLERANCE = timedelta(seconds=250)
"""Two clocks may each be two minutes off, in opposite directions."""
ACQUAINTED = timedelta(seconds=120)
UNDER_WAY = timedelta(seconds=400)
PACED = {"chat.postMessage", "chat.update", "views.publish"}
INJECTED = re.compile(r"disk I/O error|disk is full")
ROW = """SELECT kind, message, message_class, address, recipient_id, subject_id, state, due_at, key, is_repeat, reason
FROM delivery WHERE workspace_id = ? AND id = ?"""
PERSON = """SELECT time_zone, read_start_minute, read_end_minute, read_days, paused_at, is_deactivated
FROM person WHERE workspace_id = ? AND id = ?"""
TAKES_PART = """SELECT EXISTS (SELECT 1 FROM participant WHERE workspace_id = ?1 AND person_id = ?2 AND state = 'active')
OR EXISTS (SELECT 1 FROM delegate WHERE workspace_id = ?1 AND delegate_id = ?2)
OR EXISTS (SELECT 1 FROM coordinator WHERE workspace_id = ?1 AND person_id = ?2)"""
PAIR = "SELECT mentor_id, mentee_id FROM pair WHERE workspace_id = ? AND id = ?"
INBOX = "SELECT 1 FROM inbox WHERE workspace_id = ? AND key = ?"
JOINED = "SELECT count(*) FROM participant WHERE workspace_id = ? AND person_id = ?"
REVISION = re.compile(r"\br\d+")
WORDS = re.compile(r"\b[a-z]{2,}\b")


class Watch:
    """Collects violations; the first one ends the run."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.violations: list[str] = []
        self.visible: Counter[str] = Counter()
        self._born: dict[str, datetime] = {}
        self._read_at: defaultdict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)
        self._occurred: dict[tuple[str, ...], str] = {}
        self._copies: Counter[str] = Counter()
        self._held_for: dict[str, str] = {}
        self._rests: dict[tuple[str, str], tuple[datetime, datetime]] = {}
        self.strained = 0
        self.calls = 0

    def fail(self, rule: str, detail: str, error: BaseException | None = None) -> None:
        """Write a violation down, with when it was found."""
        where = "".join(traceback.format_exception(error)[-8:]) if error else ""
        self.violations.append(f"{rule} at {self._world.now():%Y-%m-%d %H:%M:%S}: {detail}\n{where}".rstrip())
        self._world.over.set()

    # at each commit

    def committed(self) -> None:
        """Judge every change of state that was just committed."""
        changes, self._world.store.noted[:] = list(self._world.store.noted), ()
        for team, delivery_id, old, new in changes:
            row = self._world.store.row(ROW, team, delivery_id)
            if row is None:
                self.fail("S3 rows stay", delivery_id)
                continue
            if not is_legal(row[0], old, new):
                self.fail("S3 only listed transitions", f"{row[1]} {old} → {new}")
            if new == "pending" and old in {None, "cancelled"}:
                self._born[delivery_id] = _instant(row[7])
            self._allow_copies(delivery_id, old, new, row)
            if new == "claimed":
                self._claimed(team, delivery_id, row)

    def _allow_copies(self, delivery_id: str, old: str | None, new: str, row: tuple[Any, ...]) -> None:
        """One more may be seen where nobody can look: once by the product's word, else by a coordinator's."""
        *_, is_repeat, reason = row
        if new == "held":
            self._held_for[delivery_id] = reason
        was_asked = old == "held" and self._held_for[delivery_id] == "unprovable"
        is_first_repeat = old == "sending" and is_repeat and delivery_id not in self._copies
        if new == "pending" and (was_asked or is_first_repeat):
            self._copies[delivery_id] += 1

    def _claimed(self, team: str, delivery_id: str, row: tuple[Any, ...]) -> None:
        kind, message, message_class, address, recipient_id, *_ = row
        now = self._world.now()
        born = self._born.get(delivery_id, now)
        if now < born - TOLERANCE:
            self.fail("S6 not before it is due", f"{message} {born}")
        if kind not in NEWS or address == "channel":
            return
        people = self._world.store.row(PAIR, team, recipient_id) if address == "pair" else (recipient_id,)
        for person_id in people or ():
            self._may_read(team, person_id, message, message_class, born)

    def _may_read(self, team: str, person_id: str, message: str, message_class: str, born: datetime) -> None:
        row = self._world.store.row(PERSON, team, person_id)
        if row is None:
            self.fail("S4 nobody unknown", f"{message} to {person_id}")
            return
        zone, start, end, days, paused_at, is_deactivated = row
        human = self._world.crowd.humans.get((team, person_id))
        now = self._world.now()
        is_known = human is not None and human.known_at is not None and now - human.known_at > ACQUAINTED
        if is_deactivated or (is_known and human is not None and human.is_gone):
            self.fail("S4 nobody deactivated", f"{message} to {person_id}")
        if message_class in {"receipt", "redraw"}:
            return
        if paused_at is not None and message != "person.paused_by_silence":
            self.fail("S4 nobody paused", f"{message} to {person_id}")
        is_asked = message_class in {"question", "nudge"}
        if is_asked and not self._world.store.rows(TAKES_PART, team, person_id)[0][0]:
            self.fail("S4 nobody who left", f"{message} to {person_id}")
        if not is_known or human is None or human.zone != (zone or "UTC"):
            if is_known and human is not None:
                self.fail("P18 an acknowledged change is known", f"{person_id}: {zone}, not {human.zone}")
            return
        reader = Reader(human.zone, start, end, frozenset(json.loads(days)))
        if not any(is_readable(reader, now + slip) for slip in (-TOLERANCE, timedelta(), TOLERANCE)):
            self.fail("S5 allowed hours", f"{message} to {person_id} in {zone}")
        life = LIVES.get(message_class)
        if life and now - born > life and now > first_readable(reader, born) + life + TOLERANCE:
            self.fail("S6 not after its life", f"{message} due {born}")

    # at each call

    def limited(self, team: str, method: str, retry_after: str | None) -> None:
        """Slack has said for how long it wants to hear nothing of this."""
        now = self._world.now()
        rest = float(retry_after) if retry_after and retry_after.lstrip("-").isdigit() else 60.0
        self._rests[team, method] = (now, now + timedelta(seconds=min(max(rest, 1.0), 3600.0)))

    def called(self, team: str, method: str) -> None:
        """Judge whether a call comes too early. What was claimed before Slack said so may still be under way."""
        self.calls += 1
        said_at, until = self._rests.get((team, method), (self._world.now(), self._world.now()))
        if method in PACED and said_at + UNDER_WAY < self._world.now() < until - TOLERANCE:
            self.fail("S8 not before Retry-After", f"{method} for {team}, to rest until {until}")

    # at each message

    def accepted(self, team: str, method: str, args: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Judge what Slack has just carried out."""
        if self._world.store.connection.in_transaction:
            self.fail("S15 no transaction is open during a call", method)
        if method not in {"chat.postMessage", "chat.update", "views.publish"}:
            return
        shown = json.dumps(args.get("blocks") or args.get("view") or "") + args.get("text", "")
        self._world.trace.update(f"{self._world.now()} {team} {method} {shown}".encode())
        for other in self._world.workspaces:
            if other != team and f"Canary{other[-1]}" in shown:
                self.fail("S10 tenants", f"{method}: {team} reads of {other}")
        if method == "chat.postMessage":
            self._posted(team, args, answer)
        if method != "views.publish":
            self._world.crowd.sees(team, answer["channel"], answer["ts"])

    def _posted(self, team: str, args: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        delivery_id = delivery_of(args)
        row = self._world.store.row(ROW, team, delivery_id)
        if row is None:
            self.fail("S10 tenants", f"a post in {team} without a row there")
            return
        _kind, message, message_class, address, recipient_id, subject_id, state, _due_at, key, is_repeat, _ = row
        self.visible[delivery_id] += 1
        if self.visible[delivery_id] > 1 + self._copies[delivery_id]:
            self.fail("S1 visible at most once", f"{message} {key}")
        if is_repeat and address == "person":
            self.fail("P2 what can be looked up is not repeated", f"{message} {key}")
        if state != "sending" and not is_repeat:
            self.fail("S2 intent before post", f"{message} is {state}")
        self._is_addressed(team, address, recipient_id, answer["channel"], message)
        if address == "person" and message_class in ONCE_A_DAY:
            self._once_a_day(team, recipient_id, message, subject_id, delivery_id, key)
        if message_class in CAPPED:
            people = self._world.store.row(PAIR, team, recipient_id) if address == "pair" else (recipient_id,)
            for person_id in people or ():
                self._count(team, person_id, delivery_id, message)

    def _is_addressed(self, team: str, address: str, recipient_id: str, channel: str, message: str) -> None:
        conversation = self._world.workspaces[team].conversations.get(channel)
        members = conversation.members if conversation else frozenset()
        meant = self._world.store.row(PAIR, team, recipient_id) if address == "pair" else (recipient_id,)
        if address != "channel" and (not meant or not members >= set(meant) or len(members) != len(meant) + 1):
            self.fail("S10 the recipient's own conversation", f"{message} for {meant} in {channel}")

    def _zone(self, team: str, person_id: str) -> ZoneInfo:
        row = self._world.store.row(PERSON, team, person_id)
        return ZoneInfo((row and row[0]) or "UTC")

    def _once_a_day(self, team: str, person: str, message: str, subject: str, own: str, key: str) -> None:
        day = self._world.now().astimezone(self._zone(team, person)).date().isoformat()
        part = "".join(WORDS.findall(key.split("/", 3)[-1]))
        occurrence = (team, person, message, subject, day, part, *REVISION.findall(key))
        if self._occurred.setdefault(occurrence, own) != own:
            self.fail("S7 once a day", f"{message} to {person} on {day}")

    def _count(self, team: str, person_id: str, delivery_id: str, message: str) -> None:
        now, zone = self._world.now(), self._zone(team, person_id)
        self._read_at[team, person_id].setdefault(delivery_id, now)
        local = now.astimezone(zone)
        is_midnight = (local - TOLERANCE).date() != (local + TOLERANCE).date()
        today = [at for at in self._read_at[team, person_id].values() if at.astimezone(zone).date() == local.date()]
        is_traveller = any(at.astimezone(zone).date() == local.date() and at < now - timedelta(hours=15) for at in today)
        if len(today) > MOST_A_DAY and not is_midnight and not is_traveller:
            self.fail("S5 at most three a day", f"{message} to {person_id}")

    # at each answer of the bot

    def acked(self, entry: str, delivery: Delivery, *, has_key: bool) -> None:
        """An effect was acknowledged to Slack."""
        if not has_key:
            self.fail("S16 an acknowledged act is in the inbox", f"{entry} {delivery.attempt}")

    def acted(self, act: Act) -> None:
        """A verb has returned to its handler, which would acknowledge now."""
        verb_takes_key = self._world.store.row(INBOX, act.workspace_id, act.key) is not None
        if not verb_takes_key:
            self.fail("S16 an acknowledged act is in the inbox", act.key)

    def taken(self, act: Act) -> None:
        """A join was refused as taken before: then she takes part, or did."""
        if not self._world.store.rows(JOINED, act.workspace_id, act.person_id)[0][0]:
            self.fail("P17 no key without its effect", act.key)

    def heard_of_a_bug(self, line: Mapping[str, Any]) -> None:
        """The bot logged an exception: only faults we planted may end there."""
        raised = line.get("exc_info")
        error = raised if isinstance(raised, BaseException) else sys.exception()
        if error is not None and not (self._world.weather.database and INJECTED.search(str(error))):
            self.fail("L6 nothing dies in silence", f"{line.get('event')}", error)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")

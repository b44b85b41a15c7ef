"""What must never happen, judged at each commit and each call: written from the promises, not from the code."""

import json
import re
import sys
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.facts.people import Act
from sandbox.delivery.courier import Delivery
from tests.simulation.posts import Posts, readers_of
from tests.simulation.readers import TOLERANCE, Readers
from tests.simulation.replica import OWNER, Replica
from tests.simulation.rules import NEWS, is_legal

if TYPE_CHECKING:
    from tests.simulation.world import World

UNDER_WAY = timedelta(seconds=900)
"""What was claimed before Slack said so: five rounds of four calls, each slow, in a replica that freezes twice."""
PACED = {"chat.postMessage", "chat.update", "views.publish"}
INJECTED = re.compile(r"disk I/O error|disk is full")
ROW = """SELECT kind, message, message_class, address, recipient_id, due_at, is_repeat, reason
FROM delivery WHERE workspace_id = ? AND id = ?"""
IN_HAND = "SELECT id FROM delivery WHERE state IN ('claimed', 'sending')"
INBOX = "SELECT 1 FROM inbox WHERE workspace_id = ? AND key = ?"
JOINED = "SELECT count(*) FROM participant WHERE workspace_id = ? AND person_id = ?"


@dataclass(frozen=True)
class Rest:
    """For how long Slack wants to hear nothing of a method, and whom it told."""

    said_at: datetime
    until: datetime
    hearer: Replica | None


class Watch:
    """Collects violations; the first one ends the run."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.violations: list[str] = []
        self._posts = Posts(world)
        self._readers = Readers(world)
        self._born: dict[str, datetime] = {}
        self._rests: dict[tuple[str, str], Rest] = {}
        self.losses: Counter[str] = Counter()
        self.rightly_dropped: set[str] = set()
        self.strained = 0
        self.calls = 0

    @property
    def visible(self) -> Counter[str]:
        """How often each row's message can be seen."""
        return self._posts.visible

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
                self._born[delivery_id] = _instant(row[5])
            *_, is_repeat, reason = row
            if (new, reason) == ("cancelled", "recipient is gone") and not self._is_here(team, row[4]):
                self.rightly_dropped.add(delivery_id)
            self._posts.moved(delivery_id, old, new, is_repeat=is_repeat, reason=reason)
            if new == "claimed":
                self._claimed(team, delivery_id, row)

    def _is_here(self, team: str, person_id: str) -> bool:
        """Tell whether the bot has to know that somebody is there, and not deactivated."""
        human = self._world.crowd.humans.get((team, person_id))
        return human is None or (human.known_at is not None and not human.is_gone)

    def _claimed(self, team: str, delivery_id: str, row: tuple[Any, ...]) -> None:
        kind, message, message_class, address, recipient_id, *_ = row
        now = self._world.now()
        born = self._born.get(delivery_id, now)
        if now < born - TOLERANCE:
            self.fail("S6 not before it is due", f"{message} {born}")
        if kind in NEWS and address != "channel":
            people = readers_of(self._world, team, address, recipient_id)
            self._readers.judge(team, people, message, message_class, born)

    def worker_lost(self) -> None:
        """A worker has died, or counts as dead: what was in hand then may be a suspect."""
        self.losses.update(row[0] for row in self._world.store.rows(IN_HAND))

    # at each call

    def limited(self, team: str, method: str, retry_after: str | None) -> None:
        """Slack has said for how long it wants to hear nothing of this."""
        now = self._world.now()
        rest = float(retry_after) if retry_after and retry_after.lstrip("-").isdigit() else 60.0
        until = now + timedelta(seconds=min(max(rest, 1.0), 3600.0))
        self._rests[team, method] = Rest(now, until, OWNER.get())

    def called(self, team: str, method: str) -> None:
        """Judge whether a call comes too early.

        What was claimed before Slack said so may still be under way; and who heard it may have died before writing it.
        """
        self.calls += 1
        rest = self._rests.get((team, method))
        if rest is None or method not in PACED or (rest.hearer is not None and rest.hearer.is_dead):
            return
        if rest.said_at + UNDER_WAY < self._world.now() < rest.until - TOLERANCE:
            self.fail("S8 not before Retry-After", f"{method} for {team}, to rest until {rest.until}")

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
            self._posts.posted(team, args, answer)
        if method != "views.publish":
            self._world.crowd.sees(team, answer["channel"], answer["ts"])

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

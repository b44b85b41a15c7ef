"""The figures of a report by another route: loops over the raw rows, sharing no code with reporting/."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import Base
from models.database import Database

Row = dict[str, Any]


class Recount:
    """All rows of one workspace, and questions to them. `since` and `round_id` cut as the request does."""

    def __init__(self, rows: dict[str, list[Row]], now: datetime) -> None:
        self.rows, self.now = rows, now
        self.round_id: str | None = None
        self.since: datetime | None = None

    @classmethod
    async def read(cls, database: Database, workspace: str, now: datetime) -> "Recount":
        async with database.engine.connect() as connection:
            rows = {
                table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
                for table in Base.metadata.sorted_tables
            }
        mine = {
            name: [r for r in found if r.get("workspace_id") == workspace] for name, found in rows.items()
        }
        return cls(mine, now)

    def pairs(self) -> list[Row]:
        found = []
        for pair in self.rows["pair"]:
            if self.round_id not in {None, pair["round_id"]}:
                continue
            if self.since:
                the_round = next(r for r in self.rows["round"] if r["id"] == pair["round_id"])
                if the_round["ends_at"] < self.since or (pair["ended_at"] and pair["ended_at"] < self.since):
                    continue
            found.append(pair)
        return found

    def sessions(self, *, uncut: bool = False) -> list[Row]:
        """The sessions of those pairs with `held`, `disputed`, `at`, `planned`, `asked` and `told`."""
        found = []
        for pair in self.pairs():
            for session in self.rows["session"]:
                if session["pair_id"] == pair["id"]:
                    seen = self._seen(session, pair)
                    if uncut or not self.since or seen["at"] >= self.since:
                        found.append(seen)
        return found

    def _seen(self, session: Row, pair: Row) -> Row:
        told = [a for a in self.rows["session_answer"] if a["session_id"] == session["id"]]
        yes = [a for a in told if a["was_held"]]
        no = [a for a in told if not a["was_held"]]
        past_date = session["scheduled_at"] and session["scheduled_at"] <= self.now
        if past_date:
            at = session["scheduled_at"]
        elif yes:
            at = min(a["answered_at"] for a in yes)
        else:
            at = min(session["closes_at"], self.now, pair["ended_at"] or self.now)
        limit = pair["ended_at"] if pair["state"] == "ended" else self.now
        over = session["closes_at"] <= limit or pair["state"] == "completed"
        return {
            "pair": pair,
            "at": at,
            "held": bool(yes) and not no,
            "disputed": bool(yes) and bool(no),
            "planned": bool(yes) or over,
            "asked": bool(past_date) or bool(told),
            "told": len(told),
        }

    def joined(self) -> set[str]:
        start, end = self.since, self.now
        if self.round_id:
            the_round = next(r for r in self.rows["round"] if r["id"] == self.round_id)
            start, end = the_round["starts_at"], min(the_round["ends_at"], self.now)
        return {
            p["person_id"]
            for p in self.rows["participant"]
            if p["joined_at"] <= end and not (start and p["left_at"] and p["left_at"] < start)
        }

    def matched(self) -> set[str]:
        return self._both(p for p in self.pairs() if p["introduced_at"] or p["state"] == "previewing")

    def met(self) -> set[str]:
        return self._both(s["pair"] for s in self.sessions() if s["held"])

    def as_planned(self) -> set[str]:
        held: dict[str, list[bool]] = defaultdict(list)
        by_id = {p["id"]: p for p in self.pairs()}
        for session in self.sessions():
            if session["planned"]:
                held[session["pair"]["id"]].append(session["held"])
        return self._both(by_id[pair] for pair, all_of in held.items() if all(all_of))

    def completed_pairs(self) -> list[Row]:
        met = {s["pair"]["id"] for s in self.sessions() if s["held"]}
        return [p for p in self.pairs() if p["state"] == "completed" and p["id"] in met]

    def rejoined(self) -> set[str]:
        number = {r["id"]: r["number"] for r in self.rows["round"]}
        again = set()
        for pair in self.completed_pairs():
            for person in (pair["mentor_id"], pair["mentee_id"]):
                later = [
                    p
                    for p in self.rows["pair"]
                    if person in {p["mentor_id"], p["mentee_id"]}
                    and number[p["round_id"]] > number[pair["round_id"]]
                ] + [
                    out
                    for out in self.rows["left_out"]
                    if out["person_id"] == person and number[out["round_id"]] > number[pair["round_id"]]
                ]
                if later:
                    again.add(person)
        return again

    def stood(self) -> set[str]:
        ids = {p["round_id"] for p in self.pairs()}
        left_out = {o["person_id"] for o in self.rows["left_out"] if o["round_id"] in ids}
        return self._both(self.pairs()) | left_out

    def median_days(self) -> float:
        first: dict[str, datetime] = {}
        for session in self.sessions(uncut=True):
            pair = session["pair"]
            if session["held"] and not (self.since and pair["introduced_at"] < self.since):
                first[pair["id"]] = min(first.get(pair["id"], session["at"]), session["at"])
        waits = sorted(
            (first[p["id"]] - p["introduced_at"]).total_seconds() / 86400
            for p in self.pairs()
            if p["id"] in first
        )
        middle = len(waits) // 2
        exact = waits[middle] if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2
        return float(round(exact, 1))

    def active(self, span: timedelta) -> tuple[int, int]:
        old = [p for p in self.pairs() if p["state"] == "live" and self.now - p["introduced_at"] >= span]
        recent = {
            s["pair"]["id"] for s in self.sessions(uncut=True) if s["held"] and self.now - s["at"] <= span
        }
        return len([p for p in old if p["id"] in recent]), len(old)

    def weeks(self, zone: str) -> dict[date, tuple[int, int]]:
        counted: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        for session in self.sessions():
            if session["planned"]:
                day = session["at"].astimezone(ZoneInfo(zone)).date()
                monday = date.fromisocalendar(day.isocalendar().year, day.isocalendar().week, 1)
                counted[monday][0] += session["held"]
                counted[monday][1] += 1
        return {monday: (held, planned) for monday, (held, planned) in counted.items()}

    def mean(self, *, rounds: set[str], side: str | None, item: str, moment: str | None) -> tuple[float, int]:
        """The mean to the half step within 1.5–4.5, and the exact number of answers."""
        values = [
            n["value"]
            for n in self.rows["anonymous_number"]
            if n["round_id"] in rounds
            and side in {None, n["side"]}
            and n["item"] == item
            and n["moment"] == moment
        ]
        exact = Fraction(sum(values), len(values))
        steps = [Fraction(step, 2) for step in range(3, 10)]
        return float(min(steps, key=lambda step: (abs(step - exact), -step))), len(values)

    @staticmethod
    def _both(pairs: Any) -> set[str]:
        return {pair[side] for pair in pairs for side in ("mentor_id", "mentee_id")}

"""A world in memory that can be put back to any moment: for trying what people do in every order."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from domain.errors import Refusal
from domain.facts.people import Act
from domain.kinds import PreviewAnswer, Series
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import answer_not_yet, rate_session
from mentoring.answer_preview import answer_preview
from mentoring.come_back import come_back
from mentoring.end_contact import end_contact
from mentoring.leave import leave
from mentoring.pause import pause
from mentoring.plan import plan
from mentoring.schedule_session import accept_date, cancel_date, report_met, suggest_date
from models import Due
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from tests.integration.mentoring.legal_states import Deed, Truth
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import MARK, MAYA, World, berlin

SIDES = frozenset({MAYA, MARK})
TICKS = {
    "preview is over": (Series.PREVIEW_END,),
    "session opens": (Series.SESSION_OPEN,),
    "date is over": (Series.SESSION_AGENDA, Series.SESSION_DAY, Series.SESSION_POLL),
}
PLANNED = "SELECT series FROM due WHERE subject_id IN (SELECT id FROM pair UNION SELECT id FROM session)"
PROMISED = """
    SELECT message FROM delivery WHERE subject_id IN (SELECT id FROM pair UNION SELECT id FROM session)
    AND state = 'pending' AND kind = 'post' AND message NOT IN ('pair.ended', 'care.concern')
"""
"""But for what is still told about a pair that is over: that it is, and what was confided before."""
OF_A_DATE = "SELECT series FROM due WHERE series IN ('session_poll', 'session_day', 'session_agenda')"


class Rewound(World):
    """One pair. Its whole database can be kept and put back; what it says is read beside the bot's own code."""

    raw: sqlite3.Connection
    pair_id = session_id = ""

    def keep(self) -> sqlite3.Connection:
        """Return a copy of this moment."""
        copy = sqlite3.connect(":memory:")
        self.raw.backup(copy)
        return copy

    def put_back(self, moment: sqlite3.Connection) -> None:
        moment.backup(self.raw)

    def ask(self, question: str, *values: str) -> list[Any]:
        return self.raw.execute(question, values).fetchall()

    @property
    def dates(self) -> dict[str, Any]:
        """The days people talk about, all ahead."""
        return {name: berlin(self.now + timedelta(days=4), hour) for name, hour in (("ten", 10), ("two", 14))}

    async def do(self, deed: Deed) -> bool:
        """Do it as the person, or the clock, would. False: refused. Whatever else is raised fails the test."""
        if deed.what in TICKS:
            await self._strike(*TICKS[deed.what])
            return True
        try:
            await self._act(deed, self.act(deed.who))
        except Refusal:
            return False
        return True

    async def _strike(self, *series: Series) -> None:
        """Let what is planned come now."""
        async with self.database.transaction(HERE) as session:
            await session.execute(update(Due).where(Due.series.in_(series)).values(due_at=self.now))
        await plan(self.core)

    async def _act(self, deed: Deed, act: Act) -> None:
        core, pair_id, card = self.core, self.pair_id, self.session_id
        away_until = (self.now + timedelta(days=9)).date()
        verbs: dict[str, Callable[[], Awaitable[object]]] = {
            "yes": lambda: answer_preview(core, act, pair_id, PreviewAnswer.ACCEPTED),
            "no": lambda: answer_preview(core, act, pair_id, PreviewAnswer.NOT_THIS_ONE),
            "charter": lambda: accept_charter(core, act, pair_id),
            "suggest": lambda: suggest_date(core, act, card, deed.seen, self.dates[deed.date]),
            "accept": lambda: accept_date(core, act, card, deed.seen),
            "cancel": lambda: cancel_date(core, act, card, deed.seen),
            "met": lambda: report_met(core, act, card),
            "rate": lambda: rate_session(core, act, card, 4),
            "not yet": lambda: answer_not_yet(core, act, card),
            "pause": lambda: pause(core, act, away_until),
            "come back": lambda: come_back(core, act),
            "leave": lambda: leave(core, act, self.program_id),
            "end contact": lambda: end_contact(core, act, pair_id),
        }
        await verbs[deed.what]()

    # what stands written, read without the bot

    def truth(self) -> Truth:
        """Return how things stand."""
        ((state,),) = self.ask("SELECT state FROM pair WHERE id = ?", self.pair_id)
        sides = self.ask("SELECT person_id, preview, charter_accepted_at FROM pair_side")
        answers = self.ask("SELECT person_id, was_held, has_rated FROM session_answer")
        people = self.ask(
            "SELECT p.id, p.paused_at, a.state FROM person p JOIN participant a ON a.person_id = p.id"
        )
        truth = Truth(
            SIDES,
            pair=state,
            yes=frozenset(who for who, preview, _ in sides if preview == "accepted"),
            charter=frozenset(who for who, _, at in sides if at),
            met=frozenset(who for who, held, _ in answers if held),
            not_met=frozenset(who for who, held, _ in answers if not held),
            rated=frozenset(who for who, _, rated in answers if rated),
            paused=frozenset(who for who, at, _ in people if at),
            left=frozenset(who for who, _, part in people if part == "left"),
            never_again=bool(self.ask("SELECT * FROM never_pair")),
        )
        for session, at, asker, edition in self.ask(
            "SELECT state, scheduled_at, suggested_by, revision FROM session"
        ):
            return replace(
                truth, session=session, date=self._named(at), asked_by=asker or "", editions=edition
            )
        return truth

    def _named(self, at: str | None) -> str:
        names = {f"{instant:%Y-%m-%d %H:%M}": name for name, instant in self.dates.items()}
        return names.get(at[:16], at) if at else ""

    def orphans(self) -> list[Any]:
        """What clock and ledger still hold for a pair that is over, and the clock for a date that isn't fixed."""
        truth = self.truth()
        of_the_pair = [] if truth.is_open else [*self.ask(PLANNED), *self.ask(PROMISED)]
        return of_the_pair if truth.session == "fixed" else [*of_the_pair, *self.ask(OF_A_DATE)]

    def missing(self) -> set[str]:
        """What the clock ought to hold, and doesn't."""
        truth = self.truth()
        wanted = {
            "preview_end": truth.pair == "previewing",
            "charter_overdue": truth.pair == "live" and truth.charter != SIDES,
            "session_open": truth.pair == "live" and truth.charter == SIDES and truth.session == "none",
            "session_poll": truth.pair == "live" and truth.session == "fixed",
            "poll_reask": truth.pair == "live" and truth.session == "past",
            "rescue": truth.pair == "live",
            "pause_end": bool(truth.paused),
        }
        planned = {series for (series,) in self.ask("SELECT series FROM due")}
        return {series for series, is_wanted in wanted.items() if is_wanted} - planned

    def repeated(self) -> list[Any]:
        """What somebody would be told twice."""
        return self.ask(
            "SELECT message, recipient_id FROM delivery WHERE kind = 'post' AND state <> 'cancelled'"
            " AND message IN ('pair.ended', 'pair.introduction', 'pair.charter', 'session.card', 'session.poll')"
            " GROUP BY message, recipient_id, subject_id HAVING count(*) > 1"
        )


@asynccontextmanager
async def in_memory(template: Path) -> AsyncIterator[Rewound]:
    """A migrated database without a file."""
    database = Database("sqlite:///:memory:", sealer=Sealer(bytes(KEY_BYTES)))
    world = Rewound(database)
    connection = await database.engine.raw_connection()
    assert isinstance(connection.driver_connection, sqlite3.Connection)
    world.raw = connection.driver_connection
    connection.close()
    source = sqlite3.connect(template)
    world.put_back(source)
    source.close()
    yield world
    await database.close()

"""What a tick costs that finds nothing: ``python -m benchmarks.idle_tick``, with 100,000 steps and messages ahead.

Everything that the four ticks and the runner ask of the store, on each kind of database; the bar is 5 ms.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, insert, make_url

from benchmarks.figures import record
from benchmarks.load import stage
from benchmarks.load.growth import BenchClock, think_here
from bot.ids import RandomIds
from domain.kinds import Address, DeliveryState, EffectKind, MessageClass, MessageName, Series
from mentoring.core import Core
from mentoring.liveness import Worker
from mentoring.look import due_now, next_due, with_a_message_due
from mentoring.plan import plan
from mentoring.propose_pairs import solve_due_rounds
from mentoring.sweep import stranded
from models import Delivery, Due, Workspace
from models.database import Database

BAR_MS = 5.0
ROWS = 100_000
REPEATS = 50
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEAM = "TIDLE"
MINUTE = timedelta(minutes=1)
Ask = Callable[[], Awaitable[object]]


def fill(url: str, rows: int) -> None:
    """Put so many future steps, so many waiting messages and as many that were sent into a migrated database."""
    parsed = make_url(url)
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[parsed.get_backend_name()]
    engine = create_engine(parsed.set(drivername=driver), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(insert(Workspace), [{"id": TEAM, "name": "Idle", "installed_at": NOW}])
        connection.execute(insert(Due), list(_steps(rows)))
        _ledger(connection, rows)
    if (
        parsed.get_backend_name() == "postgresql"
    ):  # as its autovacuum does; SQLite's statistics nobody collects
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _steps(rows: int) -> Iterator[dict[str, Any]]:
    for number in range(rows):
        series = Series.SOLVE if number % 1000 == 0 else Series.SESSION_OPEN
        due_at = NOW + (number + 1) * MINUTE
        yield {"workspace_id": TEAM, "series": series, "subject_id": f"pair{number}", "due_at": due_at}


def _ledger(connection: Connection, rows: int) -> None:
    for state, ahead in ((DeliveryState.PENDING, MINUTE), (DeliveryState.SENT, -MINUTE)):
        connection.execute(insert(Delivery), [_message(state, n, NOW + (n + 1) * ahead) for n in range(rows)])


def _message(state: DeliveryState, number: int, due_at: datetime) -> dict[str, Any]:
    return {
        "workspace_id": TEAM,
        "id": f"{state.value}{number}",
        "key": f"{state.value}/{number}",
        "kind": EffectKind.POST,
        "message": MessageName.SESSION_CARD,
        "message_class": MessageClass.QUESTION,
        "address": Address.PERSON,
        "recipient_id": f"U{number}",
        "subject_id": f"session{number}",
        "detail": {},
        "state": state,
        "due_at": due_at,
        "created_at": NOW,
    }


def asked(database: Database) -> dict[str, Ask]:
    """Return what the clock asks when nothing is due."""
    core = Core(database, BenchClock(NOW), RandomIds(), think_here)

    async def dispatch() -> None:
        async with database.every_workspace() as session:
            await with_a_message_due(session, core, NOW)

    return {
        "plan": lambda: plan(core),
        "solve": lambda: solve_due_rounds(core),
        "dispatch": dispatch,
        "sweep": lambda: stranded(core, Worker("idle")),
        "look": lambda: due_now(core),
        "sleep": lambda: next_due(core),
    }


async def costs(url: str) -> dict[str, float]:
    """Return the median milliseconds of each question, and of all together."""
    database = Database(url)
    try:
        figures = {name: await _median(ask) for name, ask in asked(database).items()}
    finally:
        await database.close()
    return {**figures, "all": round(sum(figures.values()), 2)}


async def _median(ask: Ask) -> float:
    taken = []
    for _ in range(REPEATS):
        began = perf_counter()
        await ask()
        taken.append((perf_counter() - began) * 1000)
    return round(median(taken), 2)


def main() -> int:
    """Measure, print, and fail over the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--record", action="store_true", help="write docs/figures, too")
    options = parser.parse_args()
    slowest = 0.0
    for kind in ("sqlite", "postgresql"):
        with stage.scratch() as folder, stage.database_of(kind, folder) as url:
            fill(url, options.rows)
            figures = asyncio.run(costs(url))
        print(kind, options.rows, "rows:", ", ".join(f"{name} {ms} ms" for name, ms in figures.items()))
        slowest = max(slowest, *(ms for name, ms in figures.items() if name != "all"))
        if options.record:
            record(f"idle-tick-{kind}", figures, command="make bench-idle")
    print(f"slowest tick {slowest} ms, bar {BAR_MS} ms")
    return int(slowest >= BAR_MS)


if __name__ == "__main__":
    sys.exit(main())

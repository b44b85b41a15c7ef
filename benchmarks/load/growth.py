"""How costs grow with people: ``python -m benchmarks.load.growth`` (`make bench-growth`) on 1,000 to 100,000 of them.

One program in a generated database; everybody's next messages and steps lie in the future. Each cost is the median
of several runs; its exponent is the slope of the line through the sizes on paper with two logarithmic scales.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import TypeVar

from benchmarks.exponents import exponent
from benchmarks.figures import record
from benchmarks.load import stage
from benchmarks.load.people import COORDINATOR, TEAM, Crowd, populate
from bot.ids import RandomIds
from domain.facts.report import ReportRequest
from mentoring.claim import claim
from mentoring.core import Core
from mentoring.look import due_now, next_due
from mentoring.plan import plan
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from reporting.home import home
from reporting.report import build_report

SIZES = (1_000, 10_000, 100_000)
STEPS = 20
MILLISECONDS = 1000
Figures = dict[str, float]
Answer = TypeVar("Answer")


class BenchClock:
    """Stands still, so that a run takes no work from the next."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    async def sleep(self, until: datetime) -> None:
        self.instant = max(self.instant, until)


async def think_here(function: Callable[..., Answer], *args: object) -> Answer:
    """Think in this very process: no round falls due here."""
    return function(*args)


async def costs(url: str, crowd: Crowd, repeats: int) -> Figures:
    """Return the milliseconds of each act on a populated database."""
    clock = BenchClock(crowd.now)
    database = Database(url, sealer=Sealer(bytes(KEY_BYTES)))
    core = Core(database, clock, RandomIds(), think_here)

    async def idle() -> None:
        await due_now(core)
        await next_due(core)

    async def report() -> None:
        async with database.transaction(TEAM) as session:
            await build_report(
                session, crowd.now, ReportRequest(program_id=crowd.program_id), reader_id=COORDINATOR
            )

    async def home_of(person_id: str) -> None:
        async with database.transaction(TEAM) as session:
            await home(session, person_id, crowd.now, may_create_programs=False)

    async def steps() -> None:
        """A few pairs' sessions open: the only work that is due."""
        clock.instant = crowd.session_open_at
        await plan(core)

    try:
        figures = {
            "idle_tick_ms": await _median(idle, repeats),
            "home_ms": await _median(lambda: home_of(crowd.mentor(0)), repeats),
            "coordinator_home_ms": await _median(lambda: home_of(COORDINATOR), 3),
            "report_ms": await _median(report, 3),
        }
        figures["plan_step_ms"] = await _median(steps, 1) / STEPS
        figures["claim_ms"] = await _median(lambda: claim(core, TEAM, "bench"), 1)
    finally:
        await database.close()
    return {name: round(value, 2) for name, value in figures.items()}


async def _median(act: Callable[[], Awaitable[object]], repeats: int) -> float:
    """Run once for the caches and then `repeats` times, where more than once is possible."""
    if repeats > 1:
        await act()
    taken = []
    for _ in range(repeats):
        began = perf_counter()
        await act()
        taken.append((perf_counter() - began) * MILLISECONDS)
    return median(taken)


def measure(kind: str, people: int, repeats: int) -> Figures:
    """Fill a database of this kind and size, and measure."""
    now = datetime.now(UTC)
    rest = Crowd("G", people // 2 - STEPS, now, session_open_at=now + timedelta(days=30))
    first = Crowd("F", STEPS, now, session_open_at=now + timedelta(days=1))
    with stage.scratch() as folder, stage.database_of(kind, folder) as url:
        populate(url, [rest, first])
        return asyncio.run(costs(url, _joined(rest, first), repeats))


def _joined(rest: Crowd, first: Crowd) -> Crowd:
    """The big program, with the instant at which the small one's sessions open."""
    return Crowd(rest.letter, rest.pairs, rest.now, session_open_at=first.session_open_at)


def main() -> None:
    """Measure each size, print the costs and how they grow, record them if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"]
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--record", metavar="NAME", help="write docs/figures/NAME-<database>.json")
    options = parser.parse_args()
    for kind in options.databases:
        by_size = {size: measure(kind, size, options.repeats) for size in options.sizes}
        figures = show(kind, by_size)
        if options.record:
            record(f"{options.record}-{kind}", figures, command=f"make {options.record}")


def show(kind: str, by_size: dict[int, Figures]) -> Figures:
    """Print one line per cost, and return all of it flat."""
    print(f"| {kind} | " + " | ".join(f"{size:,}" for size in by_size) + " | exponent |")
    print("|---" * (len(by_size) + 2) + "|")
    flat: Figures = {}
    for name in next(iter(by_size.values())):
        values = [figures[name] for figures in by_size.values()]
        slope = round(exponent(list(by_size), values), 2)
        print(f"| {name} | " + " | ".join(map(str, values)) + f" | {slope} |")
        flat |= {f"{name}_{size}": value for size, value in zip(by_size, values, strict=True)}
        flat[f"{name.removesuffix('_ms')}_exponent"] = slope
    return flat


if __name__ == "__main__":
    main()

"""Load: what people feel while a wave of messages goes out. Run as ``python -m benchmarks.load`` (`make bench`).

Three processes beside this one: the bot as an admin runs it, a stand-in for Slack, and a sender that signs, waits
three seconds and retries as Slack does. Prints a table; `--record` also writes docs/figures.
"""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import record
from benchmarks.load import stage, verdict
from benchmarks.load.acts import Load
from benchmarks.load.people import Crowd, populate

LEAD = timedelta(seconds=8)
"""The bot starts before the wave is due."""


def crowds(load: Load, wave: int, unmet: float, now: datetime) -> tuple[Crowd, Crowd]:
    """People who act, and people whose next session opens all at once: two cards for each pair."""
    far = now + timedelta(days=10)
    return (
        Crowd("A", load.actors // 2, now, session_open_at=far),
        Crowd("W", wave // 2, now, session_open_at=now + LEAD, unmet=unmet),
    )


def measure(
    kind: str, load: Load, *, wave: int, unmet: float, answer_ms: float, keep: Path | None
) -> verdict.Figures:
    """Run everything once on this kind of database; return the figures."""
    with stage.scratch() as folder, stage.database_of(kind, folder) as url:
        populate(url, crowds(load, wave, unmet, datetime.now(UTC)))
        with stage.standin(answer_ms) as api:
            with stage.bot(url, api, folder) as running:
                before = running.usage()["cpu_s"]
                outcomes = stage.send(running.address, api, load, folder)
                usage = running.usage()
            usage["cpu_ms_per_request"] = round((usage["cpu_s"] - before) * 1000 / max(len(outcomes), 1), 1)
            called = stage.called(api)
        if keep is not None:
            keep.write_bytes((folder / "bot.log").read_bytes())
        return verdict.judge(verdict.Run(outcomes, called, usage, wave), url)


def table(columns: dict[str, verdict.Figures]) -> str:
    """Return the figures of each database side by side."""
    names = list(next(iter(columns.values())))
    rows = [
        f"| {name} | " + " | ".join(str(figures[name]) for figures in columns.values()) + " |"
        for name in names
    ]
    return "\n".join([f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|", *rows])


def options_of(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    usual = Load()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"]
    )
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--burst-rate", type=float, default=usual.burst_rate)
    parser.add_argument("--burst-seconds", type=float, default=usual.burst_seconds)
    parser.add_argument("--bursts", type=int, default=usual.bursts)
    parser.add_argument("--at-once", type=int, default=usual.at_once)
    parser.add_argument("--actors", type=int, default=usual.actors)
    parser.add_argument("--wave", type=int, default=5_000)
    parser.add_argument("--unmet", type=float, default=0.0, help="share of the wave whose DM isn't known yet")
    parser.add_argument("--answer-ms", type=float, default=120.0, help="how long Slack takes to answer")
    parser.add_argument("--log", type=Path, help="keep the bot's log here")
    parser.add_argument("--record", metavar="NAME", help="write docs/figures/NAME-<database>.json")
    return parser.parse_args(arguments)


def main() -> None:
    """Measure each database, print the table, record it if asked."""
    options = options_of()
    load = Load(
        seconds=options.seconds,
        rate=options.rate,
        burst_rate=options.burst_rate,
        burst_seconds=options.burst_seconds,
        bursts=options.bursts,
        at_once=options.at_once,
        actors=options.actors,
    )
    columns = {
        kind: measure(
            kind,
            load,
            wave=options.wave,
            unmet=options.unmet,
            answer_ms=options.answer_ms,
            keep=options.log,
        )
        for kind in options.databases
    }
    print(table(columns))
    for kind, figures in columns.items() if options.record else ():
        record(f"{options.record}-{kind}", figures, command=f"make {options.record}")


if __name__ == "__main__":
    main()

"""The table of docs/reliability.md: each promise, what proves it, and the figures its command wrote last.

Run as ``python -m benchmarks.reliability``: it rewrites what stands between the two markers and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import FOLDER, Measured, recorded

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEAD = "| Promise | Proved by | Command | Last figure | Measured |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Promise:
    """One line of the table. `shown` is filled from the figures of the file `figures`."""

    claim: str
    proof: str
    command: str
    figures: str
    shown: str


ACKED = "p50 {ack_p50_ms} ms, p99 {ack_p99_ms} ms, longest {ack_max_ms} ms, {late} late of {requests}"
WAVED = (
    "{allowed_share_percent} % of the allowed rate, {refused_429_percent} % answers 429, "
    "{lost} lost, {doubled} doubled"
)
PROMISES = (
    Promise(
        "A local time comes exactly once a date in every time zone, over every change of its clock, 2000 to 2037",
        "tests/unit/domain/test_zones.py",
        "make soak",
        "zones",
        "{zones} zones, {occurrences} occurrences, {mismatches} mismatches",
    ),
    Promise(
        "An act is acked after its commit: p99 within 500 ms, none after 3 s, at 8.3 a second with a burst of "
        "100 a second while 5,000 messages go out (SQLite)",
        "benchmarks/load",
        "make bench",
        "bench-sqlite",
        ACKED,
    ),
    Promise("The same on PostgreSQL", "benchmarks/load", "make bench", "bench-postgresql", ACKED),
    Promise(
        "A wave leaves at 90 % of the allowed rate or more, with at most 1 % answers 429 (SQLite)",
        "benchmarks/load",
        "make bench",
        "bench-sqlite",
        WAVED,
    ),
    Promise("The same on PostgreSQL", "benchmarks/load", "make bench", "bench-postgresql", WAVED),
    Promise(
        "An hour of it, with a burst of a minute and 500 at one instant: nothing late, lost or doubled",
        "benchmarks/load",
        "make bench-long",
        "bench-long-sqlite",
        f"{ACKED}; {WAVED}",
    ),
    Promise(
        "A look for work that finds none costs less than 5 ms with 100,000 future rows",
        "benchmarks/load/growth.py",
        "make bench-growth",
        "bench-growth-sqlite",
        "{idle_tick_ms_100000} ms (grows with the {idle_tick_exponent}th power of people)",
    ),
)


def row(promise: Promise, measured: Measured | None) -> str:
    """Return one line of the table."""
    shown, at = "not measured yet", ""
    if measured is not None:
        shown, at = promise.shown.format_map(measured.figures), f"{measured.at[:10]}, {measured.machine}"
    return f"| {promise.claim} | `{promise.proof}` | `{promise.command}` | {shown} | {at} |"


def table(promises: Iterable[Promise] = PROMISES, folder: Path = FOLDER) -> str:
    """Return the whole table as it stands now."""
    return "\n".join([HEAD, *(row(promise, recorded(promise.figures, folder)) for promise in promises)])


def rewritten(page: str, figures: str) -> str:
    """Return the page with the table between its markers. Raises ValueError for a page without them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def main() -> None:
    """Write the last figures into the page."""
    PAGE.write_text(rewritten(PAGE.read_text(), table()))


if __name__ == "__main__":
    main()

"""What docs/matching.md shows of the recorded figures: it is rewritten between its two markers.

Run as ``python -m benchmarks.matching.page``: writes the page and its chart from the figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import FOLDER, Measured, recorded
from benchmarks.matching import chart
from benchmarks.matching.store import COMMAND, FITTED_FROM, NAME
from benchmarks.matching.sweep import Row
from benchmarks.reliability import rewritten

DOCS = Path(__file__).parents[2] / "docs"
PAGE, PICTURE = DOCS / "matching.md", DOCS / "pictures" / "matching.svg"
HEAD = (
    "| people per side | with both roles | engine | seconds | peak MB | matched | pairs | total score | proof "
    "| check, s |\n|--:|--:|---|--:|--:|--:|--:|--:|---|--:|"
)

# Below so many seconds, so many digits are shown.
DIGITS = ((0.1, 3), (10, 2), (100, 1))


def shown(measured: Measured) -> str:
    """Return the part of the page between the markers."""
    figures = measured.figures
    days = sorted({row["on"] for row in figures["rows"]})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    head = f"`{COMMAND}`, {measured.machine}, {when}, one run, seed {figures['seed']}:"
    return "\n\n".join([head, table(figures["rows"]), "\n".join(f"- {line}" for line in _lines(figures))])


def table(rows: list[Row]) -> str:
    """Return the rows as a table."""
    return "\n".join([HEAD, *(_line(row) for row in rows)])


def _line(row: Row) -> str:
    cells = [
        f"{row['size']:,}",
        f"{100 * row['both']:.0f} %",
        row["engine"],
        _seconds(row["seconds"]),
        f"{row['peak_mb']:,}",
        f"{row['people']:,} of {row['of']:,}",
        f"{row['pairs']:,}",
        f"{row['score']:,}",
        row["proof"],
        _seconds(row.get("check_s")),
    ]
    return f"| {' | '.join(cells)} |"


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    digits = next((digits for below, digits in DIGITS if seconds < below), 0)
    return f"{seconds:.{digits}f}"


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    yield _growth(figures["exponents"])
    yield from _arcs(figures["rows"])
    if compiled := figures.get("compiling"):
        yield (
            f"Compiling, once per machine: the first solve takes {compiled['first_s']} s; once per process its "
            f"cache is loaded: {compiled['loaded_s']} s; after that such a pool ({compiled['size']} per side) "
            f"takes {compiled['warm_s']} s. The table counts neither."
        )
    if left := figures.get("leaver"):
        yield (
            f"One mentor of {left['size']:,} leaves an announced round: {left['total_ms']} ms, of which "
            f"{left['arrays_ms']} ms read the people, {left['engine_ms']} ms match and {left['rest_ms']} ms "
            f"explain. {left['pairs_kept']:,} pairs stay, {left['pairs_new']:,} new."
        )
    for matcher, played in figures.get("rounds", {}).items():
        yield _played(matcher, played)


def _arcs(rows: Sequence[Row]) -> Iterator[str]:
    if given := [row for row in rows if "arcs_s" in row]:
        last = given[-1]
        yield (
            f"Scoring every pair for the other engines, which their seconds don't count: "
            f"{_seconds(last['arcs_s'])} s for {last['allowed_pairs']:,} allowed pairs ({last['size']:,} per side)."
        )


def _growth(fitted: Mapping[str, float]) -> str:
    if not fitted:
        return f"Growth from {FITTED_FROM:,} per side on: not measured yet (`{COMMAND}`)."
    slopes = " and ".join(
        f"{slope} ({100 * float(both):.0f} % with both roles)" for both, slope in fitted.items()
    )
    return f"From {FITTED_FROM:,} per side on, our seconds grow with the size to the power of {slopes}."


def _played(matcher: str, played: Mapping[str, Any]) -> str:
    matched, possible = sum(played["matched"]), sum(played["coverable"])
    fully = sum(one == most for one, most in zip(played["matched"], played["coverable"], strict=True))
    return (
        f"{len(played['matched'])} rounds of {played['size']:,} per side with the whole history, {matcher}: "
        f"{100 * matched / possible:.1f} % of those who could be matched were, in {fully} rounds all of them; "
        f"{played['repeats']} pairs met twice, {played['never_matched']} people never had a pair."
    )


def write(folder: Path = FOLDER) -> None:
    """Write the recorded figures into the page, and draw the chart."""
    measured = recorded(NAME, folder)
    if measured is None:
        raise SystemExit(f"nothing is recorded yet: {COMMAND}")
    PAGE.write_text(rewritten(PAGE.read_text(), shown(measured)))
    PICTURE.write_text(chart.drawn(measured.figures["rows"]))


if __name__ == "__main__":
    write()

"""Seconds over size, both on logarithmic scales, one line per engine: an SVG without dependencies."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.matching.sweep import ENGINES, Row

WIDTH, HEIGHT = 360, 420
LEFT, RIGHT, TOP, BOTTOM = 46, 338, 34, 284
LEGEND_TOP, LEGEND_STEP = 326, 26
COLUMNS, COLUMN = 2, 170
MARK = 3.6
# Okabe and Ito's colours, which differ for every eye, in a darker shade on white than on black.
ON_WHITE = ("#0066a8", "#b34d00", "#00785a", "#a8497f", "#6b6b6b", "#8a6d00")
ON_BLACK = ("#56b4e9", "#e8863a", "#2fc59b", "#e095c1", "#b5b5b5", "#e8c840")
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.paper { fill: #ffffff } .grid { stroke: #d5dae0; stroke-width: 1 }
.line { fill: none; stroke-width: 2 } .e0 .line { stroke-width: 3.5 }
"""
AT_NIGHT = "text { fill: #e6edf3 } .paper { fill: #0d1117 } .grid { stroke: #30363d }"


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale from one power of ten to another, laid over pixels."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def decades(self) -> range:
        return range(self.low, self.high + 1)


def scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return the scale of whole powers of ten around all values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Scale(low, max(high, low + 1), start, end)


def drawn(rows: Sequence[Row]) -> str:
    """Return the chart of the rows in which nobody has both roles."""
    plain = [row for row in rows if row["both"] == 0]
    across = scale([row["size"] for row in plain], LEFT, RIGHT)
    up = scale([_seconds(row) for row in plain], BOTTOM, TOP)
    parts = [*_head(), *_grid(across, up)]
    shown = [name for name in ENGINES if any(row["engine"] == name for row in plain)]
    for place, name in reversed(list(enumerate(shown))):  # ours comes last and lies on top
        points = [
            (across.at(row["size"]), up.at(_seconds(row)))
            for row in sorted(plain, key=lambda row: row["size"])
            if row["engine"] == name
        ]
        parts += [*_line(name, points), *_legend(name, place)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _seconds(row: Row) -> float:
    """Return the seconds, at least a millisecond: nothing shorter is rounded to a figure."""
    return max(0.001, float(row["seconds"]))


def _head() -> Iterator[str]:
    by_day = " ".join(f".e{n} {{ --c: {colour} }}" for n, colour in enumerate(ON_WHITE))
    by_night = " ".join(f".e{n} {{ --c: {colour} }}" for n, colour in enumerate(ON_BLACK))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{2 * WIDTH}" role="img">'
    )
    yield "<title>Seconds to match, by people per side and engine</title>"
    yield f"<style>{STYLE}{by_day}\n.line {{ stroke: var(--c) }} .mark {{ fill: var(--c) }}"
    yield f"@media (prefers-color-scheme: dark) {{ {AT_NIGHT} {by_night} }}</style>"
    yield f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'


def _grid(across: Scale, up: Scale) -> Iterator[str]:
    yield '<text x="8" y="20">seconds</text>'
    yield f'<text x="{RIGHT}" y="{BOTTOM + 34}" text-anchor="end">people per side</text>'
    for power in across.decades:
        x = across.at(10.0**power)
        yield f'<path class="grid" d="M{x} {TOP}V{BOTTOM}"/>'
        yield f'<text x="{x}" y="{BOTTOM + 17}" text-anchor="middle">{short(power)}</text>'
    for power in up.decades:
        y = up.at(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {y}H{RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{short(power)}</text>'


def short(power: int) -> str:
    """Return a power of ten as it is read: 0.01, 10, 1k, 100k."""
    if power < 0:
        return f"{10.0**power:.{-power}f}"
    return f"{10 ** (power % 3)}{'' if power < 3 else 'kMG'[power // 3 - 1]}"  # noqa: PLR2004  # thousands


def _line(name: str, points: Sequence[tuple[float, float]]) -> Iterator[str]:
    path = " ".join(f"{x},{y}" for x, y in points)
    number = ENGINES.index(name)
    yield f'<g class="e{number}"><polyline class="line" points="{path}"/>'
    yield from (mark(number, x, y) for x, y in points)
    yield "</g>"


def mark(number: int, x: float, y: float) -> str:
    """Return an engine's mark, for those who don't tell its colour from the others."""
    r = MARK
    shapes = (
        f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0",
        f"M{x - r} {y - r}h{2 * r}v{2 * r}h{-2 * r}z",
        f"M{x} {y - r - 1}l{r + 1} {2 * r}h{-2 * r - 2}z",
        f"M{x} {y + r + 1}l{r + 1} {-2 * r}h{-2 * r - 2}z",
        f"M{x} {y - r - 1}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}z",
        f"M{x - r} {y - r}h{2 * r}l{-2 * r} {2 * r}h{2 * r}z",
    )
    return f'<path class="mark" d="{shapes[number]}"/>'


def _legend(name: str, place: int) -> Iterator[str]:
    x = 12 + COLUMN * (place % COLUMNS)
    y = LEGEND_TOP + 10 + LEGEND_STEP * (place // COLUMNS)
    number = ENGINES.index(name)
    yield f'<g class="e{number}"><path class="line" d="M{x} {y}h22"/>{mark(number, x + 11, y)}</g>'
    yield f'<text x="{x + 28}" y="{y + 4}">{name}</text>'

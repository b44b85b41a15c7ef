"""A report as facts, and strategies for any other."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from domain.facts.people import ProgramChoice
from domain.facts.report import (
    Band,
    FunnelCount,
    FunnelStep,
    Group,
    Health,
    ItemChange,
    Mean,
    Outcome,
    Period,
    Report,
    Share,
    SideMean,
    Split,
    StuckPair,
    Withheld,
)
from domain.items import ITEMS
from domain.kinds import RescueStage, Side
from messages.samples.cast import Cast
from messages.samples.report import report, week

MONDAY = date(2026, 5, 4)
NOON = datetime(2026, 7, 8, 12, tzinfo=UTC)


REPORT = replace(
    report(Cast("UMENTOR1", "UMENTEE1", "UMENTOR2", "UMENTEE2", NOON, "Digital Natives")),
    split=None,
    groups=(),
)

COUNTS = st.integers(0, 100_000)
NAMES = st.text(max_size=100)
MEANS = st.none() | st.builds(
    Mean, st.sampled_from([n / 2 for n in range(3, 10)]), st.builds(Band, COUNTS, COUNTS)
)


def shares() -> st.SearchStrategy[Share]:
    pairs = st.tuples(COUNTS, COUNTS).map(sorted)
    return pairs.map(lambda both: Share(both[0], both[1], 80))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report: empty or huge, with hidden and unknown figures and hostile names."""
    count_of = st.integers(0, 60)
    return Report(
        program=ProgramChoice("P1", draw(NAMES)),
        period=draw(
            st.sampled_from(
                [
                    Period(None, None, None, MONDAY),
                    Period(2, None, MONDAY, MONDAY),
                    Period(None, 30, MONDAY, MONDAY),
                ]
            )
        ),
        made_at=NOON,
        pairs_count=draw(COUNTS),
        funnel=tuple(FunnelCount(step, draw(st.none() | COUNTS)) for step in FunnelStep),
        health=draw(_healths()),
        outcome=draw(_outcomes()),
        weeks=tuple(week(MONDAY + timedelta(weeks=n), n, n + 1) for n in range(draw(count_of))),
        split=draw(st.none() | st.sampled_from(Split)),
        groups=draw(_groups()),
        stuck=tuple(
            StuckPair(f"A{n}", f"UM{n}", f"UE{n}", n, n, MONDAY, RescueStage.CLOSING)
            for n in range(draw(count_of))
        ),
    )


def _healths() -> st.SearchStrategy[Health]:
    return st.builds(
        Health,
        shares(),
        shares(),
        shares(),
        st.none() | st.floats(0, 500),
        COUNTS,
        COUNTS,
        st.none() | st.just(Band(90, 100)),
    )


def _outcomes() -> st.SearchStrategy[Outcome]:
    def told(means: list[Mean | None]) -> Outcome:
        sides = tuple(SideMean(side, mean) for side, mean in zip(Side, means, strict=False))
        items = tuple(ItemChange(s, i, means[3], means[4]) for s in Side for i in ITEMS[s])
        return Outcome(None, means[2], sides, items)

    means: st.SearchStrategy[Any] = st.lists(MEANS, min_size=5, max_size=5)
    return st.sampled_from(Withheld).map(Outcome) | means.map(told)


def _groups() -> st.SearchStrategy[tuple[Group, ...]]:
    """Few names, many groups: a large split repeats them with numbers."""

    def spread(names: list[str | None], times: int) -> tuple[Group, ...]:
        return tuple(
            Group(f"{name}{n}" if n else name, 9, 8, 7, 6, 5, 6) for n in range(times) for name in names
        )

    return st.builds(spread, st.lists(st.none() | NAMES, max_size=5), st.integers(0, 100))

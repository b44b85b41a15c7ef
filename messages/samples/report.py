"""A sample report: every figure known, two stuck pairs, one split."""

from datetime import date, timedelta

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
    WeekCount,
)
from domain.items import ITEMS
from domain.kinds import RescueStage, Side
from messages.samples.cast import Cast

WEEKS = 9
PEOPLE = (120, 40, 36, 31, 17, 22, 14)
SESSIONS = ((6, 8), (7, 10), (46, 62))


def report(cast: Cast) -> Report:
    """Return the report of a program that began nine weeks ago."""
    today = cast.noon.date()
    began_on = today - timedelta(weeks=WEEKS, days=today.weekday())
    return Report(
        program=cast.program,
        period=Period(None, None, None, today),
        made_at=cast.noon,
        pairs_count=18,
        funnel=tuple(FunnelCount(step, people) for step, people in zip(FunnelStep, PEOPLE, strict=True)),
        health=Health(Share(36, 39, 70), Share(59, 80, 80), Share(13, 16, 75), 12.5, 2, 3, Band(60, 69)),
        outcome=_outcome(),
        weeks=tuple(
            week(began_on + timedelta(weeks=number), *counts) for number, counts in enumerate(SESSIONS)
        ),
        split=Split.SITE,
        groups=(Group(cast.text, 30, 28, 25, 14, 45, 60), Group(None, 10, 8, 6, 4, 14, 20)),
        stuck=_stuck(cast, began_on + timedelta(weeks=4)),
    )


def week(monday: date, held: int, planned: int) -> WeekCount:
    """Return the sessions of the week that begins on a day."""
    year, number, _ = monday.isocalendar()
    return WeekCount(f"{year}-W{number:02d}", monday, held, planned)


def _outcome() -> Outcome:
    return Outcome(
        withheld=None,
        usefulness=Mean(4.0, Band(40, 49)),
        usefulness_by_side=(
            SideMean(Side.MENTOR, Mean(4.5, Band(20, 29))),
            SideMean(Side.MENTEE, Mean(3.5, Band(10, 19))),
        ),
        items=tuple(
            ItemChange(side, item, Mean(2.5, Band(10, 19)), Mean(3.5, Band(5, 9)))
            for side in Side
            for item in ITEMS[side]
        ),
    )


def _stuck(cast: Cast, last_held_on: date) -> tuple[StuckPair, ...]:
    return (
        StuckPair("a1", cast.viewer_id, cast.partner_id, 2, 2, last_held_on, RescueStage.CLOSING),
        StuckPair("a2", cast.contact_id, cast.ethics_id, 0, 1, None, RescueStage.OFFERED),
    )

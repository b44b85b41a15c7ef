"""Pictures of a report: native charts, and the same as bars of text where Slack refuses them.

Source of the limits: docs.slack.dev, data_visualization block, read October 2026.
"""

from collections.abc import Mapping, Sequence

from domain.facts.report import FunnelCount, WeekCount
from messages.blocks import section
from messages.message import Block
from messages.report_words import step_names
from messages.text import Mrkdwn, clean, cut, escape, lines
from messages.words import Words

MAX_POINTS = 20
MAX_LABEL = 20
MAX_TITLE = 50
BAR_WIDTH = 20
FULL, EMPTY = "█", "░"


def weeks_chart(weeks: Sequence[WeekCount], t: Words) -> Block | None:
    """Draw sessions held and planned per week, the last twenty weeks; None when there are none."""
    shown = weeks[-MAX_POINTS:]
    if not shown:
        return None
    labels = short_labels([week.week for week in shown])
    series = {
        t.plain("Held"): [week.held for week in shown],
        t.plain("Planned"): [week.planned for week in shown],
    }
    return _chart("line", t.plain("Sessions per week"), labels, series, t.plain("Week"), t.plain("Sessions"))


def funnel_chart(counts: Sequence[FunnelCount], t: Words) -> Block | None:
    """Draw how many people came to each step; None when nothing is known."""
    known = _known(counts, t)
    if not known:
        return None
    labels = short_labels(list(known))
    series = {t.plain("People"): list(known.values())}
    return _chart("bar", t.plain("How far people came"), labels, series, t.plain("Step"), t.plain("People"))


def _chart(
    kind: str,
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[int]],
    x_label: str,
    y_label: str,
) -> Block:
    """Return the block: every series has one point for every category."""
    names = short_labels(list(series))
    return {
        "type": "data_visualization",
        "title": cut(clean(title), MAX_TITLE),
        "chart": {
            "type": kind,
            "series": [
                {
                    "name": name,
                    "data": [{"label": x, "value": y} for x, y in zip(labels, values, strict=True)],
                }
                for name, values in zip(names, series.values(), strict=True)
            ],
            "axis_config": {
                "categories": list(labels),
                "x_label": cut(clean(x_label), MAX_TITLE),
                "y_label": cut(clean(y_label), MAX_TITLE),
            },
        },
    }


def short_labels(names: Sequence[str]) -> list[str]:
    """Return the names cut to twenty characters, none empty, no two alike."""
    labels: list[str] = []
    for number, name in enumerate(names, start=1):
        label = cut(clean(name), MAX_LABEL) or str(number)
        attempt = 1
        while label in labels:
            attempt += 1
            mark = f" {attempt}"
            label = f"{cut(clean(name), MAX_LABEL - len(mark))}{mark}"
        labels.append(label)
    return labels


def weeks_bars(weeks: Sequence[WeekCount], t: Words) -> Block | None:
    """Write the weeks as bars of text: the share of the planned sessions that was held."""
    if not weeks:
        return None
    rows = [
        t(
            "`{week}` {bar} {held} of {planned}",
            week=week.week,
            bar=bar(week.held, week.planned),
            held=week.held,
            planned=week.planned,
        )
        for week in weeks[-MAX_POINTS:]
    ]
    return section(lines(t("*Sessions held of those planned, per week*"), *rows))


def funnel_bars(counts: Sequence[FunnelCount], t: Words) -> Block | None:
    """Write the funnel as bars of text."""
    known = _known(counts, t)
    if not known:
        return None
    most = max(known.values())
    rows = [Mrkdwn(f"{bar(people, most)} {people} · {escape(step)}") for step, people in known.items()]
    return section(lines(t("*How far people came*"), *rows))


def bar(part: int, whole: int) -> Mrkdwn:
    """Return a bar of twenty signs; something is never drawn as nothing, nor as all when it isn't."""
    filled = part * BAR_WIDTH // whole if whole else 0
    if 0 < part < whole:
        filled = min(max(filled, 1), BAR_WIDTH - 1)
    return Mrkdwn(FULL * filled + EMPTY * (BAR_WIDTH - filled))


def _known(counts: Sequence[FunnelCount], t: Words) -> Mapping[str, int]:
    names = step_names(t)
    return {names[count.step]: count.people for count in counts if count.people is not None}

"""A report as tables: whole for its files, within Slack's limits for a message.

Source of the limits: docs.slack.dev, data_table block, read October 2026.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.facts.report import Health, ItemChange, Mean, Outcome, Report, ReportTable, Share, TableCell
from messages.message import Block
from messages.report_words import (
    NOTHING,
    band_words,
    figure,
    item_names,
    mean_words,
    side_names,
    split_names,
    step_names,
    withheld_sentence,
)
from messages.text import clean, cut, length
from messages.words import Words

MAX_ROWS = 200
MAX_CHARACTERS = 20_000
MAX_CAPTION = 255
MAX_CELL = 120
PAGE_SIZE = 20


def report_tables(report: Report, t: Words) -> tuple[ReportTable, ...]:
    """Return every figure of the report, for the files."""
    tables = (
        funnel_table(report, t),
        health_table(report.health, t),
        outcome_table(report.outcome, t),
        weeks_table(report, t),
    )
    by_group = groups_table(report, t)
    return (*tables, by_group) if by_group else tables


def funnel_table(report: Report, t: Words) -> ReportTable:
    """Return how many people came to each step."""
    names = step_names(t)
    rows = tuple((names[count.step], count.people) for count in report.funnel)
    return ReportTable(t.plain("Funnel"), (t.plain("Step"), t.plain("People")), rows)


def health_table(health: Health, t: Words) -> ReportTable:
    """Return how the program runs."""
    response = band_words(health.response_percent) if health.response_percent else None
    columns = (
        t.plain("Measure"),
        t.plain("Figure"),
        t.plain("Unit"),
        t.plain("Counted"),
        t.plain("Of"),
        t.plain("Target"),
    )
    rows = (
        _share_row(t.plain("People with a partner"), health.match),
        _share_row(t.plain("Sessions held of those planned by now"), health.sessions),
        _share_row(t.plain("Pairs that met lately"), health.active),
        _row(t.plain("Median time to the first session"), health.median_days_to_first, t.plain("days")),
        _row(t.plain("Stuck pairs"), health.stuck_count, t.plain("pairs")),
        _row(t.plain("Disputed sessions"), health.disputed_count, t.plain("sessions")),
        _row(t.plain("Polls answered"), response, "%"),
    )
    return ReportTable(t.plain("Health"), columns, rows)


def _share_row(name: str, share: Share) -> tuple[TableCell, ...]:
    return name, share.percent, "%", share.part, share.whole, share.target


def _row(name: str, value: TableCell, unit: str) -> tuple[TableCell, ...]:
    return name, value, unit, None, None, None


def outcome_table(outcome: Outcome, t: Words) -> ReportTable:
    """Return the anonymous answers that may be shown, or the one sentence that says why none may."""
    columns = (
        t.plain("Question"),
        t.plain("Side"),
        t.plain("Before"),
        t.plain("After"),
        t.plain("Change"),
        t.plain("Answers"),
    )
    return ReportTable(t.plain("Outcome"), columns, tuple(_outcome_rows(outcome, t)))


def _outcome_rows(outcome: Outcome, t: Words) -> Iterator[tuple[TableCell, ...]]:
    if outcome.withheld is not None:
        yield withheld_sentence(outcome.withheld, t), None, None, None, None, None
        return
    sides = side_names(t)
    yield _useful_row(t.plain("All"), outcome.usefulness, t)
    for one in outcome.usefulness_by_side:
        yield _useful_row(sides[one.side], one.mean, t)
    for item in outcome.items:
        yield _item_row(sides[item.side], item, t)


def _useful_row(side: str, mean: Mean | None, t: Words) -> tuple[TableCell, ...]:
    question = t.plain("How useful was the session?")
    answers = band_words(mean.answers) if mean else NOTHING
    return question, side, None, mean_words(mean, t), None, answers


def _item_row(side: str, item: ItemChange, t: Words) -> tuple[TableCell, ...]:
    answers = band_words(item.after.answers) if item.after else NOTHING
    means = (mean_words(item.before, t), mean_words(item.after, t))
    return item_names(t)[item.item], side, *means, item.change, answers


def weeks_table(report: Report, t: Words) -> ReportTable:
    """Return the sessions of each ISO week."""
    columns = (t.plain("Week"), t.plain("Monday"), t.plain("Held"), t.plain("Planned"))
    rows = tuple((week.week, week.starts_on, week.held, week.planned) for week in report.weeks)
    return ReportTable(t.plain("Weeks"), columns, rows)


def groups_table(report: Report, t: Words) -> ReportTable | None:
    """Return the operating figures of each group; None for a report without a split."""
    if report.split is None:
        return None
    name = split_names(t)[report.split]
    columns = (
        name,
        t.plain("Joined"),
        t.plain("Matched"),
        t.plain("Met once"),
        t.plain("Pairs"),
        t.plain("Held"),
        t.plain("Planned"),
    )
    unknown = t.plain("not known")
    rows = tuple(
        (g.name or unknown, g.joined, g.matched, g.met_once, g.pairs, g.held, g.planned)
        for g in report.groups
    )
    return ReportTable(t.plain("By {split}", split=name), columns, rows)


def data_tables(report: Report, t: Words) -> list[Block]:
    """Return the main figures, and the groups if asked for, as many rows as a message holds."""
    tables = [_measures(report, t), groups_table(report, t)]
    room, blocks = MAX_CHARACTERS, []
    for table in tables:
        if table is None or not table.rows:
            continue
        rows = _fitting([table.columns, *table.rows], room, t)
        room -= sum(map(_row_length, rows))
        blocks.append(_data_table(table.title, rows))
    return blocks


def _measures(report: Report, t: Words) -> ReportTable:
    """Return funnel and health in one table, a row per measure."""
    funnel, health = funnel_table(report, t), health_table(report.health, t)
    rows: list[tuple[TableCell, ...]] = [
        (name, people, t.plain("people"), None) for name, people in funnel.rows
    ]
    rows += [(name, value, unit, target) for name, value, unit, _, _, target in health.rows]
    columns = (t.plain("Measure"), t.plain("Figure"), t.plain("Unit"), t.plain("Target"))
    return ReportTable(t.plain("The figures of {program}", program=report.program.name), columns, tuple(rows))


def _fitting(rows: Sequence[tuple[TableCell, ...]], room: int, t: Words) -> list[list[dict[str, Any]]]:
    """Return the rows as cells, the first ones only where not all fit."""
    fitting: list[list[dict[str, Any]]] = []
    for row in rows[: MAX_ROWS + 1]:
        cells = [_cell(value, t) for value in row]
        room -= _row_length(cells)
        if room < 0:
            break
        fitting.append(cells)
    return fitting


def _row_length(cells: Sequence[dict[str, Any]]) -> int:
    return sum(length(cell["text"]) for cell in cells)


def _cell(value: TableCell, t: Words) -> dict[str, Any]:
    """Return a cell; Slack refuses empty ones, so a dash stands in."""
    if isinstance(value, int | float):
        shown = figure(value, t) if isinstance(value, float) else str(value)
        return {"type": "raw_number", "value": value, "text": shown}
    return {"type": "raw_text", "text": cut(clean(str(value or "")), MAX_CELL) or NOTHING}


def _data_table(caption: str, rows: list[list[dict[str, Any]]]) -> Block:
    return {
        "type": "data_table",
        "caption": cut(clean(caption), MAX_CAPTION) or NOTHING,
        "page_size": PAGE_SIZE,
        "row_header_column_index": 0,
        "rows": rows,
    }

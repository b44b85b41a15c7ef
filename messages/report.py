"""The report: a few lines at once, the whole of it by direct message, and how to ask for another."""

from collections.abc import Iterator

from domain.errors import UnclearReport
from domain.facts.report import Group, Report, StuckPair
from domain.kinds import RescueStage
from messages.blocks import context, header, letter, section
from messages.message import Block, Message
from messages.report_charts import bar, funnel_bars, funnel_chart, weeks_bars, weeks_chart
from messages.report_tables import data_tables, report_tables
from messages.report_words import (
    funnel_sentence,
    health_sentences,
    outcome_sentences,
    period_words,
    split_names,
    title_sentence,
    what_changed,
    what_to_do,
)
from messages.text import MAX_SECTION, Mrkdwn, bullets, length, lines, mention, sentences
from messages.words import Words

MAX_STUCK = 15
ROOM_FOR_MORE = 100

__all__ = ["report_file_note", "report_message", "report_summary", "report_tables", "report_usage"]


def report_summary(report: Report, t: Words) -> Message:
    """Return the answer that comes at once."""
    return letter(
        [
            title_sentence(report, t),
            funnel_sentence(report, t),
            sentences(*health_sentences(report.health, t)),
            _conclusion(report, t),
            t("The whole report, with charts and files, is on its way to your messages."),
        ]
    )


def report_message(report: Report, t: Words, *, is_rich: bool) -> Message:
    """Return the whole report: with native charts and tables, or classic for a workspace that refuses them.

    `text` tells every headline figure; the files hold what doesn't fit.
    """
    figures = _rich(report, t) if is_rich else _classic(report, t)
    shown = [block for block in figures if block]
    return Message(_text(report, t), [*_opening(report, t), *shown, *_closing(report, t)])


def report_file_note(report: Report, t: Words) -> Mrkdwn:
    """Return the sentence beside a report's file."""
    return t("The figures of *{program}* as a file.", program=report.program.name)


def report_usage(refusal: UnclearReport, t: Words) -> Message:
    """Say how a report is asked for, and what couldn't be followed."""
    usage = t("`/rm-report [program] [round 2 | last 30d | all] [by department | site | level | topic]`")
    names = t("A program whose name holds one of these words stands in quotes.")
    if refusal.word in {"", "help"}:
        return letter([t("This is how to ask for a report:"), usage, names])
    asked = t("I can't make a report of “{word}”. This is how to ask for one:", word=refusal.word)
    return letter([asked, usage, names])


def _text(report: Report, t: Words) -> Mrkdwn:
    return sentences(
        title_sentence(report, t),
        funnel_sentence(report, t),
        *health_sentences(report.health, t),
        *outcome_sentences(report.outcome, t),
        _conclusion(report, t),
    )


def _conclusion(report: Report, t: Words) -> Mrkdwn:
    """Say what changed and what to do."""
    return sentences(what_changed(report, t), what_to_do(report, t))


def _opening(report: Report, t: Words) -> Iterator[Block]:
    yield header(f"{report.program.name}: {period_words(report.period, t)}")
    yield section(lines(bullets(health_sentences(report.health, t)), _conclusion(report, t)))


def _rich(report: Report, t: Words) -> list[Block | None]:
    charts = [weeks_chart(report.weeks, t), funnel_chart(report.funnel, t)]
    return [*charts, *data_tables(report, t)]


def _classic(report: Report, t: Words) -> list[Block | None]:
    return [weeks_bars(report.weeks, t), funnel_bars(report.funnel, t), _groups(report, t)]


def _closing(report: Report, t: Words) -> Iterator[Block]:
    yield section(lines(t("*What people got out of it*"), bullets(outcome_sentences(report.outcome, t))))
    if report.stuck:
        yield section(_stuck(report.stuck, t))
    yield context(
        t("Anonymous answers: only sums over 5 or more people, means to the half, counts in ranges."),
        t("Confidential: a pair is named only to coordinators without a conflict."),
    )


def _stuck(pairs: tuple[StuckPair, ...], t: Words) -> Mrkdwn:
    more = len(pairs) - MAX_STUCK
    return lines(
        t("*Stuck pairs*"),
        bullets(_stuck_line(pair, t) for pair in pairs[:MAX_STUCK]),
        t.tn("and {n} more", "and {n} more", more) if more > 0 else None,
    )


def _stuck_line(pair: StuckPair, t: Words) -> Mrkdwn:
    pairing = t("{mentor} and {mentee}", mentor=mention(pair.mentor_id), mentee=mention(pair.mentee_id))
    held = t.tn("{n} session held", "{n} sessions held", pair.held_count)
    last = t("last on {day}", day=t.month_day(pair.last_held_on)) if pair.last_held_on else None
    return t("{pair}: {facts}", pair=pairing, facts=t.join(filter(None, (held, last, _stage(pair, t)))))


def _stage(pair: StuckPair, t: Words) -> Mrkdwn:
    if pair.stage is RescueStage.CLOSING:
        return t("closing soon")
    return t("waiting for you") if pair.stage is RescueStage.WITH_COORDINATOR else t("new dates offered")


def _groups(report: Report, t: Words) -> Block | None:
    """Write the groups as bars of text, as many as a section holds."""
    if report.split is None or not report.groups:
        return None
    rows = [t("*By {split}*", split=split_names(t)[report.split])]
    room = MAX_SECTION - length(rows[0])
    for group in report.groups:
        row = _group_line(group, t)
        room -= length(row) + 1
        if room < ROOM_FOR_MORE:
            break
        rows.append(row)
    is_cut = len(rows) <= len(report.groups)
    return section(lines(*rows, t("More in the file.") if is_cut else None))


def _group_line(group: Group, t: Words) -> Mrkdwn:
    return t(
        "{bar} {held} of {planned} sessions held · {joined} joined, {matched} matched, {met} met · {name}",
        bar=bar(group.held, group.planned),
        held=group.held,
        planned=group.planned,
        joined=group.joined,
        matched=group.matched,
        met=group.met_once,
        name=group.name or t("not known"),
    )

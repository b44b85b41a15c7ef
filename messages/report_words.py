"""The words of a report: names of its figures, and the sentences that tell them without a picture."""

from collections.abc import Mapping
from datetime import timedelta

from babel.numbers import format_decimal

from domain.facts.report import (
    USEFULNESS_TARGET,
    Band,
    FunnelStep,
    Health,
    ItemChange,
    Mean,
    Outcome,
    Period,
    Report,
    Share,
    Split,
    WeekCount,
    Withheld,
)
from domain.kinds import Side
from domain.presets import MIN_PAIRS_FOR_OUTCOMES
from messages.text import Mrkdwn
from messages.words import Words

LOWEST_MEAN, HIGHEST_MEAN = 1.5, 4.5
NOTHING = "–"
WEEK = timedelta(days=7)


def period_words(period: Period, t: Words) -> Mrkdwn:
    """Name the period."""
    if period.round_number is not None:
        return t("round {number}", number=period.round_number)
    if period.last_days is not None:
        return t.tn("the last day", "the last {n} days", period.last_days)
    return t("the whole program")


def step_names(t: Words) -> Mapping[FunnelStep, str]:
    """Name the steps of the funnel, short enough for a chart."""
    return {
        FunnelStep.INVITED: t.plain("Invited"),
        FunnelStep.JOINED: t.plain("Joined"),
        FunnelStep.MATCHED: t.plain("Matched"),
        FunnelStep.MET_ONCE: t.plain("Met once"),
        FunnelStep.MET_AS_PLANNED: t.plain("Met as planned"),
        FunnelStep.COMPLETED: t.plain("Completed a round"),
        FunnelStep.REJOINED: t.plain("Rejoined"),
    }


def split_names(t: Words) -> Mapping[Split, str]:
    """Name what the figures are split by."""
    return {
        Split.DEPARTMENT: t.plain("Department"),
        Split.SITE: t.plain("Site"),
        Split.LEVEL: t.plain("Level"),
        Split.TOPIC: t.plain("Topic"),
    }


def side_names(t: Words) -> Mapping[Side, str]:
    """Name the two sides."""
    return {Side.MENTOR: t.plain("Mentors"), Side.MENTEE: t.plain("Mentees")}


def item_names(t: Words) -> Mapping[str, str]:
    """Return the items as they were asked."""
    return {
        "use_tools": t.plain("I can use the tools my teams use"),
        "understand_younger": t.plain("I understand what younger colleagues expect"),
        "ask_juniors": t.plain("I ask juniors for advice"),
        "confident_with_leaders": t.plain("I am confident in front of senior leaders"),
        "understand_decisions": t.plain("I understand how decisions are made here"),
        "see_future": t.plain("I see my future here"),
    }


def figure(value: float, t: Words) -> str:
    """Return a number with one digit after the point, as this language writes it."""
    return str(format_decimal(value, "0.0", locale=t.locale))


def mean_words(mean: Mean | None, t: Words) -> str:
    """Return a mean; at either end of the scale a range, for all may have answered alike."""
    if mean is None:
        return NOTHING
    if mean.value <= LOWEST_MEAN:
        return f"1{NOTHING}{figure(mean.value, t)}"
    return f"{figure(mean.value, t)}{NOTHING}5" if mean.value >= HIGHEST_MEAN else figure(mean.value, t)


def change_words(item: ItemChange, t: Words) -> str:
    """Return the change of an item with its sign."""
    if item.change is None:
        return NOTHING
    return str(format_decimal(item.change, "+0.0;-0.0", locale=t.locale)) if item.change else figure(0, t)


def band_words(band: Band) -> str:
    """Return a range."""
    return f"{band.low}{NOTHING}{band.high}"


def title_sentence(report: Report, t: Words) -> Mrkdwn:
    """Say which report this is."""
    return t(
        "Report on {program}, {period}, as of {day}.",
        program=report.program.name,
        period=period_words(report.period, t),
        day=t.date(report.period.ends_on),
    )


def funnel_sentence(report: Report, t: Words) -> Mrkdwn:
    """Say how far people came."""
    names = step_names(t)
    known = (
        t("{step}: {count}", step=names[count.step], count=count.people)
        for count in report.funnel
        if count.people is not None
    )
    return t("People – {steps}.", steps=t.join(known))


def health_sentences(health: Health, t: Words) -> list[Mrkdwn]:
    """Say how the program runs, one sentence per figure."""
    told = (
        _share_sentence(t("People with a partner"), health.match, t),
        _share_sentence(t("Sessions held of those planned by now"), health.sessions, t),
        _share_sentence(t("Pairs that met lately"), health.active, t),
        _median_sentence(health.median_days_to_first, t),
        t.tn("{n} pair is stuck.", "{n} pairs are stuck.", health.stuck_count),
        t.tn("{n} session is disputed.", "{n} sessions are disputed.", health.disputed_count),
        _response_sentence(health.response_percent, t),
    )
    return [sentence for sentence in told if sentence]


def _share_sentence(name: Mrkdwn, share: Share, t: Words) -> Mrkdwn:
    if share.percent is None:
        return t("{name}: nothing to count yet.", name=name)
    return t(
        "{name}: {percent}% ({part} of {whole}; target {target}%).",
        name=name,
        percent=share.percent,
        part=share.part,
        whole=share.whole,
        target=share.target,
    )


def _median_sentence(days: float | None, t: Words) -> Mrkdwn | None:
    if days is None:
        return None
    return t("Median time to the first session: {days} days.", days=figure(days, t))


def _response_sentence(band: Band | None, t: Words) -> Mrkdwn | None:
    return t("Polls answered: {band}%.", band=band_words(band)) if band else None


def outcome_sentences(outcome: Outcome, t: Words) -> list[Mrkdwn]:
    """Say what people got out of it, one sentence per figure, or why that isn't shown."""
    if outcome.withheld is not None:
        return [withheld_sentence(outcome.withheld, t)]
    return [
        _usefulness_sentence(outcome.usefulness, t),
        *_side_sentences(outcome, t),
        *(_item_sentence(item, t) for item in outcome.items if item.before or item.after),
    ]


def withheld_sentence(reason: Withheld, t: Words) -> Mrkdwn:
    """Say why there are no outcome figures."""
    if reason is Withheld.NOT_WHOLE_ROUNDS:
        return t("Anonymous answers are shown for whole rounds only, so that no day can be picked out.")
    return t("No outcome figures: they need a round of {count} pairs or more.", count=MIN_PAIRS_FOR_OUTCOMES)


def _usefulness_sentence(mean: Mean | None, t: Words) -> Mrkdwn:
    if mean is None:
        return t("Usefulness: too few answers to show.")
    return t(
        "Usefulness: {mean} of 5 ({answers} answers; target {target}).",
        mean=mean_words(mean, t),
        answers=band_words(mean.answers),
        target=figure(USEFULNESS_TARGET, t),
    )


def _side_sentences(outcome: Outcome, t: Words) -> list[Mrkdwn]:
    names = side_names(t)
    return [
        t("{side}: {mean} of 5.", side=names[one.side], mean=mean_words(one.mean, t))
        for one in outcome.usefulness_by_side
        if one.mean is not None
    ]


def _item_sentence(item: ItemChange, t: Words) -> Mrkdwn:
    return t(
        "“{item}”: {before} before, {after} at the end ({change}).",
        item=item_names(t)[item.item],
        before=mean_words(item.before, t),
        after=mean_words(item.after, t),
        change=change_words(item, t),
    )


def what_changed(report: Report, t: Words) -> Mrkdwn | None:
    """Compare the last two full weeks; None while there aren't two."""
    full = [week for week in report.weeks if week.starts_on + WEEK <= report.period.ends_on]
    if len(full) < 2:  # noqa: PLR2004  a comparison takes two
        return None
    return t(
        "Held in week {week}: {now}. The week before: {before}.",
        week=full[-1].week,
        now=_of_planned(full[-1], t),
        before=_of_planned(full[-2], t),
    )


def _of_planned(week: WeekCount, t: Words) -> Mrkdwn:
    return t.tn(
        "{held} of {n} planned session",
        "{held} of {n} planned sessions",
        week.planned,
        held=week.held,
    )


def what_to_do(report: Report, t: Words) -> Mrkdwn:
    """Name the one thing that comes first."""
    health = report.health
    if health.stuck_count:
        return t("First, please look at the pairs that are stuck.")
    if health.sessions.is_below_target or health.active.is_below_target:
        return t("Fewer sessions take place than planned: a word to the pairs would help.")
    if health.match.is_below_target:
        return t("Too many are without a partner: `/rm-admin` shows why.")
    if health.disputed_count:
        return t("Please clear up the disputed sessions with the pairs.")
    if not health.sessions.whole:
        return t("It is too early to judge: no session should have been held yet.")
    return t("All targets are met; nothing needs you now.")

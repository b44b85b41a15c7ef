"""The operating figures: funnel, health, sessions per week and stuck pairs. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from statistics import median

from domain import presets
from domain.cadence import local_date
from domain.facts.report import Band, FunnelCount, FunnelStep, Health, Share, StuckPair, WeekCount
from domain.kinds import PairState, RescueStage, Verdict
from reporting.material import Material
from reporting.records import PairRecord

MATCH_TARGET = 70
SESSIONS_TARGET = 80
ACTIVE_TARGET = 75
DAYS_PER_WORKING_DAY = 7 / 5
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def funnel(material: Material) -> tuple[FunnelCount, ...]:
    """Count people per step; somebody in two pairs counts once."""
    completed = completed_people(material)
    counts: dict[FunnelStep, int | None] = {
        FunnelStep.INVITED: _invited(material),
        FunnelStep.JOINED: len(joined_people(material)),
        FunnelStep.MATCHED: len(matched_people(material)),
        FunnelStep.MET_ONCE: len(met_people(material)),
        FunnelStep.MET_AS_PLANNED: len(met_as_planned_people(material)),
        FunnelStep.COMPLETED: len(completed),
        FunnelStep.REJOINED: len(rejoined_people(material)),
    }
    return tuple(FunnelCount(step, people) for step, people in counts.items())


def _invited(material: Material) -> int | None:
    """Invitations belong to the program: of a single round or window the number isn't known."""
    is_whole_program = material.scope.starts_at is None
    return material.history.invited if is_whole_program else None


def joined_people(material: Material) -> set[str]:
    """Who took part at some time of the period, also if she has left since."""
    return {p.person_id for p in material.history.participants if material.scope.has_participant(p)}


def matched_people(material: Material) -> set[str]:
    """Who was introduced to a partner, or is looking at one in private now."""
    return _people(pair for pair in material.pairs if pair.is_matched)


def met_people(material: Material) -> set[str]:
    """Who held at least one session: one side says yes and none says no."""
    return _people(pair for pair in material.pairs if material.tally(pair).held)


def met_as_planned_people(material: Material) -> set[str]:
    """Who is in a pair that held every session planned until now, and had at least one."""
    return _people(pair for pair in material.pairs if material.tally(pair).has_met_as_planned)


def completed_people(material: Material) -> set[str]:
    """Who reached the end of a round with a partner she met at least once."""
    return _people(_completed_pairs(material))


def rejoined_people(material: Material) -> set[str]:
    """Who completed a round and stood for matching again in a later one, with or without success."""
    stood = _stood_in_round(material)
    number_of = {one.id: one.number for one in material.history.rounds}
    last = {person: max(number_of[r] for r in rounds) for person, rounds in stood.items()}
    return {
        person
        for pair in _completed_pairs(material)
        for person in pair.people
        if last[person] > number_of[pair.round_id]
    }


def _completed_pairs(material: Material) -> Iterator[PairRecord]:
    return (p for p in material.pairs if p.state is PairState.COMPLETED and material.tally(p).held)


def _stood_in_round(material: Material) -> dict[str, set[str]]:
    """Return the rounds each person was solved for: paired or left out."""
    stood: dict[str, set[str]] = {}
    for pair in material.history.pairs:
        for person in pair.people:
            stood.setdefault(person, set()).add(pair.round_id)
    for left_out in material.history.left_out:
        stood.setdefault(left_out.person_id, set()).add(left_out.round_id)
    return stood


def _people(pairs: Iterable[PairRecord]) -> set[str]:
    return {person for pair in pairs for person in pair.people}


def health(material: Material) -> Health:
    """Return the operating facts. Stuck and disputed leave out pairs the reader has a conflict with."""
    return Health(
        match=match_rate(material),
        sessions=sessions_held(material),
        active=pairs_active(material),
        median_days_to_first=median_days_to_first(material),
        stuck_count=sum(pair.id not in material.conflicted for pair in _stuck_pairs(material)),
        disputed_count=disputed(material),
        response_percent=response(material),
    )


def match_rate(material: Material) -> Share:
    """Of the people who stood for matching in rounds that have begun, those who got a partner."""
    begun = {one.id for one in material.history.rounds if one.has_begun} & material.scope.round_ids
    stood = _people(pair for pair in material.pairs if pair.round_id in begun)
    stood |= {one.person_id for one in material.history.left_out if one.round_id in begun}
    return Share(len(stood & matched_people(material)), len(stood), MATCH_TARGET)


def sessions_held(material: Material) -> Share:
    """Of the sessions that should have been held by now, those that were; a disputed one was not."""
    held = sum(meeting.is_held for meeting in material.meetings)
    return Share(held, sum(meeting.is_planned for meeting in material.meetings), SESSIONS_TARGET)


def pairs_active(material: Material) -> Share:
    """Of the live pairs older than one and a half cadences, those that met within that time."""
    quiet_since = material.now - _quiet_span(material)
    old_enough = [p for p in material.live if p.introduced_at is not None and p.introduced_at <= quiet_since]
    last_held = (material.tally_ever(pair).last_held_at for pair in old_enough)
    return Share(
        sum(at is not None and at >= quiet_since for at in last_held), len(old_enough), ACTIVE_TARGET
    )


def _quiet_span(material: Material) -> timedelta:
    """The rescue rule's time without a session, in calendar days. Source: product.md, Rescue."""
    cadence = presets.RESCUE_CADENCES * material.history.program.session_every_days
    return timedelta(days=max(cadence, presets.RESCUE_MIN_WORKING_DAYS * DAYS_PER_WORKING_DAY))


def median_days_to_first(material: Material) -> float | None:
    """Days from introduction to first held session, over the period's new pairs that have met."""
    since = material.scope.since
    days = [
        (first - pair.introduced_at) / DAY
        for pair in material.pairs
        if pair.introduced_at is not None
        and (since is None or pair.introduced_at >= since)
        and (first := material.tally_ever(pair).first_held_at) is not None
    ]
    return round(median(days), 1) if days else None


def disputed(material: Material) -> int:
    """Sessions of which one side says yes and the other no."""
    return sum(
        meeting.verdict is Verdict.DISPUTED and meeting.pair.id not in material.conflicted
        for meeting in material.meetings
    )


def response(material: Material) -> Band | None:
    """Of the sides asked whether a session took place, those who answered, in tens of per cent.

    A band, because how many took part in an anonymous poll must not be known exactly (safety.md 3.6).
    """
    asked = [meeting for meeting in material.meetings if meeting.is_asked]
    if not asked:
        return None
    percent = 100 * sum(meeting.answer_count for meeting in asked) // (2 * len(asked))
    low = min(percent // 10 * 10, 90)
    return Band(low, 100 if low == 90 else low + 9)  # noqa: PLR2004  the last band holds 100 itself


def weeks(material: Material) -> tuple[WeekCount, ...]:
    """Count planned and held sessions per ISO week of the program's zone, without gaps."""
    zone = material.history.program.time_zone
    planned: Counter[date] = Counter()
    held: Counter[date] = Counter()
    for meeting in material.meetings:
        if meeting.is_planned:
            monday = _monday(local_date(meeting.at, zone))
            planned[monday] += 1
            held[monday] += meeting.is_held
    return tuple(WeekCount(_iso_week(day), day, held[day], planned[day]) for day in _mondays(planned))


def _mondays(days: Iterable[date]) -> Iterator[date]:
    """Yield every Monday from the first to the last."""
    known = sorted(days)
    for number in range((known[-1] - known[0]) // WEEK + 1 if known else 0):
        yield known[0] + number * WEEK


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def stuck(material: Material) -> tuple[StuckPair, ...]:
    """Return the stuck pairs without a conflict, those nearest to being closed first."""
    mine = [pair for pair in _stuck_pairs(material) if pair.id not in material.conflicted]
    order = list(RescueStage)
    mine.sort(key=lambda pair: (-order.index(pair.rescue_stage), pair.id))
    return tuple(_stuck_pair(pair, material) for pair in mine)


def _stuck_pairs(material: Material) -> list[PairRecord]:
    """The live pairs that the rescue rule has found not to be meeting."""
    return [pair for pair in material.live if pair.rescue_stage is not RescueStage.NONE]


def _stuck_pair(pair: PairRecord, material: Material) -> StuckPair:
    tally = material.tally_ever(pair)
    zone = material.history.program.time_zone
    return StuckPair(
        pair_id=pair.id,
        mentor_id=pair.mentor_id,
        mentee_id=pair.mentee_id,
        held_count=tally.held,
        missed_in_row=pair.missed_in_row,
        last_held_on=local_date(tally.last_held_at, zone) if tally.last_held_at else None,
        stage=pair.rescue_stage,
    )

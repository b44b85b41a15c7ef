"""Which rounds, people, pairs and days a report is about. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cadence import local_date
from domain.errors import UnclearReport
from domain.facts.report import Period, ReportRequest
from reporting.records import PairRecord, ParticipantRecord, RoundRecord


@dataclass(frozen=True)
class Scope:
    """`since` cuts through rounds and is set for "last N days" only; `starts_at` bounds who took part."""

    round_ids: frozenset[str]
    starts_at: datetime | None
    ends_at: datetime
    since: datetime | None = None

    def has_participant(self, participant: ParticipantRecord) -> bool:
        """Tell whether somebody had joined by the end and not left before the beginning."""
        has_left_before = (
            participant.left_at is not None
            and self.starts_at is not None
            and participant.left_at < self.starts_at
        )
        return participant.joined_at <= self.ends_at and not has_left_before

    def has_pair(self, pair: PairRecord) -> bool:
        """Tell whether a pair belongs to the rounds and hadn't ended before the window."""
        has_ended_before = self.since is not None and pair.ended_at is not None and pair.ended_at < self.since
        return pair.round_id in self.round_ids and not has_ended_before


def scope_of(request: ReportRequest, rounds: tuple[RoundRecord, ...], now: datetime) -> Scope:
    """Return what the request is about.

    Raises UnclearReport for a round that isn't there.
    """
    if request.round_number is not None:
        return _one_round(request.round_number, rounds, now)
    if request.last_days is not None:
        return _window(now - timedelta(days=request.last_days), rounds, now)
    return Scope(frozenset(one.id for one in rounds), None, now)


def _one_round(number: int, rounds: tuple[RoundRecord, ...], now: datetime) -> Scope:
    found = next((one for one in rounds if one.number == number), None)
    if found is None:
        raise UnclearReport(str(number))
    return Scope(frozenset({found.id}), found.starts_at, min(found.ends_at or now, now))


def _window(since: datetime, rounds: tuple[RoundRecord, ...], now: datetime) -> Scope:
    inside = (one.id for one in rounds if one.ends_at is None or one.ends_at >= since)
    return Scope(frozenset(inside), since, now, since)


def period_of(request: ReportRequest, scope: Scope, zone: str) -> Period:
    """Return the scope in the program's calendar days."""
    starts_on = local_date(scope.starts_at, zone) if scope.starts_at else None
    return Period(request.round_number, request.last_days, starts_on, local_date(scope.ends_at, zone))

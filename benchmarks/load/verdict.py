"""What a load run has shown: acks from the sender's side, checked against the database and against the stand-in."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, make_url, select

from domain.kinds import DeliveryState, EffectKind, MessageName
from mentoring.pace import METHOD_OF, RATES
from models import Delivery, InboxEntry, MentoringSession

POSTING = RATES[METHOD_OF[EffectKind.POST]]
MILLISECONDS = 1000
Figures = dict[str, float]


@dataclass(frozen=True)
class Run:
    """All that was seen of one run."""

    outcomes: Sequence[dict[str, Any]]
    called: dict[str, Any]
    usage: Figures
    wave: int
    """How many DMs were to go out."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many are not above; 0 for none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, ceil(round(share * len(ordered), 6)) - 1)]


def judge(run: Run, database_url: str) -> Figures:
    """Return all figures of a run."""
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    parsed = make_url(database_url)
    engine = create_engine(parsed.set(drivername=drivers[parsed.get_backend_name()]), poolclass=NullPool)
    with engine.connect() as connection:
        return acks(run.outcomes) | _effects(run, connection) | _wave(run, connection) | run.usage


def acks(outcomes: Sequence[dict[str, Any]]) -> Figures:
    """Return how long the acks took, as the sender saw it; a missing answer counts with its three seconds."""
    taken = [outcome["seconds"] * MILLISECONDS for outcome in outcomes]
    shares = {"p50": 0.5, "p99": 0.99, "p99_9": 0.999, "max": 1.0}
    return {
        "requests": len(outcomes),
        "retries": sum(outcome["attempts"] - 1 for outcome in outcomes),
        "late": sum(outcome["is_late"] for outcome in outcomes),
        "unanswered": sum(outcome["status"] != 200 for outcome in outcomes),  # noqa: PLR2004  HTTP's OK
        "sender_lag_max_ms": round(
            max((one["sender_lag"] for one in outcomes), default=0.0) * MILLISECONDS, 1
        ),
    } | {f"ack_{name}_ms": round(percentile(taken, share), 1) for name, share in shares.items()}


def _effects(run: Run, connection: Connection) -> Figures:
    """Compare what was acked with what is written, and what is written with what arrived."""
    written = set(connection.scalars(select(InboxEntry.key)))
    acked = {one["key"] for one in run.outcomes if one["key"] and one["status"] == 200}  # noqa: PLR2004
    posts = Counter(delivery for delivery, _ in run.called["posts"])
    sent = set(
        connection.scalars(
            select(Delivery.id).where(
                Delivery.kind == EffectKind.POST,
                Delivery.state == DeliveryState.SENT,
                Delivery.id.not_like("%x%"),
            )
        )
    )
    return {
        "acked_with_effect": len(acked),
        "acked_without_row": len(acked - written),
        "lost": len(sent - posts.keys()) + len(acked - written),
        "doubled": sum(times - 1 for times in posts.values()),
    }


def _wave(run: Run, connection: Connection) -> Figures:
    """Tell how the wave went: how far, how fast beside what is allowed, how often Slack said "too fast"."""
    rows = connection.execute(
        select(Delivery.id, Delivery.state)
        .join(MentoringSession, MentoringSession.id == Delivery.subject_id)
        .where(Delivery.message == MessageName.SESSION_CARD, MentoringSession.number > 1)
        .where(Delivery.kind == EffectKind.POST)
    ).all()
    cards = {row.id for row in rows}
    times = sorted(at for delivery, at in run.called["posts"] if delivery in cards)
    seconds = times[-1] - times[0] if times else 0.0
    posted = sum(bool(times) and times[0] <= at <= times[-1] for _, at in run.called["posts"])
    allowed = POSTING.burst + seconds * POSTING.per_minute / 60
    rate = len(times) / seconds if seconds else 0.0
    return {
        "wave": run.wave,
        "wave_promised": len(cards),
        "wave_sent": len(times),
        "wave_s": round(seconds, 1),
        "wave_whole_min": round(run.wave / rate / 60, 1) if rate else 0.0,
        "allowed_share_percent": round(100 * posted / allowed, 1) if times else 0.0,
        "refused_429_percent": _refused(run.called, lambda method: method in RATES),
        "refused_429_forms_percent": _refused(run.called, lambda method: method not in RATES),
        "receipt_p99_s": round(percentile(_waits(connection), 0.99), 2),
    }


def _refused(called: dict[str, Any], is_meant: Callable[[str], bool]) -> float:
    """Return how many of these calls Slack refused as too fast, in percent.

    The ledger's calls keep a pace. A form opens at the click or never: a hundred clicks a second, of which one in
    fourteen opens one, are more than the hundred forms that Slack allows a workspace in a minute.
    """
    calls, refused = (
        sum(times for method, times in called[which].items() if is_meant(method))
        for which in ("calls", "refused")
    )
    return round(100 * refused / calls, 2) if calls else 0.0


def _waits(connection: Connection) -> list[float]:
    """How long answers by DM waited while the wave went out."""
    rows = connection.execute(
        select(Delivery.created_at, Delivery.sent_at).where(
            Delivery.message == MessageName.HELP, Delivery.state == DeliveryState.SENT
        )
    )
    return [(sent_at - created_at).total_seconds() for created_at, sent_at in rows if sent_at]

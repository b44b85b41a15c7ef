"""How fast each Slack method may be called: GCRA, one row per (workspace, method), 10 % under Slack's limit.

A burst and a minute of steady calls can fall into the same minute: their sum is what stays under the limit.

Source: the tiers of https://docs.slack.dev/apis/web-api/rate-limits (2026-11); posting has no figure of its
own beyond "several hundred messages per minute" per workspace: we keep to three a second.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import EffectKind
from models import Pace
from models.database import workspace_of
from models.upsert import insert_into


@dataclass(frozen=True)
class Rate:
    """Calls per minute, and how many may come at once after a quiet time."""

    per_minute: int
    burst: int

    @property
    def interval(self) -> timedelta:
        return timedelta(minutes=1) / self.per_minute


METHODS: dict[EffectKind, tuple[str, Rate]] = {
    EffectKind.POST: ("chat.postMessage", Rate(180, 20)),
    EffectKind.UPDATE: ("chat.update", Rate(33, 12)),
    EffectKind.HOME: ("views.publish", Rate(65, 25)),
    EffectKind.FILE: ("files.completeUploadExternal", Rate(85, 5)),
}


class Queue:
    """Spreads rows that must wait for their turn over coming instants, a few at a time."""

    def __init__(self) -> None:
        self._waiting: Counter[EffectKind] = Counter()

    def turn(self, kind: EffectKind, earliest: datetime) -> datetime:
        """Return when the next waiting row of `kind` gets its turn, `earliest` being the first free call."""
        _, rate = METHODS[kind]
        group = max(1, rate.burst // 2)
        ahead = self._waiting[kind] // group
        self._waiting[kind] += 1
        return earliest + rate.interval * (group * (ahead + 1) - 1)


async def hold(session: AsyncSession, now: datetime) -> None:
    """Let no other worker of this workspace claim until the transaction ends: what is read is what is spent."""
    workspace = workspace_of(session)
    rows = [
        {"workspace_id": workspace, "method": method, "next_at": now}
        for method, _ in sorted(METHODS.values(), key=lambda named: named[0])
    ]
    await session.execute(insert_into(session, Pace).values(rows).on_conflict_do_nothing())
    await session.execute(select(Pace).order_by(Pace.method).with_for_update())


async def allowed_at(session: AsyncSession, kind: EffectKind, now: datetime) -> datetime:
    """Return when the next call is allowed: `now` or later. Never before Slack's own Retry-After."""
    method, rate = METHODS[kind]
    pace = await session.get(Pace, (workspace_of(session), method))
    if pace is None:
        return now
    earliest = pace.next_at - rate.interval * (rate.burst - 1)
    return max(now, earliest, pace.blocked_until or now)


async def spend(session: AsyncSession, kind: EffectKind, now: datetime) -> None:
    """Count one call."""
    method, rate = METHODS[kind]
    pace = await session.get(Pace, (workspace_of(session), method))
    if pace is None:
        pace = Pace(method=method, next_at=now)
        session.add(pace)
    pace.next_at = max(pace.next_at, now) + rate.interval
    await session.flush()


async def block(session: AsyncSession, kind: EffectKind, until: datetime) -> None:
    """Remember Slack's Retry-After for this workspace and method."""
    method, _ = METHODS[kind]
    pace = await session.get(Pace, (workspace_of(session), method))
    if pace is None:
        pace = Pace(method=method, next_at=until)
        session.add(pace)
    pace.blocked_until = max(pace.blocked_until or until, until)

"""How fast each Slack method may be called: GCRA, one row per (workspace, method).

Steadily at least a tenth under Slack's limit; a burst and a minute of steady calls can fall into the same minute, and
their sum stays under it too. Part of each burst is kept for answers, so that they overtake what goes to many.

Source: the tiers of https://docs.slack.dev/apis/web-api/rate-limits (2026-11); posting has no figure of its
own beyond "several hundred messages per minute" per workspace: we take three hundred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import IN_HAND, SHOWS, DeliveryState, EffectKind
from domain.retries import OUTAGE_PAUSE
from mentoring.core import Core
from models import Delivery, Pace
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

    @property
    def kept(self) -> int:
        """How much of the burst only answers may use."""
        return self.burst // 4


OPENING, READING, ASKING = "conversations.open", "conversations.history", "users.info"
RATES: dict[str, Rate] = {
    "chat.postMessage": Rate(270, 20),
    "chat.update": Rate(36, 12),
    "views.publish": Rate(75, 20),
    "files.completeUploadExternal": Rate(85, 10),
    OPENING: Rate(36, 12),
    READING: Rate(40, 8),
    ASKING: Rate(75, 20),
}
"""Posting is what a wave waits for: most of its limit goes to the steady rate. The others answer clicks: more
of theirs goes to the burst."""
METHOD_OF: dict[EffectKind, str] = {
    EffectKind.POST: "chat.postMessage",
    EffectKind.UPDATE: "chat.update",
    EffectKind.HOME: "views.publish",
    EffectKind.FILE: "files.completeUploadExternal",
    EffectKind.PROFILE: ASKING,
}
_PACES = select(Pace).where(Pace.method.in_(list(RATES))).order_by(Pace.method).with_for_update()
LONGEST_DEBT = timedelta(minutes=2)
"""How far ahead calls that somebody waits for may run of their method's rate."""
LONGEST_REST = timedelta(hours=1)
CLOCKS_APART = timedelta(minutes=5)
"""How much later it may be on the machine that wrote a rest: only what lies further ahead is a clock set back."""
CHANNEL_SPAN = timedelta(seconds=3)
POSTS_PER_SPAN = 3
"""One message a second in each conversation; three at once after a quiet time."""


def free_at(pace: Pace, calls: int = 1) -> datetime:
    """Return the first instant at which so many calls may be made at once. Never before Slack's Retry-After."""
    rate = RATES[pace.method]
    earliest = pace.next_at - rate.interval * (rate.burst - calls)
    return max(earliest, pace.blocked_until or earliest)


def is_free(pace: Pace, now: datetime, *, is_answer: bool) -> bool:
    """Tell whether a call may be made now; what goes to many leaves a part of the burst to answers."""
    return free_at(pace, 1 if is_answer else 1 + RATES[pace.method].kept) <= now


def turn_at(pace: Pace) -> datetime:
    """Return when it is worth looking again: a few calls may be made then."""
    return free_at(pace, 1 + 2 * RATES[pace.method].kept)


async def hold(session: AsyncSession, now: datetime) -> Mapping[str, Pace]:
    """Let no other worker of this workspace claim until the transaction ends: what is read is what is spent.

    What lies further ahead than calls and rests ever reach was written before the clock was set back.
    """
    held = await _held(session)
    if len(held) < len(RATES):
        workspace = workspace_of(session)
        rows = [{"workspace_id": workspace, "method": method, "next_at": now} for method in sorted(RATES)]
        await session.execute(insert_into(session, Pace).values(rows).on_conflict_do_nothing())
        held = await _held(session)
    for pace in held.values():
        if pace.next_at > now + LONGEST_DEBT + CLOCKS_APART:
            pace.next_at = now
        if pace.blocked_until is not None and pace.blocked_until > now + LONGEST_REST + CLOCKS_APART:
            pace.blocked_until = now
    return held


async def _held(session: AsyncSession) -> Mapping[str, Pace]:
    return {pace.method: pace for pace in await session.scalars(_PACES)}


def spend(pace: Pace, now: datetime, calls: int = 1) -> None:
    """Count calls."""
    pace.next_at = max(pace.next_at, now) + RATES[pace.method].interval * calls


async def block(session: AsyncSession, methods: Iterable[str], now: datetime, pause: timedelta) -> None:
    """Let methods of this workspace rest. The first call afterwards is a probe."""
    paces, until = await hold(session, now), now + min(pause, LONGEST_REST)
    for method in methods:
        pace = paces[method]
        pace.blocked_until = max(pace.blocked_until or until, until)


def probe(pace: Pace, now: datetime) -> bool:
    """Tell whether a call is the first after a rest: until it is known to have gone through, no other is made."""
    is_probe = pace.blocked_until is not None
    if is_probe:
        pace.blocked_until = now + OUTAGE_PAUSE
    return is_probe


async def end_probe(session: AsyncSession, probes: Iterable[str], begun_at: datetime | None) -> None:
    """Let the others follow, for Slack has answered; unless it has barred the method anew meanwhile."""
    own_mark = None if begun_at is None else begun_at + OUTAGE_PAUSE
    paces = await _held(session)
    for method in probes:
        if paces[method].blocked_until == own_mark:
            paces[method].blocked_until = None


async def take_turn(core: Core, workspace_id: str, method: str) -> bool:
    """Count one call outside the ledger, if it may be made now."""
    now = core.clock.now()
    async with core.database.transaction(workspace_id) as session:
        pace = (await hold(session, now))[method]
        if not is_free(pace, now, is_answer=True):
            return False
        spend(pace, now)
        pace.blocked_until = None
        return True


async def count_call(core: Core, workspace_id: str, method: str) -> None:
    """Count a call that somebody is waiting for: it is made at once, what can wait makes room."""
    now = core.clock.now()
    async with core.database.transaction(workspace_id) as session:
        spend((await hold(session, now))[method], now)


async def rest(core: Core, workspace_id: str, methods: Iterable[str], pause: timedelta) -> None:
    """Let methods rest that Slack has refused for now, or that nobody answers."""
    async with core.database.transaction(workspace_id) as session:
        await block(session, methods, core.clock.now(), pause)


async def quiet_until(session: AsyncSession, row: Delivery, now: datetime) -> datetime:
    """Return when the next message may be shown in a row's conversation: `now`, or up to three seconds later."""
    if row.kind not in SHOWS:
        return now
    latest = (
        await session.scalars(
            select(Delivery.tried_at)
            .where(
                Delivery.recipient_id == row.recipient_id,
                Delivery.kind.in_(SHOWS),
                Delivery.state.in_((DeliveryState.SENT, *IN_HAND)),
                Delivery.tried_at > now - CHANNEL_SPAN,
            )
            .order_by(Delivery.tried_at.desc())
            .limit(POSTS_PER_SPAN)
        )
    ).all()
    if len(latest) < POSTS_PER_SPAN or latest[-1] is None:
        return now
    return latest[-1] + CHANNEL_SPAN

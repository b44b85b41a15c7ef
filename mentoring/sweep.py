"""Rows whose sender did not come back: taken over, looked up, settled. Never sent again before the look-up.

A dead worker's rows are taken over at once, a living one's never, however long it has been stopped. What a row
was in is known from its state: claimed means that nothing went out, sending that nobody knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.delivery import Claimed, Posted
from domain.kinds import IN_HAND, DeliveryState
from domain.retries import (
    MAX_FAULTS,
    Doubt,
    HeldReason,
    Trouble,
    in_doubt,
    is_given_up,
    pause_after,
)
from mentoring.aftermath import lost_hours
from mentoring.claim import CLAIM_ORDER
from mentoring.core import Core
from mentoring.held import hold_for_person
from mentoring.liveness import Worker, bury, dead_workers, living_workers
from mentoring.outbox import chance, fenced_row, settle_sent, try_again
from models import Delivery

SETTLE_TIME = timedelta(seconds=60)
"""Slack may still be busy with a call: before that, "not found" doesn't count."""
LATER = 6
"""A look-up that told nothing is repeated like a call that failed so often: after about a minute."""
LONGEST_DOUBT = timedelta(days=1)
LONGEST_PUT_OFF = timedelta(minutes=5)
"""No look-up is put off for longer: what is due later than that was written by a clock that was wrong."""
AT_A_TIME = 4
"""How many rows of one workspace a worker has in hand at once (scheduling/delivery.py)."""


async def stranded(core: Core, me: Worker) -> list[Claimed]:
    """Take over what nobody has in hand any more; return what has to be looked up now.

    How long a row has been in doubt this worker counts by its own seconds: clocks of machines differ, and are set.
    """
    await _take_over(core, me)
    now, seconds = core.clock.now(), core.clock.monotonic()
    async with core.database.every_workspace() as session:
        rows = await session.scalars(
            select(Delivery)
            .where(
                Delivery.state == DeliveryState.SENDING,
                Delivery.worker.is_(None),
                core.is_served(Delivery.workspace_id),
            )
            .order_by(*CLAIM_ORDER)
        )
        in_doubt = [(row.as_claimed(), row.due_at) for row in rows]
    known = me.doubts
    me.doubts = {claimed.attempt: known.get(claimed.attempt, seconds) for claimed, _ in in_doubt}
    settled = seconds - SETTLE_TIME.total_seconds()
    return [
        claimed
        for claimed, due_at in in_doubt
        if me.doubts[claimed.attempt] <= settled and not now < due_at <= now + LONGEST_PUT_OFF
    ]


async def _take_over(core: Core, me: Worker) -> None:
    now = core.clock.now()
    async with core.database.every_workspace() as session:
        dead = set(await dead_workers(session, now))
        alive = await living_workers(session) | {me.id}
        rows = (
            await session.scalars(
                select(Delivery)
                .where(Delivery.state.in_(IN_HAND), Delivery.worker.is_not(None))
                .order_by(*CLAIM_ORDER)
            )
        ).all()
        left = [row for row in rows if _is_left(row, dead, alive, me, now)]
        suspects = {row.id for row in _suspects(row for row in left if row.worker in dead)}
        found = [(row.as_claimed(), row.id in suspects) for row in left]
    for claimed, is_suspect in found:
        async with core.database.transaction(claimed.workspace_id) as session:
            await _free(session, core, claimed, is_suspect=is_suspect)
    if dead:
        async with core.database.every_workspace() as session:
            await bury(session)


def _is_left(row: Delivery, dead: set[str], alive: set[str], me: Worker, now: datetime) -> bool:
    """Tell whether nobody works on a row.

    One that this very worker has lost sight of, or one of a worker that never registered, is left after a minute.
    """
    if row.worker in dead:
        return True
    is_old = row.tried_at is None or row.tried_at <= now - SETTLE_TIME
    if row.worker == me.id:
        return is_old and row.id not in me.in_hand
    return is_old and row.worker not in alive


def _suspects(rows: Iterable[Delivery]) -> list[Delivery]:
    """Which of a dead worker's rows it may have had in hand when it died: the others were only waiting.

    The first few of a claim; of those that were suspects before, which go last and alone, the first one.
    """
    groups: defaultdict[tuple[str | None, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        groups[row.worker, row.workspace_id].append(row)
    return [row for group in groups.values() for row in _in_hand_of(group)]


def _in_hand_of(group: Sequence[Delivery]) -> Sequence[Delivery]:
    fresh = [row for row in group if not row.fault_count]
    return fresh[:AT_A_TIME] if fresh else group[:1]


async def _free(session: AsyncSession, core: Core, claimed: Claimed, *, is_suspect: bool) -> None:
    row = await fenced_row(session, claimed, *IN_HAND)
    if row is None:
        return
    row.worker = None
    row.fault_count += is_suspect
    now = core.clock.now()
    if row.state is DeliveryState.SENDING:
        row.due_at = now
    elif row.fault_count >= MAX_FAULTS:
        await hold_for_person(session, core, row, HeldReason.POISON)
    else:
        row.state, row.due_at = DeliveryState.PENDING, now


async def perhaps_posted_since(core: Core, claimed: Claimed) -> datetime:
    """Return from when on a post may be there: since it was promised, or since a restore's lost hours began."""
    async with core.database.every_workspace() as session:
        lost = await lost_hours(session, core.clock.now())
    return min(claimed.created_at, lost.since) if lost else claimed.created_at


async def settle_lookup(core: Core, claimed: Claimed, posted: Posted | None) -> None:
    """Write what a look-up found: the post is there, or it certainly is not and may be tried again."""
    if posted is not None:
        await settle_sent(core, claimed, posted)
        return
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await fenced_row(session, claimed, DeliveryState.SENDING)
        if row is None:
            return
        if row.fault_count >= MAX_FAULTS:
            await hold_for_person(session, core, row, HeldReason.POISON)
        elif row.failure_kind is Trouble.UNCLEAR and is_given_up(Trouble.UNCLEAR, row.failure_count + 1):
            await hold_for_person(session, core, row, HeldReason.NOT_FOUND)
        else:
            is_first = row.failure_kind is not Trouble.UNCLEAR or row.failure_count == 0
            try_again(core, row, Trouble.UNCLEAR, timedelta() if is_first else None)


async def put_lookup_off(core: Core, claimed: Claimed) -> None:
    """Look again later: what Slack answered tells nothing. After a day of that nobody can tell."""
    if claimed.tried_at is not None and claimed.tried_at <= core.clock.now() - LONGEST_DOUBT:
        await settle_unknown(core, claimed)
        return
    wait = pause_after(Trouble.UNCLEAR, LATER, chance(core))
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await fenced_row(session, claimed, DeliveryState.SENDING)
        if row is not None:
            row.due_at = core.clock.now() + wait


async def settle_unknown(core: Core, claimed: Claimed) -> None:
    """Write that nobody can tell, because history may not be read there: the message's class decides."""
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await fenced_row(session, claimed, DeliveryState.SENDING)
        if row is None:
            return
        match in_doubt(row.message_class, is_repeat=row.is_repeat):
            case Doubt.SEND_AGAIN:
                row.state, row.due_at, row.is_repeat = DeliveryState.PENDING, core.clock.now(), True
            case Doubt.ASK:
                await hold_for_person(session, core, row, HeldReason.UNPROVABLE)
            case Doubt.FORGET:
                row.state, row.reason = DeliveryState.EXPIRED, HeldReason.UNPROVABLE

"""Read only: counts and open matters of many programs at once, for their coordinators."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import PairState, ParticipantState, RescueStage, Role, RoundState
from models import Pair, Participant, Round
from reporting.care import has_conflict, people_below
from reporting.seats import rounds_by_id

StuckIds = tuple[str, str, str]
"""Pair, mentor, mentee."""


@dataclass(frozen=True)
class LastRound:
    """The newest round of a program, and the one that waits for approval, if any."""

    newest: Round | None = None
    waiting_id: str | None = None


async def role_counts(session: AsyncSession, program_ids: Collection[str]) -> dict[tuple[str, Role], int]:
    """Count the active participants of each program by role."""
    rows = await session.execute(
        select(Participant.program_id, Participant.role, func.count())
        .where(Participant.program_id.in_(program_ids), Participant.state == ParticipantState.ACTIVE)
        .group_by(Participant.program_id, Participant.role)
    )
    return {(program_id, role): count for program_id, role, count in rows}


async def live_pair_counts(session: AsyncSession, program_ids: Collection[str]) -> dict[str, int]:
    """Count the live pairs of each program."""
    rows = await session.execute(
        select(Pair.program_id, func.count())
        .where(Pair.program_id.in_(program_ids), Pair.state == PairState.LIVE)
        .group_by(Pair.program_id)
    )
    return dict(rows.all())


async def last_rounds(session: AsyncSession, program_ids: Collection[str]) -> dict[str, LastRound]:
    """Find each program's newest round; a top-up of a running round waits for approval too."""
    ids = await session.scalars(select(Round.id).where(Round.program_id.in_(program_ids)))
    rounds = sorted((await rounds_by_id(session, ids.all())).values(), key=lambda row: row.number)
    waiting = await _waiting_ids(session, program_ids)
    waiting |= {row.id for row in rounds if row.state is RoundState.PROPOSED}
    found: dict[str, LastRound] = {}
    for row in rounds:
        before = found.get(row.program_id, LastRound())
        found[row.program_id] = LastRound(row, row.id if row.id in waiting else before.waiting_id)
    return found


async def stuck_pairs(
    session: AsyncSession, program_ids: Collection[str], coordinator_id: str
) -> dict[str, tuple[StuckIds, ...]]:
    """List the live pairs in rescue by program, without those the coordinator has a conflict with."""
    rows = await session.scalars(
        select(Pair)
        .where(
            Pair.program_id.in_(program_ids),
            Pair.state == PairState.LIVE,
            Pair.rescue_stage != RescueStage.NONE,
        )
        .order_by(Pair.introduced_at, Pair.id)
    )
    below = await people_below(session, coordinator_id)
    found: dict[str, list[StuckIds]] = {}
    for pair in rows:
        if not has_conflict(coordinator_id, below, pair):
            found.setdefault(pair.program_id, []).append((pair.id, pair.mentor_id, pair.mentee_id))
    return {program_id: tuple(pairs) for program_id, pairs in found.items()}


async def _waiting_ids(session: AsyncSession, program_ids: Collection[str]) -> set[str]:
    rows = await session.scalars(
        select(Pair.round_id)
        .where(Pair.program_id.in_(program_ids), Pair.state == PairState.PROPOSED)
        .distinct()
    )
    return set(rows)

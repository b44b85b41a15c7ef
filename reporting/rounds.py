"""Read only: a round as coordinators approve it, and as the people in it hear of it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.errors import NotAllowed
from domain.facts.pair import Reason
from domain.facts.round import (
    LeftOut,
    LeftOutLine,
    Outlook,
    PairLine,
    Proposal,
    ProposalSummary,
    Relaxation,
    RotationQuestion,
    TightSet,
)
from domain.kinds import PairState, ProgramState, Role, RoundState, Side
from domain.presets import APPROVAL_DAYS
from models import LeftOut as LeftOutRow
from models import Pair, Participant, Program, Round
from models.database import workspace_of
from reporting.participations import active_participant
from reporting.programs import contact_of
from reporting.seats import choice, rounds_by_id

OPEN_PAIRS = (PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE)
CLOCK = "clock"
"""Stands as approver of a round in a program that approves itself."""
KNOWN_PAIRS = (PairState.PREVIEWING, PairState.LIVE)


async def proposal_summary(session: AsyncSession, round_id: str) -> ProposalSummary | None:
    """Sum up a proposal for coordinators; None before it is solved and after the round."""
    round_ = await round_of(session, round_id)
    if round_ is None or round_.state not in {RoundState.PROPOSED, RoundState.RUNNING}:
        return None
    program = await _program_of(session, round_)
    pairs = await _listed_pairs(session, round_)
    return ProposalSummary(
        round_id=round_id,
        digest=round_.inputs_digest or "",
        number=round_.number,
        program=choice(program),
        state=round_.state,
        pairs_count=len(pairs),
        left_out_count=len(await _left_out_rows(session, round_)),
        unchecked_managers_count=sum(pair.needs_manager_check for pair in pairs),
        approve_before=_approve_before(program, round_, pairs),
        approved_by=_approver(round_, pairs),
        outlook=_outlook(round_),
    )


async def proposal(session: AsyncSession, round_id: str) -> Proposal:
    """Lay a round out whole: every pair with its reasons, everybody left out with hers.

    Raises NotAllowed when there is no such round.
    """
    round_ = await round_of(session, round_id)
    if round_ is None:
        raise NotAllowed
    program = await _program_of(session, round_)
    pairs = await _listed_pairs(session, round_)
    return Proposal(
        round_id=round_id,
        digest=round_.inputs_digest or "",
        number=round_.number,
        state=round_.state,
        program=choice(program),
        is_top_up=round_.state is RoundState.RUNNING,
        pairs=tuple(_pair_line(pair) for pair in pairs),
        left_out=tuple(await _left_out_lines(session, round_)),
        total_score=sum(pair.score for pair in pairs),
        is_proven_best=await _is_proven_best(session, round_id),
        approve_before=_approve_before(program, round_, pairs),
        outlook=_outlook(round_),
    )


async def left_out(session: AsyncSession, round_id: str, person_id: str) -> LeftOut | None:
    """Tell somebody kindly that she found no partner; None once she has one, or has left."""
    row = await session.get(LeftOutRow, (workspace_of(session), round_id, person_id))
    round_ = await round_of(session, round_id)
    if row is None or round_ is None or await partners_in(session, round_id, person_id, *KNOWN_PAIRS):
        return None
    participant = await active_participant(session, round_.program_id, person_id)
    if participant is None or round_.state is RoundState.ENDED:
        return None
    program = await _program_of(session, round_)
    return LeftOut(
        program=choice(program),
        side=Side.MENTEE if participant.role is Role.MENTEE else Side.MENTOR,
        reason=row.reason,
        contact_id=await contact_of(session, program, person_id),
    )


async def rotation(session: AsyncSession, round_id: str, person_id: str) -> RotationQuestion | None:
    """Ask about the next round, with her own answer so far; never whether the partner wants to keep her.

    After the round's end the answer can still be changed, but no partner be kept.
    """
    round_ = await round_of(session, round_id)
    if round_ is None or round_.ends_at is None:
        return None
    participant = await active_participant(session, round_.program_id, person_id)
    program = await _program_of(session, round_)
    if participant is None or program.state is ProgramState.CLOSED:
        return None
    partners = await partners_in(session, round_id, person_id, PairState.LIVE)
    return RotationQuestion(
        round_id=round_id,
        program=choice(program),
        partner_id=partners[0] if len(partners) == 1 else None,
        ends_on=local_date(round_.ends_at, program.time_zone),
        answer=participant.next_round.value,
        can_keep=len(partners) == 1,
        wants_to_keep=participant.keeps_partner,
    )


async def stored_round(session: AsyncSession, round_id: str) -> Mapping[str, Any]:
    """Return what replays a proposal: problem, solution and the inputs' digest. Raises LookupError."""
    row = await session.get(Round, (workspace_of(session), round_id))
    if row is None or row.proposal is None:
        raise LookupError(round_id)
    return {**row.proposal, "digest": row.inputs_digest}


async def round_of(session: AsyncSession, round_id: str) -> Round | None:
    """Load one round without its stored proposal."""
    return (await rounds_by_id(session, [round_id])).get(round_id)


async def partners_in(session: AsyncSession, round_id: str, person_id: str, *states: PairState) -> list[str]:
    """List somebody's partners in a round, over her pairs in `states`."""
    pairs = await session.scalars(
        select(Pair)
        .where(Pair.round_id == round_id, Pair.state.in_(states))
        .where((Pair.mentor_id == person_id) | (Pair.mentee_id == person_id))
        .order_by(Pair.proposed_at, Pair.id)
    )
    return [pair.partner_of(person_id) for pair in pairs]


def is_waiting(round_: Round, pairs: Sequence[Pair]) -> bool:
    """Tell whether a round, or a top-up of a running one, waits for approval."""
    return round_.state is RoundState.PROPOSED or any(pair.state is PairState.PROPOSED for pair in pairs)


def _approver(round_: Round, pairs: Sequence[Pair]) -> str | None:
    """The person who approved; None while anything waits, or when the program approved itself."""
    return None if is_waiting(round_, pairs) or round_.approved_by == CLOCK else round_.approved_by


async def _program_of(session: AsyncSession, round_: Round) -> Program:
    return await session.get_one(Program, (workspace_of(session), round_.program_id))


async def _listed_pairs(session: AsyncSession, round_: Round) -> Sequence[Pair]:
    """Load the pairs that wait for approval, best first; without any, the open ones."""
    rows = await session.scalars(
        select(Pair)
        .where(Pair.round_id == round_.id, Pair.state.in_(OPEN_PAIRS))
        .order_by(Pair.score.desc(), Pair.mentor_id, Pair.mentee_id)
    )
    pairs = rows.all()
    return [pair for pair in pairs if pair.state is PairState.PROPOSED] or pairs


async def _left_out_rows(session: AsyncSession, round_: Round) -> Sequence[tuple[LeftOutRow, Role]]:
    rows = await session.execute(
        select(LeftOutRow, Participant.role)
        .join(Participant, Participant.person_id == LeftOutRow.person_id)
        .where(LeftOutRow.round_id == round_.id, Participant.program_id == round_.program_id)
        .order_by(LeftOutRow.person_id)
    )
    return [(row, role) for row, role in rows]


async def _left_out_lines(session: AsyncSession, round_: Round) -> list[LeftOutLine]:
    return [_left_out_line(row, role) for row, role in await _left_out_rows(session, round_)]


def _left_out_line(row: LeftOutRow, role: Role) -> LeftOutLine:
    limit, candidates, tight = row.relaxation, row.relaxation_candidates, row.tight_set
    return LeftOutLine(
        person_id=row.person_id,
        side=role.value,
        reason=row.reason,
        waterfall=tuple(row.waterfall.items()),
        relaxation=Relaxation(limit, candidates) if limit and candidates else None,
        tight_set=TightSet(**tight | {"role": Side(tight["role"])}) if tight else None,
    )


def _outlook(round_: Round) -> Outlook | None:
    stored = round_.outlook
    if not stored:
        return None
    return Outlook(stored["people"], tuple(map(Side, stored["needs"])), stored["relaxation"])


async def _is_proven_best(session: AsyncSession, round_id: str) -> bool:
    proven = await session.scalar(
        select(Round.proposal["solution", "proven"].as_boolean()).where(Round.id == round_id)
    )
    return bool(proven)


def _pair_line(pair: Pair) -> PairLine:
    return PairLine(
        pair_id=pair.id,
        mentor_id=pair.mentor_id,
        mentee_id=pair.mentee_id,
        score=pair.score,
        reasons=tuple(
            Reason(term["name"], term["points"], tuple(term.get("detail", ()))) for term in pair.reasons
        ),
        state=pair.state,
        needs_manager_check=pair.needs_manager_check,
    )


def _approve_before(program: Program, round_: Round, pairs: Sequence[Pair]) -> date | None:
    """The last day for approval; None when nothing waits for it."""
    latest = max((pair.proposed_at for pair in pairs), default=round_.proposed_at)
    if latest is None or not is_waiting(round_, pairs):
        return None
    return local_date(latest + timedelta(days=APPROVAL_DAYS), program.time_zone)

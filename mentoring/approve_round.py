"""Verb: approve the proposed pairs. Each side then sees her partner in private, before the pair is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import add_working_days, at_local, local_date, working_days_before
from domain.errors import NoLongerCurrent, WrongState
from domain.facts.people import Act, ProgramChoice
from domain.facts.round import RoundApproved
from domain.holidays import office_hours
from domain.kinds import (
    MessageClass,
    MessageName,
    PairState,
    ParticipantState,
    ProgramState,
    RoundState,
    Series,
)
from domain.presets import PREVIEW_WORKING_DAYS, ROTATION_WORKING_DAYS
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import coordinators, redraw, redraw_home, tell
from mentoring.request_report import plan_monthly_report
from mentoring.schedule import clear_due, is_due, set_due
from models import LeftOut, Pair, Participant, Person, Program, Round

ROTATION_MINUTE = 9 * 60


async def approve_round(core: Core, act: Act, round_id: str, digest: str) -> RoundApproved:
    """Let all proposed pairs of the round go out, if they are those that the coordinator was shown.

    `digest`: the `Round.inputs_digest` her button was drawn with.

    Raises CoordinatorsOnly, NotAllowed, NoLongerCurrent (solved again since), WrongState (nothing to approve),
    AlreadyTakenError.
    """
    async with acting(core, act) as session:
        round_, program = await authorize.round_coordinator(session, act.person_id, round_id)
        proposed = (
            await session.scalars(
                select(Pair)
                .where(Pair.round_id == round_.id, Pair.state == PairState.PROPOSED)
                .order_by(Pair.id)
                .with_for_update()
            )
        ).all()
        await authorize.held(session, Round, round_.id)
        if round_.inputs_digest != digest:
            raise NoLongerCurrent
        is_solving = await is_due(session, Series.SOLVE, round_.id, core.clock.now())
        if is_solving or (not proposed and round_.state is not RoundState.PROPOSED):
            raise WrongState
        left_out = await approve_pairs(session, core, round_, program, proposed, by=act.person_id)
        audit.record(session, core, act.person_id, "approve_round", round_.id)
        return RoundApproved(ProgramChoice(program.id, program.name), len(proposed), left_out)


async def approve_pairs(
    session: AsyncSession, core: Core, round_: Round, program: Program, pairs: Sequence[Pair], *, by: str
) -> int:
    """Shared: start the round if it hasn't, show each side her partner; return how many were left out."""
    now = core.clock.now()
    if round_.state is RoundState.PROPOSED:
        await _start(session, round_, program, now, by)
    for pair in pairs:
        await _preview(session, core, pair, now)
    await _count_waiting(session, round_)
    left_out = await tell_left_out(session, core, round_)
    team = await coordinators(session, program.id)
    await redraw(session, core, MessageName.PROPOSAL, round_.id, team)
    await redraw_home(session, core, *team)
    return left_out


async def _start(session: AsyncSession, round_: Round, program: Program, now: datetime, by: str) -> None:
    round_.state = RoundState.RUNNING
    round_.approved_at, round_.approved_by = now, by
    round_.starts_at = now
    round_.ends_at = now + timedelta(weeks=program.round_weeks)
    program.state = ProgramState.RUNNING
    await clear_due(session, round_.id, Series.APPROVAL_OVERDUE)
    last_day = local_date(round_.ends_at, program.time_zone)
    ask_on = working_days_before(last_day, ROTATION_WORKING_DAYS, office_hours(program.time_zone))
    ask_at = at_local(ask_on, ROTATION_MINUTE, program.time_zone)
    await set_due(session, Series.ROTATION_ASK, round_.id, ask_at)
    await set_due(session, Series.ROUND_END, round_.id, round_.ends_at)
    await plan_monthly_report(session, program, now)


async def _preview(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    pair.state = PairState.PREVIEWING
    pair.previewed_at = now
    pair.preview_ends_at = await _end_of_preview(session, pair, now)
    await set_due(session, Series.PREVIEW_END, pair.id, pair.preview_ends_at)
    sides = (pair.mentor_id, pair.mentee_id)
    await tell(session, core, MessageName.PREVIEW, MessageClass.MUST_ARRIVE, sides, pair.id)
    await redraw_home(session, core, *sides)


async def _end_of_preview(session: AsyncSession, pair: Pair, now: datetime) -> datetime:
    """Two working days of each one's own; the later of the two ends."""
    ends = []
    for person_id in (pair.mentor_id, pair.mentee_id):
        person = await authorize.find(session, Person, person_id)
        ends.append(add_working_days(now, PREVIEW_WORKING_DAYS, person.read, person.zone))
    return max(ends)


async def _count_waiting(session: AsyncSession, round_: Round) -> None:
    """Remember who was left out, so that the next round looks after her first; who has a partner starts anew."""
    paired: set[str] = set()
    rows = await session.execute(
        select(Pair.mentor_id, Pair.mentee_id).where(
            Pair.round_id == round_.id, Pair.state.in_((PairState.PREVIEWING, PairState.LIVE))
        )
    )
    for mentor_id, mentee_id in rows:
        paired |= {mentor_id, mentee_id}
    active = (Participant.program_id == round_.program_id) & (Participant.state == ParticipantState.ACTIVE)
    await session.execute(
        update(Participant).where(active, Participant.person_id.in_(paired)).values(rounds_waited=0)
    )
    new = await session.scalars(
        select(LeftOut.person_id).where(LeftOut.round_id == round_.id, LeftOut.told_at.is_(None))
    )
    await session.execute(
        update(Participant)
        .where(active, Participant.person_id.in_(set(new) - paired))
        .values(rounds_waited=Participant.rounds_waited + 1)
    )


async def tell_left_out(session: AsyncSession, core: Core, round_: Round) -> int:
    """Shared: whoever found nobody hears it the same day, kindly, once a round; return how many there are."""
    rows = (await session.scalars(select(LeftOut).where(LeftOut.round_id == round_.id))).all()
    fresh = [row for row in rows if row.told_at is None]
    for row in fresh:
        row.told_at = core.clock.now()
    people = [row.person_id for row in fresh]
    await tell(session, core, MessageName.LEFT_OUT, MessageClass.MUST_ARRIVE, people, round_.id)
    await redraw_home(session, core, *people)
    return len(rows)

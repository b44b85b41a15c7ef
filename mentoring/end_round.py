"""Steps and verbs of the rotation: the question before the end, the end itself, and the next round's start."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.errors import NoLongerCurrent, NotAParticipant
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import (
    EndReason,
    MessageClass,
    MessageName,
    NextRound,
    PairState,
    ParticipantState,
    RoundState,
)
from mentoring import authorize
from mentoring.core import Core
from mentoring.end_pair import OPEN, end_pair
from mentoring.inbox import acting
from mentoring.leave import active_participant, leave_program
from mentoring.open_session import close_session, newest_session
from mentoring.promises import coordinators, redraw, redraw_home, tell
from mentoring.request_report import plan_monthly_report, promise_report
from mentoring.rounds import begin_round
from mentoring.schedule import clear_due, due_since
from models import Pair, Participant, Program, Round
from models.database import workspace_of


async def ask_rotation(session: AsyncSession, core: Core, round_id: str, now: datetime) -> None:
    """Step: three working days before the end everybody is asked: again, skip one, leave. Silence skips."""
    round_ = await authorize.find(session, Round, round_id)
    if round_.state is not RoundState.RUNNING:
        return
    people = (
        await session.scalars(
            select(Participant.person_id).where(
                Participant.program_id == round_.program_id, Participant.state == ParticipantState.ACTIVE
            )
        )
    ).all()
    await session.execute(
        update(Participant)
        .where(Participant.program_id == round_.program_id, Participant.state == ParticipantState.ACTIVE)
        .values(next_round=NextRound.UNANSWERED, keeps_partner=False)
    )
    await tell(session, core, MessageName.ROTATION, MessageClass.QUESTION, people, round_.id, at=now)


async def answer_rotation(core: Core, act: Act, round_id: str, answer: NextRound) -> PairActed:
    """Verb: again, skip one round, or leave (at the round's end, so that the pair can finish).

    Raises NotAParticipant, GuestsNotAllowed, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        round_, participant = await _asked(session, act, round_id)
        participant.next_round = answer
        participant.keeps_partner = False
        if round_.state is RoundState.ENDED and answer is NextRound.AGAIN:
            await _return_late(session, core, round_.program_id)
        if round_.state is RoundState.ENDED and answer is NextRound.LEAVE:
            await leave_program(session, core, participant)
        await redraw(session, core, MessageName.ROTATION, round_.id, [act.person_id])
        await redraw_home(session, core, act.person_id)
        return PairActed(round_.id, "", {"answer": answer.value})


async def keep_partner(core: Core, act: Act, round_id: str) -> PairActed:
    """Verb: "I'd like to keep my partner". Takes effect only if the other says so too; neither is told.

    Raises as `answer_rotation`, and NoLongerCurrent after the round.
    """
    async with acting(core, act) as session:
        round_, participant = await _asked(session, act, round_id)
        if round_.state is RoundState.ENDED:
            raise NoLongerCurrent
        participant.next_round = NextRound.AGAIN
        participant.keeps_partner = True
        await redraw(session, core, MessageName.ROTATION, round_.id, [act.person_id])
        return PairActed(round_.id, "", {"answer": "keep"})


async def _asked(session: AsyncSession, act: Act, round_id: str) -> tuple[Round, Participant]:
    await authorize.member(session, act.person_id)
    round_ = await session.get(Round, (workspace_of(session), round_id))
    if round_ is None:
        raise NotAParticipant
    return round_, await active_participant(session, round_.program_id, act.person_id)


async def _return_late(session: AsyncSession, core: Core, program_id: str) -> None:
    """Somebody who had skipped comes back with one tap: the open round is solved once more."""
    program = await authorize.find(session, Program, program_id)
    await begin_round(session, program, core.clock.now())


async def end_round(session: AsyncSession, core: Core, round_id: str, now: datetime) -> None:
    """Step: pairs complete, each side is asked the three items again, and the next round is to be solved."""
    round_ = await authorize.find(session, Round, round_id)
    if round_.state is not RoundState.RUNNING:
        return
    program = await authorize.find(session, Program, round_.program_id)
    open_pairs = (
        await session.scalars(
            select(Pair)
            .where(Pair.round_id == round_.id, Pair.state.in_(OPEN))
            .order_by(Pair.id)
            .with_for_update()
        )
    ).all()
    for pair in open_pairs:
        await _complete(session, core, pair)
    round_.state = RoundState.ENDED
    await clear_due(session, round_.id)
    await _let_go(session, core, program)
    team = await coordinators(session, program.id)
    asked = f"round {round_.number}"
    await promise_report(session, core, program.id, team, MessageClass.DIGEST, part=asked, request=asked)
    await session.flush()
    await begin_round(session, program, now)
    await redraw_home(session, core, *team)


async def _complete(session: AsyncSession, core: Core, pair: Pair) -> None:
    was_live = pair.state is PairState.LIVE
    last = await newest_session(session, pair.id)
    if last is not None:
        await close_session(session, core, pair, last)
    await end_pair(session, core, pair, EndReason.ROUND_OVER)
    if was_live:
        sides = (pair.mentor_id, pair.mentee_id)
        await tell(session, core, MessageName.OUTCOME, MessageClass.QUESTION, sides, pair.id)


async def _let_go(session: AsyncSession, core: Core, program: Program) -> None:
    """Who said so leaves now; who said nothing skips one round."""
    leaving = await session.scalars(
        select(Participant).where(
            Participant.program_id == program.id,
            Participant.state == ParticipantState.ACTIVE,
            Participant.next_round == NextRound.LEAVE,
        )
    )
    for participant in leaving.all():
        await leave_program(session, core, participant)
    await session.execute(
        update(Participant)
        .where(Participant.program_id == program.id, Participant.next_round == NextRound.UNANSWERED)
        .values(next_round=NextRound.SKIP)
    )


async def send_monthly_report(session: AsyncSession, core: Core, program_id: str, now: datetime) -> None:
    """Step: the coordinators get the report by itself, every thirty days of a running program."""
    program = await authorize.find(session, Program, program_id)
    if program.closed_at is None:
        team = await coordinators(session, program.id)
        part = local_date(due_since(session, now), program.time_zone).isoformat()
        await promise_report(
            session, core, program.id, team, MessageClass.DIGEST, part=part, request="last 30d"
        )
        await plan_monthly_report(session, program, now)

"""Long thinking: read the facts, solve in another process, write only if the facts still stand."""

from dataclasses import asdict
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

import matching
from domain.ids import derived_id
from domain.kinds import Approval, PairState, RoundState, Series, Side
from domain.presets import APPROVAL_DAYS
from matching.fresh import Outlook, solve_and_look_ahead
from matching.stored import problem_to_json, solution_to_json
from mentoring import authorize
from mentoring.approve_round import approve_pairs, tell_left_out
from mentoring.core import Core
from mentoring.problem import problem_of
from mentoring.rounds import announce_proposal
from mentoring.schedule import clear_due, put_off, set_due
from models import Due, LeftOut, Pair, PairSide, Person, Program, Round
from models.database import workspace_of

ATTEMPTS = 5
CLOCK = "clock"
log = structlog.get_logger()


async def solve_due_rounds(core: Core) -> int:
    """Solve every round whose turn has come; return how many."""
    now = core.clock.now()
    async with core.database.every_workspace() as session:
        due = await session.execute(
            select(Due.workspace_id, Due.subject_id).where(Due.series == Series.SOLVE, Due.due_at <= now)
        )
        rounds = due.all()
    for workspace_id, round_id in rounds:
        try:
            await propose_pairs(core, workspace_id, round_id)
        except Exception as bug:  # the clock's door: one round that can't be solved must not stop the others
            log.exception("solve_failed", workspace=workspace_id, round=round_id)
            await put_off(core, workspace_id, Series.SOLVE, round_id, bug)
    return len(rounds)


async def propose_pairs(core: Core, workspace_id: str, round_id: str) -> None:
    """Propose the best pairs for a round, or for whoever is free in a running one.

    When people change while the solver thinks, it thinks again, `ATTEMPTS` times, then at the next tick.
    """
    for _ in range(ATTEMPTS):
        at = core.clock.now()
        async with core.database.transaction(workspace_id) as session:
            round_, program = await _round(session, round_id)
            if round_.state is RoundState.ENDED:
                await _stop(session, round_)
                return
            problem = await problem_of(session, round_, program, at)
        solution, outlook = await core.think(solve_and_look_ahead, problem)
        async with core.database.transaction(workspace_id) as session:
            await _hold(session, round_id)
            round_, program = await _round(session, round_id)
            if matching.digest(await problem_of(session, round_, program, at)) == matching.digest(problem):
                await _write(session, core, round_, program, problem, solution, outlook)
                return


async def _hold(session: AsyncSession, round_id: str) -> None:
    """Lock the proposed pairs and then the round, as every verb does: nobody approves or leaves meanwhile."""
    proposed = select(Pair.id).where(Pair.round_id == round_id, Pair.state == PairState.PROPOSED)
    await session.execute(proposed.order_by(Pair.id).with_for_update())
    await authorize.held(session, Round, round_id)


async def _round(session: AsyncSession, round_id: str) -> tuple[Round, Program]:
    round_ = await authorize.find(session, Round, round_id)
    return round_, await authorize.find(session, Program, round_.program_id)


async def _stop(session: AsyncSession, round_: Round) -> datetime | None:
    """Return when the solve was due."""
    due = await session.get(Due, (workspace_of(session), Series.SOLVE, round_.id))
    await clear_due(session, round_.id, Series.SOLVE)
    return due.due_at if due else None


async def _write(
    session: AsyncSession,
    core: Core,
    round_: Round,
    program: Program,
    problem: matching.Problem,
    solution: matching.Solution,
    outlook: Outlook,
) -> None:
    """Store the proposal with all that replays it, and tell whose turn it is."""
    now = core.clock.now()
    due_at = await _stop(session, round_) or now
    await _replace_proposed(session, core, round_, problem, solution, now)
    round_.inputs_digest = matching.digest(problem)
    round_.proposal = {"problem": problem_to_json(problem), "solution": solution_to_json(solution)}
    round_.outlook = asdict(outlook) if outlook.people else None
    round_.proposed_at = now
    is_first = round_.state is RoundState.PROPOSING
    if is_first:
        round_.state = RoundState.PROPOSED
        await set_due(session, Series.APPROVAL_OVERDUE, round_.id, now + timedelta(days=APPROVAL_DAYS))
    await session.flush()
    proposed = await _proposed(session, round_)
    if program.approval is Approval.AUTOMATIC:
        clear = [pair for pair in proposed if not pair.needs_manager_check]
        if clear or (is_first and not proposed):
            await approve_pairs(session, core, round_, program, clear, by=CLOCK)
        proposed = [pair for pair in proposed if pair.needs_manager_check]
    if proposed or round_.state is RoundState.PROPOSED or (is_first and round_.outlook):
        await announce_proposal(session, core, round_, due_at)
    if not proposed:
        await tell_left_out(session, core, round_)


async def _proposed(session: AsyncSession, round_: Round) -> list[Pair]:
    rows = await session.scalars(
        select(Pair).where(Pair.round_id == round_.id, Pair.state == PairState.PROPOSED)
    )
    return list(rows)


async def _replace_proposed(
    session: AsyncSession,
    core: Core,
    round_: Round,
    problem: matching.Problem,
    solution: matching.Solution,
    now: datetime,
) -> None:
    """Put the new proposal in the place of one that nobody has seen; announced pairs stay."""
    old = select(Pair.id).where(Pair.round_id == round_.id, Pair.state == PairState.PROPOSED)
    await session.execute(delete(PairSide).where(PairSide.pair_id.in_(old)))
    await session.execute(delete(Pair).where(Pair.round_id == round_.id, Pair.state == PairState.PROPOSED))
    unchecked = await _with_unchecked_manager(session)
    used = set(await session.scalars(select(Pair.id).where(Pair.round_id == round_.id)))
    for matched in solution.pairs:
        needs_check = bool(unchecked & {matched.mentor_id, matched.mentee_id})
        id_ = derived_id(round_.id, matched.mentor_id, matched.mentee_id)
        id_ = core.ids.new() if id_ in used else id_
        await _add_pair(session, round_, matched, id_, now, needs_check=needs_check)
    await _replace_left_out(session, round_, problem, solution)


async def _with_unchecked_manager(session: AsyncSession) -> set[str]:
    return set(await session.scalars(select(Person.id).where(~Person.is_manager_known)))


async def _add_pair(
    session: AsyncSession,
    round_: Round,
    matched: matching.MatchedPair,
    id_: str,
    now: datetime,
    *,
    needs_check: bool,
) -> None:
    pair = Pair(
        id=id_,
        program_id=round_.program_id,
        round_id=round_.id,
        mentor_id=matched.mentor_id,
        mentee_id=matched.mentee_id,
        state=PairState.PROPOSED,
        score=matched.score,
        reasons=[{"name": t.name, "points": t.points, "detail": list(t.detail)} for t in matched.terms],
        needs_manager_check=needs_check,
        proposed_at=now,
    )
    session.add(pair)
    await session.flush()
    session.add(PairSide(pair_id=pair.id, person_id=pair.mentor_id, side=Side.MENTOR))
    session.add(PairSide(pair_id=pair.id, person_id=pair.mentee_id, side=Side.MENTEE))


async def _replace_left_out(
    session: AsyncSession, round_: Round, problem: matching.Problem, solution: matching.Solution
) -> None:
    """Write who found nobody; who was told already keeps the mark."""
    told = {
        row.person_id: row.told_at
        for row in await session.scalars(select(LeftOut).where(LeftOut.round_id == round_.id))
    }
    await session.execute(delete(LeftOut).where(LeftOut.round_id == round_.id))
    available = {person.id for person in problem.people if person.is_available}
    for left in solution.unmatched:
        if left.person_id not in available:
            continue
        session.add(
            LeftOut(
                workspace_id=workspace_of(session),
                round_id=round_.id,
                person_id=left.person_id,
                reason=left.reason,
                waterfall={step.step: step.candidates for step in left.waterfall},
                relaxation=left.relaxation.step if left.relaxation else None,
                relaxation_candidates=left.relaxation.candidates if left.relaxation else None,
                tight_set=asdict(left.tight_set) if left.tight_set else None,
                told_at=told.get(left.person_id),
            )
        )

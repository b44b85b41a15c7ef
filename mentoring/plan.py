"""The planner: takes what is due, runs the step it names, each in one transaction of its own.

A due row is deleted in the transaction of its step, so a tick is harmless however often it runs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.failpoints import reach
from domain.kinds import Series
from mentoring.accept_charter import overdue_charter
from mentoring.answer_preview import end_preview
from mentoring.check_in import ask_check_in
from mentoring.come_back import end_pause
from mentoring.core import Core
from mentoring.end_round import ask_rotation, end_round, send_monthly_report
from mentoring.held import tell_of_held
from mentoring.open_session import open_session
from mentoring.rescue import check_rescue, close_idle_pair
from mentoring.rounds import close_enrolment, overdue_approval
from mentoring.schedule import DUE_AT, put_off
from mentoring.session_steps import ask_poll, reask_date, reask_poll, remind_of_session, show_agenda
from models import Due, MentoringSession, Pair

Step = Callable[[AsyncSession, Core, str, datetime], Awaitable[None]]

STEPS: dict[Series, Step] = {
    Series.ENROLMENT_CLOSE: close_enrolment,
    Series.APPROVAL_OVERDUE: overdue_approval,
    Series.PREVIEW_END: end_preview,
    Series.CHARTER_OVERDUE: overdue_charter,
    Series.SESSION_OPEN: open_session,
    Series.DATE_REASK: reask_date,
    Series.SESSION_AGENDA: show_agenda,
    Series.SESSION_DAY: remind_of_session,
    Series.SESSION_POLL: ask_poll,
    Series.POLL_REASK: reask_poll,
    Series.CHECK_IN: ask_check_in,
    Series.RESCUE: check_rescue,
    Series.PAIR_CLOSE: close_idle_pair,
    Series.ROTATION_ASK: ask_rotation,
    Series.ROUND_END: end_round,
    Series.PAUSE_END: end_pause,
    Series.MONTHLY_REPORT: send_monthly_report,
    Series.HELD_WORD: tell_of_held,
}
"""Every series but SOLVE, which thinks outside a transaction (propose_pairs.py)."""

BATCH = 500
WAVE = 50
"""With more steps due than this, half of the time is left to people's acts: their acks can't wait."""
log = structlog.get_logger()


async def plan(core: Core) -> int:
    """Run all steps that are due; return how many ran."""
    now = core.clock.now()
    async with core.database.every_workspace() as session:
        rows = await session.execute(
            select(Due.workspace_id, Due.series, Due.subject_id)
            .where(Due.due_at <= now, Due.series != Series.SOLVE)
            .order_by(Due.due_at)
            .limit(BATCH)
        )
        due = rows.all()
    seconds = asyncio.get_running_loop().time
    for workspace_id, series, subject_id in due:
        began = seconds()
        await _try(core, workspace_id, series, subject_id, now)
        if len(due) > WAVE:
            await asyncio.sleep(seconds() - began)
    return len(due)


async def _try(core: Core, workspace_id: str, series: Series, subject_id: str, now: datetime) -> None:
    try:
        await _run(core, workspace_id, series, subject_id, now)
    except Exception as bug:  # the clock's door: one step that fails must not stop the others
        log.exception("step_failed", workspace=workspace_id, series=series.value, subject=subject_id)
        await put_off(core, workspace_id, series, subject_id, bug)


async def _run(core: Core, workspace_id: str, series: Series, subject_id: str, now: datetime) -> None:
    async with core.database.transaction(workspace_id) as session:
        await _hold_pair(session, subject_id)
        taken = await session.execute(
            delete(Due)
            .where(Due.series == series, Due.subject_id == subject_id, Due.due_at <= now)
            .returning(Due.due_at)
        )
        due_at = taken.scalar_one_or_none()
        if due_at is not None:
            session.info[DUE_AT] = due_at
            await STEPS[series](session, core, subject_id, now)
        reach("plan.before_commit")
    reach("plan.after_commit")


async def _hold_pair(session: AsyncSession, subject_id: str) -> None:
    """Lock the pair that a step is about before its due row, as every verb does."""
    found = select(MentoringSession.pair_id).where(MentoringSession.id == subject_id)
    pair_id = await session.scalar(found) or subject_id
    await session.scalar(select(Pair).where(Pair.id == pair_id).with_for_update())

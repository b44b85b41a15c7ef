"""Verb: a coordinator asks for the numbers. The report and its file follow by DM, through the ledger."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import OFFICE_HOURS, local_date, occurrence_after
from domain.facts.delivery import Promise
from domain.facts.people import Act, ProgramChoice
from domain.kinds import Address, EffectKind, MessageClass, MessageName, Series
from domain.presets import REPORT_EVERY_DAYS
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import promise
from mentoring.schedule import set_due
from models import Program


async def request_report(core: Core, act: Act, program_id: str, request: str) -> ProgramChoice:
    """Promise the full report on `request`, the command's own words after the program.

    Raises CoordinatorsOnly, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        program = await authorize.coordinator(session, act.person_id, program_id)
        people = [act.person_id]
        receipt = MessageClass.RECEIPT
        await promise_report(session, core, program.id, people, receipt, part=act.key, request=request)
        audit.record(session, core, act.person_id, "request_report", program.id)
        return ProgramChoice(program.id, program.name)


async def plan_monthly_report(session: AsyncSession, program: Program, now: datetime) -> None:
    """Shared: the next report that nobody has to ask for, on a morning of the program's zone."""
    today = local_date(now, program.time_zone)
    _, at = occurrence_after(today, REPORT_EVERY_DAYS, OFFICE_HOURS.start_minute, program.time_zone)
    await set_due(session, Series.MONTHLY_REPORT, program.id, at)


async def promise_report(
    session: AsyncSession,
    core: Core,
    program_id: str,
    people: Iterable[str],
    message_class: MessageClass,
    *,
    part: str,
    request: str,
) -> None:
    """Shared: the report as a message, and its workbook; asked for by hand, a CSV file too."""
    kinds = [(MessageName.REPORT, EffectKind.POST, ""), (MessageName.REPORT_FILE, EffectKind.FILE, "xlsx")]
    if message_class is MessageClass.RECEIPT:
        kinds.append((MessageName.REPORT_FILE, EffectKind.FILE, "csv"))
    for person_id in people:
        for message, kind, extension in kinds:
            await promise(
                session,
                core,
                Promise(
                    key=f"{message}{extension}/{program_id}/{person_id}/{part}",
                    message=message,
                    message_class=message_class,
                    address=Address.PERSON,
                    recipient_id=person_id,
                    subject_id=program_id,
                    due_at=core.clock.now(),
                    kind=kind,
                    detail={"request": request, "format": extension},
                ),
            )

"""One report, from the request to its figures."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.people import ProgramChoice
from domain.facts.report import Report, ReportRequest
from reporting.groups import groups
from reporting.material import Material, material_of
from reporting.outcome import outcome
from reporting.report_folds import funnel, health, stuck, weeks
from reporting.report_queries import find_program, read_history
from reporting.scope import period_of, scope_of


async def build_report(
    session: AsyncSession, now: datetime, request: ReportRequest, *, reader_id: str | None = None
) -> Report:
    """Answer a request for the coordinator `reader_id`.

    Without a reader (the command line) every program can be reported on, and no pair is named.
    Raises CoordinatorsOnly, UnknownProgram, or UnclearReport for a round that isn't there.
    """
    program = await find_program(session, request, reader_id)
    history = await read_history(session, program, request.split, reader_id)
    scope = scope_of(request, history.rounds, now)
    return fold(material_of(history, scope, now, reader_id), request, reader_id)


def fold(material: Material, request: ReportRequest, reader_id: str | None) -> Report:
    """Count everything. Pure: large reports may run it in another process."""
    program = material.history.program
    return Report(
        program=ProgramChoice(program.id, program.name),
        period=period_of(request, material.scope, program.time_zone),
        made_at=material.now,
        pairs_count=sum(pair.introduced_at is not None for pair in material.pairs),
        funnel=funnel(material),
        health=health(material),
        outcome=outcome(material),
        weeks=weeks(material),
        split=request.split,
        groups=groups(material, request.split),
        stuck=stuck(material) if reader_id is not None else (),
    )

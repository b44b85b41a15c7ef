"""Slash commands. Each answers to the person alone; `help` or anything unknown shows what it takes."""

import re
from datetime import date
from typing import Any

from domain.errors import CoordinatorsOnly, UnknownProgram
from domain.facts.report import ReportRequest
from handlers.desk import Call
from handlers.doors import Listener
from handlers.opening import (
    newest_proposal,
    open_join,
    open_leave,
    open_pause,
    open_person,
    open_program,
    open_proposal,
)
from mentoring import authorize
from mentoring.leave import leave
from mentoring.pause import pause
from mentoring.request_report import request_report
from mentoring.undelivered import undelivered
from messages.admin import admin_overview
from messages.help import help_answer, usage
from messages.home import me
from messages.message import Message
from messages.people import left, paused
from messages.report import report_summary
from messages.sessions import session_list
from reporting.home import home, program_summaries, sessions_of
from reporting.people import help_fact
from reporting.programs import programs_of
from reporting.report import build_report
from reporting.request import parse_report_request

Session = Any
HELP = "help"
UNTIL = re.compile(r"(?:until )?(\d{4}-\d{2}-\d{2})")
PERSON = re.compile(r"person <@([A-Z0-9]+)(?:\|[^>]*)?>")


async def rm_help(call: Call) -> Message:
    """What this is, the commands, and whom to ask."""
    fact = await call.read(help_fact, call.person_id)
    return help_answer(call.t, fact.contact_id, is_coordinator=fact.is_coordinator)


async def rm_join(call: Call) -> Message | None:
    """The join form."""
    if call.text == HELP:
        return usage("/rm-join", call.t)
    await open_join(call, program_name=call.text)
    return None


async def rm_me(call: Call) -> Message:
    """Partner, session and answers."""
    if call.text:
        return usage("/rm-me", call.t)

    async def question(session: Session) -> Any:
        await authorize.member(session, call.person_id)
        may_create = await authorize.may_create_programs(session, call.core, call.person_id)
        return await home(session, call.person_id, call.core.clock.now(), may_create_programs=may_create)

    return me(await call.read(question), call.t)


async def rm_pause(call: Call) -> Message | None:
    """Pause until the named day, or ask for it."""
    named = UNTIL.fullmatch(call.text)
    if call.text and not named:
        return usage("/rm-pause", call.t)
    until = _day(named[1]) if named else None
    if named and until is None:
        return usage("/rm-pause", call.t)
    if until is None:
        await open_pause(call)
        return None
    return paused(await pause(call.core, call.act, until), call.t)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def rm_leave(call: Call) -> Message | None:
    """Leave the named program, or ask which and whether."""
    if call.text == HELP:
        return usage("/rm-leave", call.t)
    if not call.text:
        await open_leave(call)
        return None
    own = await call.read(programs_of, call.person_id)
    named = next((program for program in own if program.name.casefold() == call.text.casefold()), None)
    if named is None:
        raise UnknownProgram(call.text)
    return left(await leave(call.core, call.act, named.id), call.t)


async def rm_session(call: Call) -> Message:
    """The open sessions with their buttons."""
    if call.text:
        return usage("/rm-session", call.t)

    async def question(session: Session) -> Any:
        await authorize.member(session, call.person_id)
        return await sessions_of(session, call.person_id, call.core.clock.now())

    return session_list(await call.read(question), call.t)


async def rm_admin(call: Call) -> Message | None:
    """The coordinator's programs, the set-up form, the pairs that wait, or one person's facts."""
    if call.text == "new":
        await open_program(call)
    elif call.text == "pairs":
        await open_proposal(call, await newest_proposal(call))
    elif named := PERSON.fullmatch(call.text):
        await open_person(call, named[1])
    else:
        return await _overview(call)
    return None


async def _overview(call: Call) -> Message:
    async def question(session: Session) -> Any:
        await authorize.creator(session, call.core, call.act)
        missing = await undelivered(session, call.core, call.person_id)
        return await program_summaries(session, call.person_id), missing

    summaries, missing = await call.read(question)
    if call.text:
        return usage("/rm-admin", call.t)
    return admin_overview(summaries, call.t, may_create=True, missing=missing)


async def rm_report(call: Call) -> Message:
    """The headline figures at once; the whole report and its files follow by DM."""
    asked = parse_report_request(call.text)

    async def question(session: Session) -> Any:
        await authorize.member(session, call.person_id)
        if not await authorize.coordinates_any(session, call.person_id):
            raise CoordinatorsOnly
        return await _report(call, session, asked)

    report = await call.read(question)
    await request_report(call.core, call.act, report.program.id, call.text)
    return report_summary(report, call.t)


async def _report(call: Call, session: Session, asked: ReportRequest) -> Any:
    return await build_report(session, call.core.clock.now(), asked, reader_id=call.person_id)


COMMANDS: dict[str, Listener] = {
    "/rm-help": rm_help,
    "/rm-join": rm_join,
    "/rm-me": rm_me,
    "/rm-pause": rm_pause,
    "/rm-leave": rm_leave,
    "/rm-session": rm_session,
    "/rm-admin": rm_admin,
    "/rm-report": rm_report,
}

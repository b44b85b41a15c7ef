"""Opening forms: one short read, then the modal, well inside the three seconds a trigger lives."""

from typing import Any

from domain.errors import NoOpenProgram, NotAParticipant, NothingWaits
from handlers.desk import Call
from mentoring import authorize
from messages.admin_forms import person_form, program_form
from messages.feedback import items_form, poll_details_form
from messages.joining_form import join_form
from messages.pairs import goals_form
from messages.people import leave_form, pause_form
from messages.proposals import proposal_view
from messages.sessions import date_form
from messages.topics import suggested_topics, topics_form
from reporting import feedback, people, programs, rounds, sessions
from reporting.feedback import items_form as items_of
from reporting.home import program_summaries

Session = Any


async def open_join(call: Call, program_name: str = "", program_id: str = "") -> None:
    """Open the join form of one program: the named one, the one she is in, or the one to be joined.

    Raises GuestsNotAllowed, NoOpenProgram, UnknownProgram.
    """

    async def question(session: Session) -> Any:
        await authorize.member(session, call.person_id)
        chosen = program_id or await _program_to_join(session, call.person_id, program_name)
        return await people.join_form(session, call.person_id, chosen)

    await call.show(join_form(await call.read(question), call.t))


async def _program_to_join(session: Session, person_id: str, name: str) -> str:
    if name:
        return (await programs.find_program(session, name)).id
    own = await programs.programs_of(session, person_id)
    open_ones = await programs.joinable_programs(session, person_id)
    found = next(iter((*open_ones, *own)), None)
    if found is None:
        raise NoOpenProgram
    return found.id


async def open_pause(call: Call) -> None:
    """Open the form that asks until when. Raises GuestsNotAllowed, NotAParticipant."""

    async def question(session: Session) -> Any:
        await authorize.member(session, call.person_id)
        if not await programs.programs_of(session, call.person_id):
            raise NotAParticipant
        return await people.pause_form(session, call.person_id, call.core.clock.now())

    await call.show(pause_form(await call.read(question), call.t))


async def open_leave(call: Call) -> None:
    """Open the form that asks which program. Raises NotAParticipant."""
    await call.show(leave_form(await call.read_as_member(people.leave_form, call.person_id), call.t))


async def open_date(call: Call) -> None:
    """Open the native date-time picker. Raises NotAllowed, NoLongerCurrent."""
    now = call.core.clock.now()
    fact = await call.read_as_member(sessions.date_form, call.about.subject_id, call.person_id, now)
    await call.show(date_form(fact, call.t))


async def open_poll_details(call: Call) -> None:
    """Open the optional rest of the poll. Raises NotAllowed."""
    fact = await call.read_as_member(sessions.poll_details_form, call.about.subject_id, call.person_id)
    await call.show(poll_details_form(fact, call.t))


async def open_goals(call: Call) -> None:
    """Open the pair's goals. Raises NotAllowed, NoLongerCurrent."""
    fact = await call.read_as_member(feedback.goals_form, call.about.subject_id, call.person_id)
    await call.show(goals_form(fact, call.t))


async def open_baseline(call: Call) -> None:
    """Open the three items before session 1. Raises NotAllowed, AlreadyAnswered."""
    await _open_items(call, is_outcome=False)


async def open_outcome(call: Call) -> None:
    """Open the three items at round end. Raises NotAllowed, AlreadyAnswered."""
    await _open_items(call, is_outcome=True)


async def _open_items(call: Call, *, is_outcome: bool) -> None:
    fact = await call.read_as_member(items_of, call.about.subject_id, call.person_id, is_outcome=is_outcome)
    await call.show(items_form(fact, call.t))


async def open_program(call: Call) -> None:
    """Open the set-up form. Raises CoordinatorsOnly, GuestsNotAllowed."""

    async def question(session: Session) -> Any:
        await authorize.creator(session, call.core, call.act)
        topics = suggested_topics(call.t)
        return await programs.program_form(session, call.person_id, call.core.clock.now(), topics)

    await call.show(program_form(await call.read(question), call.t))


async def open_topics(call: Call, program_id: str) -> None:
    """Open a program's topics. Raises CoordinatorsOnly, GuestsNotAllowed."""

    async def question(session: Session) -> Any:
        await authorize.coordinator(session, call.person_id, program_id)
        return await programs.topics_form(session, program_id)

    await call.show(topics_form(await call.read(question), call.t))


async def open_person(call: Call, person_id: str) -> None:
    """Open one person's roster facts. Raises CoordinatorsOnly, NotAllowed."""

    async def may_correct(session: Session) -> None:
        await authorize.creator(session, call.core, call.act)

    await call.read(may_correct)
    await call.desk.get_to_know(call.origin.workspace_id, person_id)
    await call.show(person_form(await call.read(people.person_form, person_id), call.t))


async def open_proposal(call: Call, round_id: str, page: int = 0) -> None:
    """Open a page of the proposed pairs. Raises CoordinatorsOnly, NotAllowed."""

    async def question(session: Session) -> Any:
        await authorize.round_coordinator(session, call.person_id, round_id)
        return await rounds.proposal(session, round_id)

    await call.show(proposal_view(await call.read(question), page, call.t))


async def newest_proposal(call: Call) -> str:
    """Return the round that waits for this coordinator. Raises CoordinatorsOnly, NothingWaits."""

    async def question(session: Session) -> Any:
        await authorize.creator(session, call.core, call.act)
        summaries = await program_summaries(session, call.person_id)
        return next((s.open_proposal_id for s in summaries if s.open_proposal_id), None)

    round_id = await call.read(question)
    if round_id is None:
        raise NothingWaits
    return str(round_id)

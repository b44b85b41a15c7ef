"""Buttons of participants: each is one verb, which asks again whether this person may, now."""

from collections.abc import Awaitable, Callable

from domain.errors import NoLongerCurrent
from domain.kinds import NextRound, PreviewAnswer
from handlers import opening
from handlers.buttons_admin import ADMIN_BUTTONS
from handlers.desk import Call
from handlers.doors import Listener
from handlers.parse import instant_of
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import answer_not_yet, rate_session
from mentoring.answer_preview import answer_preview
from mentoring.check_in import answer_check_in, ask_for_another, ask_for_help
from mentoring.come_back import come_back
from mentoring.end_contact import end_contact
from mentoring.end_round import answer_rotation, keep_partner
from mentoring.schedule_session import accept_date, cancel_date, report_met, suggest_date
from messages.feedback import check_in_saved, help_asked
from messages.help import help_answer
from messages.ids import Button
from messages.joining import declined
from messages.matching import preview_answered
from messages.message import Message
from messages.pairs import another_asked, charter_accepted, contact_ended
from messages.people import paused
from messages.rounds import rotation_saved
from messages.sessions import session_acted
from reporting.pairs import preview
from reporting.people import help_fact
from reporting.programs import find_program


def form(open_form: Callable[[Call], Awaitable[None]]) -> Listener:
    """Make a button whose whole effect is a form."""

    async def press(call: Call) -> Message | None:
        await open_form(call)
        return None

    return press


async def explain(call: Call) -> Message:
    fact = await call.read(help_fact, call.person_id)
    return help_answer(call.t, fact.contact_id, is_coordinator=fact.is_coordinator)


async def open_join(call: Call) -> Message | None:
    await opening.open_join(call, program_id=call.about.subject_id)
    return None


async def decline_invitation(call: Call) -> Message:
    """A no is final and kept nowhere: nobody can ever list it."""
    return declined(await call.read_as_member(find_program, call.about.subject_id), call.t)


async def return_from_pause(call: Call) -> Message:
    return paused(await come_back(call.core, call.act), call.t)


def preview_answer(answer: PreviewAnswer) -> Listener:
    """Make one of the three answers to a partner shown in private."""

    async def press(call: Call) -> Message | None:
        await answer_preview(call.core, call.act, call.about.subject_id, answer)
        if answer is PreviewAnswer.ACCEPTED:
            return None  # her card says so
        shown = await call.read(preview, call.about.subject_id, call.person_id)
        return preview_answered(shown, call.t) if shown else None

    return press


async def accept_the_charter(call: Call) -> Message:
    return charter_accepted(await accept_charter(call.core, call.act, call.about.subject_id), call.t)


async def pick_date(call: Call) -> Message:
    about = call.about
    starts_at = instant_of(about.choice)
    if starts_at is None:
        raise NoLongerCurrent
    fact = await suggest_date(call.core, call.act, about.subject_id, about.revision, starts_at)
    return session_acted(fact, call.t)


async def accept_the_date(call: Call) -> Message:
    about = call.about
    return session_acted(await accept_date(call.core, call.act, about.subject_id, about.revision), call.t)


async def cancel_the_date(call: Call) -> Message:
    about = call.about
    return session_acted(await cancel_date(call.core, call.act, about.subject_id, about.revision), call.t)


async def already_met(call: Call) -> None:
    """The card turns into the poll; that is answer enough."""
    await report_met(call.core, call.act, call.about.subject_id)


async def rate(call: Call) -> None:
    """The card thanks."""
    await rate_session(call.core, call.act, call.about.subject_id, _number(call))


async def not_yet(call: Call) -> None:
    """The card offers dates."""
    await answer_not_yet(call.core, call.act, call.about.subject_id)


async def rate_check_in(call: Call) -> Message:
    return check_in_saved(
        await answer_check_in(call.core, call.act, call.about.subject_id, _number(call)), call.t
    )


async def help_wanted(call: Call) -> Message:
    await ask_for_help(call.core, call.act, call.about.subject_id)
    return help_asked(call.t)


async def another_wanted(call: Call) -> Message:
    return another_asked(await ask_for_another(call.core, call.act, call.about.subject_id), call.t)


async def stop_contact(call: Call) -> Message:
    return contact_ended(await end_contact(call.core, call.act, call.about.subject_id), call.t)


def rotation_answer(answer: NextRound) -> Listener:
    """Make one of the answers to the rotation question."""

    async def press(call: Call) -> Message:
        await answer_rotation(call.core, call.act, call.about.subject_id, answer)
        return rotation_saved(answer.value, call.t)

    return press


async def keep(call: Call) -> Message:
    await keep_partner(call.core, call.act, call.about.subject_id)
    return rotation_saved("keep", call.t)


def _number(call: Call) -> int:
    """Read 1 to 5 from the action id. Raises NoLongerCurrent for anything else."""
    if call.choice not in {"1", "2", "3", "4", "5"}:
        raise NoLongerCurrent
    return int(call.choice)


BUTTONS: dict[str, Listener] = {
    Button.HELP_OPEN: explain,
    Button.JOIN_OPEN: open_join,
    Button.JOIN_DECLINE: decline_invitation,
    Button.PAUSE_OPEN: form(opening.open_pause),
    Button.PAUSE_RETURN: return_from_pause,
    Button.LEAVE_OPEN: form(opening.open_leave),
    Button.PREVIEW_ACCEPT: preview_answer(PreviewAnswer.ACCEPTED),
    Button.PREVIEW_DECLINE: preview_answer(PreviewAnswer.NOT_THIS_ONE),
    Button.PREVIEW_KNOWN: preview_answer(PreviewAnswer.ALREADY_WORK_TOGETHER),
    Button.CHARTER_ACCEPT: accept_the_charter,
    Button.GOALS_OPEN: form(opening.open_goals),
    Button.BASELINE_OPEN: form(opening.open_baseline),
    Button.OUTCOME_OPEN: form(opening.open_outcome),
    Button.SESSION_PICK: pick_date,
    Button.SESSION_ACCEPT: accept_the_date,
    Button.SESSION_OTHER: form(opening.open_date),
    Button.SESSION_CANCEL: cancel_the_date,
    Button.SESSION_ALREADY_MET: already_met,
    Button.POLL_RATE: rate,
    Button.POLL_NOT_YET: not_yet,
    Button.POLL_MORE: form(opening.open_poll_details),
    Button.CHECK_IN_RATE: rate_check_in,
    Button.CHECK_IN_HELP: help_wanted,
    Button.PAIR_ANOTHER: another_wanted,
    Button.PAIR_END_CONTACT: stop_contact,
    Button.ROTATION_AGAIN: rotation_answer(NextRound.AGAIN),
    Button.ROTATION_SKIP: rotation_answer(NextRound.SKIP),
    Button.ROTATION_LEAVE: rotation_answer(NextRound.LEAVE),
    Button.ROTATION_KEEP: keep,
    **ADMIN_BUTTONS,
}

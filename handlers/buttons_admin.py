"""Buttons of coordinators: programs, pairs, care and the report."""

from collections.abc import Awaitable, Callable

from domain.facts.pair import PairActed
from domain.facts.people import Act
from handlers import opening
from handlers.desk import Call
from handlers.doors import Listener
from mentoring.approve_round import approve_round
from mentoring.close_program import close_program
from mentoring.core import Core
from mentoring.drop_pair import drop_pair
from mentoring.held import let_held_be, send_held
from mentoring.launch_program import launch_program
from mentoring.request_report import request_report
from mentoring.rescue import close_pair, rematch, take_over
from mentoring.rounds import propose_round
from messages.admin import pair_dropped, program_ended, program_launched
from messages.care import care_chosen
from messages.held import held_let_be, held_sent
from messages.ids import Button
from messages.message import Message
from messages.proposals import round_approved
from messages.receipts import on_its_way

CareVerb = Callable[[Core, Act, str], Awaitable[PairActed]]


async def new_program(call: Call) -> None:
    await opening.open_program(call)


async def launch(call: Call) -> Message:
    return program_launched(await launch_program(call.core, call.act, call.about.subject_id), call.t)


async def look_at_pairs(call: Call) -> None:
    """The first page, or the one that was asked for inside the modal."""
    page = int(call.about.choice) if call.about.choice.isascii() and call.about.choice.isdigit() else 0
    await opening.open_proposal(call, call.about.subject_id, page)


async def propose(call: Call) -> Message:
    await propose_round(call.core, call.act, call.about.subject_id)
    return on_its_way(call.t)


async def approve(call: Call) -> Message:
    about = call.about
    return round_approved(await approve_round(call.core, call.act, about.subject_id, about.choice), call.t)


async def drop(call: Call) -> Message:
    await drop_pair(call.core, call.act, call.about.subject_id)
    return pair_dropped(call.t)


async def close(call: Call) -> Message:
    return program_ended(await close_program(call.core, call.act, call.about.subject_id), call.t)


async def correct_person(call: Call) -> None:
    await opening.open_person(call, call.about.subject_id)


async def edit_topics(call: Call) -> None:
    await opening.open_topics(call, call.about.subject_id)


async def full_report(call: Call) -> Message:
    await request_report(call.core, call.act, call.about.subject_id, "all")
    return on_its_way(call.t)


def care(button: Button, verb: CareVerb) -> Listener:
    """Make one of the coordinator's choices for a pair that doesn't meet."""

    async def press(call: Call) -> Message:
        return care_chosen(button, await verb(call.core, call.act, call.about.subject_id), call.t)

    return press


async def send_it(call: Call) -> Message:
    await send_held(call.core, call.act, call.about.subject_id)
    return held_sent(call.t)


async def let_it_be(call: Call) -> Message:
    await let_held_be(call.core, call.act, call.about.subject_id)
    return held_let_be(call.t)


ADMIN_BUTTONS: dict[str, Listener] = {
    Button.ADMIN_NEW: new_program,
    Button.ADMIN_LAUNCH: launch,
    Button.ADMIN_PAIRS: look_at_pairs,
    Button.ADMIN_PROPOSE: propose,
    Button.ADMIN_APPROVE: approve,
    Button.ADMIN_DROP_PAIR: drop,
    Button.ADMIN_CLOSE: close,
    Button.ADMIN_PERSON: correct_person,
    Button.ADMIN_TOPICS: edit_topics,
    Button.REPORT_OPEN: full_report,
    Button.CARE_REMATCH: care(Button.CARE_REMATCH, rematch),
    Button.CARE_TALK: care(Button.CARE_TALK, take_over),
    Button.CARE_CLOSE: care(Button.CARE_CLOSE, close_pair),
    Button.HELD_SEND: send_it,
    Button.HELD_LET_BE: let_it_be,
}

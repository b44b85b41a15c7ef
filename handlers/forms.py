"""Submitted forms: fields become a request, the verb decides. The right is asked for again at submit."""

from domain.cadence import Window
from domain.errors import Fault, InvalidAnswer, NoLongerCurrent
from domain.facts.people import JoinRequest, RosterPerson
from domain.facts.program import ProgramRequest, TopicEdit
from domain.items import ITEMS, Moment
from domain.kinds import Approval, Preset, Role
from handlers.desk import Call
from handlers.doors import Listener
from handlers.parse import Answers
from mentoring.answer_items import answer_items
from mentoring.answer_poll import add_poll_details
from mentoring.create_program import create_program
from mentoring.edit_topics import edit_topics
from mentoring.join import join
from mentoring.leave import leave
from mentoring.pause import pause
from mentoring.schedule_session import suggest_date
from mentoring.set_goals import set_goals
from mentoring.update_person import update_person
from messages.admin import person_updated, program_created
from messages.feedback import items_saved, poll_saved
from messages.ids import GOAL_FIELDS, TOPIC_FIELDS, Field, Form
from messages.message import Message
from messages.pairs import goals_saved
from messages.people import left, paused
from messages.topics import topics_edited

REQUIRED = Fault("required")
ALL_ITEMS = tuple(item for items in ITEMS.values() for item in items)


async def submit_join(call: Call) -> None:
    """The summary comes by DM."""
    await join(call.core, call.act, join_request(call.about.subject_id, call.answers))


def join_request(program_id: str, answers: Answers) -> JoinRequest:
    """Read the join form. Raises InvalidAnswer without a role."""
    role = answers.choice(Field.ROLE)
    if role not in set(Role):
        raise InvalidAnswer({Field.ROLE: REQUIRED})
    return JoinRequest(
        program_id=program_id,
        role=Role(role),
        teaches=(*answers.choices(Field.TEACHES), *_named(answers, Field.OTHER_TEACHES)),
        wants=(*answers.choices(Field.WANTS), *_named(answers, Field.OTHER_WANTS)),
        hope=answers.text(Field.HOPE),
        languages=answers.choices(Field.LANGUAGES) or ("en",),
        styles=answers.choices(Field.STYLES),
        level=answers.number(Field.LEVEL),
        department=answers.text(Field.DEPARTMENT),
        site=answers.text(Field.SITE),
        manager_id=answers.person(Field.MANAGER),
        has_no_manager=answers.is_checked(Field.HAS_NO_MANAGER),
        blocked_ids=answers.people(Field.BLOCKED),
        delegate_id=answers.person(Field.DELEGATE),
        read=_window(answers, Field.READ_START, Field.READ_END, Field.READ_DAYS),
        meet=_window(answers, Field.MEET_START, Field.MEET_END, Field.MEET_DAYS),
        mentor_capacity=answers.number(Field.MENTOR_CAPACITY) or 1,
    )


def _named(answers: Answers, field: Field) -> tuple[str, ...]:
    """Read topics between commas, or between semicolons where there are any: a topic may hold a comma."""
    text = answers.text(field)
    return tuple(topic.strip() for topic in text.split(";" if ";" in text else ",") if topic.strip())


def _window(answers: Answers, start: Field, end: Field, days: Field) -> Window:
    """Read hours. An emptied list of days stays empty: the verb refuses it by name."""
    usual = Window()
    first, last = answers.number(start), answers.number(end)
    return Window(
        usual.start_minute if first is None else first,
        usual.end_minute if last is None else last,
        frozenset(int(day) for day in answers.choices(days) if day in set("1234567")),
    )


async def submit_pause(call: Call) -> Message:
    until = call.answers.day(Field.PAUSE_UNTIL)
    if until is None:
        raise InvalidAnswer({Field.PAUSE_UNTIL: Fault("not_a_date")})
    return paused(await pause(call.core, call.act, until), call.t)


async def submit_leave(call: Call) -> Message:
    program_id = call.answers.choice(Field.PROGRAM) or call.about.subject_id
    if not program_id:
        raise InvalidAnswer({Field.PROGRAM: REQUIRED})
    return left(await leave(call.core, call.act, program_id), call.t)


async def submit_date(call: Call) -> None:
    """The card shows the new date."""
    starts_at = call.answers.moment(Field.STARTS_AT)
    if starts_at is None:
        raise InvalidAnswer({Field.STARTS_AT: Fault("not_a_date")})
    if starts_at <= call.core.clock.now():
        raise InvalidAnswer({Field.STARTS_AT: Fault("past_date")})
    await suggest_date(call.core, call.act, call.about.subject_id, call.about.revision, starts_at)


async def submit_poll_details(call: Call) -> Message:
    await add_poll_details(
        call.core,
        call.act,
        call.about.subject_id,
        next_step=call.answers.text(Field.NEXT_STEP),
        learned=call.answers.text(Field.LEARNED),
        idea=call.answers.text(Field.IDEA),
    )
    return poll_saved(call.t)


async def submit_goals(call: Call) -> Message:
    goals = [(call.answers.text(goal), call.answers.text(measure)) for goal, measure in GOAL_FIELDS]
    return goals_saved(await set_goals(call.core, call.act, call.about.subject_id, goals), call.t)


async def submit_baseline(call: Call) -> Message:
    return await _submit_items(call, Moment.BEFORE)


async def submit_outcome(call: Call) -> Message:
    return await _submit_items(call, Moment.AFTER)


async def _submit_items(call: Call, moment: Moment) -> Message:
    values = {item: number for item in ALL_ITEMS if (number := call.answers.number(item)) is not None}
    await answer_items(call.core, call.act, call.about.subject_id, values, moment)
    return items_saved(call.t)


async def submit_program(call: Call) -> Message:
    request = program_request(call.answers)
    for person_id in request.co_coordinator_ids:
        await call.desk.get_to_know(call.origin.workspace_id, person_id)
    return program_created(await create_program(call.core, call.act, request), call.t)


def program_request(answers: Answers) -> ProgramRequest:
    """Read the set-up form. Raises InvalidAnswer for fields that can't be read at all."""
    preset, approval = answers.choice(Field.PRESET), answers.choice(Field.APPROVAL)
    closes_on = answers.day(Field.ENROLMENT_CLOSES_ON)
    faults = {
        field: fault
        for field, fault, is_faulty in (
            (Field.PRESET, REQUIRED, preset not in set(Preset)),
            (Field.APPROVAL, REQUIRED, approval not in set(Approval)),
            (Field.ENROLMENT_CLOSES_ON, Fault("not_a_date"), closes_on is None),
        )
        if is_faulty
    }
    if faults or closes_on is None:
        raise InvalidAnswer({str(field): fault for field, fault in faults.items()})
    return ProgramRequest(
        name=answers.text(Field.NAME),
        purpose=answers.text(Field.PURPOSE),
        success_measure=answers.text(Field.SUCCESS_MEASURE),
        sponsor_sentence=answers.text(Field.SPONSOR_SENTENCE),
        preset=Preset(preset),
        approval=Approval(approval),
        enrolment_closes_on=closes_on,
        co_coordinator_ids=answers.people(Field.CO_COORDINATORS),
        ethics_contact_id=answers.person(Field.ETHICS_CONTACT) or "",
        topics=tuple(line.strip() for line in answers.text(Field.TOPICS).splitlines() if line.strip()),
        channel_id=answers.channel(Field.CHANNEL),
    )


async def submit_topics(call: Call) -> Message:
    answers = call.answers
    edit = TopicEdit(
        program_id=call.about.subject_id,
        shown=call.about.choice,
        text="\n".join(answers.text(field) for field in TOPIC_FIELDS),
        chosen=answers.choices(Field.CATALOGUE),
        renamed=answers.choice(Field.RENAMED),
        new_name=answers.text(Field.NEW_NAME),
    )
    return topics_edited(await edit_topics(call.core, call.act, edit), call.t)


async def submit_person(call: Call) -> Message:
    answers, person_id = call.answers, call.about.subject_id
    if not person_id:
        raise NoLongerCurrent
    manager_id, has_none = answers.person(Field.MANAGER), answers.is_checked(Field.HAS_NO_MANAGER)
    roster = RosterPerson(
        id=person_id,
        name="",
        level=answers.number(Field.LEVEL),
        department=answers.text(Field.DEPARTMENT),
        site=answers.text(Field.SITE),
        time_zone=None,
        manager_id=None if has_none else manager_id,
        is_manager_known=has_none or manager_id is not None,
    )
    return person_updated(await update_person(call.core, call.act, roster), call.t)


FORMS: dict[str, Listener] = {
    Form.JOIN: submit_join,
    Form.PAUSE: submit_pause,
    Form.LEAVE: submit_leave,
    Form.SESSION: submit_date,
    Form.POLL: submit_poll_details,
    Form.GOALS: submit_goals,
    Form.BASELINE: submit_baseline,
    Form.OUTCOME: submit_outcome,
    Form.PROGRAM: submit_program,
    Form.PERSON: submit_person,
    Form.TOPICS: submit_topics,
}

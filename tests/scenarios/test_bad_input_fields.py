"""What people type and pick wrongly: each fault stands at its field in one sentence, and nothing is half written."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import pytest_asyncio

from messages.payload import Payload, pack
from tests.integration.authorization.entries import RATED, USES
from tests.integration.authorization.world import (
    MENTEE,
    MENTOR,
    NADIA,
    OUTSIDER,
    OWN,
    P,
    session_of,
)
from tests.scenarios.signed import Signed, at_the_door

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]
FILL_IN, LIES_AHEAD, SOMEBODY_ELSE = (
    "Please fill this in.",
    "Please pick a day that lies ahead.",
    "This must be somebody else.",
)
TWICE = "The same word stands at two topics. Please leave it at the one it means."
NOT_A_DATE, NOT_A_NUMBER = "Please write the date like 2026-09-01.", "Please write a whole number."


def too_long(limit: int) -> str:
    return f"Please keep this under {limit} characters."


def too_many(limit: int) -> str:
    return f"Please choose no more than {limit}."


def typed(text: str) -> Json:
    return {"value": text}


def picked(value: str) -> Json:
    return {"selected_option": {"value": value}}


def ticked(*values: str) -> Json:
    return {"selected_options": [{"value": value} for value in values]}


ABOUT = {
    "join.submit": (MENTOR, P),
    "pause.submit": (MENTOR, ""),
    "leave.submit": (MENTOR, ""),
    "session.submit": (MENTOR, session_of(OWN)),
    "poll.submit": (MENTOR, session_of(OWN)),
    "goals.submit": (MENTOR, OWN),
    "baseline.submit": (MENTEE, OWN),
    "admin.submit": (NADIA, ""),
    "person.submit": (NADIA, OUTSIDER),
    "topics.submit": (NADIA, P),
}
FAULTS: list[tuple[str, str, Json, str]] = [
    # over-long texts, in every text field
    ("join.submit", "hope", typed("x" * 301), too_long(300)),
    ("join.submit", "department", typed("x" * 81), too_long(80)),
    ("join.submit", "site", typed("😀" * 81), too_long(80)),
    ("join.submit", "teaches", ticked("x" * 76), too_long(75)),
    ("join.submit", "wants", ticked(*map(str, range(11))), too_many(10)),
    ("goals.submit", "goal_1", typed("x" * 201), too_long(200)),
    ("goals.submit", "measure_1", typed("x" * 201), too_long(200)),
    ("goals.submit", "goal_3", typed("x" * 201), too_long(200)),
    ("poll.submit", "next_step", typed("x" * 1001), too_long(1000)),
    ("poll.submit", "learned", typed("x" * 1001), too_long(1000)),
    ("poll.submit", "idea", typed("x" * 100_000), too_long(1000)),
    ("admin.submit", "name", typed("x" * 81), too_long(80)),
    ("admin.submit", "purpose", typed("x" * 1001), too_long(1000)),
    ("admin.submit", "success_measure", typed("x" * 1001), too_long(1000)),
    ("admin.submit", "sponsor_sentence", typed("x" * 1001), too_long(1000)),
    ("admin.submit", "topics", typed("x" * 76), too_long(75)),
    ("admin.submit", "topics", typed("\n".join(map(str, range(101)))), too_many(100)),
    ("person.submit", "department", typed("x" * 81), too_long(80)),
    ("person.submit", "site", typed("x" * 81), too_long(80)),
    ("topics.submit", "topics", typed("x" * 76), too_long(75)),
    ("topics.submit", "topics", typed(f"Talking: {'y' * 76}"), too_long(75)),
    ("topics.submit", "topics", typed(f"Talking: {', '.join(c * 70 for c in 'abcde')}"), too_long(300)),
    ("topics.submit", "topics", typed("\n".join(map(str, range(101)))), too_many(100)),
    ("topics.submit", "topics", typed("Excel: data\nReading: DATA"), TWICE),
    ("admin.submit", "topics", typed("Excel\nReading: excel"), TWICE),
    # required, and left empty
    ("join.submit", "role", {}, FILL_IN),
    ("join.submit", "level", {}, FILL_IN),
    ("join.submit", "read", {}, FILL_IN),
    ("join.submit", "meet", {}, FILL_IN),
    ("pause.submit", "until", {}, NOT_A_DATE),
    ("leave.submit", "program", {}, FILL_IN),
    ("session.submit", "starts_at", {}, NOT_A_DATE),
    ("goals.submit", "goal_1", typed("  \n "), FILL_IN),
    ("baseline.submit", "use_tools", {}, FILL_IN),
    ("admin.submit", "name", typed("   "), FILL_IN),
    ("admin.submit", "topics", typed("\n \n"), FILL_IN),
    ("topics.submit", "topics", typed(""), FILL_IN),
    ("admin.submit", "preset", {}, FILL_IN),
    ("admin.submit", "approval", {}, FILL_IN),
    ("admin.submit", "ethics_contact", {}, FILL_IN),
    ("admin.submit", "enrolment_closes", {}, NOT_A_DATE),
    (
        *("admin.submit", "co_coordinators", {"selected_users": [NADIA]}),
        "Please name at least one more coordinator: a program needs two.",
    ),
    # days and times that have passed, or never come
    ("pause.submit", "until", {"selected_date": "2020-01-01"}, LIES_AHEAD),
    ("pause.submit", "until", {"selected_date": "2026-02-30"}, NOT_A_DATE),
    ("session.submit", "starts_at", {"selected_date_time": 0}, LIES_AHEAD),
    ("session.submit", "starts_at", {"selected_date_time": -(10**18)}, NOT_A_DATE),
    ("session.submit", "starts_at", {"selected_date_time": 10**18}, NOT_A_DATE),
    ("admin.submit", "enrolment_closes", {"selected_date": "2020-01-01"}, LIES_AHEAD),
    ("admin.submit", "enrolment_closes", {"selected_date": "9999-99-99"}, NOT_A_DATE),
    # choices nobody was offered, and people one can't name
    ("join.submit", "role", picked("boss"), FILL_IN),
    ("join.submit", "level", picked("99"), NOT_A_NUMBER),
    ("join.submit", "level", picked("9" * 5000), FILL_IN),
    ("join.submit", "delegate", {"selected_user": MENTOR}, SOMEBODY_ELSE),
    ("join.submit", "manager", {"selected_user": MENTOR}, SOMEBODY_ELSE),
    ("baseline.submit", "use_tools", picked("6"), FILL_IN),
    ("baseline.submit", "use_tools", picked("0"), FILL_IN),
    ("admin.submit", "preset", picked("daily"), FILL_IN),
    (
        "admin.submit",
        "name",
        typed("PROGRAM program-P"),
        "Another program has this name already. Please choose a different one.",
    ),
    ("person.submit", "level", picked("99"), NOT_A_NUMBER),
    ("person.submit", "manager", {"selected_user": OUTSIDER}, SOMEBODY_ELSE),
]
EMPTIED = {"read": "read_days", "meet": "meet_days"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signed]:
    file = tmp_path_factory.mktemp("fields") / "rm-bot.db"
    copy(sqlite_template, file)
    async with at_the_door(f"sqlite:///{file}") as signed:
        yield signed


@pytest.mark.parametrize(
    ("form", "field", "answer", "sentence"), FAULTS, ids=lambda value: str(value)[:24].replace("/", "")
)
async def test_a_fault_stands_at_its_field_and_nothing_is_written(
    form: str, field: str, answer: Json, sentence: str, door: Signed
) -> None:
    before = door.rows()
    person, subject = ABOUT[form]
    block = EMPTIED.get(field, field) if not answer else field
    values = USES[form].answers(door.stage.now) | {block: {block: answer}}
    reply = await door.submit(person, form, pack(Payload(subject)), values)
    assert reply.status_code == 200
    assert reply.json() == {"response_action": "errors", "errors": {field: sentence}}
    assert door.rows() == before


async def test_all_faults_of_a_form_are_named_at_once(door: Signed) -> None:
    before = door.rows()
    values = USES["admin.submit"].answers(door.stage.now)
    values |= {name: {name: typed("x" * 1001)} for name in ("name", "purpose", "sponsor_sentence")}
    reply = await door.submit(NADIA, "admin.submit", pack(Payload()), values)
    assert reply.json()["errors"].keys() == {"name", "purpose", "sponsor_sentence"}
    assert door.rows() == before


async def test_every_form_with_a_field_is_tried() -> None:
    assert {form for form, *_ in FAULTS} == {entry for entry in USES if entry.endswith(".submit")} - {
        "outcome.submit"
    }
    assert RATED

"""Rights are asked for again at every submit: another pair's, another program's, or a coordinator's ids help nobody."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import pytest
import pytest_asyncio
from sqlalchemy import delete

from messages.payload import Payload, pack
from models import AuditEvent, Coordinator, Participant, Person
from tests.integration.authorization.entries import USES
from tests.integration.authorization.world import (
    ABOVE_MENTOR,
    CONFLICTED,
    HELENE,
    MENTOR,
    OTHER_MENTEE,
    OTHER_MENTOR,
    OUTSIDER,
    OWN,
    SAMUEL,
    P,
    Q,
    held_of,
    round_of,
    session_of,
)
from tests.scenarios.signed import TEAM, Signed, at_the_door
from tests.scenarios.stage import chosen
from tests.scenarios.test_refusals_of_people import NOT_YOURS, said_to

pytestmark = pytest.mark.asyncio(loop_scope="module")

COORDINATORS_ONLY = "That command is for the coordinators of a program. Try `/rm-help`."
ADMIN = {
    **dict.fromkeys(("admin.launch", "admin.propose", "admin.close", "report.open"), P),
    **dict.fromkeys(("admin.topics", "topics.submit"), P),
    **dict.fromkeys(("admin.pairs", "admin.approve"), round_of(P)),
    **dict.fromkeys(("admin.drop_pair", "care.rematch", "care.talk", "care.close"), OWN),
    **dict.fromkeys(("held.send", "held.let_be"), held_of(OWN)),
}
FOR_CREATORS = {
    **dict.fromkeys(("/rm-admin", "/rm-report", "admin.new", "admin.submit"), ""),
    **dict.fromkeys(("admin.person", "person.submit"), OUTSIDER),
}
ON_PAIRS = (
    *("preview.accept", "preview.decline", "charter.accept", "goals.open", "goals.submit", "baseline.open"),
    *(
        "baseline.submit",
        "outcome.submit",
        "check_in.rate",
        "check_in.help",
        "pair.another",
        "pair.end_contact",
    ),
)
ON_SESSIONS = (
    *("session.accept", "session.cancel", "session.other", "session.submit", "session.already_met"),
    *("poll.rate", "poll.not_yet", "poll.more", "poll.submit"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signed]:
    file = tmp_path_factory.mktemp("rights") / "rm-bot.db"
    copy(sqlite_template, file)
    async with at_the_door(f"sqlite:///{file}") as signed:
        yield signed


@pytest.mark.parametrize("person", [MENTOR, OUTSIDER])
@pytest.mark.parametrize(("entry", "subject"), sorted((ADMIN | FOR_CREATORS).items()))
async def test_a_coordinators_buttons_and_forms_do_nothing_in_other_hands(
    entry: str, subject: str, person: str, door: Signed
) -> None:
    before = door.rows()
    assert await said_to(door, person, entry, subject) == COORDINATORS_ONLY
    assert door.rows() == before


@pytest.mark.parametrize(("entry", "subject"), sorted(ADMIN.items()))
async def test_a_coordinator_of_one_program_is_nobody_in_another(
    entry: str, subject: str, door: Signed
) -> None:
    before = door.rows()
    assert await said_to(door, HELENE, entry, subject) == COORDINATORS_ONLY
    assert door.rows() == before


async def test_a_report_on_another_ones_program_is_a_program_nobody_knows(door: Signed) -> None:
    before = door.rows()
    reply = await door.command(HELENE, "/rm-report", f"Program {P}")
    assert reply.json()["text"].startswith("I don't know a program called")
    assert door.rows() == before


@pytest.mark.parametrize("care", ["care.rematch", "care.talk", "care.close"])
@pytest.mark.parametrize(("person", "pair"), [(ABOVE_MENTOR, OWN), (SAMUEL, CONFLICTED)])
async def test_a_coordinator_with_a_conflict_takes_no_care_of_that_pair(
    person: str, pair: str, care: str, door: Signed
) -> None:
    before = door.rows()
    assert await said_to(door, person, care, pair) == NOT_YOURS
    assert door.rows() == before


@pytest.mark.parametrize("person", [OTHER_MENTOR, OTHER_MENTEE, ABOVE_MENTOR])
@pytest.mark.parametrize(
    ("entry", "subject"),
    [*((entry, OWN) for entry in ON_PAIRS), *((entry, session_of(OWN)) for entry in ON_SESSIONS)],
)
async def test_another_pairs_cards_do_nothing_not_even_for_its_coordinator(
    entry: str, subject: str, person: str, door: Signed
) -> None:
    before = door.rows()
    assert await said_to(door, person, entry, subject) == NOT_YOURS
    assert door.rows() == before


@pytest.mark.asyncio(loop_scope="function")
async def test_who_loses_the_role_with_the_form_open_is_refused_at_submit(sqlite_url: str) -> None:
    async with at_the_door(sqlite_url) as door:
        heard = door.heard(HELENE)
        await door.click(HELENE, "admin.person", pack(Payload(OUTSIDER)))
        await door.told(HELENE, heard)
        async with door.core.database.transaction(TEAM) as session:
            await session.execute(delete(Coordinator).where(Coordinator.person_id == HELENE))
        reply = await door.stage.submit(HELENE, level=chosen("9"))
        assert COORDINATORS_ONLY in str(reply.body)
        assert await door.count(Person, id=OUTSIDER, level=9) == 0
        assert await door.count(AuditEvent, act="update_person") == 0


@pytest.mark.asyncio(loop_scope="function")
async def test_who_becomes_a_guest_with_the_form_open_is_refused_at_submit(sqlite_url: str) -> None:
    async with at_the_door(sqlite_url) as door:
        await door.stage.command(OUTSIDER, "/rm-join", Q)
        await door.change(Person, OUTSIDER, is_guest=True)
        reply = await door.stage.submit(OUTSIDER, role=chosen("mentor"), level=chosen("2"))
        assert "Only full members" in str(reply.body)
        assert await door.count(Participant, person_id=OUTSIDER) == 0


@pytest.mark.asyncio(loop_scope="function")
async def test_who_is_deactivated_in_slack_can_do_nothing_from_then_on(sqlite_url: str) -> None:
    async with at_the_door(sqlite_url) as door:
        await door.stage.sandbox.change_person(MENTOR, is_deactivated=True)
        await door.stage.settle()
        answers = USES["goals.submit"].answers(door.stage.now)
        reply = await door.submit(MENTOR, "goals.submit", pack(Payload(OWN)), answers)
        assert "Only full members" in reply.text


@pytest.mark.asyncio(loop_scope="function")
async def test_asking_about_a_stranger_to_the_bot_writes_nothing_for_who_may_not_ask(sqlite_url: str) -> None:
    async with at_the_door(sqlite_url) as door:
        before = door.rows()
        reply = await door.command(OUTSIDER, "/rm-admin", "person <@U0NOZONE1|sofia>")
        assert reply.json()["text"] == COORDINATORS_ONLY
        assert door.rows() == before

"""Ids, ratings and workspaces that aren't the person's own: one sentence, and no row changes."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import httpx
import pytest
import pytest_asyncio

from messages.payload import Payload, pack
from tests.integration.authorization.world import (
    ABSENT,
    ELSEWHERE,
    MENTEE,
    MENTOR,
    OTHER,
    OWN,
    P,
    session_of,
    there,
)
from tests.scenarios.signed import Signed, at_the_door

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signed]:
    file = tmp_path_factory.mktemp("payloads") / "rm-bot.db"
    copy(sqlite_template, file)
    async with at_the_door(f"sqlite:///{file}") as signed:
        yield signed


def is_quiet(reply: httpx.Response) -> bool:
    """A 200, and never a word of our code inside."""
    is_ours = "Traceback" in reply.text or ".py" in reply.text
    return reply.status_code == httpx.codes.OK and not is_ours


@pytest.mark.parametrize("subject", ["", ABSENT, OTHER, there(OWN), P, "1 OR 1=1", "ü" * 400])
async def test_a_button_with_another_ones_id_is_refused_in_one_sentence(subject: str, door: Signed) -> None:
    before, heard = door.rows(), door.heard(MENTOR)
    assert (await door.click(MENTOR, "pair.end_contact", pack(Payload(subject)))).status_code == 200
    assert await door.told(MENTOR, heard) == "That isn't here, or it isn't yours to change."
    assert door.rows() == before


@pytest.mark.parametrize("choice", ["", "x", "-1", "99999999999999999", "9" * 1900, "1.5", "1e9"])
async def test_a_date_that_is_none_is_refused_in_one_sentence(choice: str, door: Signed) -> None:
    before, heard = door.rows(), door.heard(MENTOR)
    assert (await door.click(MENTOR, "session.pick:0", pack(Payload(session_of(OWN), 0, choice)))).is_success
    told = await door.told(MENTOR, heard)
    assert told.startswith(("That has moved on since.", "That time has passed."))
    assert door.rows() == before


@pytest.mark.parametrize(
    "action", ["poll.rate:0", "poll.rate:6", "poll.rate:", "poll.rate", "check_in.rate:9"]
)
async def test_a_rating_outside_one_to_five_is_refused_in_one_sentence(action: str, door: Signed) -> None:
    before, heard = door.rows(), door.heard(MENTOR)
    subject = OWN if action.startswith("check_in") else session_of(OWN)
    assert (await door.click(MENTOR, action, pack(Payload(subject)))).is_success
    assert (await door.told(MENTOR, heard)).startswith("That has moved on since.")
    assert door.rows() == before


async def test_a_request_of_another_workspace_reaches_no_row(door: Signed) -> None:
    before = door.rows()
    for reply in (
        await door.click(MENTEE, "check_in.help", pack(Payload(there(OWN))), team={"id": ELSEWHERE}),
        await door.command(MENTEE, "/rm-me", team_id=ELSEWHERE),
        await door.event({"type": "app_home_opened", "tab": "home", "user": MENTEE}, team_id=ELSEWHERE),
    ):
        assert is_quiet(reply)
    assert door.rows() == before


async def test_a_payload_that_names_two_workspaces_acts_in_the_installed_one_only(door: Signed) -> None:
    before, heard = door.rows(), door.heard(MENTOR)
    view = {"id": "V1", "type": "home", "callback_id": "", "app_installed_team_id": "T0SANDBOX"}
    theirs = pack(Payload(there(OWN)))
    assert (await door.click(MENTOR, "check_in.help", theirs, team={"id": ELSEWHERE}, view=view)).is_success
    assert await door.told(MENTOR, heard) == "That isn't here, or it isn't yours to change."
    assert door.rows() == before

"""Hours, days and names that can't be: each is answered in words, and no row changes."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import pytest_asyncio

from messages.payload import Payload, pack
from tests.integration.authorization.entries import USES
from tests.integration.authorization.world import (
    MENTOR,
    NADIA,
    OWN,
    P,
    session_of,
)
from tests.scenarios.signed import Signed, at_the_door

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]
LIES_AHEAD = "Please pick a day that lies ahead."


def picked(value: str) -> Json:
    return {"selected_option": {"value": value}}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signed]:
    file = tmp_path_factory.mktemp("fields") / "rm-bot.db"
    copy(sqlite_template, file)
    async with at_the_door(f"sqlite:///{file}") as signed:
        yield signed


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("540", "540", "Start and end can't be the same, and at least one day is needed."),
        ("540", "570", "These hours are too short for a session. Please choose a longer span."),
        ("1430", "10", "These hours are too short for a session. Please choose a longer span."),
    ],
)
@pytest.mark.parametrize("field", ["read", "meet"])
async def test_hours_nobody_could_meet_in_are_refused(
    field: str, start: str, end: str, sentence: str, door: Signed
) -> None:
    before = door.rows()
    values = USES["join.submit"].answers(door.stage.now)
    values |= {field: {field: picked(start)}, f"{field}_end": {f"{field}_end": picked(end)}}
    reply = await door.submit(MENTOR, "join.submit", pack(Payload(P)), values)
    assert reply.json()["errors"] == {field: sentence}
    assert door.rows() == before


async def test_hours_beyond_the_day_are_refused(door: Signed) -> None:
    before = door.rows()
    values = USES["join.submit"].answers(door.stage.now) | {"meet_end": {"meet_end": picked("999999999")}}
    reply = await door.submit(MENTOR, "join.submit", pack(Payload(P)), values)
    assert reply.json()["errors"].keys() == {"meet"}
    assert door.rows() == before


async def test_a_date_after_the_round_is_refused_with_its_last_day(door: Signed) -> None:
    before = door.rows()
    late = int((door.stage.now + timedelta(days=51)).timestamp())
    values = {"starts_at": {"starts_at": {"selected_date_time": late}}}
    reply = await door.submit(MENTOR, "session.submit", pack(Payload(session_of(OWN))), values)
    said = reply.json()
    assert said["response_action"] == "update"
    assert "This round ends on" in said["view"]["blocks"][0]["text"]["text"]
    assert door.rows() == before


@pytest.mark.parametrize("ago", [timedelta(minutes=1), timedelta(days=400)])
async def test_an_offered_date_that_has_passed_meanwhile_is_refused(ago: timedelta, door: Signed) -> None:
    before, heard = door.rows(), door.heard(MENTOR)
    passed = str(int((door.stage.now - ago).timestamp()))
    await door.click(MENTOR, "session.pick:1", pack(Payload(session_of(OWN), 0, passed)))
    assert (await door.told(MENTOR, heard)).startswith("That time has passed. Please pick one after")
    assert door.rows() == before


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-02-30",
            "until 2026-13-01",
            "until 0000-00-00",
            "tomorrow",
            "until",
            "2026-9-1",
            "01.09.2026",
        ),
        *("until 2026-09-01 please", "٢٠٢٦-٠٩-٠١", "until 99999-01-01", "help"),
    ],
)
async def test_an_impossible_day_in_rm_pause_shows_how_to_write_one(text: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.command(MENTOR, "/rm-pause", text)
    assert "/rm-pause" in reply.json()["text"]
    assert "went wrong" not in reply.json()["text"]
    assert door.rows() == before


@pytest.mark.parametrize("text", ["2020-01-01", "until 1970-01-01", "0001-01-01"])
async def test_a_day_that_has_passed_in_rm_pause_is_refused_in_words(text: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.command(MENTOR, "/rm-pause", text)
    assert LIES_AHEAD in reply.json()["text"]
    assert door.rows() == before


@pytest.mark.parametrize("command", ["/rm-join", "/rm-leave"])
async def test_a_program_nobody_knows_is_named_back(command: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.command(MENTOR, command, "No *such* <!here> program")
    said = reply.json()["text"]
    assert said.startswith("I don't know a program called")
    assert "<!here>" not in said
    assert door.rows() == before


@pytest.mark.parametrize("text", ["round x", "last 0d", "by shoe", "round 1 round 2", "help", "last 99999d"])
async def test_a_report_nobody_can_make_shows_what_can_be_asked(text: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.command(NADIA, "/rm-report", text)
    assert "/rm-report" in reply.json()["text"]
    assert door.rows() == before

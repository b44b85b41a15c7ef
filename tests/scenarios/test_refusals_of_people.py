"""Who may not use the bot at all: guests, strangers, bots, people who are gone. One sentence, and no row changes."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import httpx
import pytest
import pytest_asyncio

from messages.payload import Payload, pack
from tests.integration.authorization.entries import SUGGESTED_ENTRIES, USES
from tests.integration.authorization.world import (
    DELEGATE,
    GUEST,
    LEAVER,
    MENTEE,
    OVER,
    OWN,
    REFUSED_BY_SLACKS_FACTS,
    P,
    round_of,
    session_of,
)
from tests.scenarios.signed import Signed, at_the_door

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEMBERS_ONLY = "Only full members of this workspace can take part, so this isn't open to you."
NOT_YOURS = "That isn't here, or it isn't yours to change."
MOVED_ON = "That has moved on since. Nothing was changed; your Home tab shows how things stand."
NO_PARTICIPANT = "You don't take part in a program yet. `/rm-join` takes less than a minute."
FOR_ANYONE = {"/rm-help", "help.open"}
ENTRIES = sorted((USES.keys() | set(SUGGESTED_ENTRIES)) - FOR_ANYONE)
FORMS = {entry for entry in ENTRIES if entry.endswith(".submit")}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signed]:
    file = tmp_path_factory.mktemp("people") / "rm-bot.db"
    copy(sqlite_template, file)
    async with at_the_door(f"sqlite:///{file}") as signed:
        yield signed


async def said_to(door: Signed, person: str, entry: str, subject: str) -> str:
    """Use an entry point and return the sentence that comes back."""
    heard = door.heard(person)
    about = pack(Payload(subject, 0, "1"))
    if entry.startswith("/"):
        return _text_of(await door.command(person, entry))
    if entry in FORMS:
        answers = USES[entry].answers(door.stage.now)
        return _text_of(await door.submit(person, entry, about, answers))
    choice = f":{USES[entry].choice}" if entry in USES and USES[entry].choice else ""
    reply = await door.click(person, entry + choice, about)
    assert reply.status_code == 200
    return await door.told(person, heard)


def _text_of(reply: httpx.Response) -> str:
    assert reply.status_code == 200
    said = reply.json()
    text = said["text"] if "text" in said else said["view"]["blocks"][0]["text"]["text"]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("person", sorted(REFUSED_BY_SLACKS_FACTS))
@pytest.mark.parametrize("entry", ENTRIES)
async def test_a_guest_stranger_bot_or_leaver_is_refused_everywhere_in_one_sentence(
    entry: str, person: str, door: Signed
) -> None:
    before = door.rows()
    assert await said_to(door, person, entry, OWN) == MEMBERS_ONLY
    assert door.rows() == before


@pytest.mark.parametrize("person", sorted(REFUSED_BY_SLACKS_FACTS))
async def test_everybody_gets_help(person: str, door: Signed) -> None:
    reply = await door.command(person, "/rm-help")
    assert reply.json()["text"].startswith("Reverse mentoring pairs a junior colleague")


async def test_a_guest_sees_on_the_home_tab_that_it_is_not_for_her(door: Signed) -> None:
    await door.stage.sandbox.open_home(GUEST)
    await door.stage.settle()
    home = str(door.stage.home(GUEST))
    assert "full members" in home
    assert "join.open" not in home


PAIR_CARDS = {
    **dict.fromkeys(("preview.accept", "preview.decline", "preview.known", "charter.accept"), MOVED_ON),
    **dict.fromkeys(("baseline.open", "check_in.rate", "check_in.help", "pair.another"), MOVED_ON),
    **dict.fromkeys(("pair.end_contact", "goals.submit", "baseline.submit", "outcome.submit"), MOVED_ON),
    "goals.open": NOT_YOURS,
}
SESSION_CARDS = ("session.accept", "session.cancel", "session.already_met", "poll.rate", "poll.not_yet")


@pytest.mark.parametrize("entry", sorted(PAIR_CARDS))
async def test_who_left_finds_her_old_pair_cards_dead(entry: str, door: Signed) -> None:
    before = door.rows()
    assert await said_to(door, LEAVER, entry, OVER) == PAIR_CARDS[entry]
    assert door.rows() == before


@pytest.mark.parametrize("entry", [*SESSION_CARDS, "session.other", "session.submit", "poll.submit"])
async def test_who_left_finds_her_old_session_cards_dead(entry: str, door: Signed) -> None:
    before = door.rows()
    assert await said_to(door, LEAVER, entry, session_of(OVER)) == MOVED_ON
    assert door.rows() == before


@pytest.mark.parametrize(
    ("entry", "subject"),
    [
        *((f"rotation.{answer}", round_of(P)) for answer in ("again", "skip", "leave", "keep")),
        *(("/rm-pause", ""), ("/rm-leave", ""), ("pause.open", ""), ("leave.open", "")),
        *(("pause.submit", ""), ("leave.submit", P)),
    ],
)
async def test_who_left_is_told_that_she_takes_part_in_nothing(
    entry: str, subject: str, door: Signed
) -> None:
    before = door.rows()
    assert await said_to(door, LEAVER, entry, subject) == NO_PARTICIPANT
    assert door.rows() == before


@pytest.mark.parametrize(
    ("entry", "subject"),
    [
        *((entry, OWN) for entry in ("charter.accept", "goals.open", "goals.submit", "baseline.submit")),
        *((entry, OWN) for entry in ("check_in.rate", "check_in.help", "pair.another", "pair.end_contact")),
        *((entry, session_of(OWN)) for entry in ("session.already_met", "poll.rate", "poll.not_yet")),
        *((entry, session_of(OWN)) for entry in ("poll.more", "poll.submit")),
    ],
)
async def test_a_delegate_is_refused_everything_but_dates(entry: str, subject: str, door: Signed) -> None:
    before = door.rows()
    assert await said_to(door, DELEGATE, entry, subject) == NOT_YOURS
    assert door.rows() == before


async def test_a_delegate_may_open_the_date_form(door: Signed) -> None:
    heard = door.heard(DELEGATE)
    await door.click(DELEGATE, "session.other", pack(Payload(session_of(OWN))))
    await door.told(DELEGATE, heard)
    modal = door.stage.modal(DELEGATE)
    assert modal is not None
    assert modal["callback_id"] == "session.submit"
    assert MENTEE != DELEGATE

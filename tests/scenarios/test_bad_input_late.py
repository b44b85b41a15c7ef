"""Stale cards, forms that come too late, and both transports: one sentence or a quiet answer, and no effect."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from domain.kinds import SessionState
from messages.payload import Payload, pack
from models import (
    CheckInAnswer,
    MentoringSession,
    Participant,
)
from tests.integration.authorization.entries import USES
from tests.integration.authorization.world import (
    BOT,
    COORDINATING_MENTEE,
    GONE,
    GUEST,
    JUNIOR,
    MENTEE,
    MENTOR,
    NADIA,
    OTHER_MENTOR,
    OUTSIDER,
    OWN,
    Q,
    session_of,
)
from tests.scenarios.signed import Signed, at_the_door
from tests.scenarios.stage import Transport, chosen

MOVED_ON = "That has moved on since. Nothing was changed; your Home tab shows how things stand."
PERHAPS = "If nothing has opened, please try again. Nothing was changed."
TOO_LATE = "Slack didn't let me show you that in time. Nothing was changed; please try again."


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Signed]:
    async with at_the_door(database_url) as signed:
        yield signed


@pytest.mark.parametrize("action", ["session.accept", "session.cancel", "session.pick:0"])
async def test_a_button_of_an_older_card_is_refused(action: str, door: Signed) -> None:
    soon = door.stage.now + timedelta(days=3)
    suggestion = {"state": SessionState.SUGGESTED, "suggested_by": MENTOR, "scheduled_at": soon}
    await door.change(MentoringSession, session_of(OWN), revision=4, **suggestion)
    heard = door.heard(MENTEE)
    await door.click(MENTEE, action, pack(Payload(session_of(OWN), 3, str(int(soon.timestamp())))))
    assert await door.told(MENTEE, heard) == MOVED_ON
    assert await door.count(MentoringSession, id=session_of(OWN), revision=4, suggested_by=MENTOR) == 1


async def test_a_date_form_opened_before_the_date_changed_is_refused(door: Signed) -> None:
    await door.change(MentoringSession, session_of(OWN), revision=1)
    answers = USES["session.submit"].answers(door.stage.now)
    reply = await door.submit(MENTOR, "session.submit", pack(Payload(session_of(OWN), 0)), answers)
    assert MOVED_ON in reply.text
    assert await door.count(MentoringSession, id=session_of(OWN), state=SessionState.TO_FIX) == 1


@pytest.mark.parametrize("command", ["/rm-join", "/rm-pause", "/rm-leave"])
async def test_a_form_that_comes_too_late_is_a_sentence_after_a_command(command: str, door: Signed) -> None:
    trigger = _expired(door, MENTOR)
    reply = await door.command(MENTOR, command, trigger_id=trigger)
    assert reply.json()["text"] == TOO_LATE
    assert door.stage.modal(MENTOR) is None


@pytest.mark.parametrize("action", ["goals.open", "baseline.open", "leave.open"])
async def test_a_form_that_comes_too_late_is_a_sentence_after_a_click(action: str, door: Signed) -> None:
    heard = door.heard(MENTOR)
    trigger = _expired(door, MENTOR)
    assert (await door.click(MENTOR, action, pack(Payload(OWN)), trigger_id=trigger)).status_code == 200
    assert await door.told(MENTOR, heard) == TOO_LATE


async def test_a_form_that_comes_too_late_on_the_home_tab_is_not_met_with_silence(door: Signed) -> None:
    view = {"id": "V1", "type": "home", "callback_id": ""}
    trigger = _expired(door, MENTOR)
    await door.click(MENTOR, "goals.open", pack(Payload(OWN)), trigger_id=trigger, view=view, response_url="")
    await asyncio.sleep(0.2)
    await door.stage.settle()
    assert any("couldn't show you my answer" in message.text for message in door.stage.dm(MENTOR))


async def test_after_a_lost_answer_nobody_is_told_that_nothing_opened(door: Signed) -> None:
    door.stage.sandbox.faults.add("dropped", on="views.open")
    assert (await door.command(MENTOR, "/rm-join")).json()["text"] == PERHAPS
    assert door.stage.modal(MENTOR) is not None


async def test_the_second_copy_of_a_command_says_nothing_when_the_form_is_open(door: Signed) -> None:
    trigger = door.trigger(MENTOR)
    assert not (await door.command(MENTOR, "/rm-join", trigger_id=trigger)).content
    assert not (await door.command(MENTOR, "/rm-join", trigger_id=trigger)).content


async def test_a_form_that_opens_slowly_is_acknowledged_in_time(door: Signed) -> None:
    door.stage.sandbox.faults.add("slow", on="views.open", seconds=3.5)
    started = door.stage.running.bot.core.clock.monotonic()
    assert not (await door.command(MENTOR, "/rm-join")).content
    assert door.stage.modal(MENTOR) is not None
    assert door.stage.running.bot.core.clock.monotonic() - started < 3.5


@pytest.mark.parametrize("person", [GUEST, BOT, GONE])
async def test_who_may_not_use_the_bot_is_no_second_coordinator(person: str, door: Signed) -> None:
    answers = USES["admin.submit"].answers(door.stage.now)
    answers |= {"co_coordinators": {"co_coordinators": {"selected_users": [person]}}}
    reply = await door.submit(NADIA, "admin.submit", pack(Payload()), answers)
    assert reply.json()["errors"].keys() == {"co_coordinators"}


def _expired(door: Signed, person: str) -> str:
    """A trigger that Slack gave out more than three seconds ago."""
    trigger = door.trigger(person)
    door.stage.sandbox.workspace.views._triggers[trigger].issued -= 4
    return trigger


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_over_either_transport_bad_input_is_quiet_and_a_replay_does_nothing(
    transport: Transport, sqlite_url: str
) -> None:
    async with at_the_door(sqlite_url, transport) as door:
        before = door.rows()
        for payload in (
            door.clicked(MENTOR, "button.of.2031", pack(Payload(OWN))),
            door.clicked(MENTOR, "pair.end_contact", "2|own|0|"),
            door.submitted(MENTOR, "form.of.2031"),
        ):
            assert (await door.deliver("interactive", payload)).ok
        assert (await door.deliver("events_api", door.happened({"type": "zzz"}))).ok
        assert door.rows() == before
        refused = door.submitted(
            JUNIOR, "goals.submit", pack(Payload(OWN)), {"goal_1": {"goal_1": {"value": "x"}}}
        )
        reply = await door.deliver("interactive", refused)
        assert "That isn't here" in str(reply.body)
        assert door.rows() == before
        good = door.clicked(MENTOR, "check_in.help", pack(Payload(OWN)))
        for _ in range(3):
            assert (await door.deliver("interactive", good)).ok
        assert await door.count(CheckInAnswer, person_id=MENTOR) == 1


async def test_a_socket_lives_on_after_an_unreadable_payload(sqlite_url: str) -> None:
    async with at_the_door(sqlite_url, "socket") as door:
        wrong: list[Any] = [[], None, "x"]
        unread = [door.clicked(MENTOR, "check_in.help") | {"actions": actions} for actions in wrong]
        late = asyncio.gather(*(door.deliver("interactive", payload) for payload in unread))
        await door.stage.command(OTHER_MENTOR, "/rm-help")
        assert all(reply.ok for reply in await late), "taken off the line, so that they do not come again"
        assert (await door.stage.command(COORDINATING_MENTEE, "/rm-me")).ok


async def test_a_person_who_presses_submit_twice_in_slack_has_one_answer(sqlite_url: str) -> None:
    """The same from Slack's own client: the form closes with the first press."""
    async with at_the_door(sqlite_url) as door:
        await door.stage.command(OUTSIDER, "/rm-join", Q)
        reply = await door.stage.submit(OUTSIDER, role=chosen("mentor"), level=chosen("2"))
        assert reply.ok
        assert not reply.body
        assert door.stage.modal(OUTSIDER) is None
        assert await door.count(Participant, person_id=OUTSIDER, program_id=Q) == 1

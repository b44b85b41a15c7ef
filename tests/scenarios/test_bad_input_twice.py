"""Twice, late, stale: whatever is delivered or clicked again takes effect once, on both databases and transports."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from domain.kinds import MessageName, PairState, SessionState
from messages.payload import Payload, pack
from models import (
    AnonymousNumber,
    AuditEvent,
    CheckInAnswer,
    Delivery,
    Goal,
    MentoringSession,
    Pair,
    Participant,
    Program,
    SessionAnswer,
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
    P,
    Q,
    session_of,
)
from tests.scenarios.signed import Signed, at_the_door
from tests.scenarios.stage import Transport, chosen

MOVED_ON = "That has moved on since. Nothing was changed; your Home tab shows how things stand."
TOO_LATE = "Slack didn't let me show you that in time. Nothing was changed; please try again."
AT_ONCE = 5


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Signed]:
    async with at_the_door(database_url) as signed:
        yield signed


@pytest.fixture
async def rateable(door: Signed) -> Signed:
    await door.change(MentoringSession, session_of(OWN), state=SessionState.PAST)
    return door


async def test_one_click_delivered_many_times_at_once_rates_once(rateable: Signed) -> None:
    payload = rateable.clicked(MENTOR, "poll.rate:5", pack(Payload(session_of(OWN))))
    replies = await asyncio.gather(*(rateable.send_interaction(payload) for _ in range(AT_ONCE)))
    replies.append(await rateable.send_interaction(payload))
    assert [(reply.status_code, reply.text) for reply in replies] == [(200, "")] * (AT_ONCE + 1)
    assert await rateable.count(AnonymousNumber, item="usefulness") == 1
    assert await rateable.count(SessionAnswer, person_id=MENTOR) == 1


async def test_many_clicks_at_once_rate_once(rateable: Signed) -> None:
    about = pack(Payload(session_of(OWN)))
    clicks = [rateable.clicked(MENTOR, f"poll.rate:{n}", about) for n in range(1, AT_ONCE + 1)]
    replies = await asyncio.gather(*map(rateable.send_interaction, clicks))
    assert {reply.status_code for reply in replies} == {200}
    assert await rateable.count(AnonymousNumber, item="usefulness") == 1


async def test_a_double_click_after_not_yet_rates_once(rateable: Signed) -> None:
    about = pack(Payload(session_of(OWN)))
    await rateable.click(MENTOR, "poll.not_yet", about)
    clicks = [rateable.clicked(MENTOR, "poll.rate:4", about) for _ in range(AT_ONCE)]
    await asyncio.gather(*map(rateable.send_interaction, clicks))
    assert await rateable.count(AnonymousNumber, item="usefulness") == 1


async def test_both_sides_rating_at_once_are_both_heard(rateable: Signed) -> None:
    about = pack(Payload(session_of(OWN)))
    clicks = [rateable.clicked(person, "poll.rate:4", about) for person in (MENTOR, MENTEE)]
    await asyncio.gather(*map(rateable.send_interaction, clicks))
    assert await rateable.count(AnonymousNumber, item="usefulness") == 2


async def test_a_double_click_on_the_charter_opens_one_session(door: Signed) -> None:
    async with door.core.database.transaction("T0SANDBOX") as session:
        await session.delete(await session.get_one(MentoringSession, ("T0SANDBOX", session_of(OWN))))
    about = pack(Payload(OWN))
    clicks = [door.clicked(person, "charter.accept", about) for person in (MENTOR, MENTEE) * 3]
    await asyncio.gather(*map(door.send_interaction, clicks))
    await door.stage.settle()
    await door.click(MENTEE, "charter.accept", about)
    await door.stage.settle()
    assert await door.count(MentoringSession, pair_id=OWN) == 1


async def test_both_yes_at_once_introduce_the_pair_once(door: Signed) -> None:
    await door.change(Pair, OWN, state=PairState.PREVIEWING, introduced_at=None)
    clicks = [door.clicked(person, "preview.accept", pack(Payload(OWN))) for person in (MENTOR, MENTEE) * 2]
    await asyncio.gather(*map(door.send_interaction, clicks))
    assert await door.count(Pair, id=OWN, state=PairState.LIVE) == 1
    assert await door.count(Delivery, message=MessageName.INTRODUCTION, subject_id=OWN) == 1


async def test_contact_is_ended_once_and_told_once(door: Signed) -> None:
    clicks = [door.clicked(MENTOR, "pair.end_contact", pack(Payload(OWN))) for _ in range(AT_ONCE)]
    await asyncio.gather(*map(door.send_interaction, clicks))
    heard = door.heard(MENTOR)
    await door.click(MENTOR, "pair.end_contact", pack(Payload(OWN)))
    assert MOVED_ON in {await door.told(MENTOR, heard), *door.heard(MENTOR).messages}
    assert await door.count(Delivery, message=MessageName.PAIR_ENDED, recipient_id=MENTEE) == 1


async def test_two_check_in_clicks_at_once_keep_one_answer(door: Signed) -> None:
    clicks = [door.clicked(MENTOR, f"check_in.rate:{n}", pack(Payload(OWN))) for n in (1, 2, 1, 2)]
    replies = await asyncio.gather(*map(door.send_interaction, clicks))
    assert {reply.status_code for reply in replies} == {200}
    assert await door.count(CheckInAnswer, person_id=MENTOR) == 1
    assert await door.count(Delivery, message=MessageName.CONCERN, recipient_id=NADIA) == 1


async def test_a_form_delivered_many_times_at_once_is_written_once(door: Signed) -> None:
    answers = USES["goals.submit"].answers(door.stage.now)
    payload = door.submitted(MENTOR, "goals.submit", pack(Payload(OWN)), answers)
    replies = await asyncio.gather(*(door.send_interaction(payload) for _ in range(AT_ONCE)))
    assert {reply.status_code for reply in replies} == {200}
    assert await door.count(Goal, pair_id=OWN) == 1


async def test_an_invitation_joined_twice_at_once_is_one_participation(door: Signed) -> None:
    answers = USES["join.submit"].answers(door.stage.now)
    forms = [door.submitted(OUTSIDER, "join.submit", pack(Payload(P)), answers) for _ in range(3)]
    await asyncio.gather(*map(door.send_interaction, [*forms, forms[0]]))
    assert await door.count(Participant, person_id=OUTSIDER) == 1


async def test_a_program_submitted_twice_is_set_up_once_and_the_second_form_says_why(door: Signed) -> None:
    answers = USES["admin.submit"].answers(door.stage.now)
    payload = door.submitted(NADIA, "admin.submit", pack(Payload()), answers)
    await asyncio.gather(*(door.send_interaction(payload) for _ in range(AT_ONCE)))
    again = await door.submit(NADIA, "admin.submit", pack(Payload()), answers)
    assert again.json()["errors"].keys() == {"name"}
    assert await door.count(Program, name="A third program") == 1


async def test_a_round_approved_twice_at_once_is_previewed_once(door: Signed) -> None:
    await door.change(Pair, OWN, state=PairState.PROPOSED, previewed_at=None)
    clicks = [
        door.clicked(person, "admin.approve", pack(Payload("round-program-p"))) for person in (NADIA,) * 4
    ]
    await asyncio.gather(*map(door.send_interaction, clicks))
    assert await door.count(AuditEvent, act="approve_round") == 1
    assert await door.count(Delivery, message=MessageName.PREVIEW, subject_id=OWN, kind="post") == 2


async def test_the_same_event_is_answered_once(door: Signed) -> None:
    event = {"type": "message", "channel_type": "im", "user": OUTSIDER, "text": "hello?", "channel": "D1"}
    for _ in range(3):
        assert (await door.event(event, event_id="Ev-the-same")).status_code == 200
    await asyncio.gather(*(door.event(event, event_id="Ev-the-same") for _ in range(AT_ONCE)))
    await door.stage.settle()
    assert await door.count(Delivery, message=MessageName.HELP, recipient_id=OUTSIDER) == 1
    assert len(door.stage.dm(OUTSIDER)) == 1


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


@pytest.mark.xfail(strict=True, reason="without a response_url the answer needs the trigger that has expired")
async def test_a_form_that_comes_too_late_on_the_home_tab_is_not_met_with_silence(door: Signed) -> None:
    view = {"id": "V1", "type": "home", "callback_id": ""}
    trigger = _expired(door, MENTOR)
    await door.click(MENTOR, "goals.open", pack(Payload(OWN)), trigger_id=trigger, view=view, response_url="")
    await asyncio.sleep(0.2)
    await door.stage.settle()
    assert TOO_LATE in [message.text for message in door.stage.dm(MENTOR)]


@pytest.mark.xfail(strict=True, reason="create_program counts guests and bots as coordinators")
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
        assert not any(reply.ok for reply in await late)
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

"""Twice, late, stale: whatever is delivered or clicked again takes effect once, on both databases and transports."""

import asyncio
from collections.abc import AsyncIterator

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
    MENTEE,
    MENTOR,
    NADIA,
    OUTSIDER,
    OWN,
    SOLVED_FROM,
    P,
    session_of,
)
from tests.scenarios.signed import Signed, at_the_door

MOVED_ON = "That has moved on since. Nothing was changed; your Home tab shows how things stand."
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
    assert await door.count(Delivery, key=f"{MessageName.INTRODUCTION}/{OWN}") == 1


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
    proposed = pack(Payload("round-program-p", choice=SOLVED_FROM))
    clicks = [door.clicked(NADIA, "admin.approve", proposed) for _ in range(4)]
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

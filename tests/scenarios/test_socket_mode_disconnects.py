"""Socket Mode: a hundred forced disconnects during a running program, nothing lost, nothing done twice."""

import asyncio
from collections import Counter

import pytest

from domain.items import Moment
from domain.kinds import DeliveryState, EffectKind, MessageName
from models import (
    AnonymousNumber,
    CheckInAnswer,
    Delivery,
    InboxEntry,
    MentoringSession,
    Pair,
    PairSide,
    Participant,
)
from tests.scenarios.cast import Cast, Diary, Habits
from tests.scenarios.ledger import partners, polls_are_kept_per_side, rows_of, seen_by_all
from tests.scenarios.shaky import ShakyStage, shaken
from tests.scenarios.stage import EMPLOYEES, NADIA, buttons, staged

SIDES = {p.id: "mentor" if p.level in range(1, 4) else "mentee" for p in EMPLOYEES[::2]}
AT_A_TIME = 4
"""So many people act at the same time."""
WEEKS = 3
SEED = 20261123


@pytest.mark.long
@pytest.mark.ci
async def test_nothing_is_lost_or_done_twice_over_a_hundred_disconnects(sqlite_url: str) -> None:
    async with staged(sqlite_url, "socket") as calm:
        await calm.set_up()
        stage = shaken(calm, SEED)
        diary = await play(stage)
        await stage.calm_down()
        assert stage.line.ended.total() >= 100, stage.line.ended
        assert stage.line.answered["under way"] > 10, "the answer took the new line"
        await everybody_joined_once(stage)
        await every_pair_was_introduced_once(stage)
        await every_baseline_was_answered_once(stage)
        await every_date_is_the_one_picked_last(stage, diary)
        await polls_are_kept_per_side(stage, diary, SIDES)
        await check_ins_are_kept(stage, diary)
        await every_message_is_there_once(stage)
        await every_event_was_handled_once(stage)


async def play(stage: ShakyStage) -> Diary:
    """Enrol everybody and live through some weeks."""
    people = list(SIDES)
    for some in (people[at : at + AT_A_TIME] for at in range(0, len(people), AT_A_TIME)):
        await asyncio.gather(*(stage.join(person, SIDES[person]) for person in some))
        await asyncio.gather(*(look_in(stage, person) for person in some))
        await stage.forward(minutes=10)
    await stage.forward(days=8)
    diary = Diary()
    casts = await casts_of(stage, diary)
    for _ in range(WEEKS):
        for days in (1, 1, 2, 3):
            await approve_what_waits(stage)
            for _ in range(2):
                await asyncio.gather(*(cast.read_and_answer() for cast in casts))
            await stage.forward(days=days)
    return diary


async def look_in(stage: ShakyStage, person: str) -> None:
    """Open the Home tab and write to the bot: two events."""
    await stage.sandbox.open_home(person)
    await stage.sandbox.type_message(person, "What is this?")


async def casts_of(stage: ShakyStage, diary: Diary) -> list[Cast]:
    """Share the pairs out; partners stay together, so that one doesn't change the card the other is clicking."""
    casts = [Cast(stage, {}, SIDES, diary) for _ in range(AT_A_TIME)]
    for number, pair in enumerate(await rows_of(stage, Pair)):
        casts[number % AT_A_TIME].habits |= {pair.mentor_id: Habits(), pair.mentee_id: Habits()}
    return casts


async def approve_what_waits(stage: ShakyStage) -> None:
    for message in stage.dm(NADIA):
        if "admin.approve" in buttons(message):
            await stage.click(NADIA, "admin.approve", channel=message.channel, ts=message.ts)


async def everybody_joined_once(stage: ShakyStage) -> None:
    joined = [(row.person_id, row.role.value) for row in await rows_of(stage, Participant)]
    assert sorted(joined) == sorted(SIDES.items())
    welcomed = [
        s.person for s in await seen_by_all(stage) if s.row.message is MessageName.JOINED and not s.row.detail
    ]
    assert sorted(welcomed) == sorted(SIDES), "who sent the form again is told that her answers were changed"


async def every_pair_was_introduced_once(stage: ShakyStage) -> None:
    introduced = await partners(stage)
    assert len(introduced) > AT_A_TIME
    assert set(introduced.values()) == {1}
    groups = [(frozenset(group.members), len(group.messages)) for group in stage.group_dms()]
    bot = stage.running.bot.identity.bot_user_id
    assert Counter(dict(groups)) == Counter({pair | {bot}: 1 for pair in introduced})


async def every_baseline_was_answered_once(stage: ShakyStage) -> None:
    answered = Counter(side.side for side in await rows_of(stage, PairSide) if side.has_answered_baseline)
    assert answered.total() == 2 * len(await partners(stage))
    before = [row for row in await rows_of(stage, AnonymousNumber) if row.moment is Moment.BEFORE]
    kept = Counter((row.side, row.item) for row in before)
    assert {(side, count) for (side, _), count in kept.items()} == set(answered.items())


async def every_date_is_the_one_picked_last(stage: ShakyStage, diary: Diary) -> None:
    sessions = [row for row in await rows_of(stage, MentoringSession) if row.scheduled_at is not None]
    assert {row.id: int(row.scheduled_at.timestamp()) for row in sessions} == diary.dates
    assert len(diary.dates) > AT_A_TIME


async def check_ins_are_kept(stage: ShakyStage, diary: Diary) -> None:
    answers = [(row.person_id, row.score) for row in await rows_of(stage, CheckInAnswer)]
    assert sorted(answers) == sorted(diary.checked_in.items())


async def every_message_is_there_once(stage: ShakyStage) -> None:
    there = Counter(
        message.metadata["event_payload"]["id"]
        for conversation in stage.sandbox.workspace.conversations
        for message in conversation.messages
        if message.metadata is not None
    )
    posts = [row for row in await rows_of(stage, Delivery) if row.kind is EffectKind.POST]
    assert there == Counter(row.id for row in posts if row.state is DeliveryState.SENT)
    assert not [row for row in posts if row.state in {DeliveryState.FAILED, DeliveryState.HELD}]
    told = [seen for seen in await seen_by_all(stage) if seen.is_notification]
    texts = Counter((seen.person, seen.message.at.date(), seen.message.text) for seen in told)
    assert not [text for text, count in texts.items() if count > 1]


async def every_event_was_handled_once(stage: ShakyStage) -> None:
    taken = {row.key for row in await rows_of(stage, InboxEntry)}
    assert {f"event/{event}" for event in stage.line.events} == {
        key for key in taken if key.startswith("event/")
    }
    helped = [seen.person for seen in await seen_by_all(stage) if seen.row.message is MessageName.HELP]
    assert sorted(helped) == sorted(SIDES)

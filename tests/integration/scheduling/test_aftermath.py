"""After a restore: nothing that went out in the lost hours comes a second time, and nothing is lost with them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import RowMapping, select

from domain.errors import SlackFailure
from domain.kinds import Address, Approval, DeliveryState, EffectKind, MessageClass, MessageName, Role
from mentoring.aftermath import AFTERMATH, enter_aftermath
from mentoring.request_report import request_report
from models import Base, Delivery, Person
from scheduling.lookup import sweep
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World

MISSING = SlackFailure("missing_scope", is_permanent=True)
MISSED = "In case you missed it"


@dataclass
class Backup:
    """All rows of all tables, as they stood."""

    rows: dict[str, Sequence[RowMapping]]

    @classmethod
    async def of(cls, world: World) -> "Backup":
        async with world.database.engine.connect() as connection:
            return cls(
                {
                    table.name: (await connection.execute(select(table))).mappings().all()
                    for table in Base.metadata.sorted_tables
                }
            )

    async def restore(self, world: World) -> None:
        """Put them back, and let the database know."""
        async with world.database.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                await connection.execute(table.delete())
            for table in Base.metadata.sorted_tables:
                if self.rows[table.name]:
                    await connection.execute(table.insert(), [dict(row) for row in self.rows[table.name]])
        await enter_aftermath(world.database, world.now)
        world.clock.move_to(world.now + timedelta(seconds=1))


async def _live(world: World, **span: float) -> None:
    """Let time pass, with a look at what is in doubt every hour."""
    until = world.now + timedelta(**span)
    while world.now < until:
        await world.settle()
        await _look(world)
        await world.until(min(until, world.now + timedelta(hours=1)))
    await _look(world)


async def _look(world: World) -> None:
    world.clock.move_to(world.now + timedelta(seconds=61))
    while await sweep(world.sender):
        await world.settle()
        world.clock.move_to(world.now + timedelta(seconds=20))
    await world.settle()


def _doubled(world: World) -> list[tuple[str, str]]:
    """Who got the same words twice. No two messages of these tests read alike."""
    seen = Counter((post.channel, post.text) for post in world.slack.posts)
    return [said for said, count in seen.items() if count > 1]


async def test_what_was_waiting_at_the_backup_and_went_out_is_found(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    backup = await Backup.of(world)
    await world.settle()
    await backup.restore(world)
    await _live(world, hours=1)
    (row,) = await world.ledger()
    (post,) = world.slack.posts
    assert (row.state, row.channel_id, row.message_ts) == (DeliveryState.SENT, post.channel, post.ts)


async def test_what_was_waiting_at_the_backup_and_did_not_go_out_comes_once(world: World) -> None:
    await world.open()
    await world.tell(CARLA, at=world.now + timedelta(hours=1))
    backup = await Backup.of(world)
    await backup.restore(world)
    await _live(world, hours=3)
    assert len(world.slack.posts) == 1
    assert not world.slack.posts[0].text.startswith(MISSED)


async def test_what_a_worker_had_in_hand_at_the_backup_is_looked_for(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    await world.claim()
    backup = await Backup.of(world)
    world.clock.move_to(world.now + timedelta(seconds=61))
    await sweep(world.sender)
    await world.settle()
    assert len(world.slack.posts) == 1
    await backup.restore(world)
    await _live(world, hours=1)
    assert len(world.slack.posts) == 1


async def test_a_person_first_written_to_in_the_lost_hours_is_found_in_her_dm(world: World) -> None:
    await world.open()
    backup = await Backup.of(world)
    await world.tell(COEN)
    await world.settle()
    await backup.restore(world)
    assert (await world.person(COEN)).dm_channel_id is None
    await world.tell(COEN)
    await _live(world, hours=1)
    assert len(world.slack.posts) == 1
    assert (await world.get(Person, COEN)).dm_channel_id == f"D-{COEN}"


@pytest.mark.parametrize(
    ("weight", "state", "comes"),
    [
        (MessageClass.MUST_ARRIVE, DeliveryState.SENT, [MISSED]),
        (MessageClass.QUESTION, DeliveryState.HELD, []),
        (MessageClass.NUDGE, DeliveryState.EXPIRED, []),
    ],
)
async def test_where_history_may_not_be_read_the_class_of_a_message_decides(
    world: World, weight: MessageClass, state: DeliveryState, comes: list[str]
) -> None:
    await world.open()
    await world.tell(CARLA, weight=weight)
    backup = await Backup.of(world)
    await world.settle()
    await backup.restore(world)
    world.slack.fail("find_post", MISSING)
    await _live(world, minutes=5)
    (row,) = await world.ledger(MessageName.HELP)
    assert row.state is state
    _, *again = world.slack.said_to(f"D-{CARLA}")
    assert [text[: len(MISSED)] for text in again] == comes


async def test_weeks_of_a_pair_are_not_said_again_after_a_day_is_lost(world: World) -> None:
    await world.one_pair()
    await world.meeting()
    await world.forward(days=13)
    backup = await Backup.of(world)
    before = len(world.slack.posts)
    await world.forward(days=3)
    lost = {post.delivery_id for post in world.slack.posts[before:]}
    assert len(lost) >= 2, "the next session's cards went out in the lost days"
    await backup.restore(world)
    await _live(world, days=3)
    assert _doubled(world) == []
    known = {row.id: row.state for row in await world.ledger()}
    assert {known.get(delivery_id) for delivery_id in lost} == {DeliveryState.SENT}


async def test_a_proposal_that_the_coordinators_have_read_does_not_come_again(world: World) -> None:
    await world.one_pair()
    await world.settle()
    backup = await Backup.of(world)
    before = len(world.slack.posts)
    await world.proposed()
    lost = {post.delivery_id for post in world.slack.posts[before:]}
    assert {row.id for row in await world.sent(MessageName.PROPOSAL)} == lost
    await backup.restore(world)
    await _live(world, days=2)
    assert {row.id for row in await world.sent(MessageName.PROPOSAL)} == lost
    assert _doubled(world) == []


async def test_a_round_that_was_proposed_and_approved_by_the_clock_is_the_same_once_more(
    world: World,
) -> None:
    await world.open()
    await world.set_up(approval=Approval.AUTOMATIC)
    for number in range(3):
        for person, role in ((f"UJ{number}", Role.MENTOR), (f"US{number}", Role.MENTEE)):
            await world.join(person, role)
            await world.put_under(person, None)
    await world.settle()
    backup = await Backup.of(world)
    before = len(world.slack.posts)
    await world.forward(days=8)
    lost = {post.delivery_id for post in world.slack.posts[before:]}
    assert len([row for row in await world.sent(MessageName.PREVIEW) if row.id in lost]) == 6
    await backup.restore(world)
    await _live(world, days=1)
    known = {row.id: row.state for row in await world.ledger()}
    assert {known.get(delivery_id) for delivery_id in lost} == {DeliveryState.SENT}
    assert _doubled(world) == []


async def test_what_a_coordinator_has_to_approve_again_is_not_shown_again(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    backup = await Backup.of(world)
    await world.approve(CARLA)
    await world.settle()
    previews = [post for post in world.slack.posts if post.channel in {f"D-{MAYA}", f"D-{MARK}"}]
    assert previews
    await backup.restore(world)
    await _live(world, days=4)
    await world.approve(CARLA)
    await _live(world, days=1)
    assert _doubled(world) == []
    assert {row.state for row in await world.ledger(MessageName.PREVIEW)} == {DeliveryState.SENT}


async def test_an_introduction_that_may_stand_in_a_pairs_own_conversation_says_so(world: World) -> None:
    await world.one_pair()
    backup = await Backup.of(world)
    await world.live()
    await backup.restore(world)
    await _live(world, hours=1)
    await world.live()
    await _live(world, days=4)
    first, second = [p.text for p in world.slack.posts if p.channel.startswith("G-")]
    assert not first.startswith(MISSED)
    assert second.startswith(MISSED)


async def test_an_answer_to_a_new_act_is_not_looked_for(world: World) -> None:
    await world.open()
    backup = await Backup.of(world)
    await backup.restore(world)
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    assert len(world.slack.posts) == 1
    assert "find_post" not in [name for name, _ in world.slack.calls]


async def test_a_report_that_may_have_come_is_left_to_the_coordinator_a_new_one_comes(world: World) -> None:
    await world.one_pair()
    async with world.database.transaction(HERE) as session:
        session.add(_file(world))
    backup = await Backup.of(world)
    await world.settle()
    assert len(world.slack.uploads) == 1
    await backup.restore(world)
    await _live(world, minutes=5)
    files = await world.ledger(MessageName.REPORT_FILE, kind=EffectKind.FILE)
    assert [(row.state, row.reason) for row in files] == [(DeliveryState.HELD, "unprovable")]
    await request_report(world.core, world.act(CARLA), world.program_id, "")
    await world.settle()
    assert len(world.slack.uploads) == 3


def _file(world: World) -> Delivery:
    facts: dict[str, Any] = {"state": DeliveryState.PENDING, "due_at": world.now, "created_at": world.now}
    return Delivery(
        id="f" * 32,
        key="a report",
        kind=EffectKind.FILE,
        message=MessageName.REPORT_FILE,
        message_class=MessageClass.DIGEST,
        address=Address.PERSON,
        recipient_id=CARLA,
        subject_id=world.program_id,
        detail={"request": "", "format": "xlsx"},
        **facts,
    )


async def test_home_tabs_are_drawn_anew(world: World) -> None:
    await world.one_pair()
    await world.join("UZOE", Role.MENTOR)
    await world.settle()
    backup = await Backup.of(world)
    drawn = [name for name, _ in world.slack.calls].count("publish_home")
    await backup.restore(world)
    await _live(world, minutes=5)
    homes = await world.ledger(kind=EffectKind.HOME)
    assert [name for name, _ in world.slack.calls].count("publish_home") == drawn + len(homes)


async def test_weeks_after_a_restore_nothing_is_looked_for_any_more(world: World) -> None:
    await world.open()
    backup = await Backup.of(world)
    await backup.restore(world)
    world.clock.move_to(world.now + AFTERMATH)
    await world.tell(CARLA)
    await world.settle()
    assert len(world.slack.posts) == 1
    assert "find_post" not in [name for name, _ in world.slack.calls]

"""Nothing the partner gets, or gets to see, differs by what was said in confidence."""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from domain.kinds import EffectKind, MessageName, PreviewAnswer, Role
from mentoring.answer_poll import answer_not_yet, rate_session
from mentoring.answer_preview import answer_preview
from mentoring.check_in import answer_check_in, ask_for_another, ask_for_help
from mentoring.end_contact import end_contact
from models import Pair
from models.database import Database
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World, berlin, window

DAY = timedelta(days=1)
AN_ID = re.compile(r"[0-9a-f]{32}")
Course = Callable[[World, Pair], Awaitable[None]]


async def says_nothing(world: World, pair: Pair) -> None:
    """Maya keeps silent."""


async def complains(world: World, pair: Pair) -> None:
    await answer_check_in(world.core, world.act(MAYA), pair.id, 1)
    await ask_for_help(world.core, world.act(MAYA), pair.id)
    await ask_for_another(world.core, world.act(MAYA), pair.id)


async def is_content(world: World, pair: Pair) -> None:
    await answer_check_in(world.core, world.act(MAYA), pair.id, 5)


async def rates_it_useless(world: World, pair: Pair) -> None:
    await rate_session(world.core, world.act(MAYA), (await world.session(pair.id)).id, 1)


async def rates_it_useful(world: World, pair: Pair) -> None:
    await rate_session(world.core, world.act(MAYA), (await world.session(pair.id)).id, 5)


async def denies_it(world: World, pair: Pair) -> None:
    await answer_not_yet(world.core, world.act(MAYA), (await world.session(pair.id)).id)


async def what_mark_gets(world: World, course: Course, *, says_yes: bool = False) -> str:
    """Play it the same each time, but for Maya's words after the first session, until help would be due."""
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.fix_date(pair, berlin(world.now + 2 * DAY, 14))
    await world.forward(days=3)
    await course(world, pair)
    await world.settle()
    if says_yes:
        await rate_session(world.core, world.act(MARK), meeting.id, 5)
    await world.forward(days=24 if course in {denies_it, says_nothing} else 3)
    return await _all_that_reached(world, MARK)


async def _all_that_reached(world: World, person_id: str) -> str:
    """Return what was promised to and drawn for somebody; ids are numbered as they come."""
    kinds = (EffectKind.POST, EffectKind.UPDATE, EffectKind.HOME)
    rows = [row for kind in kinds for row in await world.ledger(to=person_id, kind=kind)]
    rows.sort(key=lambda row: (row.created_at, row.kind, row.message))
    channels = {f"D-{person_id}", f"G-{MARK}-{MAYA}"}
    promised = [(row.key, row.state, row.due_at, row.revision, row.reason) for row in rows]
    posts = [(p.at, p.text, p.blocks) for p in world.slack.posts if p.channel in channels]
    drawn = sorted((p.at, p.text, repr(p.blocks)) for p in world.slack.updates if p.channel in channels)
    everything = repr((promised, posts, drawn, world.slack.homes.get(person_id)))
    names: dict[str, str] = {}
    return AN_ID.sub(lambda found: names.setdefault(found[0], f"<{len(names)}>"), everything)


@pytest.fixture
async def elsewhere(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A second world to compare with."""
    database = Database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'elsewhere.db')}")
    yield World(database)
    await database.close()


@pytest.mark.parametrize(
    ("one", "other", "says_yes"),
    [
        (complains, is_content, False),
        (rates_it_useless, rates_it_useful, False),
        (denies_it, says_nothing, True),
        (denies_it, says_nothing, False),
    ],
    ids=["a complaint", "a rating", "a no beside his yes", "a no beside his silence"],
)
async def test_the_partner_can_tell_no_difference(
    world: World, elsewhere: World, one: Course, other: Course, says_yes: bool
) -> None:
    assert await what_mark_gets(world, one, says_yes=says_yes) == await what_mark_gets(
        elsewhere, other, says_yes=says_yes
    )


async def test_a_concern_reaches_coordinators_without_a_conflict_and_nobody_else(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.put_under(MAYA, CARLA)
    await ask_for_help(world.core, world.act(MAYA), pair.id)
    await world.forward(days=1)
    assert {row.recipient_id for row in await world.ledger(MessageName.CONCERN)} == {COEN}


async def test_a_cry_for_help_after_a_low_answer_is_heard_too(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await answer_check_in(world.core, world.act(MAYA), pair.id, 2)
    await world.settle()
    await ask_for_help(world.core, world.act(MAYA), pair.id)
    await world.settle()
    concerns = {row.id for row in await world.sent(MessageName.CONCERN, to=CARLA)}
    told = [post.text for post in world.slack.posts if post.delivery_id in concerns]
    assert len(told) == 2
    assert "help" in told[1]


async def test_a_concern_outlives_the_pair(world: World) -> None:
    """Raised at night, with contact ended a minute later: a coordinator reads it in the morning."""
    await world.one_pair()
    pair = await world.live()
    await world.until(berlin(world.now, 22))
    await ask_for_help(world.core, world.act(MAYA), pair.id)
    await end_contact(world.core, world.act(MAYA), pair.id)
    await world.until(berlin(world.now + DAY, 10))
    assert len(await world.sent(MessageName.CONCERN)) == 2


async def test_a_no_leaves_no_trace_with_who_has_not_seen_the_preview(world: World) -> None:
    await world.open()
    await world.set_up()
    await world.join(MAYA, Role.MENTOR)
    await world.join(MARK, Role.MENTEE, read=window(7, 9))
    pair = await world.previewing()
    assert MessageName.PREVIEW not in await world.heard(MARK)
    await answer_preview(world.core, world.act(MAYA), pair.id, PreviewAnswer.NOT_THIS_ONE)
    await world.forward(days=1)
    assert await world.heard(MARK) == [MessageName.JOINED]


async def test_a_no_and_the_end_of_a_pair_read_the_same(world: World, elsewhere: World) -> None:
    told = []
    for each in (world, elsewhere):
        await each.one_pair()
        pair = await each.previewing()
        if each is world:
            await answer_preview(each.core, each.act(MAYA), pair.id, PreviewAnswer.NOT_THIS_ONE)
        else:
            await each.put_under(MAYA, MARK)
        await each.forward(hours=1)
        (ended,) = await each.sent(MessageName.PAIR_ENDED, to=MARK)
        told += [post.text for post in each.slack.posts if post.delivery_id == ended.id]
    assert told[0] == told[1]

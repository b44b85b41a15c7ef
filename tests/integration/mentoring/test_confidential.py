"""Nothing the partner gets, or gets to see, differs by what was said in confidence."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.kinds import EffectKind, MessageName, PairState, PreviewAnswer
from mentoring.answer_poll import answer_not_yet, rate_session
from mentoring.answer_preview import answer_preview
from mentoring.check_in import answer_check_in, ask_for_another, ask_for_help
from mentoring.end_contact import end_contact
from models import Pair
from models.database import Database
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World, berlin, window

DAY = timedelta(days=1)
Course = Callable[[World, Pair], Awaitable[None]]


async def says_nothing(world: World, pair: Pair) -> None:
    """Maya keeps silent."""


async def feels_low(world: World, pair: Pair) -> None:
    await answer_check_in(world.core, world.act(MAYA), pair.id, 1)


async def feels_fine(world: World, pair: Pair) -> None:
    await answer_check_in(world.core, world.act(MAYA), pair.id, 5)


async def wants_help(world: World, pair: Pair) -> None:
    await ask_for_help(world.core, world.act(MAYA), pair.id)


async def wants_another(world: World, pair: Pair) -> None:
    await ask_for_another(world.core, world.act(MAYA), pair.id)


async def says_not_yet(world: World, pair: Pair) -> None:
    await answer_not_yet(world.core, world.act(MAYA), (await world.session(pair.id)).id)


async def _played(world: World, course: Course, *, partner_says_yes: bool = False) -> World:
    """The same weeks each time, but for what Maya says after the first session."""
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.fix_date(pair, berlin(world.now + 2 * DAY, 14))
    await world.forward(days=3)
    await course(world, pair)
    await world.forward(hours=1)
    if partner_says_yes:
        await rate_session(world.core, world.act(MARK), meeting.id, 5)
    await world.forward(days=24)
    return world


async def _partners(world: World) -> dict[str, Any]:
    """All that reaches Mark, and all that is promised to him."""
    kinds = (EffectKind.POST, EffectKind.UPDATE, EffectKind.HOME)
    rows = [row for kind in kinds for row in await world.ledger(to=MARK, kind=kind)]
    channels = {f"D-{MARK}", f"G-{MARK}-{MAYA}"}
    return {
        "promised": [(row.key, row.state, row.due_at, row.revision, row.reason) for row in rows],
        "posts": [(p.at, p.text, p.blocks) for p in world.slack.posts if p.channel in channels],
        "updates": [(p.at, p.text, p.blocks) for p in world.slack.updates if p.channel in channels],
        "home": world.slack.homes.get(MARK),
    }


@pytest.fixture
async def silent(sqlite_url: str) -> Any:
    """What Mark gets when Maya says nothing; one database is enough to compare with itself."""
    database = Database(sqlite_url)
    yield database
    await database.close()

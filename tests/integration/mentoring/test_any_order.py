"""Acts of two people and the clock, in every order: each is done or refused, and things stand as the words say."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.integration.mentoring.legal_states import Deed, Truth, after
from tests.integration.mentoring.rewound import SIDES, Rewound, in_memory
from tests.integration.mentoring.world import MARK, MAYA

LIVE = Truth(SIDES, pair="live", yes=SIDES)
MEETING = Truth(SIDES, pair="live", yes=SIDES, charter=SIDES, session="to_fix")
FIXED = Truth(SIDES, "live", SIDES, SIDES, "fixed", "ten", MAYA, editions=2)
DAYS_AFTER = 8
"""Long enough for a charter nobody accepts and every second question."""


async def previewing(world: Rewound) -> Truth:
    """Both look at each other in private."""
    await world.one_pair()
    world.pair_id = (await world.previewing()).id
    return Truth(SIDES)


async def live(world: Rewound) -> Truth:
    """Both are introduced."""
    await world.one_pair()
    world.pair_id = (await world.live()).id
    return LIVE


async def meeting(world: Rewound) -> Truth:
    """The first session waits for its date."""
    await world.one_pair()
    world.pair_id = (await world.meeting()).id
    world.session_id = (await world.session(world.pair_id)).id
    return MEETING


async def fixed(world: Rewound) -> Truth:
    """It has one."""
    await meeting(world)
    await world.fix_date(await world.pair(world.pair_id), world.dates["ten"])
    return FIXED


@dataclass(frozen=True)
class Script:
    """What happens within the same minutes, in an order that the network decides."""

    name: str
    begin: Callable[[Rewound], Awaitable[Truth]]
    deeds: tuple[Deed, ...]


SHORT = (
    Script(
        "answers to a preview",
        previewing,
        (Deed("yes", MAYA), Deed("yes", MARK), Deed("no", MARK), Deed("leave", MAYA)),
    ),
    Script(
        "a date moves",
        meeting,
        (
            Deed("suggest", MAYA, "ten", 0),
            Deed("accept", MARK, seen=1),
            Deed("cancel", MAYA, seen=2),
            Deed("end contact", MARK),
        ),
    ),
)
LONG = (
    Script(
        "a preview ends, and somebody goes",
        previewing,
        (
            Deed("yes", MAYA),
            Deed("yes", MARK),
            Deed("no", MARK),
            Deed("preview is over"),
            Deed("leave", MAYA),
            Deed("pause", MARK),
        ),
    ),
    Script(
        "from the preview to the charter",
        previewing,
        (
            Deed("yes", MAYA),
            Deed("preview is over"),
            Deed("charter", MAYA),
            Deed("charter", MARK),
            Deed("session opens"),
            Deed("end contact", MARK),
        ),
    ),
    Script(
        "a charter, a pause and a farewell",
        live,
        (
            Deed("charter", MAYA),
            Deed("charter", MARK),
            Deed("session opens"),
            Deed("pause", MARK),
            Deed("come back", MARK),
            Deed("leave", MAYA),
        ),
    ),
    Script(
        "two dates at once",
        meeting,
        (
            Deed("suggest", MAYA, "ten", 0),
            Deed("suggest", MARK, "two", 0),
            Deed("suggest", MARK, "ten", 1),
            Deed("accept", MAYA, seen=1),
            Deed("accept", MARK, seen=1),
            Deed("cancel", MAYA, seen=2),
        ),
    ),
    Script(
        "a date, and we have met already",
        meeting,
        (
            Deed("suggest", MAYA, "ten", 0),
            Deed("accept", MARK, seen=1),
            Deed("met", MAYA),
            Deed("rate", MAYA),
            Deed("not yet", MARK),
            Deed("suggest", MARK, "two", 1),
        ),
    ),
    Script(
        "the poll, and the date is moved",
        fixed,
        (
            Deed("date is over"),
            Deed("rate", MAYA),
            Deed("not yet", MARK),
            Deed("met", MARK),
            Deed("cancel", MAYA, seen=2),
            Deed("suggest", MARK, "two", 2),
        ),
    ),
    Script(
        "the poll, and somebody goes",
        fixed,
        (
            Deed("date is over"),
            Deed("rate", MAYA),
            Deed("rate", MARK),
            Deed("pause", MAYA),
            Deed("leave", MAYA),
            Deed("end contact", MARK),
        ),
    ),
)


@dataclass
class Orders:
    """Tries all orders. What two orders have in common is done once: the world is put back to where they part."""

    world: Rewound
    tried: int = 0
    ends: dict[Truth, Any] = field(default_factory=dict)

    async def all(self, truth: Truth, deeds: tuple[Deed, ...], so_far: tuple[Deed, ...] = ()) -> None:
        """Try each of the deeds next."""
        if not deeds:
            self.tried += 1
            self.ends.setdefault(truth, self.world.keep())
            return
        moment = self.world.keep()
        for deed in deeds:
            self.world.put_back(moment)
            done = (*so_far, deed)
            expected = await self._try(truth, deed, done)
            await self.all(expected, tuple(other for other in deeds if other is not deed), done)
        moment.close()

    async def _try(self, truth: Truth, deed: Deed, done: tuple[Deed, ...]) -> Truth:
        told = " → ".join(map(str, done))
        expected = after(truth, deed)
        assert await self.world.do(deed) is (expected is not None), told
        assert self.world.truth() == (expected or truth), told
        assert self.world.orphans() == [], told
        assert self.world.missing() == set(), told
        assert self.world.repeated() == [], told
        return expected or truth


@pytest.fixture
def no_failure() -> Iterator[None]:
    """The clock's steps swallow their bugs into the log: there must be none."""
    with capture_logs() as said:
        yield
    assert [entry for entry in said if entry["log_level"] == "error"] == []


@asynccontextmanager
async def _tried(script: Script, template: Path) -> AsyncIterator[Orders]:
    async with in_memory(template) as world:
        orders = Orders(world)
        truth = await script.begin(world)
        assert world.truth() == truth
        await orders.all(truth, script.deeds)
        yield orders


async def _live_on(world: Rewound) -> None:
    """Nobody does anything more: the clock goes on without a fault, and nothing wakes what is over."""
    was_over = not world.truth().is_open
    now = world.clock._now
    await world.forward(days=DAYS_AFTER)
    assert world.orphans() == []
    assert not (was_over and world.truth().is_open)
    world.clock._now = now


@pytest.mark.usefixtures("no_failure")
@pytest.mark.parametrize("script", SHORT, ids=lambda script: script.name)
async def test_in_every_order_each_act_is_done_or_refused(script: Script, sqlite_template: Path) -> None:
    async with _tried(script, sqlite_template) as orders:
        assert orders.tried == 24


@pytest.mark.ci
@pytest.mark.usefixtures("no_failure")
@pytest.mark.parametrize("script", LONG, ids=lambda script: script.name)
async def test_in_all_720_orders_each_act_is_done_or_refused(script: Script, sqlite_template: Path) -> None:
    async with _tried(script, sqlite_template) as orders:
        assert orders.tried == 720
        for moment in orders.ends.values():
            orders.world.put_back(moment)
            await _live_on(orders.world)
            moment.close()

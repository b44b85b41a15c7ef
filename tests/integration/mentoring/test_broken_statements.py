"""Whatever the database breaks at, done once more everything stands as if it had never broken, and nothing is twofold.

Each flow is done once to count what it asks of the database; then once for each of those things, with that one broken.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.errors import AlreadyTakenError, Refusal
from domain.facts.people import Act, JoinRequest
from domain.kinds import MessageClass, PreviewAnswer, Role, Series
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import rate_session
from mentoring.answer_preview import answer_preview
from mentoring.approve_round import approve_round
from mentoring.end_contact import end_contact
from mentoring.greet import draw_home
from mentoring.join import join
from mentoring.schedule_session import accept_date, report_met, suggest_date
from models.database import STORE_AWAY, Database
from models.sealing import KEY_BYTES, Sealer
from tests.databases import empty
from tests.integration.mentoring.broken import WORD, Breaking, breaking, state_of
from tests.integration.mentoring.fake_slack import NO_ANSWER, Post
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.rewound import in_memory
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World, berlin

ROUNDS = 4
SAMPLES = 4
STEP = timedelta(seconds=61)
MISSED = "In case you missed it: I can't tell whether this has reached you already. "
Doing = Callable[[World, Act], Awaitable[object]]


@dataclass(frozen=True)
class Flow:
    """`begin` leads up to it, `who` does it. Nobody: the clock does, and comes again by itself."""

    name: str
    begin: Callable[[World], Awaitable[object]]
    do: Doing
    who: str = ""

    def __str__(self) -> str:
        return self.name


async def _open_program(world: World) -> None:
    await world.open()
    await world.set_up()
    await world.meet(MAYA)


async def _enrolled(world: World) -> None:
    await world.one_pair()
    await world.settle()
    await world.set_due(Series.ENROLMENT_CLOSE, world.program_id, world.now)


async def _proposed(world: World) -> None:
    await world.one_pair()
    await world.proposed()


async def _half_said_yes(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await answer_preview(world.core, world.act(pair.mentor_id), pair.id, PreviewAnswer.ACCEPTED)


async def _silent_preview(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await world.set_due(Series.PREVIEW_END, pair.id, world.now)


async def _half_accepted(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await accept_charter(world.core, world.act(pair.mentor_id), pair.id)


async def _both_accepted(world: World) -> None:
    await _half_accepted(world)
    pair = await world.pair()
    await accept_charter(world.core, world.act(pair.mentee_id), pair.id)


async def _meeting(world: World) -> None:
    await world.one_pair()
    await world.meeting()


async def _suggested(world: World) -> None:
    await _meeting(world)
    await _suggest(world, world.act(MAYA))


async def _date_is_over(world: World) -> None:
    await _meeting(world)
    pair = await world.pair()
    meeting = await world.fix_date(pair, berlin(world.now + timedelta(days=3), 14))
    await world.set_due(Series.SESSION_POLL, meeting.id, world.now)


async def _met(world: World) -> None:
    await _meeting(world)
    await report_met(world.core, world.act(MARK), (await world.session((await world.pair()).id)).id)


async def _letters(world: World) -> None:
    await world.open()
    await world.tell(CARLA, COEN, weight=MessageClass.RECEIPT)
    await draw_home(world.core, world.act(CARLA))


async def _letters_before(world: World) -> None:
    """A card that is there and is drawn anew."""
    await _letters(world)
    await world.settle()
    await world.redraw(CARLA)


async def _unanswered(world: World, *, is_there: bool) -> None:
    await world.open()
    world.slack.loses_answers = is_there
    world.slack.fail("post", NO_ANSWER)
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    world.clock.move_to(world.now + timedelta(seconds=61))


async def _lost(world: World) -> None:
    await _unanswered(world, is_there=False)


async def _there(world: World) -> None:
    await _unanswered(world, is_there=True)


async def _join(world: World, act: Act) -> None:
    wish = JoinRequest(world.program_id, Role.MENTOR, teaches=("ai",), wants=(), level=2, has_no_manager=True)
    await join(world.core, act, wish)


async def _approve(world: World, act: Act) -> None:
    await approve_round(world.core, act, (await world.round()).id)


async def _say_yes(world: World, act: Act) -> None:
    await answer_preview(world.core, act, (await world.pair()).id, PreviewAnswer.ACCEPTED)


async def _accept_charter(world: World, act: Act) -> None:
    await accept_charter(world.core, act, (await world.pair()).id)


async def _suggest(world: World, act: Act) -> None:
    meeting = await world.session((await world.pair()).id)
    await suggest_date(world.core, act, meeting.id, 0, berlin(world.now + timedelta(days=3), 14))


async def _accept_date(world: World, act: Act) -> None:
    meeting = await world.session((await world.pair()).id)
    await accept_date(world.core, act, meeting.id, 1)


async def _rate(world: World, act: Act) -> None:
    await rate_session(world.core, act, (await world.session((await world.pair()).id)).id, 4)


async def _end(world: World, act: Act) -> None:
    await end_contact(world.core, act, (await world.pair()).id)


async def _settle(world: World, _act: Act) -> None:
    await world.settle()


async def _tick(world: World, _act: Act) -> None:
    await world.runner.ticks["tick.plan"].run()
    await world.runner.ticks["tick.solve"].run()


async def _sweep(world: World, _act: Act) -> None:
    await world.runner.ticks["tick.sweep"].run()


FLOWS = (
    Flow("somebody joins", _open_program, _join, MAYA),
    Flow("enrolment closes and pairs are proposed", _enrolled, _tick),
    Flow("a coordinator approves", _proposed, _approve, CARLA),
    Flow("the second yes introduces the two", _half_said_yes, _say_yes, MARK),
    Flow("a preview ends in silence", _silent_preview, _tick),
    Flow("the second one accepts the charter", _half_accepted, _accept_charter, MARK),
    Flow("the first session opens", _both_accepted, _tick),
    Flow("a date is suggested", _meeting, _suggest, MAYA),
    Flow("a date is accepted", _suggested, _accept_date, MARK),
    Flow("a date is over and the poll comes", _date_is_over, _tick),
    Flow("a session is rated", _met, _rate, MAYA),
    Flow("somebody ends the contact", _meeting, _end, MARK),
    Flow("letters and a Home tab go out", _letters, _settle),
    Flow("a card is drawn anew", _letters_before, _settle),
    Flow("a lost post is looked up and sent again", _lost, _sweep),
    Flow("a post that is there is looked up", _there, _sweep),
)


DONE_ONCE = (_approve, _say_yes, _accept_charter, _accept_date, _rate, _end)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a database here."""
    monkeypatch.setattr("scheduling.delivery.WRITE_PAUSES", (0.0,) * 5)


async def _done(world: World, flow: Flow, act: Act) -> bool:
    """Do it once. False: the database was in the way, and whoever asked was told so."""
    try:
        await flow.do(world, act)
    except AlreadyTakenError:
        return True
    except STORE_AWAY:
        return False
    return True


async def _aftermath(world: World, flow: Flow, act: Act) -> None:
    """Do it once more as Slack would, or let the clock come round again as it does anyway."""
    if flow.who:
        assert await _done(world, flow, act)
        return
    for _ in range(ROUNDS):
        world.clock.move_to(world.now + STEP)
        await _sweep(world, act)
        await world.settle()


async def _outcome(world: World) -> tuple[object, Counter[str]]:
    """How things stand, and what stands in Slack."""
    copies = Counter(post.delivery_id for post in world.slack.posts)
    assert max(copies.values(), default=0) <= 1, "posted twice"
    return await state_of(world.database), Counter(_read(post) for post in world.slack.posts)


def _read(post: Post) -> str:
    """What stands there. Where nobody may look, what was in doubt says that it repeats itself."""
    is_theirs = post.channel.startswith("G-")
    return f"{post.channel}: {post.text.removeprefix(MISSED) if is_theirs else post.text}"


def _act(flow: Flow) -> Act:
    return Act(HERE, flow.who, "act/the key")


async def _played(world: World, flow: Flow, broken: Breaking, at: int) -> tuple[object, Counter[str]]:
    async with broken.watching(at):
        await _done(world, flow, _act(flow))
    assert at < 0 or broken.has_broken
    await _aftermath(world, flow, _act(flow))
    return await _outcome(world)


@asynccontextmanager
async def _on_sqlite(flow: Flow, template: Path) -> AsyncIterator[tuple[World, Breaking, Callable[[], None]]]:
    """The world where the flow begins, and the way back to there."""
    with capture_logs():
        async with in_memory(template) as world:
            await flow.begin(world)
            moment, now, slack = world.keep(), world.now, world.slack
            posts, failures = list(slack.posts), {name: [*left] for name, left in slack.failures.items()}

            def again() -> None:
                world.put_back(moment)
                world.clock._now = now
                slack.posts[:] = posts
                slack.failures = {name: [*left] for name, left in failures.items()}
                world.sender.worker.in_hand.clear()

            yield world, breaking(world.database), again


@pytest.mark.ci
@pytest.mark.parametrize("flow", FLOWS, ids=str)
async def test_broken_at_any_statement_or_commit_it_ends_as_if_it_had_not(
    flow: Flow, sqlite_template: Path
) -> None:
    async with _on_sqlite(flow, sqlite_template) as (world, broken, again):
        expected = await _played(world, flow, broken, -1)
        again()
        async with broken.watching() as asked:
            await _done(world, flow, _act(flow))
        for at, what in enumerate(list(asked)):
            again()
            assert await _played(world, flow, broken, at) == expected, (at, what)


@pytest.mark.parametrize("flow", [flow for flow in FLOWS if flow.do in DONE_ONCE], ids=str)
async def test_a_commit_without_a_word_is_not_done_again(flow: Flow, sqlite_template: Path) -> None:
    """Slack delivers it again under its key, and the person herself clicks again under another."""
    async with _on_sqlite(flow, sqlite_template) as (world, broken, again):
        expected = await _played(world, flow, broken, -1)
        again()
        async with broken.watching() as asked:
            await _done(world, flow, _act(flow))
        (at,) = [number for number, what in enumerate(asked) if what == WORD][-1:]
        again()
        assert await _played(world, flow, broken, at) == expected
        with suppress(Refusal):
            await flow.do(world, world.act(flow.who))
        assert await _outcome(world) == expected


@pytest.mark.ci
@pytest.mark.postgresql
@pytest.mark.parametrize("flow", FLOWS, ids=str)
async def test_connections_that_are_ended_under_it_change_nothing(flow: Flow, postgres_url: str) -> None:
    chance = random.Random(str(flow))  # noqa: S311  a seed, no secret
    expected, count = await _once(postgres_url, flow, -1)
    for at in sorted(chance.sample(range(count), min(SAMPLES, count))):
        empty(postgres_url)
        assert (await _once(postgres_url, flow, at))[0] == expected, at


async def _once(address: str, flow: Flow, at: int) -> tuple[tuple[object, Counter[str]], int]:
    """Lead up to the flow and do it with one thing broken; return the outcome, and how much was asked."""
    database = Database(address, sealer=Sealer(bytes(KEY_BYTES)))
    try:
        with capture_logs():
            world = World(database)
            await flow.begin(world)
            broken = breaking(database)
            outcome = await _played(world, flow, broken, at)
            return outcome, len(broken.asked)
    finally:
        await database.close()

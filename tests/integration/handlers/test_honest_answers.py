"""The database breaks in the midst of an act: nobody hears of anything saved that isn't, nor that nothing was.

Each act is brought to its door once for every statement and commit it takes, with that one broken.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.kinds import MessageName, PreviewAnswer
from mentoring.answer_preview import answer_preview
from messages.payload import Payload
from tests.integration.authorization.entries import USES
from tests.integration.handlers.porch import Answered, Porch, ShowingSlack
from tests.integration.mentoring.broken import breaking
from tests.integration.mentoring.rewound import Rewound, in_memory
from tests.integration.mentoring.world import BOSS, MARK, MAYA

SORRY = "Sorry, that went wrong"
CLAIMS = ("Nothing was changed", "saved your", "You're in")


@dataclass(frozen=True)
class Scene:
    """`is_saved`, once it is done, tells of each way an act shows that it has taken effect."""

    name: str
    begin: Callable[[Rewound], Awaitable[object]]
    bring: Callable[[Porch, Rewound], Awaitable[Answered]]
    is_saved: Callable[[Rewound], bool]
    tells: bool = True

    def __str__(self) -> str:
        return self.name


async def _half_said_yes(world: Rewound) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await answer_preview(world.core, world.act(MAYA), pair.id, PreviewAnswer.ACCEPTED)
    world.pair_id = pair.id


async def _yes(porch: Porch, world: Rewound) -> Answered:
    return await porch.press(MARK, "preview.accept", Payload(world.pair_id))


async def _enrolling(world: Rewound) -> None:
    await world.open()
    await world.set_up()
    await world.meet(MAYA)
    await world.put_under(MAYA, BOSS)


async def _join(porch: Porch, world: Rewound) -> Answered:
    answers = USES["join.submit"].answers(world.now)
    return await porch.submit(MAYA, "join.submit", Payload(world.program_id), answers)


async def _type(porch: Porch, _world: Rewound) -> Answered:
    event = {"type": "message", "channel_type": "im", "user": MAYA, "text": "hello"}
    return await porch.happen("message.im", event)


SCENES = (
    Scene(
        "a yes to a partner",
        _half_said_yes,
        _yes,
        lambda world: world.ask("SELECT state FROM pair") == [("live",)],
    ),
    Scene(
        "a join form",
        _enrolling,
        _join,
        lambda world: bool(world.ask("SELECT * FROM participant WHERE person_id = ?", MAYA)),
    ),
    Scene(
        "a message to the bot",
        _enrolling,
        _type,
        lambda world: bool(world.ask("SELECT * FROM delivery WHERE message = ?", MessageName.HELP.value)),
        tells=False,
    ),
)


@pytest.mark.parametrize("scene", SCENES, ids=str)
async def test_every_answer_is_true_wherever_it_breaks(scene: Scene, sqlite_template: Path) -> None:
    with capture_logs():
        async with in_memory(sqlite_template) as world:
            await scene.begin(world)
            broken, moment = breaking(world.database), world.keep()
            porch = Porch(world, ShowingSlack(world.clock))
            async with broken.watching() as asked:
                answered = await scene.bring(porch, world)
            assert answered.is_acknowledged, answered
            assert scene.is_saved(world), answered
            for at, what in enumerate(list(asked)):
                world.put_back(moment)
                porch.slack.said.clear()
                async with broken.watching(at):
                    answered = await scene.bring(porch, world)
                assert broken.has_broken
                _judge(scene, answered, porch.slack, is_saved=scene.is_saved(world), at=(at, what))


def _judge(
    scene: Scene, answered: Answered, slack: ShowingSlack, *, is_saved: bool, at: tuple[int, str]
) -> None:
    """Either it isn't acknowledged, or she reads the apology, or it is saved."""
    words = answered.text + str(slack.said)
    apologises = SORRY in words
    if not scene.tells:
        assert answered.is_acknowledged is (answered.failure is None)
        assert is_saved or not answered.is_acknowledged, at
        return
    assert answered.is_acknowledged, (at, answered)
    assert is_saved or apologises, (at, words)
    assert not (apologises and any(claim in words for claim in CLAIMS)), (at, words)


@pytest.mark.parametrize("scene", SCENES, ids=str)
async def test_brought_again_after_the_trouble_it_is_done(scene: Scene, sqlite_template: Path) -> None:
    with capture_logs():
        async with in_memory(sqlite_template) as world:
            await scene.begin(world)
            broken = breaking(world.database)
            porch = Porch(world, ShowingSlack(world.clock))
            async with broken.watching(0):
                await scene.bring(porch, world)
            assert not scene.is_saved(world)
            await scene.bring(porch, world)
            assert scene.is_saved(world)

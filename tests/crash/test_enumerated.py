"""The bot is killed at each named point: at the first arrival there, the second, and the last."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from domain.failpoints import FAILPOINTS
from mentoring.sweep import AT_A_TIME
from tests.crash.settings import Setting
from tests.crash.theatre import Play, play_on

SPEED = 60.0
"""One real second is the minute after which "not found" may count."""
COUPLES = 2
LOST_ANSWERS = 2
"""So often in each wave Slack takes a post and the line drops: somebody has to look it up."""
SEEDS = (1, 2, 3)


@pytest.fixture(scope="session")
def arrivals() -> dict[str, Counter[str]]:
    """How often each point is reached in a wave lived through in peace."""
    return {}


@pytest.mark.ci
@pytest.mark.parametrize("point", FAILPOINTS)
async def test_nothing_is_lost_or_doubled_when_the_bot_dies_at(
    point: str, setting: Setting, tmp_path: Path, arrivals: dict[str, Counter[str]]
) -> None:
    async with play_on(setting, tmp_path, SPEED) as play:
        last = await count_arrivals(play, arrivals, point)
        await die_and_recover(play, point, sorted({1, min(2, last), last}))


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("point", FAILPOINTS)
async def test_nothing_is_lost_or_doubled_whenever_the_bot_dies_at(
    point: str, seed: int, setting: Setting, tmp_path: Path, arrivals: dict[str, Counter[str]]
) -> None:
    async with play_on(setting, tmp_path, SPEED) as play:
        last = await count_arrivals(play, arrivals, point)
        play.sink.sandbox.faults.by_seed(seed, {"slow": 0.2})
        await die_and_recover(play, point, range(1, last + 1))


async def count_arrivals(play: Play, arrivals: dict[str, Counter[str]], point: str) -> int:
    """Live through a wave in peace, once for each setting."""
    if play.setting.name not in arrivals:
        await wave(play)
        play.start()
        await play.settled()
        await play.lives.end()
        arrivals[play.setting.name] = play.hits()
    last = arrivals[play.setting.name][point]
    assert last > 0, "a point that is never reached proves nothing"
    return last


async def die_and_recover(play: Play, point: str, hits: Iterable[int]) -> None:
    """Begin a wave, be killed in it, and go on with the next; a last life puts everything right."""
    for hit in hits:
        await die_at(play, point, hit)
    play.start()
    await play.settled()
    await play.lives.end()
    verdict = play.judge(f"{point}, {play.setting.name}")
    assert verdict.is_good, verdict
    assert play.sink.lookups <= play.lives.kills * AT_A_TIME + play.sink.lost_answers


async def die_at(play: Play, point: str, hit: int) -> None:
    """Live through waves until one process dies there; those beside it are killed wherever they are.

    A wave may have fewer arrivals than the peaceful one: then its own last arrival is tried.
    """
    for last in (hit, *range(hit - 1, 0, -1)):
        await wave(play)
        play.start(dies_at=(point, last))
        has_died = await play.has_a_death()
        await play.lives.kill()
        if has_died:
            return
    pytest.fail(f"{point} was not reached")


async def wave(play: Play) -> None:
    """Give two pairs and the bot something to do."""
    await play.wave(COUPLES)
    play.sink.lose_answers(LOST_ANSWERS)

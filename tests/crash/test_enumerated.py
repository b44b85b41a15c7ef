"""The bot is killed at each named point: at the first arrival there, the second, and the last."""

import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.figures import record
from domain.failpoints import FAILPOINTS
from tests.crash.settings import Setting
from tests.crash.theatre import Play, play_on
from tests.crash.verdict import Verdict

SPEED = 120.0
"""Half a real second is the minute after which "not found" may count."""
COUPLES = 2
LOST_ANSWERS = 2
"""So often in each wave Slack takes a post and the line drops: somebody has to look it up."""
UNANSWERED = 0.4
SEEDS = (1, 2, 3)
SLOW_ANSWERS = 0.2


@pytest.fixture(scope="session")
def arrivals() -> dict[str, Counter[str]]:
    """How often each point is reached in a wave lived through in peace."""
    return {}


@pytest.mark.ci
@pytest.mark.parametrize("point", FAILPOINTS)
async def test_nothing_is_lost_or_doubled_when_the_bot_dies_at(
    point: str, both_runners: Setting, tmp_path: Path, arrivals: dict[str, Counter[str]]
) -> None:
    async with play_on(both_runners, tmp_path, SPEED) as play:
        last = await count_arrivals(play, arrivals, point)
        for hit in sorted({1, min(2, last), last}):
            await die_at(play, point, hit)
        await end_well(play, point)


@pytest.mark.ci
async def test_nothing_is_lost_or_doubled_when_the_bot_dies_between_the_bytes_and_the_reply(
    both_runners: Setting, tmp_path: Path
) -> None:
    async with play_on(both_runners, tmp_path, SPEED) as play:
        play.sink.take_time(UNANSWERED)
        for post in (1, 2, 2 * COUPLES):
            await play.wave(COUPLES)
            play.start()
            await play.posted(play.sink.post_count + post)
            await play.lives.kill()
            assert play.ledger.doubtful_count() > 0, "there is a post it has not heard of"
        await end_well(play, "bytes out")


@pytest.mark.soak
@pytest.mark.long
async def test_nothing_is_lost_or_doubled_whenever_the_bot_dies(setting: Setting, tmp_path: Path) -> None:
    async with play_on(setting, tmp_path, SPEED) as play:
        arrivals: dict[str, Counter[str]] = {}
        for seed in SEEDS:
            chance = random.Random(seed)  # noqa: S311  a seed, no secret
            play.sink.sandbox.faults.by_seed(seed, {"slow": SLOW_ANSWERS})
            for point in FAILPOINTS:
                last = await count_arrivals(play, arrivals, point)
                await die_at(play, point, chance.randint(1, last))
                await recover(play)
        verdict = await end_well(play, "every point")
        seen = {"points": len(FAILPOINTS), "seeds": len(SEEDS)}
        record(f"crash-points-{setting.name}", seen | verdict.figures, command="make soak-crash")


async def count_arrivals(play: Play, arrivals: dict[str, Counter[str]], point: str) -> int:
    """Live through a wave in peace, once for each setting."""
    if play.setting.name not in arrivals:
        await wave(play)
        await recover(play)
        arrivals[play.setting.name] = play.hits()
    last = arrivals[play.setting.name][point]
    assert last > 0, "a point that is never reached proves nothing"
    return last


async def die_at(play: Play, point: str, hit: int) -> None:
    """Live through waves until one process dies there; those beside it are killed wherever they are.

    A wave may have fewer arrivals than the peaceful one: then its own last arrival is tried.
    """
    for last in range(hit, 0, -1):
        await wave(play)
        play.start(dies_at=(point, last))
        has_died = await play.has_a_death()
        await play.lives.kill()
        if has_died:
            return
    pytest.fail(f"{point} was not reached")


async def recover(play: Play) -> None:
    """One more life puts everything right."""
    play.start()
    await play.settled()
    await play.lives.end()


async def end_well(play: Play, title: str) -> Verdict:
    """Judge what is there after the last life."""
    await recover(play)
    verdict = play.judge(f"{title}, {play.setting.name}")
    assert verdict.is_good, verdict
    assert verdict.is_spared, verdict
    return verdict


async def wave(play: Play) -> None:
    """Give two pairs and the bot something to do."""
    await play.wave(COUPLES)
    play.sink.lose_answers(LOST_ANSWERS)

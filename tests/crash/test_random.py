"""Processes are killed at random moments, inside libraries too, while a wave of messages goes out."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.figures import record
from domain.kinds import MessageName
from tests.crash.settings import Setting
from tests.crash.theatre import Play, play_on
from tests.crash.verdict import Verdict

SINK_SECONDS = 0.04
LONGEST_MOMENT = 0.2
COUPLES_PER_MINUTE = 80
A_THIRD_OF_A_THOUSAND = 334
ASKED_FOR = (MessageName.CHECK_IN, MessageName.SESSION_POLL, MessageName.HELP)
ACTING = 20
"""So many pairs write to the bot and answer its polls, whatever happens to it."""


@pytest.mark.ci
@pytest.mark.long
async def test_nothing_is_lost_or_doubled_over_random_kills(setting: Setting, tmp_path: Path) -> None:
    async with play_on(setting.with_a_second_worker(), tmp_path) as play:
        await kill_at_random(play, couples=250, kills=12, seed=1)


@pytest.mark.soak
@pytest.mark.long
async def test_nothing_is_lost_or_doubled_over_a_thousand_random_kills(
    setting: Setting, tmp_path: Path
) -> None:
    async with play_on(setting.with_a_second_worker(), tmp_path) as play:
        verdict = await kill_at_random(play, couples=1_600, kills=A_THIRD_OF_A_THOUSAND, seed=2)
        record(f"crash-random-{setting.name}", verdict.figures, command="make soak-crash")


async def kill_at_random(play: Play, couples: int, kills: int, seed: int) -> Verdict:
    """Kill as often while the wave goes out, a random moment after a random post; then let it end."""
    chance = random.Random(seed)  # noqa: S311  a seed, no secret
    play.sink.take_time(SINK_SECONDS)
    await play.wave(couples, over=timedelta(minutes=couples / COUPLES_PER_MINUTE), acting=ACTING)
    play.start()
    for posts in sorted(chance.sample(range(2 * couples), kills)):
        await play.posted(posts)
        await asyncio.sleep(chance.uniform(0, LONGEST_MOMENT))
        await play.kill_and_restart(chance.choice(play.company))
    await play.settled()
    await play.lives.end()
    verdict = play.judge(f"random kills, {play.setting.name}")
    assert verdict.is_good, verdict
    assert verdict.is_spared, verdict
    assert play.lives.kills == kills
    asked_for = [row for row in play.ledger.posts() if row.message in ASKED_FOR]
    assert len(asked_for) == 2 * couples + 3 * ACTING
    return verdict

"""A process is stopped at a named point for longer than a row may be in hand, and then goes on."""

import asyncio
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from bot.replicas import Part
from mentoring.sweep import SETTLE_TIME
from tests.crash.settings import Setting
from tests.crash.theatre import play_on

SPEED = 60.0
AFTER_THE_START = 3
"""The first calls to Slack are made before there is anything to send."""
ARRIVALS = {
    "outbox.claimed": 1,
    "outbox.intended": 1,
    "slack.after_bytes": AFTER_THE_START,
    "outbox.after_sent": 1,
}
COUPLES = 6
A_MOMENT = 0.3
"""What it has sent to the database before it stopped takes effect within."""
STOP = 2 * SETTLE_TIME.total_seconds() / SPEED

pytestmark = pytest.mark.ci


@pytest.mark.parametrize(
    ("setting", "point"),
    [
        ("sqlite", "outbox.intended"),
        ("sqlite", "slack.after_bytes"),
        *(pytest.param("procrastinate", point, marks=pytest.mark.postgresql) for point in ARRIVALS),
    ],
    indirect=["setting"],
)
async def test_a_stopped_worker_keeps_its_rows_and_doubles_nothing_when_it_goes_on(
    point: str, setting: Setting, tmp_path: Path
) -> None:
    async with play_on(setting.with_a_second_worker(), tmp_path, SPEED) as play:
        await play.wave(COUPLES)
        *others, last = play.company
        planners = [life for life in others if life.part is Part.REPLICA]
        for life in planners:
            play.lives.start(life)
        if planners:
            await play.planned()  # the zombie's one claim gets them all
        zombie = play.lives.start(replace(last, dies_at=(point, ARRIVALS[point]), by=signal.SIGSTOP))
        await play.lives.stopped(zombie)
        await asyncio.sleep(A_MOMENT)
        kept, before = play.ledger.in_hand(), play.sink.post_count
        assert kept, "it has rows in hand"
        for life in others:
            if life not in planners:
                play.lives.start(life)
        await play.posted(before + bool(others))  # they go on
        await asyncio.sleep(STOP)
        assert kept.items() <= play.ledger.in_hand().items(), "nobody took a row from it"
        play.lives.wake(zombie)
        await play.settled()
        await play.lives.end()
        verdict = play.judge(f"stopped at {point} with {len(kept)} rows, {play.setting.name}")
        assert verdict.is_good, verdict

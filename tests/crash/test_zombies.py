"""A process is stopped at a named point for longer than a row may be in hand, and then goes on."""

import asyncio
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mentoring.outbox import SETTLE_TIME
from tests.crash.settings import Setting
from tests.crash.theatre import Play, play_on

SPEED = 60.0
AFTER_THE_START = 3
"""The first calls to Slack are made before there is anything to send."""
ARRIVALS = {
    "outbox.claimed": 1,
    "outbox.intended": 1,
    "slack.before_bytes": AFTER_THE_START,
    "slack.after_bytes": AFTER_THE_START,
    "slack.after_reply": AFTER_THE_START,
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
        await stop_last(play, point)
        at_first, before = play.ledger.in_hand(), play.sink.post_count
        if len(play.company) > 1:  # alone on SQLite, it may have stopped with the file locked
            await play.wave(COUPLES)
        await asyncio.sleep(A_MOMENT)
        kept = unchanged(at_first, play.ledger.in_hand())
        assert kept, "it has rows in hand"
        await asyncio.sleep(STOP)
        assert unchanged(kept, play.ledger.in_hand()) == kept, "nobody took a row from it"
        assert len(play.company) == 1 or play.sink.post_count > before, "the others go on"
        play.lives.wake(play.lives.named(play.company[-1].name))
        await play.settled()
        await play.lives.end()
        verdict = play.judge(f"stopped at {point} with {len(kept)} rows, {play.setting.name}")
        assert verdict.is_good, verdict


def unchanged(before: Mapping[str, object], now: Mapping[str, object]) -> Mapping[str, object]:
    """The rows that are still in the same hand, in the same state."""
    return {row: hand for row, hand in before.items() if now.get(row) == hand}


async def stop_last(play: Play, point: str) -> None:
    """Start all; the last of them stops at the point."""
    for life in play.company[:-1]:
        play.lives.start(life)
    zombie = replace(play.company[-1], dies_at=(point, ARRIVALS[point]), by=signal.SIGSTOP)
    await play.lives.stopped(play.lives.start(zombie))

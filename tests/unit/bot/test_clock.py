import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import MachineClock, MovedClock, real_now

HOUR = timedelta(hours=1)


class HandClock:
    """A clock a test sets by hand."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    async def sleep(self, until: datetime) -> None:
        self.instant = max(self.instant, until)


def test_the_machine_clock_is_aware_and_real() -> None:
    assert abs(MachineClock().now() - real_now()) < timedelta(seconds=5)
    assert MachineClock().now().tzinfo is UTC


async def test_a_sleep_until_a_past_instant_returns_at_once() -> None:
    async with asyncio.timeout(1):
        await MachineClock().sleep(real_now() - HOUR)
        await MachineClock().sleep(real_now() + timedelta(milliseconds=20))


def test_a_moved_clock_keeps_flowing_from_where_it_was_moved_to() -> None:
    hand = HandClock()
    moved = MovedClock(hand)
    before = moved.monotonic()
    moved.move_to(hand.instant + 24 * HOUR)
    hand.instant += HOUR
    assert moved.now() == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert moved.monotonic() - before == 25 * 3600


def test_a_moved_clock_never_goes_back() -> None:
    hand = HandClock()
    moved = MovedClock(hand)
    moved.move_to(hand.instant + 2 * HOUR)
    moved.move_to(hand.instant + HOUR)
    assert moved.now() == datetime(2026, 3, 1, 11, tzinfo=UTC)
    hand.instant -= 24 * HOUR
    assert moved.now() == datetime(2026, 3, 1, 11, tzinfo=UTC)


async def test_moving_the_clock_wakes_who_sleeps_until_then() -> None:
    moved = MovedClock(MachineClock())
    sleepers = [asyncio.create_task(moved.sleep(moved.now() + hours * HOUR)) for hours in (1, 2, 4)]
    await asyncio.sleep(0)
    moved.move_to(moved.now() + 3 * HOUR)
    done, waiting = await asyncio.wait(sleepers, timeout=0.2)
    assert (len(done), len(waiting)) == (2, 1)
    waiting.pop().cancel()

"""The week as a bitmap: zones, nights, work days and the ring of the week."""

import pytest

from matching.week import FULL_WEEK, WEEK_SLOTS, run_starts, week_mask
from tests.unit.matching.rosters import dice


def _slots(mask: int) -> list[int]:
    return [slot for slot in range(WEEK_SLOTS) if mask >> slot & 1]


def test_office_hours_in_utc_start_at_nine_on_monday() -> None:
    assert _slots(week_mask({1}, 9 * 60, 17 * 60, 0)) == list(range(36, 68))


def test_an_eastern_zone_is_earlier_in_utc() -> None:
    assert _slots(week_mask({1}, 9 * 60, 10 * 60, 330)) == [14, 15, 16, 17]


def test_a_window_before_the_week_runs_round_to_sunday() -> None:
    assert _slots(week_mask({1}, 0, 60, 60)) == [668, 669, 670, 671]


def test_a_night_belongs_to_the_day_it_starts_on() -> None:
    assert _slots(week_mask({7}, 23 * 60, 60, 0)) == [0, 1, 2, 3, 668, 669, 670, 671]


def test_every_day_around_the_clock_is_the_full_week() -> None:
    assert week_mask(range(1, 8), 0, 24 * 60, -210) == FULL_WEEK


def test_only_whole_quarters_count() -> None:
    assert _slots(week_mask({1}, 5, 35, 0)) == [1]
    assert week_mask({1}, 5, 25, 0) == 0


@pytest.mark.parametrize("offset", [-720, -570, -210, 0, 345, 525, 630, 840])
def test_the_mask_agrees_with_a_walk_over_the_minutes(offset: int) -> None:
    random = dice(offset)
    days = set(random.sample(range(1, 8), 3))
    start, end = random.randrange(0, 1441, 15), random.randrange(0, 1441, 15)
    length = end - start if end >= start else end - start + 1440
    minutes = {
        ((day - 1) * 1440 + start + passed - offset) % 10080 for day in days for passed in range(length)
    }
    whole = [slot for slot in range(WEEK_SLOTS) if set(range(slot * 15, slot * 15 + 15)) <= minutes]
    assert _slots(week_mask(days, start, end, offset)) == whole


def test_a_run_starts_where_all_its_quarters_are_free() -> None:
    assert _slots(run_starts(0b1110110, 45)) == [4]
    assert _slots(run_starts(0b1110110, 40)) == [4]
    assert _slots(run_starts(0b1110110, 30)) == [1, 4, 5]


def test_a_run_may_cross_the_end_of_the_week() -> None:
    assert _slots(run_starts(1 << 671 | 1, 30)) == [671]

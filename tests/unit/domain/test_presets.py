import pytest

from domain import presets
from domain.items import HIGHEST, ITEMS, LOWEST
from domain.kinds import Preset, Side


@pytest.mark.parametrize("preset", list(Preset))
def test_the_sessions_of_a_preset_fit_into_its_round(preset: Preset) -> None:
    rhythm = presets.PRESETS[preset]
    last_session_opens_after = (rhythm.sessions_per_round - 1) * rhythm.session_every_days
    assert last_session_opens_after < rhythm.round_weeks * 7


def test_the_presets_are_those_of_the_handbook() -> None:
    rhythms = [presets.PRESETS[preset] for preset in (Preset.CLASSIC, Preset.QUARTERLY, Preset.PILOT)]
    assert rhythms == [presets.Rhythm(30, 6, 26), presets.Rhythm(14, 6, 13), presets.Rhythm(14, 4, 9)]


def test_a_pair_is_rescued_before_it_is_closed() -> None:
    assert presets.RESCUE_CADENCES < presets.CLOSE_CADENCES


def test_no_sum_is_shown_over_fewer_than_five_people() -> None:
    assert presets.SMALL_GROUP >= 5


def test_each_side_answers_three_items_of_its_own() -> None:
    assert set(ITEMS) == set(Side)
    assert len({item for items in ITEMS.values() for item in items}) == 6
    assert (LOWEST, HIGHEST) == (1, 5)

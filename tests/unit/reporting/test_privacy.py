from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts.report import Band
from domain.kinds import Side
from reporting.privacy import count_band, is_releasable, mean_of, release, shown_groups
from reporting.records import Cell, CellKey

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=8)
ANSWERS = st.lists(st.integers(1, 5), min_size=5, max_size=60)
KEY = CellKey("R1", Side.MENTOR, "usefulness", None)


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    assert shown_groups({"Sales": 20, "Legal": 9, "Lonely": 1}) == {"Sales"}


def test_two_small_groups_that_hide_each_other_take_nobody_with_them() -> None:
    assert shown_groups({"Sales": 20, "Legal": 3, "Lonely": 2}) == {"Sales"}


def test_an_empty_group_hides_nobody() -> None:
    assert shown_groups({Side.MENTOR: 12, Side.MENTEE: 0}) == {Side.MENTOR}


@given(SIZES)
def test_what_is_hidden_can_never_be_had_by_subtraction(sizes: dict[str, int]) -> None:
    shown = shown_groups(sizes)
    hidden = sum(size for group, size in sizes.items() if group not in shown)
    assert all(sizes[group] >= 5 for group in shown)
    assert hidden == 0 or hidden >= 5 or not shown


@given(SIZES)
def test_nothing_is_hidden_when_every_group_is_large_enough(sizes: dict[str, int]) -> None:
    large = {group: size + 5 for group, size in sizes.items()}
    assert shown_groups(large) == set(large)


@pytest.mark.parametrize(
    ("answers", "people", "may"), [(5, 5, True), (6, 1, False), (4, 4, False), (9, 4, False)]
)
def test_answers_need_enough_people_behind_them(answers: int, people: int, may: bool) -> None:
    assert is_releasable(answers, people) is may


@given(ANSWERS)
def test_a_mean_is_rounded_to_the_half_and_never_says_that_all_agreed(answers: list[int]) -> None:
    mean = mean_of(len(answers), sum(answers))
    exact = Fraction(sum(answers), len(answers))
    assert (mean.value * 2).is_integer()
    assert 1.5 <= mean.value <= 4.5
    assert abs(Fraction(mean.value) - min(max(exact, Fraction(3, 2)), Fraction(9, 2))) <= Fraction(1, 4)


def test_unanimous_and_nearly_unanimous_answers_look_alike() -> None:
    assert mean_of(8, 40) == mean_of(8, 35)


@pytest.mark.parametrize(
    ("count", "band"),
    [(5, Band(5, 9)), (9, Band(5, 9)), (10, Band(10, 19)), (19, Band(10, 19)), (123, Band(120, 129))],
)
def test_counts_are_told_in_bands(count: int, band: Band) -> None:
    assert count_band(count) == band


@pytest.mark.parametrize(("answers", "told"), [(10, 10), (11, 10), (14, 10), (15, 15), (9, 10), (5, 5)])
def test_a_changed_sum_waits_until_five_answers_have_changed(answers: int, told: int) -> None:
    (cell,) = release([Cell(KEY, 10, 30)], [Cell(KEY, answers, 3 * answers)])
    assert cell == Cell(KEY, told, 3 * told)


def test_a_first_release_and_an_erased_one_tell_what_there_is() -> None:
    other = KEY._replace(side=Side.MENTEE)
    assert set(release([Cell(KEY, 10, 30)], [Cell(other, 7, 20)])) == {Cell(KEY, 10, 30), Cell(other, 7, 20)}

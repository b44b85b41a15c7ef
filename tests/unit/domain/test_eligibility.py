from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.eligibility import chain_above, in_one_line, may_take_part, verdict
from domain.facts.people import SlackProfile
from domain.kinds import SessionState, Verdict

people = st.sampled_from("ABCDEFG")
orders = st.dictionaries(people, st.none() | people)


ADA = SlackProfile("U1", "Ada", "Europe/Berlin", "en-GB")


def test_a_full_member_may_take_part() -> None:
    assert may_take_part(replace(ADA, is_admin=True))


@pytest.mark.parametrize(
    "stranger",
    [
        replace(ADA, is_guest=True),
        replace(ADA, is_stranger=True),
        replace(ADA, is_bot=True),
        replace(ADA, is_deactivated=True),
        replace(ADA, id="USLACKBOT"),
    ],
)
def test_nobody_else_may_take_part(stranger: SlackProfile) -> None:
    assert not may_take_part(stranger)


def test_the_chain_goes_up_nearest_first() -> None:
    assert chain_above("A", {"A": "B", "B": "C", "C": None}) == ("B", "C")
    assert chain_above("nobody", {"A": "B"}) == ()


def test_a_manager_outside_the_roster_ends_the_chain() -> None:
    assert chain_above("A", {"A": "B"}) == ("B",)


@pytest.mark.parametrize(
    ("manager_of", "expected"),
    [
        ({"A": "A"}, ()),
        ({"A": "B", "B": "A"}, ("B",)),
        ({"A": "B", "B": "C", "C": "B"}, ("B", "C")),
    ],
    ids=["her own manager", "each other's manager", "a cycle further up"],
)
def test_a_cycle_is_cut_where_it_closes(manager_of: dict[str, str | None], expected: tuple[str, ...]) -> None:
    assert chain_above("A", manager_of) == expected


@given(people, orders)
def test_a_chain_is_finite_and_never_holds_its_own_foot(
    person: str, manager_of: dict[str, str | None]
) -> None:
    chain = chain_above(person, manager_of)
    assert len(set(chain)) == len(chain)
    assert person not in chain


@given(people, people, orders)
def test_one_line_is_mutual(one: str, other: str, manager_of: dict[str, str | None]) -> None:
    assert in_one_line(one, other, manager_of) == in_one_line(other, one, manager_of)


def test_a_skip_level_manager_is_in_one_line_and_a_peer_is_not() -> None:
    manager_of: dict[str, str | None] = {"A": "B", "B": "C", "D": "C"}
    assert in_one_line("C", "A", manager_of)
    assert not in_one_line("A", "D", manager_of)


VERDICTS = {
    (None, None): (Verdict.OPEN, Verdict.MISSED),
    (True, None): (Verdict.HELD, Verdict.HELD),
    (None, True): (Verdict.HELD, Verdict.HELD),
    (True, True): (Verdict.HELD, Verdict.HELD),
    (True, False): (Verdict.DISPUTED, Verdict.DISPUTED),
    (False, True): (Verdict.DISPUTED, Verdict.DISPUTED),
    (False, None): (Verdict.OPEN, Verdict.MISSED),
    (None, False): (Verdict.OPEN, Verdict.MISSED),
    (False, False): (Verdict.OPEN, Verdict.MISSED),
}
"""What both said, mentor first → the verdict while the session is open, and once it is closed."""


@pytest.mark.parametrize("said", list(product((None, True, False), repeat=2)))
@pytest.mark.parametrize("state", list(SessionState))
def test_the_verdict_follows_both_answers(said: tuple[bool | None, bool | None], state: SessionState) -> None:
    while_open, once_closed = VERDICTS[said]
    assert verdict(*said, state) is (once_closed if state is SessionState.CLOSED else while_open)

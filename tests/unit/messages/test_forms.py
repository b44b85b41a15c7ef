"""Forms ask for little, say who sees what, and lists can be paged through."""

from dataclasses import replace
from typing import Any

from domain.facts.people import LeaveForm
from domain.kinds import PairState, RoundState
from messages.home import home_view, me
from messages.ids import Field
from messages.joining_form import join_form
from messages.people import leave_form
from messages.proposals import proposal_view
from messages.words import words_for
from tests.unit.messages import home_samples, samples
from tests.unit.messages.limits import elements

T = words_for("en-US")


def test_a_newcomer_whose_level_is_known_must_only_choose_a_role() -> None:
    newcomer = samples.join_forms()[1]
    known = replace(newcomer, current=replace(newcomer.current, level=3), is_manager_known=True)
    assert _required(join_form(known, T)) == {Field.ROLE}


def test_a_newcomers_role_is_not_chosen_for_her() -> None:
    role = _inputs(join_form(samples.join_forms()[1], T))[Field.ROLE]
    assert "initial_option" not in role["element"]


def test_a_change_starts_from_the_answers_given_before() -> None:
    inputs = _inputs(join_form(samples.join_forms()[0], T))
    assert inputs[Field.ROLE]["element"]["initial_option"]["value"] == "both"
    assert inputs[Field.OTHER_TEACHES]["element"]["initial_value"] == "Reels"
    assert inputs[Field.LEVEL]["element"]["initial_option"]["value"] == "12"
    assert inputs[Field.READ_START]["element"]["initial_option"]["value"] == "555"
    assert inputs[Field.BLOCKED]["element"]["initial_users"] == [samples.PARTNER]


def test_a_known_manager_is_not_asked_for() -> None:
    assert Field.MANAGER not in _inputs(join_form(samples.join_forms()[0], T))
    assert Field.MANAGER in _inputs(join_form(samples.join_forms()[1], T))


def test_an_unconfirmed_zone_is_asked_about() -> None:
    unsure, sure = samples.join_forms()[1], samples.join_forms()[0]
    assert "is this right?" in str(join_form(unsure, T))
    assert "is this right?" not in str(join_form(sure, T))


def test_the_do_not_pair_list_says_that_nobody_sees_it() -> None:
    hint = _inputs(join_form(samples.join_forms()[0], T))[Field.BLOCKED]["hint"]["text"]
    assert hint.startswith("Nobody sees this, not even coordinators.")


def test_leaving_the_only_program_needs_no_choice() -> None:
    view = leave_form(LeaveForm((samples.choice(),)), T)
    assert not _inputs(view)
    assert samples.choice().id in view["private_metadata"]


def test_all_pairs_can_be_paged_through() -> None:
    proposal = samples.proposal(size=60)
    pages = [proposal_view(proposal, page, T) for page in range(5)]
    dropped = [entry for view in pages for entry in _clicks(view) if entry == "admin.drop_pair"]
    assert len(dropped) == 60
    assert "admin.pairs:back" not in _clicks(pages[0])
    assert "admin.pairs:next" not in _clicks(pages[-1])


def test_a_settled_round_can_only_be_read() -> None:
    settled = replace(samples.proposal(size=2), state=RoundState.RUNNING)
    assert not {"admin.drop_pair", "admin.approve"} & set(_clicks(proposal_view(settled, 0, T)))


def test_a_pair_that_is_out_already_cannot_be_taken_out_again() -> None:
    proposal = samples.proposal(size=2)
    gone = tuple(replace(line, state=PairState.ENDED) for line in proposal.pairs)
    assert "admin.drop_pair" not in _clicks(proposal_view(replace(proposal, pairs=gone), 0, T))


def test_a_stranger_reads_what_this_is_and_can_join() -> None:
    view = home_view(home_samples.stranger(joinable=(samples.choice(),)), T)
    assert "junior colleague, who is the mentor" in str(view)
    assert "join.open" in _clicks(view)


def test_a_guest_gets_help_and_nothing_else() -> None:
    assert _clicks(home_view(home_samples.stranger(is_refused=True), T)) == ["help.open"]


def test_ending_contact_asks_once_before_it_ends() -> None:
    view = home_view(home_samples.home(), T)
    end = [e for b in view["blocks"] for e in elements(b) if e["action_id"] == "pair.end_contact"]
    assert end
    assert all(element["style"] == "danger" and "confirm" in element for element in end)


def test_me_leaves_the_coordinators_part_out() -> None:
    assert "admin." not in str(me(home_samples.home(), T).blocks)


def _inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def _required(view: dict[str, Any]) -> set[str]:
    return {name for name, block in _inputs(view).items() if not block["optional"]}


def _clicks(view: dict[str, Any]) -> list[str]:
    return [element["action_id"] for block in view["blocks"] for element in elements(block)]

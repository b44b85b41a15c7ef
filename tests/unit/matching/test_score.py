"""The score: whole points per term, which add up, with the facts that gave them."""

from dataclasses import replace

from matching import Person, Problem, Weights, solve
from matching.results import Term
from matching.score import rarity
from tests.unit.matching.rosters import mentee, mentor


def terms(one: Person, other: Person, weights: Weights | None = None) -> dict[str, Term]:
    solution = solve(Problem((one, other), weights=weights or Weights()))
    return {term.name: term for term in solution.pairs[0].terms}


def test_a_shared_topic_counts_by_both_interests() -> None:
    found = terms(mentor("mia", teaches={"sql": 3, "git": 1}), mentee("pat", wants={"sql": 2}))
    assert found["topics"] == Term("topics", 2 * 3 * 2, ("sql",))


def test_what_flows_back_counts_half() -> None:
    found = terms(mentor("mia", wants={"law": 2}), mentee("pat", teaches={"law": 2}))
    assert found["reciprocity"] == Term("reciprocity", 4, ("law",))


def test_inclusion_counts_only_where_the_mentor_offers_it() -> None:
    topic = {"inclusion": 3}
    assert "topics" in terms(mentor("mia", teaches=topic), mentee("pat", wants=topic))
    assert "reciprocity" not in terms(mentor("mia", wants=topic), mentee("pat", teaches=topic))


def test_an_unknown_department_is_not_a_different_one() -> None:
    legal = mentor("mia", department="legal")
    assert "department" not in terms(legal, mentee("pat"))
    assert "department" not in terms(legal, mentee("pat", department="legal"))
    assert terms(legal, mentee("pat", department="sales"))["department"].points == 20


def test_hours_and_waits_are_counted_up_to_a_limit() -> None:
    found = terms(mentor("mia", waited=99), mentee("pat", waited=2))
    assert found["hours"].points == 20
    assert found["waited"].points == 70


def test_common_working_styles_count_each() -> None:
    styles = frozenset({"frank", "planned"})
    found = terms(mentor("mia", styles=styles), mentee("pat", styles=styles | {"spoken"}))
    assert found["style"] == Term("style", 12, ("frank", "planned"))


def test_terms_come_largest_first_and_add_up() -> None:
    one = mentor("mia", site="a", department="x", teaches={"sql": 3})
    pair = solve(Problem((one, mentee("pat", site="b", department="y", wants={"sql": 3})))).pairs[0]
    assert [term.name for term in pair.terms] == ["department", "hours", "topics", "site"]
    assert pair.score == sum(term.points for term in pair.terms) == 66


def test_a_weight_of_zero_silences_its_term() -> None:
    assert terms(mentor("mia"), mentee("pat"), replace(Weights(), hour=0)) == {}


def test_a_topic_is_worth_more_the_fewer_offer_it() -> None:
    people = [mentor(f"m{n}", teaches={"all": 1, **({"half": 1} if n % 2 else {})}) for n in range(16)]
    people[0] = replace(people[0], teaches={"all": 1, "one": 2})
    assert rarity(people) == {"all": 1, "half": 2, "one": 4}

"""Why somebody is left out: counts, the limit that decided, the one relaxation, the tight set."""

from dataclasses import replace

from matching import LeftOut, Person, Problem, solve
from matching.results import Relaxation, TightSet
from tests.unit.matching.rosters import mentee, mentor


def left_out(name: str, *people: Person) -> LeftOut:
    solution = solve(Problem(people))
    return next(left for left in solution.unmatched if left.person_id == name)


def test_the_waterfall_counts_who_remains_after_each_limit() -> None:
    left = left_out(
        "pat",
        mentee("pat", level=3, past=frozenset({"met"})),
        mentor("old", level=3),
        mentor("boss", reporting_line=frozenset({"pat"})),
        mentor("far", meet_week=0),
        mentor("welsh", languages=frozenset({"cy"})),
        mentor("met"),
    )
    assert [tuple(step) for step in left.waterfall] == [
        ("candidates", 5),
        ("level", 4),
        ("reporting_line", 3),
        ("hours", 2),
        ("language", 1),
        ("history", 0),
        ("other_limits", 0),
    ]
    assert left.reason == "history"


def test_the_relaxation_that_helps_most_is_named() -> None:
    german = [mentor(f"m{n}", languages=frozenset({"de"})) for n in range(3)]
    left = left_out("pat", mentee("pat"), *german, mentor("met", past=frozenset({"pat"})))
    assert left.relaxation == Relaxation("language", 3)


def test_blocks_and_pauses_cannot_be_told_apart_and_are_never_to_be_relaxed() -> None:
    blocked = left_out("pat", mentee("pat"), mentor("mia", blocked=frozenset({"pat"})))
    paused = left_out("pat", mentee("pat"), mentor("mia", is_available=False))
    assert blocked == paused
    assert blocked.reason == "other_limits"
    assert blocked.relaxation is None


def test_competitors_are_counted_with_the_places_they_compete_for() -> None:
    mentors = (mentor("mia", mentor_capacity=2), mentor("noa"))
    mentees = [mentee(name) for name in ("pat", "sam", "tia", "uma")]
    others = (mentor("xia", languages=frozenset({"de"})), mentee("yan", languages=frozenset({"de"})))
    solution = solve(Problem((*mentors, *mentees, *others)))
    (left,) = solution.unmatched
    assert left.reason == "competition"
    assert left.tight_set == TightSet("mentee", competitors=4, partners=2, places=3)


def test_a_person_with_both_roles_has_one_waterfall_over_both() -> None:
    middle = replace(mentee("bea"), level=3, mentor_capacity=1)
    left = left_out("bea", middle, mentor("mia", level=3), mentee("pat", level=3))
    assert [step.candidates for step in left.waterfall[:2]] == [2, 0]

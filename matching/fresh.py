"""How long fresh partners last: who will soon have met everybody she can meet here.

A count from each person's own side: with k fresh partners and c places, and every place filled in
every round, she has met them all after ceil(k / c) rounds. It is no forecast of competition (a
round that finds her nobody puts it off) nor of people who come and go; it reads the roster of this
round as it stands. Who has nobody to meet even without the history is not counted: nothing runs
out for her.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from matching.people import Person, Problem, Rules
from matching.results import Solution
from matching.solve import solve
from matching.week import SLOT_MINUTES, run_starts

MENTOR, MENTEE = "mentor", "mentee"
OTHER = {MENTOR: MENTEE, MENTEE: MENTOR}
# After this round's pairs, one more round: from the one after that on there is nobody new.
ROUNDS_BETWEEN = 1


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many `people` may have nobody new to meet from the round after next on, and what would help.

    `needs` names the roles of whom more would help, most wanted first; `relaxation` is the limit
    ("level" or "hours") that, one step wider, would spare most of them. The reporting line and what
    folds into "other limits" are never proposed, and to meet somebody again would be no fresh partner.
    """

    people: int
    needs: tuple[str, ...]
    relaxation: str | None


@dataclass(frozen=True, slots=True)
class _Roster:
    """Who takes part, whom each has met (this round included), and whom each must not meet."""

    people: tuple[Person, ...]
    met: Mapping[str, set[str]]
    barred: Mapping[str, set[str]]


class _Class(NamedTuple):
    """What the common limits look at; people who share it can meet the same classes."""

    level: int
    week: int
    languages: frozenset[str]


class _Seat(NamedTuple):
    """Somebody in one role: her places, how many she could still meet (at least) and how many she has met."""

    person_id: str
    role: str
    places: int
    fresh: int
    met: int

    @property
    def is_running_out(self) -> bool:
        return -(-self.fresh // self.places) <= ROUNDS_BETWEEN

    @property
    def has_anybody(self) -> bool:
        return self.fresh + self.met > 0


def solve_and_look_ahead(problem: Problem) -> tuple[Solution, Outlook]:
    """Return the best round with its outlook, in one piece of thinking. Raises ArithmeticError as `solve`."""
    solution = solve(problem)
    return solution, look_ahead(problem, solution)


def look_ahead(problem: Problem, solution: Solution) -> Outlook:
    """Return the outlook after a round, its pairs counted as met."""
    roster = _roster(problem, solution)
    running_out = _running_out(roster, problem.rules)
    roles = Counter(chain.from_iterable(running_out.values()))
    return Outlook(
        people=len(running_out),
        needs=tuple(OTHER[role] for role in sorted(roles, key=lambda role: (-roles[role], role))),
        relaxation=_best_relaxation(roster, problem.rules, running_out.keys()),
    )


def _roster(problem: Problem, solution: Solution) -> _Roster:
    met = _both_ways(problem, lambda person: person.past)
    for one, other in (*problem.announced_pairs, *(matched.pair for matched in solution.pairs)):
        met[one].add(other)
        met[other].add(one)
    barred = _both_ways(problem, lambda p: p.reporting_line | p.blocked | p.live_partners | {p.id})
    return _Roster(tuple(person for person in problem.people if person.is_available), met, barred)


def _both_ways(problem: Problem, listed: Callable[[Person], Iterable[str]]) -> dict[str, set[str]]:
    """Return who stands on whose list, read in both directions."""
    both: dict[str, set[str]] = defaultdict(set)
    for person in problem.people:
        for other in listed(person):
            both[person.id].add(other)
            both[other].add(person.id)
    return both


def _best_relaxation(roster: _Roster, rules: Rules, running_out: Collection[str]) -> str | None:
    """Return the limit that spares most of these people if it is one step wider, or None if none does."""
    spared = {
        limit: sum(person_id not in still for person_id in running_out)
        for limit, still in ((limit, _running_out(roster, wider)) for limit, wider in _wider(rules))
    }
    best = max(spared, key=lambda limit: spared[limit], default=None)
    return best if best is not None and spared[best] else None


def _wider(rules: Rules) -> Iterator[tuple[str, Rules]]:
    """Yield the limits that a program sets, one step wider; a mentor stays below her mentee."""
    if rules.min_level_gap > 1:
        yield "level", replace(rules, min_level_gap=rules.min_level_gap - 1)
    if rules.min_overlap_minutes > rules.session_minutes:
        yield "hours", replace(rules, min_overlap_minutes=rules.session_minutes)


def _running_out(roster: _Roster, rules: Rules) -> dict[str, tuple[str, ...]]:
    """Return who runs out in all her roles, with those in which there was anybody to meet."""
    seats: dict[str, list[_Seat]] = defaultdict(list)
    for seat in chain(_seats(MENTOR, roster, rules), _seats(MENTEE, roster, rules)):
        seats[seat.person_id].append(seat)
    return {
        person_id: tuple(seat.role for seat in hers if seat.has_anybody)
        for person_id, hers in seats.items()
        if all(seat.is_running_out for seat in hers) and any(seat.has_anybody for seat in hers)
    }


def _seats(role: str, roster: _Roster, rules: Rules) -> Iterator[_Seat]:
    """Count from one role's side, class by class, so that equal people are compared once."""
    own, others = _classes(role, roster.people), _classes(OTHER[role], roster.people)
    class_of = {person.id: class_ for class_, people in others.items() for person in people}
    for class_, people in own.items():
        listed = [roster.barred[person.id] | roster.met.get(person.id, set()) for person in people]
        enough = max(len(ids) + _places(role, person) for person, ids in zip(people, listed, strict=True))
        open_to = _open_to(role, class_, others, rules, enough)
        size = sum(len(others[other]) for other in open_to)
        for person, ids in zip(people, listed, strict=True):
            known = {other for other in ids if class_of.get(other) in open_to}
            met = len(known - roster.barred[person.id])
            yield _Seat(person.id, role, _places(role, person), size - len(known), met)


def _open_to(
    role: str, own: _Class, others: Mapping[_Class, list[Person]], rules: Rules, enough: int
) -> set[_Class]:
    """Return the classes this one can meet, or so many of them that nobody in it runs out soon."""
    found: set[_Class] = set()
    size = 0
    for other, people in others.items():
        if size > enough:
            break
        if _can_meet(role, own, other, rules):
            found.add(other)
            size += len(people)
    return found


def _classes(role: str, people: Iterable[Person]) -> dict[_Class, list[Person]]:
    classes: dict[_Class, list[Person]] = defaultdict(list)
    for person in people:
        if _places(role, person):
            classes[_Class(person.level, person.meet_week, person.languages)].append(person)
    return classes


def _places(role: str, person: Person) -> int:
    return person.mentor_capacity if role == MENTOR else person.mentee_capacity


def _can_meet(role: str, own: _Class, other: _Class, rules: Rules) -> bool:
    mentor, mentee = (own, other) if role == MENTOR else (other, own)
    return (
        mentee.level - mentor.level >= rules.min_level_gap
        and not mentor.languages.isdisjoint(mentee.languages)
        and _share_hours(mentor.week & mentee.week, rules.min_overlap_minutes, rules.session_minutes)
    )


@lru_cache(maxsize=1 << 16)
def _share_hours(common: int, overlap_minutes: int, session_minutes: int) -> bool:
    is_enough = common.bit_count() * SLOT_MINUTES >= overlap_minutes
    return is_enough and run_starts(common, session_minutes) > 0

"""The proof: what a round is worth, and what no round can exceed, by addition alone.

Shares no code with the solver; the formula is "The proof" in docs/matching.md.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matching.people import Pair, Person, Problem
from matching.plain import allowed, points, topic_rarity
from matching.results import Bonus, Leaf

UNIT = 60
Seat = tuple[str, str]
Decision = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PlainRound:
    """A problem as dictionaries: the score of every allowed pair, the places left per seat.

    A seat is (role, person); `taken` are those that a fixed pair has given a partner already.
    """

    scores: Mapping[Pair, int]
    places: Mapping[Seat, int]
    taken: frozenset[Seat]
    people: Mapping[str, Person]

    def value(self, pairs: Collection[Pair], bonus: Bonus) -> int:
        """Return the score of these new pairs and the bonuses that they earn."""
        filled = {seat for pair in pairs for seat in seats(pair)}
        twins = {i for _, i in filled if self.people[i].has_both_roles}
        return (
            sum(self.scores[pair] for pair in pairs)
            + sum(self._first(seat, bonus) for seat in filled)
            + sum(self._person(person_id, bonus) for person_id in twins)
        )

    def bound(self, leaf: Leaf, bonus: Bonus) -> int:
        """Return, in price units, what no round of this branch can exceed at its prices.

        Raises KeyError where a price is missing.
        """
        price = {("mentor", i): paid for i, paid in leaf.mentor_prices.items()}
        price |= {("mentee", i): paid for i, paid in leaf.mentee_prices.items()}
        gains = sum(leaf.cuts.values())
        for pair, score in self.scores.items():
            if pair not in leaf.dropped:
                mentor, mentee = seats(pair)
                cut = leaf.cuts.get(pair, 0) + leaf.cuts.get(Pair(*pair[::-1]), 0)
                gains += max(0, score * UNIT - price[mentor] - price[mentee] - cut)
        for seat, places in self.places.items():
            first = self._first(seat, bonus) * UNIT + _share(seat, leaf) + price[seat]
            gains += min(places, 1) * max(0, first) + max(places - 1, 0) * max(0, price[seat])
        for twin in (person for person in self.people.values() if person.has_both_roles):
            gains += max(0, self._person(twin.id, bonus) * UNIT - leaf.shares[twin.id])
        return gains

    def orders_the_aims(self, bonus: Bonus, level_gap: int) -> bool:
        """Say whether the bonuses rank people above any score (and strictly, where needed)."""
        most_pairs = min(
            sum(places for (role, _), places in self.places.items() if role == wanted)
            for wanted in ("mentor", "mentee")
        )
        most = max(self.scores.values(), default=0) * most_pairs
        if level_gap > 0 or not any(person.has_both_roles for person in self.people.values()):
            return min(bonus.role, bonus.person, bonus.priority) > most
        roles = len(self.places) * bonus.role + most
        people = len(self.people) * bonus.person + roles
        return bonus.role > most and bonus.person > roles and bonus.priority > people

    def _first(self, seat: Seat, bonus: Bonus) -> int:
        role = 0 if seat in self.taken else bonus.role
        return role if self.people[seat[1]].has_both_roles else role + self._person(seat[1], bonus)

    def _person(self, person_id: str, bonus: Bonus) -> int:
        if self.taken & {("mentor", person_id), ("mentee", person_id)}:
            return 0
        return bonus.person + bonus.priority * (self.people[person_id].waited > 0)


def plain_round(problem: Problem) -> PlainRound:
    """Return the problem as the checker reads it: every pair judged one by one."""
    met = {frozenset(pair) for pair in problem.fixed_pairs}
    rarity = topic_rarity(problem.people)
    mentors = [person for person in problem.people if person.mentor_capacity]
    mentees = [person for person in problem.people if person.mentee_capacity]
    scores = {
        Pair(mentor.id, mentee.id): points(mentor, mentee, problem, rarity)
        for mentor in mentors
        for mentee in mentees
        if allowed(mentor, mentee, problem.rules) and frozenset({mentor.id, mentee.id}) not in met
    }
    taken = Counter(seat for pair in problem.fixed_pairs for seat in seats(pair))
    places = {("mentor", person.id): person.mentor_capacity for person in mentors}
    places |= {("mentee", person.id): person.mentee_capacity for person in mentees}
    left = {seat: max(0, limit - taken[seat]) for seat, limit in places.items()}
    return PlainRound(scores, left, frozenset(taken), {p.id: p for p in problem.people})


def seats(pair: Pair) -> tuple[Seat, Seat]:
    """Return the two seats that a pair fills."""
    return ("mentor", pair.mentor_id), ("mentee", pair.mentee_id)


def is_sound(leaf: Leaf) -> bool:
    """Say whether the prices of limits are not negative: only then do they bound anything."""
    return min((*leaf.shares.values(), *leaf.cuts.values()), default=0) >= 0


def cover_every_round(leaves: Sequence[Leaf]) -> bool:
    """Say whether the branches share out all rounds: each split keeps both of its answers."""
    return _cover([_decisions(leaf) for leaf in leaves])


def _cover(branches: Sequence[frozenset[Decision]]) -> bool:
    if not branches or frozenset() in branches:
        return bool(branches)
    for split in sorted(branches[0]):
        other = _opposite(split)
        if all(split in branch or other in branch for branch in branches):
            return all(
                _cover([branch - {answer} for branch in branches if answer in branch])
                for answer in (split, other)
            )
    return False


def _decisions(leaf: Leaf) -> frozenset[Decision]:
    roles = {("earns as", person_id, role) for person_id, role in leaf.earns_as.items()}
    return frozenset(roles | {("dropped", *pair) for pair in leaf.dropped})


def _opposite(decision: Decision) -> Decision:
    """Return the other answer: her other role; or the couple's other direction is dropped."""
    kind, one, other = decision
    if kind == "dropped":
        return kind, other, one
    return kind, one, "mentee" if other == "mentor" else "mentor"


def _share(seat: Seat, leaf: Leaf) -> int:
    role, person_id = seat
    return leaf.shares.get(person_id, 0) if leaf.earns_as.get(person_id, role) == role else 0

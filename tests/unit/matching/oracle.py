"""The rules pair by pair in plain Python: what the solver's arrays and the checker's rows are held to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from matching.people import Person, Problem, Rules

SLOTS = 7 * 24 * 4


def allowed(mentor: Person, mentee: Person, rules: Rules) -> bool:
    """Say whether these two may be paired, by the list in docs/matching.md."""
    return (
        mentor.id != mentee.id
        and mentor.mentor_capacity > 0
        and mentee.mentee_capacity > 0
        and mentee.level - mentor.level >= rules.min_level_gap
        and mentor.is_available
        and mentee.is_available
        and not _lists(mentor, mentee)
        and not _lists(mentee, mentor)
        and not mentor.languages.isdisjoint(mentee.languages)
        and _may_meet(mentor.meet_week & mentee.meet_week, rules)
    )


def points(mentor: Person, mentee: Person, problem: Problem, rarity: Mapping[str, int]) -> int:
    """Return the score of a pair by the table in docs/matching.md."""
    weights = problem.weights
    flows_back = mentee.teaches.keys() - problem.rules.inclusion_topics
    hours = (mentor.meet_week & mentee.meet_week).bit_count() // 4
    return (
        weights.topic * _topics(mentor, mentee, mentor.teaches.keys(), rarity)
        + weights.reciprocity * _topics(mentee, mentor, flows_back, rarity)
        + weights.department * _differ(mentor.department, mentee.department)
        + weights.site * _differ(mentor.site, mentee.site)
        + weights.hour * min(20, hours)
        + weights.style * len(mentor.styles & mentee.styles)
        + weights.waited * (min(5, mentor.waited) + min(5, mentee.waited))
    )


def topic_rarity(people: Iterable[Person]) -> dict[str, int]:
    """Return 1 to 4 per offered topic: one more each time half as many people offer it."""
    offers = [set(person.teaches) for person in people if person.teaches]
    counts = Counter(topic for offer in offers for topic in offer)
    return {
        topic: 1 + sum(count * 2**step <= len(offers) for step in (1, 2, 3))
        for topic, count in counts.items()
    }


def _lists(one: Person, other: Person) -> bool:
    return any(
        other.id in listed for listed in (one.reporting_line, one.blocked, one.past, one.live_partners)
    )


@lru_cache(maxsize=4096)
def _may_meet(common: int, rules: Rules) -> bool:
    if common.bit_count() * 15 < rules.min_overlap_minutes:
        return False
    week = f"{common:0{SLOTS}b}"
    return "1" * max(1, -(-rules.session_minutes // 15)) in week + week


def _topics(teacher: Person, learner: Person, offered: Iterable[str], rarity: Mapping[str, int]) -> int:
    return sum(
        teacher.teaches[topic] * learner.wants[topic] * rarity[topic]
        for topic in offered
        if topic in learner.wants
    )


def _differ(one: str, other: str) -> bool:
    return one != other and bool(one) and bool(other)

"""The operating figures told apart by department, site, level or topic. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from domain.facts.report import Group, Split
from domain.kinds import Direction
from reporting.material import Material
from reporting.records import PairRecord, ParticipantRecord, TopicRecord
from reporting.report_folds import joined_people, matched_people, met_people

Names = frozenset[str | None]
UNKNOWN: Names = frozenset({None})


def groups(material: Material, split: Split | None) -> tuple[Group, ...]:
    """Return one row per group, in the order of their names, the unknown last.

    A pair stands in the groups of both its sides; by topic, in those that one teaches and the other wants.
    """
    if split is None:
        return ()
    by_topic = split is Split.TOPIC
    people = _topics_of(material) if by_topic else _attributes_of(material, split)
    shared = _shared_topics(material.history.topics, material.pairs) if by_topic else {}
    pairs = {p.id: shared[p.id] if by_topic else _of_both(p, people) for p in material.pairs}
    rows = _count(material, people, pairs)
    return tuple(Group(name, **rows[name]) for name in sorted(rows, key=partial(_order, split)))


def _count(
    material: Material, people: Mapping[str, Names], pairs: Mapping[str, Names]
) -> Mapping[str | None, dict[str, int]]:
    rows: defaultdict[str | None, dict[str, int]] = defaultdict(_empty)
    counted = {"joined": joined_people, "matched": matched_people, "met_once": met_people}
    for figure, who in counted.items():
        for person in who(material):
            _add(rows, people.get(person, UNKNOWN), figure, 1)
    for pair in material.pairs:
        tally = material.tally(pair)
        _add(rows, pairs[pair.id], "pairs", pair.introduced_at is not None)
        _add(rows, pairs[pair.id], "held", tally.held)
        _add(rows, pairs[pair.id], "planned", tally.planned)
    return rows


def _empty() -> dict[str, int]:
    return dict.fromkeys(("joined", "matched", "met_once", "pairs", "held", "planned"), 0)


def _add(rows: Mapping[str | None, dict[str, int]], names: Names, figure: str, count: int) -> None:
    for name in names:
        rows[name][figure] += count


def _attributes_of(material: Material, split: Split) -> Mapping[str, Names]:
    return {p.person_id: frozenset({_attribute(p, split)}) for p in material.history.participants}


def _attribute(participant: ParticipantRecord, split: Split) -> str | None:
    if split is Split.LEVEL:
        return None if participant.level is None else str(participant.level)
    return (participant.department if split is Split.DEPARTMENT else participant.site) or None


def _of_both(pair: PairRecord, people: Mapping[str, Names]) -> Names:
    return people.get(pair.mentor_id, UNKNOWN) | people.get(pair.mentee_id, UNKNOWN)


def _topics_of(material: Material) -> Mapping[str, Names]:
    """What each person teaches or wants to learn."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for topic in material.history.topics:
        named[topic.person_id].add(topic.topic)
    return {person: frozenset(topics) for person, topics in named.items()}


def _shared_topics(topics: Iterable[TopicRecord], pairs: Iterable[PairRecord]) -> Mapping[str, Names]:
    named: defaultdict[tuple[str, Direction], set[str]] = defaultdict(set)
    for topic in topics:
        named[topic.person_id, topic.direction].add(topic.topic)

    def taught(teacher: str, learner: str) -> set[str]:
        return named[teacher, Direction.TEACHES] & named[learner, Direction.WANTS]

    return {
        pair.id: frozenset(taught(*pair.people) | taught(pair.mentee_id, pair.mentor_id)) or UNKNOWN
        for pair in pairs
    }


def _order(split: Split, name: str | None) -> tuple[bool, int, str]:
    """Levels stand in the order of their numbers, everything else in that of the alphabet."""
    return name is None, int(name) if name and split is Split.LEVEL else 0, (name or "").casefold()

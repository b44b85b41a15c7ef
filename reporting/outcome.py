"""The anonymous answers of whole rounds, suppressed. Pure.

A figure over several rounds sums those rounds that may each be told alone; so no report of a single round
can be subtracted from it. The answers carry no department, site, level or topic: no report splits by those.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from domain.facts.report import ItemChange, Mean, Outcome, SideMean, Withheld
from domain.items import ITEMS, USEFULNESS, Moment
from domain.kinds import Side
from domain.presets import MIN_PAIRS_FOR_OUTCOMES
from reporting.material import Material
from reporting.privacy import is_releasable, mean_of, release, shown_groups
from reporting.records import Cell, CellKey


def outcome(material: Material, told_before: Iterable[Cell] = ()) -> Outcome:
    """Return usefulness and the items' change. Rounds of fewer than eight introduced pairs tell nothing."""
    if material.scope.since is not None:
        return Outcome(Withheld.NOT_WHOLE_ROUNDS)
    rounds = _large_rounds(material)
    if not rounds:
        return Outcome(Withheld.TOO_FEW_PAIRS)
    cells = {cell.key: cell for cell in release(told_before, material.history.cells)}
    raters = _raters(material)
    sides = {side: _usefulness(cells, raters, rounds, side) for side in Side}
    return Outcome(
        withheld=None,
        usefulness=_usefulness(cells, raters, rounds, None),
        usefulness_by_side=tuple(SideMean(side, mean) for side, mean in sides.items()),
        items=_items(cells, material, rounds),
    )


def _large_rounds(material: Material) -> list[str]:
    pairs: defaultdict[str, int] = defaultdict(int)
    for pair in material.pairs:
        pairs[pair.round_id] += pair.introduced_at is not None
    return sorted(round_id for round_id, count in pairs.items() if count >= MIN_PAIRS_FOR_OUTCOMES)


def _raters(material: Material) -> Mapping[tuple[str, Side], set[str]]:
    """Who rated at all, per round and side: only ever counted."""
    round_of_pair = {pair.id: pair.round_id for pair in material.pairs}
    round_of = {
        s.id: round_of_pair[s.pair_id] for s in material.history.sessions if s.pair_id in round_of_pair
    }
    raters: defaultdict[tuple[str, Side], set[str]] = defaultdict(set)
    for answer in material.history.answers:
        if answer.has_rated and answer.session_id in round_of:
            raters[round_of[answer.session_id], answer.side].add(answer.person_id)
    return raters


def _usefulness(
    cells: Mapping[CellKey, Cell],
    raters: Mapping[tuple[str, Side], set[str]],
    rounds: Iterable[str],
    side: Side | None,
) -> Mean | None:
    """Sum the rounds in which this side, or both together, may be shown."""
    told: list[Cell] = []
    for round_id in rounds:
        by_side = {s: _cell(cells, CellKey(round_id, s, USEFULNESS, None)) for s in Side}
        people = {s: raters.get((round_id, s), set()) for s in Side}
        if side is None:
            answers = sum(cell.answers for cell in by_side.values())
            everybody = people[Side.MENTOR] | people[Side.MENTEE]
            told += by_side.values() if is_releasable(answers, len(everybody)) else ()
        elif side in shown_groups({s: min(by_side[s].answers, len(people[s])) for s in Side}):
            told.append(by_side[side])
    return _mean(told)


def _items(
    cells: Mapping[CellKey, Cell], material: Material, rounds: Iterable[str]
) -> tuple[ItemChange, ...]:
    rounds = list(rounds)
    people = {
        (a.round_id, a.side): {Moment.BEFORE: a.before, Moment.AFTER: a.after}
        for a in material.history.answered
    }

    def told(side: Side, item: str, moment: Moment) -> Mean | None:
        found = [_cell(cells, CellKey(round_id, side, item, moment)) for round_id in rounds]
        counted = [(cell, people.get((cell.key.round_id, side), {}).get(moment, 0)) for cell in found]
        return _mean([cell for cell, count in counted if is_releasable(cell.answers, count)])

    return tuple(
        ItemChange(side, item, told(side, item, Moment.BEFORE), told(side, item, Moment.AFTER))
        for side, items in ITEMS.items()
        for item in items
    )


def _cell(cells: Mapping[CellKey, Cell], key: CellKey) -> Cell:
    return cells.get(key, Cell(key, 0, 0))


def _mean(cells: Iterable[Cell]) -> Mean | None:
    cells = list(cells)
    answers = sum(cell.answers for cell in cells)
    return mean_of(answers, sum(cell.total for cell in cells)) if answers else None

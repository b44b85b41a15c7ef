"""What the folds of one report count over: the history, cut to the report's scope. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.kinds import PairState
from reporting.meetings import NO_TALLY, Meeting, Tally, meetings_of, tallies
from reporting.records import History, PairRecord
from reporting.scope import Scope


@dataclass(frozen=True)
class Material:
    """`tallies` count the period's meetings, `ever` all meetings of the same pairs.

    `conflicted`: ids of the pairs whose confidential matters the reader must not see.
    """

    history: History
    scope: Scope
    now: datetime
    pairs: tuple[PairRecord, ...]
    meetings: tuple[Meeting, ...]
    tallies: Mapping[str, Tally]
    ever: Mapping[str, Tally]
    conflicted: frozenset[str]

    @property
    def live(self) -> list[PairRecord]:
        return [pair for pair in self.pairs if pair.state is PairState.LIVE]

    def tally(self, pair: PairRecord) -> Tally:
        """Return what came of the pair in the period."""
        return self.tallies.get(pair.id, NO_TALLY)

    def tally_ever(self, pair: PairRecord) -> Tally:
        """Return what came of the pair since its beginning."""
        return self.ever.get(pair.id, NO_TALLY)


def material_of(history: History, scope: Scope, now: datetime, reader_id: str | None) -> Material:
    """Cut the history to the scope and put its sessions and answers together."""
    pairs = tuple(pair for pair in history.pairs if scope.has_pair(pair))
    ever = meetings_of(history, pairs, now)
    inside = tuple(meeting for meeting in ever if scope.since is None or meeting.at >= scope.since)
    return Material(
        history=history,
        scope=scope,
        now=now,
        pairs=pairs,
        meetings=inside,
        tallies=tallies(inside),
        ever=tallies(ever),
        conflicted=_conflicts(pairs, history.below, reader_id),
    )


def _conflicts(pairs: Iterable[PairRecord], below: frozenset[str], reader_id: str | None) -> frozenset[str]:
    """A coordinator who is one of the two, or above the mentor, has a conflict with the pair."""
    if reader_id is None:
        return frozenset()
    return frozenset(pair.id for pair in pairs if reader_id in pair.people or pair.mentor_id in below)

"""Sessions with both sides' answers put together: held, disputed or missed, when, and whether due. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.eligibility import verdict
from domain.kinds import PairState, Side, Verdict
from reporting.records import AnswerRecord, History, PairRecord, SessionRecord


@dataclass(frozen=True)
class Meeting:
    """`at`: when it was held, else when it should have been.

    `is_planned`: it should have been held by now. `is_asked`: both sides have been asked about it.
    """

    pair: PairRecord
    verdict: Verdict
    at: datetime
    is_planned: bool
    is_asked: bool
    answer_count: int

    @property
    def is_held(self) -> bool:
        return self.verdict is Verdict.HELD


@dataclass(frozen=True)
class Tally:
    """What came of one pair's sessions."""

    held: int = 0
    planned: int = 0
    first_held_at: datetime | None = None
    last_held_at: datetime | None = None

    @property
    def has_met_as_planned(self) -> bool:
        """Whether every session that was planned until now was held, and there was one."""
        return 0 < self.planned == self.held


NO_TALLY = Tally()


def meetings_of(history: History, pairs: Iterable[PairRecord], now: datetime) -> list[Meeting]:
    """Return all sessions of the pairs, in no particular order."""
    by_id = {pair.id: pair for pair in pairs}
    answers: defaultdict[str, list[AnswerRecord]] = defaultdict(list)
    for answer in history.answers:
        answers[answer.session_id].append(answer)
    return [
        _meeting(session, by_id[session.pair_id], answers.get(session.id, ()), now)
        for session in history.sessions
        if session.pair_id in by_id
    ]


def _meeting(
    session: SessionRecord, pair: PairRecord, answers: Sequence[AnswerRecord], now: datetime
) -> Meeting:
    said = {answer.side: answer.was_held for answer in answers}
    result = verdict(said.get(Side.MENTOR), said.get(Side.MENTEE), session.state)
    has_passed = session.scheduled_at is not None and session.scheduled_at <= now
    return Meeting(
        pair=pair,
        verdict=result,
        at=_instant(session, pair, answers, now),
        is_planned=result in {Verdict.HELD, Verdict.DISPUTED} or _is_due(session, pair, now),
        is_asked=has_passed or bool(answers),
        answer_count=len(answers),
    )


def _instant(
    session: SessionRecord, pair: PairRecord, answers: Iterable[AnswerRecord], now: datetime
) -> datetime:
    if session.scheduled_at is not None and session.scheduled_at <= now:
        return session.scheduled_at
    told = [answer.answered_at for answer in answers if answer.was_held]
    return min(told) if told else min(session.closes_at, pair.ended_at or now, now)


def _is_due(session: SessionRecord, pair: PairRecord, now: datetime) -> bool:
    """Tell whether the session's time is over. One cut short by the pair's early end never was due."""
    if pair.state is PairState.ENDED:
        return pair.ended_at is not None and session.closes_at <= pair.ended_at
    return session.closes_at <= now or pair.state is PairState.COMPLETED


def tallies(meetings: Iterable[Meeting]) -> Mapping[str, Tally]:
    """Return what came of each pair's sessions, by pair id."""
    by_pair: defaultdict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_pair[meeting.pair.id].append(meeting)
    return {pair_id: _tally(own) for pair_id, own in by_pair.items()}


def _tally(meetings: Sequence[Meeting]) -> Tally:
    held = sorted(_held_at(meetings))
    return Tally(
        held=len(held),
        planned=sum(meeting.is_planned for meeting in meetings),
        first_held_at=held[0] if held else None,
        last_held_at=held[-1] if held else None,
    )


def _held_at(meetings: Iterable[Meeting]) -> Iterator[datetime]:
    return (meeting.at for meeting in meetings if meeting.is_held)

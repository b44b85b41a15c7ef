"""What must be true after a play: nothing lost, nothing twice, nothing left in hand, the file whole."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.kinds import DeliveryState, MessageName
from mentoring.sweep import AT_A_TIME
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger, expected_of
from tests.crash.lives import Lives
from tests.crash.slack_sink import Sink
from tests.crash.town import Couple, Expected


@dataclass(frozen=True)
class Evidence:
    """What people got, were owed and did; and what the ledger says."""

    there: Counter[str]
    rows: Mapping[str, Any]
    owed: frozenset[Expected]
    crowd: Crowd
    ledger: Ledger
    given_up: Counter[str]

    def lost(self) -> Iterator[object]:
        """Yield what somebody should have, and has not."""
        got = self._got()
        yield from sorted(self.owed - got.keys())
        for delivery, row in self.rows.items():
            if row.state is DeliveryState.SENT and not self.there[delivery]:
                yield row
        yield from self.crowd.rated.keys() - set(self.ledger.answered())
        yield from (self.crowd.typed - self.given_up - self._helped(got)).elements()

    def doubled(self) -> Iterator[object]:
        """Yield what is there twice, or that nobody has asked for."""
        got = self._got()
        yield from (delivery for delivery, count in self.there.items() if count > 1)
        yield from self.there.keys() - self.rows.keys()
        yield from (expected for expected in self.owed if got[expected] > 1)
        yield from (self._helped(got) - self.crowd.typed).elements()
        yield from ["rating"] * (self.ledger.rating_count() - len(self.ledger.answered()))

    def _got(self) -> Counter[Expected]:
        return Counter(expected_of(row) for delivery, row in self.rows.items() if self.there[delivery])

    @staticmethod
    def _helped(got: Counter[Expected]) -> Counter[str]:
        return Counter({e.person_id: n for e, n in got.items() if e.message is MessageName.HELP})


LOOKUPS = AT_A_TIME + 1
"""A kill leaves so many posts in doubt at most, and breaks off one look-up, which is then made again."""


@dataclass(frozen=True)
class Verdict:
    """What was lost, what came twice, and what is not as it should be."""

    lost: tuple[object, ...]
    doubled: tuple[object, ...]
    left: Counter[DeliveryState]
    integrity: str
    lost_answers: int
    figures: dict[str, int]

    @property
    def is_good(self) -> bool:
        """Tell whether all that was owed is there once."""
        is_settled = not self.left.keys() - {DeliveryState.CANCELLED}
        return not self.lost and not self.doubled and is_settled and self.integrity == "ok"

    @property
    def is_spared(self) -> bool:
        """Tell whether no more was looked up than kills and lost answers have left in doubt."""
        return self.figures["lookups"] <= self.figures["kills"] * LOOKUPS + self.lost_answers


def judged(sink: Sink, ledger: Ledger, crowd: Crowd, couples: list[Couple], lives: Lives) -> Verdict:
    """Compare what people got with what they were owed."""
    owed = frozenset(expected for couple in couples for expected in couple.awaits())
    evidence = Evidence(
        sink.posts(), {row.id: row for row in ledger.posts()}, owed, crowd, ledger, sink.line.given_up
    )
    lost, doubled, left = tuple(evidence.lost()), tuple(evidence.doubled()), ledger.states()
    del left[DeliveryState.SENT]
    figures = {
        "kills": lives.kills,
        "messages": sink.post_count,
        "lost": len(lost),
        "doubled": len(doubled),
        "lookups": sink.lookups,
        "seconds": round(time.monotonic() - lives.began),
    }
    return Verdict(lost, doubled, left, ledger.integrity(), sink.lost_answers, figures)


def line_of(verdict: Verdict, sink: Sink) -> str:
    """Return the figures, for people."""
    shown = (
        "{kills} kills, {messages} messages, {lost} lost, {doubled} doubled, {lookups} look-ups, {seconds} s"
    )
    left = {state.value: count for state, count in verdict.left.items()}
    known = f"not sent: {left}, refused by Slack: {dict(sink.refusals)}"
    given_up = sink.line.given_up.total()
    return f"{shown.format_map(verdict.figures)}; {known}, events given up by Slack: {given_up}"

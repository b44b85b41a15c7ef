"""The machine: the ledger's and the doors' figures in Prometheus text."""

import asyncio
from collections.abc import Iterator

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest

from bot.incoming import Dispatch
from domain.facts.delivery import DeliveryCounts
from domain.kinds import DeliveryState

ACK_LIMITS = (0.1, 0.25, 0.5, 1.0, 1.5, 3.0)
"""Slack gives up after three seconds."""


class AckTimes:
    """How long acts took until they could be acknowledged, in seconds."""

    def __init__(self) -> None:
        self._within = dict.fromkeys(ACK_LIMITS, 0)
        self._count = 0
        self._seconds = 0.0

    def timed(self, dispatch: Dispatch) -> Dispatch:
        """Return the same dispatch, with a watch beside it."""

        async def dispatch_timed(request: AsyncBoltRequest) -> BoltResponse:
            clock = asyncio.get_running_loop().time
            began = clock()
            try:
                return await dispatch(request)
            finally:
                self.add(clock() - began)

        return dispatch_timed

    def add(self, seconds: float) -> None:
        """Count one."""
        self._count += 1
        self._seconds += seconds
        for limit in ACK_LIMITS:
            self._within[limit] += seconds <= limit

    def lines(self) -> Iterator[str]:
        """Return a Prometheus histogram."""
        yield "# TYPE rm_ack_seconds histogram"
        for limit, count in self._within.items():
            yield f'rm_ack_seconds_bucket{{le="{limit}"}} {count}'
        yield f'rm_ack_seconds_bucket{{le="+Inf"}} {self._count}'
        yield f"rm_ack_seconds_sum {self._seconds:.3f}"
        yield f"rm_ack_seconds_count {self._count}"


def metrics_text(counts: DeliveryCounts, clock_restarts: int = 0, acks: AckTimes | None = None) -> str:
    """Return the ledger by state, its oldest wait and what was in doubt, the clock's stalls, and the acks' times."""
    lines = ["# TYPE rm_deliveries gauge"]
    lines += [
        f'rm_deliveries{{state="{state.value}"}} {counts.by_state.get(state.value, 0)}'
        for state in DeliveryState
    ]
    lines += ["# TYPE rm_oldest_due_seconds gauge", f"rm_oldest_due_seconds {counts.oldest_due_seconds:.0f}"]
    lines += ["# TYPE rm_unprovable_deliveries gauge", f"rm_unprovable_deliveries {counts.in_doubt}"]
    lines += ["# TYPE rm_stuck_steps gauge", f"rm_stuck_steps {counts.stuck_steps}"]
    lines += ["# TYPE rm_clock_restarts_total counter", f"rm_clock_restarts_total {clock_restarts}"]
    lines += acks.lines() if acks else ()
    return "\n".join(lines) + "\n"

"""The machine: the ledger's figures in Prometheus text."""

from domain.facts.delivery import DeliveryCounts
from domain.kinds import DeliveryState


def metrics_text(counts: DeliveryCounts, clock_restarts: int = 0) -> str:
    """Return the ledger by state, its oldest wait and what was in doubt, and how often the clock had stalled."""
    lines = ["# TYPE rm_deliveries gauge"]
    lines += [
        f'rm_deliveries{{state="{state.value}"}} {counts.by_state.get(state.value, 0)}'
        for state in DeliveryState
    ]
    lines += ["# TYPE rm_oldest_due_seconds gauge", f"rm_oldest_due_seconds {counts.oldest_due_seconds:.0f}"]
    lines += ["# TYPE rm_unprovable_deliveries gauge", f"rm_unprovable_deliveries {counts.in_doubt}"]
    lines += ["# TYPE rm_clock_restarts_total counter", f"rm_clock_restarts_total {clock_restarts}"]
    return "\n".join(lines) + "\n"

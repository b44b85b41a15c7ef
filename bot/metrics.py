"""The machine: the ledger's figures in Prometheus text."""

from domain.facts.delivery import DeliveryCounts
from domain.kinds import DeliveryState


def metrics_text(counts: DeliveryCounts) -> str:
    """Return one gauge per ledger state, and the wait of the oldest due message in seconds."""
    lines = ["# TYPE rm_deliveries gauge"]
    lines += [
        f'rm_deliveries{{state="{state.value}"}} {counts.by_state.get(state.value, 0)}'
        for state in DeliveryState
    ]
    lines += ["# TYPE rm_oldest_due_seconds gauge", f"rm_oldest_due_seconds {counts.oldest_due_seconds:.0f}"]
    return "\n".join(lines) + "\n"

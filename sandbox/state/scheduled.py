"""Messages that wait for their moved time: posted when anything next looks at the workspace."""

from datetime import UTC, datetime

from sandbox.state.identity import BOT_USER
from sandbox.state.memory import Memory


def post_due(memory: Memory, now: datetime) -> None:
    """Post every scheduled message whose time has come, each at its own time."""
    due = [s for s in memory.scheduled.values() if s.post_at <= now.timestamp()]
    for scheduled in sorted(due, key=lambda s: s.post_at):
        del memory.scheduled[scheduled.id]
        conversation = memory.conversations.get(scheduled.channel)
        if scheduled.is_lost or not memory.identity.is_installed:
            continue
        if conversation is None or conversation.is_archived:
            continue
        at = datetime.fromtimestamp(scheduled.post_at, UTC)
        memory.conversations.post(conversation, BOT_USER, at=at, **scheduled.message)
        memory.changed("messages")

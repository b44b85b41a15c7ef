"""Named points at which a test may end the program: what was promised must hold wherever it dies.

Armed by a test's own Python code, in that very process, and by nothing else: no setting and no environment
variable reaches it, so no admin can arm it by accident. Not armed, a point costs one comparison.
"""

from collections.abc import Callable
from typing import Literal, get_args

Failpoint = Literal[
    "inbox.taken",
    "act.before_commit",
    "act.after_commit",
    "plan.before_commit",
    "plan.after_commit",
    "outbox.claimed",
    "outbox.intended",
    "slack.before_bytes",
    "slack.after_bytes",
    "slack.after_reply",
    "outbox.before_sent",
    "outbox.after_sent",
    "sweep.before_lookup",
    "sweep.after_lookup",
    "outbox.before_failure",
]
FAILPOINTS: tuple[Failpoint, ...] = get_args(Failpoint)

hook: Callable[[str], None] | None = None
"""What a test does at each point; it may raise, or never return."""


def reach(name: Failpoint) -> None:
    """Tell an armed test that the program stands at this point."""
    if hook is not None:
        hook(name)

"""The ticks as a plain table: name, interval, function. APScheduler drives them; fast-forward calls them directly."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domain.authorization import rule_for
from mentoring.inbox import clear_inbox
from mentoring.plan import plan
from mentoring.propose_pairs import solve_due_rounds
from scheduling.delivery import Post
from scheduling.lookup import sweep


@dataclass(frozen=True)
class Tick:
    """`run` returns how much it did; running it again at once does nothing more."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[int]]

    def __post_init__(self) -> None:
        rule_for(self.name)


def ticks(post: Post, look: Callable[[], Awaitable[int]]) -> dict[str, Tick]:
    """Return the table; `look` has messages sent where some are due.

    The planner and the senders are woken after each commit too; this is the safety net.
    """
    core = post.core
    table = (
        Tick("tick.plan", timedelta(seconds=30), lambda: plan(core)),
        Tick("tick.solve", timedelta(seconds=30), lambda: solve_due_rounds(core)),
        Tick("tick.dispatch", timedelta(seconds=10), look),
        Tick("tick.sweep", timedelta(seconds=15), lambda: sweep(post)),
        Tick("tick.clear", timedelta(hours=1), lambda: clear_inbox(core)),
    )
    return {tick.name: tick for tick in table}

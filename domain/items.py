"""The three items each side answers (1–5) before session 1 and at round end. Words: messages/feedback.py."""

from enum import StrEnum

from domain.kinds import Side

ITEMS: dict[Side, tuple[str, str, str]] = {
    Side.MENTEE: ("use_tools", "understand_younger", "ask_juniors"),
    Side.MENTOR: ("confident_with_leaders", "understand_decisions", "see_future"),
}
USEFULNESS = "usefulness"
LOWEST, HIGHEST = 1, 5


class Moment(StrEnum):
    """When a baseline or outcome item was answered."""

    BEFORE = "before"
    AFTER = "after"

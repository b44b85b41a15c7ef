"""Plans and their tasks. Their titles are bare strings, whatever Slack's table of fields says."""

from sandbox.blocks.objects import OWN_ID, web_address
from sandbox.blocks.rich_text import RICH_TEXT_OBJECT
from sandbox.blocks.rules import Rule, array, by_type, every, one_of, shape, string, unique

_ID = {"block_id": OWN_ID}
_SOME = string(None, 1)
_SOURCE = by_type({"url": shape({"url": web_address(), "text": _SOME})})
_ALONE = ("in_progress", "complete", "error")


def _task(*statuses: str, **more: Rule) -> Rule:
    return shape(
        {"task_id": _SOME, "title": _SOME, "status": one_of(*statuses)},
        {"details": RICH_TEXT_OBJECT, "output": RICH_TEXT_OBJECT, "sources": array(_SOURCE)} | _ID | more,
    )


_IN_PLAN = _task("pending", *_ALONE, type=one_of("task_card"))

TASKS: dict[str, Rule] = {
    "task_card": _task(*_ALONE),
    "plan": shape({"title": _SOME, "tasks": every(array(_IN_PLAN, 50, 0), unique("task_id"))}, _ID),
}

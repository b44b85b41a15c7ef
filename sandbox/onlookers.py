"""Who looks on: is told of everything an app sent and this Slack took, e.g. to show it to other judges."""

from collections.abc import Callable, Mapping
from typing import Any

ONLOOKERS: list[Callable[[str, Mapping[str, Any]], None]] = []
"""Called with a Web API method and its arguments; or with where else a payload came, and that payload:
"response_url", "ack" (what a command was answered with), "ack.errors", "ack.update", "ack.push", "ack.clear",
"ack.options"."""

REFUSED: list[Callable[[str, str], None]] = []
"""Called with a Web API method and the error code that the workspace itself refused it with."""


def show(what: str, sent: Mapping[str, Any]) -> None:
    """Tell all onlookers."""
    for look in ONLOOKERS:
        look(what, sent)


def show_refusal(method: str, code: str) -> None:
    """Tell them what was refused."""
    for look in REFUSED:
        look(method, code)

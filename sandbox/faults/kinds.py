"""The kinds of fault: on which side each strikes, and which details it takes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["api", "delivery", "socket", "workspace"]


@dataclass(frozen=True)
class Detail:
    """One thing to say about a fault; `choices` are all a choice has, and what a drawn fault draws from."""

    name: str
    kind: Literal["text", "number", "choice"]
    default: Any
    choices: tuple[Any, ...] = ()

    def read(self, value: Any) -> Any:
        """Read a given value. Raises: ValueError when it doesn't fit."""
        if self.kind == "number":
            number = float(value)
            if not math.isfinite(number):
                raise ValueError(f"{self.name} is a number")
            return int(number) if number.is_integer() else number
        if self.kind == "choice" and value not in self.choices:
            raise ValueError(f"{self.name} is one of {self.choices}")
        return value


@dataclass(frozen=True)
class Kind:
    """A way to misbehave; faults of the workspace last until they are cleared."""

    name: str
    side: Side
    title: str
    details: tuple[Detail, ...] = ()

    def fill(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Read what was given and add the defaults. Raises: ValueError for an unknown or unfit detail."""
        known = {detail.name: detail for detail in self.details}
        if unknown := given.keys() - known.keys():
            raise ValueError(f"{self.name} has no {', '.join(sorted(unknown))}")
        return {
            name: detail.read(given[name]) if name in given else detail.default
            for name, detail in known.items()
        }


_DONE = Detail("done", "choice", default=False, choices=(False, True))
"""Whether what the call asked for happens all the same."""
_RETRY_AFTER = Detail("retry_after", "choice", "30", ("30", None, "-5", "999999", "soon"))
"""What the header says; None leaves it out."""
_SPELLING = Detail("error", "choice", "ratelimited", ("ratelimited", "rate_limited"))
_STATUS = Detail("status", "choice", 503, (500, 502, 503, 504))
_REASONS = (
    "http_timeout",
    "connection_failed",
    "http_error",
    "ssl_error",
    "too_many_redirects",
    "unknown_error",
)


def _seconds(default: float, *choices: float) -> Detail:
    return Detail("seconds", "number", default, choices)


_ALL = (
    Kind("rate_limited", "api", "Too many calls (429)", (_RETRY_AFTER, _SPELLING)),
    Kind("server_error", "api", "A server error with an HTML page", (_STATUS, _DONE)),
    Kind("junk", "api", "Text instead of JSON", (_DONE,)),
    Kind("truncated", "api", "Done, but the answer is cut short"),
    Kind("slow", "api", "Done, but the answer comes late", (_seconds(5, 0.05, 0.2, 0.5),)),
    Kind("dropped", "api", "Done, but the line drops without an answer"),
    Kind("refused", "api", "Refused with an error of choice", (Detail("error", "text", "internal_error"),)),
    Kind("duplicated", "delivery", "Delivered twice"),
    Kind("delayed", "delivery", "Delivered late", (_seconds(2, 0.05, 0.2, 0.5),)),
    Kind("reordered", "delivery", "Overtaken by what comes next", (_seconds(1, 0.2),)),
    Kind(
        "lost_once",
        "delivery",
        "Lost; an event comes again as a retry",
        (Detail("reason", "choice", "http_timeout", _REASONS),),
    ),
    Kind("envelope_twice", "delivery", "The same envelope twice"),
    Kind("warning", "socket", "Told to expect a disconnect", (_seconds(10, 0.2),)),
    Kind("refresh", "socket", "Told to reconnect"),
    Kind(
        "cut",
        "socket",
        "The line is cut without a word",
        (Detail("moment", "choice", "after", ("before", "after")),),
    ),
    Kind("token_revoked", "workspace", "The bot's token is revoked"),
    Kind("users_list_cut", "workspace", "users.list ends early", (Detail("keep", "number", 5),)),
    Kind("no_new_blocks", "workspace", "The blocks of 2026 are refused"),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}


def _of(side: Side) -> frozenset[str]:
    return frozenset(kind.name for kind in _ALL if kind.side == side)


API, DELIVERY, SOCKET = _of("api"), _of("delivery"), _of("socket")

"""Pages of a list: Slack's opaque cursors, each good for the method that made it."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sandbox.errors import SlackError
from sandbox.methods.arguments import TEXT, WHOLE

T = TypeVar("T")
Json = dict[str, Any]
PAGED = {"cursor": TEXT, "limit": WHOLE}
_MOST = 1000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page; `cursor` leads to the next one and is empty at the end."""

    items: list[T]
    cursor: str

    @property
    def metadata(self) -> Json:
        """The part of an answer that leads to the next page."""
        return {"response_metadata": {"next_cursor": self.cursor}}


def read_limit(args: Json, default: int, most: int = _MOST, refusal: str = "invalid_limit") -> int:
    """Read how many items a page may hold. Raises: SlackError, by default invalid_limit."""
    limit: int = args.get("limit", default)
    if not 1 <= limit <= most:
        raise SlackError(refusal)
    return limit


def page(items: Sequence[T], key: Callable[[T], str], kind: str, cursor: str, limit: int) -> Page[T]:
    """Cut one page out; the cursor names the item the next page begins with.

    Raises: SlackError(invalid_cursor) for an invented one, one of another method, or an item gone.
    """
    start = _position([key(item) for item in items], kind, cursor) if cursor else 0
    end = start + limit
    following = _encoded(f"{kind}:{key(items[end])}") if end < len(items) else ""
    return Page(list(items[start:end]), following)


def _encoded(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


def _position(keys: Sequence[str], kind: str, cursor: str) -> int:
    try:
        words = base64.b64decode(cursor, validate=True).decode()
        return [f"{kind}:{key}" for key in keys].index(words)
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error

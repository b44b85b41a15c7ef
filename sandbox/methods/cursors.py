"""Pages of a list: Slack's opaque cursors."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.errors import SlackError

T = TypeVar("T")


def page(items: Sequence[T], cursor: str, limit: int) -> tuple[list[T], str]:
    """Cut one page out; the second value is the next page's cursor, empty at the end.

    Raises: SlackError(invalid_cursor, invalid_limit).
    """
    if limit < 1:
        raise SlackError("invalid_limit")
    start = _position(cursor) if cursor else 0
    end = start + limit
    return list(items[start:end]), _cursor(end) if end < len(items) else ""


def next_cursor(cursor: str) -> dict[str, Any]:
    """Write the part of an answer that leads to the next page."""
    return {"response_metadata": {"next_cursor": cursor}}


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error

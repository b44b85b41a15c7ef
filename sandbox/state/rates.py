"""Slack's rate limits at the moved time: a sliding minute per method, and one message a second per channel."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta

from sandbox.errors import SlackError

_MINUTE = timedelta(minutes=1)
_BETWEEN_POSTS = timedelta(seconds=1)
_POSTS_AT_ONCE = 10


class Rates:
    """What the app has called lately in one workspace; a refused call doesn't count.

    Source: https://docs.slack.dev/apis/web-api/rate-limits. How long a burst may be Slack doesn't say.
    """

    def __init__(self) -> None:
        self._calls: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._next_post: dict[str, datetime] = {}
        self._free_at: dict[str, datetime] = {}

    def take(self, method: str, per_minute: int, now: datetime, channel: str | None = None) -> None:
        """Count one call, for a post with its channel. Raises: SlackError(ratelimited)."""
        free_at = self._method_free_at(method, per_minute, now)
        if channel is not None:
            free_at = max(free_at, self._channel_free_at(channel, now))
        if free_at > now:
            self._free_at[method] = free_at
            raise SlackError("ratelimited")
        self._calls[method].append(now)
        if channel is not None:
            self._next_post[channel] = max(self._next_post.get(channel, now), now) + _BETWEEN_POSTS

    def retry_after(self, method: str, now: datetime) -> int:
        """Tell the whole seconds, 1 at least, after which the call refused last will be let through."""
        wait = self._free_at.get(method, now) - now
        return max(1, math.ceil(wait.total_seconds()))

    def _method_free_at(self, method: str, per_minute: int, now: datetime) -> datetime:
        calls = self._calls[method]
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        return now if len(calls) < per_minute else calls[-per_minute] + _MINUTE

    def _channel_free_at(self, channel: str, now: datetime) -> datetime:
        burst = _BETWEEN_POSTS * (_POSTS_AT_ONCE - 1)
        return max(now, self._next_post.get(channel, now) - burst)

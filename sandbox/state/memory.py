"""Everything the workspace remembers, in one place, with word of every change."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sandbox.people import Person
from sandbox.state.conversations import Conversations
from sandbox.state.directory import Directory
from sandbox.state.identity import BOT_USER, Identity
from sandbox.state.ids import Ids
from sandbox.state.rates import Rates
from sandbox.state.records import Call, ResponseUrl, Scheduled
from sandbox.state.uploads import Uploads
from sandbox.state.views import Views

Json = dict[str, Any]
CALLS_KEPT = 100_000
# The same for every workspace: channels of two workspaces may well have the same id.
_CHANNEL_SEED = 1


class Memory:
    """The stores of the workspace; `real_now` is the machine's time, for what dies in seconds."""

    def __init__(
        self,
        identity: Identity,
        ids: Ids,
        people: Iterable[Person],
        now: datetime,
        real_now: Callable[[], float],
    ) -> None:
        self.identity = identity
        self.ids = ids
        self.real_now = real_now
        self.address = ""
        self.directory = Directory(people, identity)
        self.conversations = Conversations(self.directory, identity, Ids(_CHANNEL_SEED), int(now.timestamp()))
        self.views = Views(identity, ids, real_now)
        self.uploads = Uploads(ids)
        self.rates = Rates()
        self.unknown_blocks: frozenset[str] = frozenset()
        self.response_urls: dict[str, ResponseUrl] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.outbox: deque[Json] = deque()
        self.listeners: list[Callable[[str], None]] = []

    def happened(self, event: Json) -> None:
        """Put an event that a call brought about where the acts will find it and tell the app."""
        self.outbox.append(event)
        self.changed("events")

    def remove_app(self) -> None:
        """Take the app out of the workspace: its tokens die, and it is told so twice."""
        self.identity.uninstall()
        # Slack lists users here, not tokens.
        self.happened({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})
        self.happened({"type": "app_uninstalled"})

    def changed(self, kind: str) -> None:
        """Tell the listeners that messages, home, views, clock, people or events changed."""
        for listener in self.listeners:
            listener(kind)

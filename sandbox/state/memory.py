"""Everything the workspace remembers, in one place, with word of every change."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime

from sandbox.people import Person
from sandbox.state.conversations import Conversations
from sandbox.state.directory import Directory
from sandbox.state.identity import Identity, Ids
from sandbox.state.records import Call, ResponseUrl
from sandbox.state.uploads import Uploads
from sandbox.state.views import Views

CALLS_KEPT = 100_000


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
        self.conversations = Conversations(self.directory, identity, ids, int(now.timestamp()))
        self.views = Views(identity, ids, real_now)
        self.uploads = Uploads(ids)
        self.response_urls: dict[str, ResponseUrl] = {}
        self.socket_tickets: set[str] = set()
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.listeners: list[Callable[[str], None]] = []

    def changed(self, kind: str) -> None:
        """Tell the listeners that messages, home, views, clock or people changed."""
        for listener in self.listeners:
            listener(kind)

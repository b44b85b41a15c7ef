"""What the rooms ask of the outside world. `bot/` holds the adapters, tests hold hand-written fakes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from domain.facts.delivery import Found, Posted
from domain.facts.people import SlackProfile

Answer = TypeVar("Answer")


class Clock(Protocol):
    """Moved time: calendar, cadence, pacing. Real time stays behind bot/ (signatures, liveness)."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    async def sleep(self, until: datetime) -> None: ...


class Ids(Protocol):
    def new(self) -> str:
        """128 random bits as 32 hexadecimal digits."""
        ...

    def seed(self) -> int:
        """A fresh 31-bit seed, stored with what it decides."""
        ...


class Think(Protocol):
    """Runs a long computation away from the event loop. Arguments and answer must pickle."""

    async def __call__(self, function: Callable[..., Answer], *args: Any) -> Answer: ...


class Slack(Protocol):
    """The Slack calls this bot makes. Each raises `SlackFailure` and nothing else; none retries by itself."""

    async def post(
        self, channel: str, text: str, blocks: Sequence[Mapping[str, Any]], delivery_id: str
    ) -> Posted: ...

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None: ...

    async def publish_home(self, person_id: str, view: Mapping[str, Any]) -> None: ...

    async def open_conversation(self, person_ids: Sequence[str]) -> str:
        """The channel id; the same people always give the same one."""
        ...

    async def find_post(self, channel: str, delivery_id: str, since: datetime) -> Found:
        """Look in the bot's own DM for a post that carries this delivery id."""
        ...

    async def put_file(self, filename: str, content: bytes) -> str:
        """Upload a file that nobody sees yet; its id."""
        ...

    async def share_file(self, channel: str, file_id: str, title: str, comment: str) -> None:
        """Show an uploaded file in a conversation; a file can be shared once."""
        ...

    async def find_file(self, channel: str, file_id: str, since: datetime) -> Found:
        """Look in the bot's own DM for a post that shows this file."""
        ...

    async def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> None: ...

    async def update_view(self, view_id: str, view: Mapping[str, Any]) -> None: ...

    async def profile(self, person_id: str) -> SlackProfile: ...

    async def answer(self, response_url: str, body: Mapping[str, Any]) -> None:
        """Through our own httpx sender: one attempt, never ambiguous for the person's data."""
        ...


Wake = Callable[[str], None]
"""Called with a workspace id after a commit that promised something."""

Step = Callable[..., Awaitable[None]]

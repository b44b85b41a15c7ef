"""A message on its way out, as the doors see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.kinds import Address, EffectKind, MessageClass, MessageName
from domain.retries import HeldReason


@dataclass(frozen=True)
class Promise:
    """What a verb promises to the ledger: which message, to whom, about what, when at the earliest.

    `key` is deterministic and unique per workspace: promising twice is the same as promising once.
    A redraw (`UPDATE`, `HOME`) is coalesced: promising it again makes the same row due again.
    """

    key: str
    message: MessageName
    message_class: MessageClass
    address: Address
    recipient_id: str
    subject_id: str
    due_at: datetime
    kind: EffectKind = EffectKind.POST
    expires_at: datetime | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claimed:
    """A ledger row that this worker owns. `revision` tells a redraw that came while it was away.

    `worker` and `attempt_count` are its fence: once the row is somebody else's, nothing can be written any more.
    Without a `channel_id` the conversation with `member_ids` has to be opened first. An update edits `cards`.
    """

    id: str
    workspace_id: str
    kind: EffectKind
    message: MessageName
    message_class: MessageClass
    address: Address
    recipient_id: str
    subject_id: str
    detail: Mapping[str, str]
    attempt_count: int
    revision: int
    created_at: datetime
    tried_at: datetime | None = None
    worker: str | None = None
    fault_count: int = 0
    is_repeat: bool = False
    channel_id: str | None = None
    file_id: str | None = None
    cards: tuple["Posted", ...] = ()
    member_ids: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    """The methods of which this is the first call after a rest."""

    @property
    def attempt(self) -> tuple[str, int]:
        """Which row, and which of its attempts."""
        return self.id, self.attempt_count


@dataclass(frozen=True)
class Posted:
    channel_id: str
    message_ts: str


@dataclass(frozen=True)
class Found:
    """The answer of a look-up by delivery id: `posted` None means it is certainly not there."""

    posted: Posted | None


@dataclass(frozen=True)
class HeldMessage:
    """A message that waits for a person's word: which, to whom, tried when, why. Never what it says.

    An invitation goes to a channel. To who may not decide it names nobody.
    """

    id: str
    message: MessageName
    person_ids: tuple[str, ...]
    at: datetime
    reason: HeldReason
    time_zone: str = "UTC"
    channel_id: str = ""


@dataclass(frozen=True)
class Undelivered:
    """What a coordinator or the admin sees of messages that did not arrive.

    `to_decide` waits for the reader, `elsewhere` for others; of `hidden_count` she sees no more than that, for
    they are about a pair that she stands too near to. `failed`: how many of the last days, by Slack's reason.
    """

    to_decide: tuple[HeldMessage, ...] = ()
    elsewhere: tuple[HeldMessage, ...] = ()
    hidden_count: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DeliveryCounts:
    """How many ledger rows stand in each state, the wait of the oldest due one, and how many were ever in doubt.

    `stuck_steps` of the clock have failed again and again.
    """

    by_state: Mapping[str, int]
    oldest_due_seconds: float
    in_doubt: int
    stuck_steps: int = 0

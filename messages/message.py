"""What a builder of this room returns for the ledger or for an ephemeral answer."""

from dataclasses import dataclass, field
from typing import Any

from messages.text import Mrkdwn, cut_mrkdwn

MAX_TEXT = 4000
"""Source: docs.slack.dev, chat.postMessage, "aim at 4,000", read October 2026."""

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """`text` says everything that matters in full sentences: notifications and screen readers get no more."""

    text: Mrkdwn
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", cut_mrkdwn(self.text, MAX_TEXT))

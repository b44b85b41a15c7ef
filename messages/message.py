"""What a builder of this room returns for the ledger or for an ephemeral answer."""

from dataclasses import dataclass, field
from typing import Any

from messages.text import Mrkdwn

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """`text` says everything that matters in full sentences: notifications and screen readers get no more."""

    text: Mrkdwn
    blocks: list[Block] = field(default_factory=list)

"""Samples in a real workspace: the line that goes before them, and buttons that do nothing."""

from typing import Any

from messages.blocks import letter
from messages.message import Block, Message
from messages.payload import SAMPLE, Payload, pack
from messages.words import Words


def opening(count: int, t: Words) -> Message:
    """Return the line that goes before the samples."""
    return letter(
        [
            t.tn(
                "What follows is {n} sample of what I write, as `rm-bot check --live` asked for.",
                "What follows are {n} samples of what I write, as `rm-bot check --live` asked for.",
                count,
            ),
            t("Nothing in them is real, and their buttons do nothing."),
        ]
    )


def harmless(message: Message) -> Message:
    """Return the message with buttons that say they are a sample's. Some act without naming any subject."""
    return Message(message.text, [_disarmed(block) for block in message.blocks])


def _disarmed(node: Any) -> Any:
    if isinstance(node, list):
        return [_disarmed(child) for child in node]
    if not isinstance(node, dict):
        return node
    disarmed: Block = {name: _disarmed(child) for name, child in node.items()}
    return disarmed | {"value": pack(Payload(SAMPLE))} if node.get("type") == "button" else disarmed

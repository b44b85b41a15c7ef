"""Builders of the blocks of a message, each within Slack's limits.

Source of the limits: docs.slack.dev, Block Kit reference, read October 2026.
"""

from collections.abc import Sequence
from typing import Any

from messages.ids import Button, with_choice
from messages.message import Block, Message
from messages.payload import Payload, pack
from messages.text import MAX_SECTION, Mrkdwn, clean, cut, cut_mrkdwn, lines, mention, sentences
from messages.words import Words

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_HEADER = 150
MAX_LABEL = 75
MAX_CONFIRM_TITLE, MAX_CONFIRM_TEXT, MAX_CONFIRM_BUTTON = 100, 300, 30


def plain_text(text: str, limit: int) -> dict[str, Any]:
    """Return a text object in which Slack formats nothing. Slack refuses empty ones: a dash stands in."""
    return {"type": "plain_text", "text": cut(clean(text), limit) or "–", "emoji": False}


def mrkdwn(text: Mrkdwn) -> dict[str, Any]:
    """Return a text object that Slack formats; `verbatim` keeps it from making links of names."""
    return {"type": "mrkdwn", "text": cut_mrkdwn(text), "verbatim": True}


def section(text: Mrkdwn, accessory: dict[str, Any] | None = None) -> Block:
    """Return a paragraph of our own words, with one button beside it if given."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def letter(paragraphs: Sequence[Mrkdwn | None], *tail: Block) -> Message:
    """Return a message whose `text` and first block say the same; `tail` holds buttons and small print."""
    return Message(sentences(*paragraphs), [section(lines(*paragraphs)), *tail])


def quote(text: str) -> Block:
    """Return a paragraph somebody else wrote, shown exactly as typed."""
    return {"type": "section", "text": plain_text(text, MAX_SECTION)}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain_text(text, MAX_HEADER)}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def context(*texts: Mrkdwn) -> Block:
    """Return small print, one element per text."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def footer(t: Words, contact_id: str) -> Block:
    """Return the line that names one human to ask."""
    if not contact_id:
        return context(t("Questions? Any coordinator of your program is happy to help."))
    return context(t("Questions? {contact} is happy to help.", contact=mention(contact_id)))


def actions(*buttons: dict[str, Any] | None) -> Block:
    """Return a row of the buttons that are there; their action ids must differ."""
    return {"type": "actions", "elements": [button for button in buttons if button]}


def button(
    label: str,
    action: Button,
    payload: Payload,
    *,
    key: str = "",
    style: str = "",
    confirm: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a button. `key` tells it from like buttons in its row: "session.pick:1"."""
    element: dict[str, Any] = {
        "type": "button",
        "text": plain_text(label, MAX_LABEL),
        "action_id": with_choice(action, key),
        "value": pack(payload),
    }
    return element | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def confirm(title: str, text: Mrkdwn, yes: str, no: str) -> dict[str, Any]:
    """Return the question that stands between a button and what it does."""
    return {
        "title": plain_text(title, MAX_CONFIRM_TITLE),
        "text": {"type": "mrkdwn", "text": cut_mrkdwn(text, MAX_CONFIRM_TEXT)},
        "confirm": plain_text(yes, MAX_CONFIRM_BUTTON),
        "deny": plain_text(no, MAX_CONFIRM_BUTTON),
    }


def fit(blocks: Sequence[Block], limit: int, more: Mrkdwn) -> list[Block]:
    """Return at most `limit` blocks; where some had to go, `more` says so at the end."""
    return list(blocks) if len(blocks) <= limit else [*blocks[: limit - 1], context(more)]

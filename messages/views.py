"""Modals and the Home tab as plain view dictionaries, and the two modals that belong to no family."""

from collections.abc import Sequence

from messages.blocks import MAX_VIEW_BLOCKS, fit, plain_text, section
from messages.ids import Form
from messages.message import Block, Message, View
from messages.payload import Payload, pack
from messages.text import Mrkdwn
from messages.words import Words

MAX_TITLE = 24


def form(title: str, blocks: Sequence[Block], submit: str, callback: Form, about: Payload, t: Words) -> View:
    """Return a modal that is submitted."""
    return {
        **modal(title, blocks, t),
        "callback_id": str(callback),
        "private_metadata": pack(about),
        "submit": plain_text(submit, MAX_TITLE),
        "close": plain_text(t.plain("Cancel"), MAX_TITLE),
    }


def modal(title: str, blocks: Sequence[Block], t: Words) -> View:
    """Return a modal that is only read."""
    return {
        "type": "modal",
        "title": plain_text(title, MAX_TITLE),
        "close": plain_text(t.plain("Close"), MAX_TITLE),
        "blocks": fit(blocks, MAX_VIEW_BLOCKS, t("There is more than fits here.")),
    }


def home(blocks: Sequence[Block], t: Words) -> View:
    """Return a Home tab."""
    return {"type": "home", "blocks": fit(blocks, MAX_VIEW_BLOCKS, t("There is more than fits here."))}


def notice_view(text: Mrkdwn, t: Words) -> View:
    """Return a modal with one sentence; it also takes the place of a submitted form as its receipt."""
    return modal(t.plain("Reverse mentoring"), [section(text)], t)


def receipt_view(message: Message, t: Words) -> View:
    """Return a modal that says what a message says, with its buttons."""
    return modal(t.plain("Reverse mentoring"), message.blocks or [section(message.text)], t)

"""What a message says: text, blocks, attachments and metadata, with Slack's limits on each."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.blocks.check import message_faults
from sandbox.blocks.walk import with_ids
from sandbox.errors import SlackError
from sandbox.methods.arguments import ATTACHMENTS, BLOCKS, FLAG, TEXT, Argument
from sandbox.state.memory import Memory

Json = dict[str, Any]
TEXT_KEPT = 40_000
_TEXT_WISE = 4_000
_MARKDOWN_MOST = 12_000
_ATTACHMENTS_MOST = 100
# Slack publishes no figure for this one: measured by others on a live workspace.
_BLOCK_TEXT_MOST = 13_200
# Slack publishes no figure for this one either; the sandbox's own is on the safe side.
_METADATA_MOST = 8_000
_FIGURES = frozenset({"table", "data_table", "data_visualization"})

CONTENT: dict[str, Argument] = {
    "text": TEXT,
    "blocks": BLOCKS,
    "attachments": ATTACHMENTS,
    "markdown_text": TEXT,
    "link_names": FLAG,
    "parse": TEXT,
    "as_user": FLAG,
}


@dataclass(frozen=True)
class Content:
    """What a message says, and what there is to complain about it."""

    text: str
    blocks: list[Json]
    attachments: list[Json]
    complaints: tuple[str, ...]


def read_content(memory: Memory, args: Mapping[str, Any], text_most: int | None = None) -> Content:
    """Read what a message says; without `text_most` a long text is cut, not refused.

    Raises: SlackError(no_text, msg_too_long, invalid_blocks …).
    """
    blocks, attachments = args.get("blocks") or [], args.get("attachments") or []
    text = _text(args, has_blocks=bool(blocks))
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if text_most is not None and len(text) > text_most:
        raise SlackError("msg_too_long")
    _check_attachments(attachments, memory.unknown_blocks)
    _check_blocks(blocks, attachments, memory.unknown_blocks)
    filled = with_ids(blocks, lambda: memory.ids.secret(5))
    return Content(text[:TEXT_KEPT], filled, attachments, tuple(_complaints(text)))


def _text(args: Mapping[str, Any], *, has_blocks: bool) -> str:
    markdown, text = args.get("markdown_text"), args.get("text") or ""
    if markdown is None:
        return str(text)
    if text or has_blocks:
        raise SlackError("markdown_text_conflict")
    if len(markdown) > _MARKDOWN_MOST:
        raise SlackError("msg_too_long")
    return str(markdown)


def _check_attachments(attachments: list[Any], unknown: frozenset[str]) -> None:
    if len(attachments) > _ATTACHMENTS_MOST:
        raise SlackError("too_many_attachments")
    if not all(isinstance(attachment, dict) for attachment in attachments):
        raise SlackError("invalid_attachments")
    if faults := message_faults([], attachments, unknown):
        raise SlackError.with_messages("invalid_attachments", faults)


def _check_blocks(blocks: list[Any], attachments: list[Any], unknown: frozenset[str]) -> None:
    if faults := message_faults(blocks, attachments, unknown):
        raise SlackError.with_messages("invalid_blocks", faults)
    if sum(map(len, _words(blocks))) > _BLOCK_TEXT_MOST:
        raise SlackError("msg_blocks_too_long")


def _words(node: Any) -> Iterator[str]:
    children: Iterable[Any] = node if isinstance(node, list) else ()
    if isinstance(node, dict) and node.get("type") not in _FIGURES:
        children = node.values()
        if isinstance(node.get("text"), str):
            yield node["text"]
    for child in children:
        yield from _words(child)


def _complaints(text: str) -> Iterator[str]:
    if not text:
        yield "The message has no text: notifications and screen readers have nothing to say."
    if len(text) > _TEXT_WISE:
        yield f"The text is longer than {_TEXT_WISE} characters; over {TEXT_KEPT} it is cut."


def read_metadata(args: Mapping[str, Any]) -> Json | None:
    """Read a message's metadata; empty metadata takes away what was there.

    Raises: SlackError(invalid_metadata_format, metadata_too_large).
    """
    metadata: Json | None = args.get("metadata")
    if not metadata:
        return metadata
    fields_fit = isinstance(metadata.get("event_payload"), dict) and isinstance(
        metadata.get("event_type"), str
    )
    if not fields_fit or metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > _METADATA_MOST:
        raise SlackError("metadata_too_large")
    return metadata

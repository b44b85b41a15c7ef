"""What a button or form carries: which thing, at which revision, which choice. Never authority."""

from dataclasses import dataclass

VERSION = "1"
MAX_LENGTH = 2000
MARK = "|"
PARTS = 4
SAMPLE = "sample"
"""The subject of a sample's buttons, whatever they are about in a real message."""


class PayloadError(ValueError):
    """Not one of our payloads, or one of another version."""


@dataclass(frozen=True)
class Payload:
    """`subject_id` is the id of what the button is about; empty when it is the person herself."""

    subject_id: str = ""
    revision: int = 0
    choice: str = ""


def pack(payload: Payload) -> str:
    """Return "1|subject|revision|choice", at most 2,000 characters.

    Raises PayloadError when a part can't travel.
    """
    if MARK in payload.subject_id or payload.revision < 0:
        raise PayloadError("the subject or the revision can't be packed")
    packed = MARK.join((VERSION, payload.subject_id, str(payload.revision), payload.choice))
    if len(packed) > MAX_LENGTH:
        raise PayloadError("the payload is too long")
    return packed


def unpack(packed: str) -> Payload:
    """Return what `pack` was given.

    Raises PayloadError for anything else.
    """
    parts = packed.split(MARK, PARTS - 1)
    if len(packed) > MAX_LENGTH or len(parts) != PARTS or parts[0] != VERSION:
        raise PayloadError("not a payload of this version")
    _, subject_id, revision, choice = parts
    if not (revision.isascii() and revision.isdigit()):
        raise PayloadError("the revision is no number")
    return Payload(subject_id, int(revision), choice)

"""Text for Slack: foreign text is cleaned and escaped, long text is cut between characters people see."""

import re
import unicodedata
from collections.abc import Iterable

ELLIPSIS = "…"
INLINE_LIMIT = 300
"""No value inside a sentence is longer."""
MAX_SECTION = 3000

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOK_ALIKES = {"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"}
_FORMAT_MARKS = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACE = re.compile(r"\s+")
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9]")
_OPEN_ENTITY = re.compile(r"&[a-z]{0,3}\Z")
_JOINER = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)
_REGIONAL = range(0x1F1E6, 0x1F200)


class Mrkdwn(str):
    """Text that Slack formats: our own words, in which every foreign value is escaped already."""

    __slots__ = ()


def clean(text: str) -> str:
    """Return `text` without bidi controls, other control characters and lone surrogates; lines stay."""
    return "".join(c for c in text if c == "\n" or not _is_control(c)).strip()


def _is_control(character: str) -> bool:
    return character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs"}


def inline(text: str) -> str:
    """Return `text` as a value inside a sentence: cleaned, on one line, of bounded length."""
    return cut(clean(_SPACE.sub(" ", text)), INLINE_LIMIT)


def escape(text: str) -> Mrkdwn:
    """Return foreign text as Slack shall show it: no mention, link, date or formatting comes of it.

    Slack has no escape for its formatting marks, so those that could format become look-alikes.
    """
    shown = _FORMAT_MARKS.sub(lambda match: _LOOK_ALIKES[match[0]], inline(text))
    return Mrkdwn(shown.translate(_ENTITIES))


def mention(person_id: str) -> Mrkdwn:
    """Return a mention that shows the person's own name."""
    return Mrkdwn(f"<@{_NOT_IN_AN_ID.sub('', person_id)}>")


def channel(channel_id: str) -> Mrkdwn:
    """Return a link to a channel that shows its name."""
    return Mrkdwn(f"<#{_NOT_IN_AN_ID.sub('', channel_id)}>")


def lines(*parts: Mrkdwn | None) -> Mrkdwn:
    """Return the parts that are there, each on its own line."""
    return Mrkdwn("\n".join(part for part in parts if part))


def sentences(*parts: Mrkdwn | None) -> Mrkdwn:
    """Return the parts that are there as one paragraph."""
    return Mrkdwn(" ".join(part for part in parts if part))


def bullets(items: Iterable[Mrkdwn]) -> Mrkdwn:
    """Return a list, one item per line."""
    return Mrkdwn("\n".join(f"• {item}" for item in items))


def length(text: str) -> int:
    """Return the length as Slack's clients count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return at most `limit` units of `text`, never half a character, with an ellipsis where cut."""
    if length(text) <= limit:
        return text
    room = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return text[: _boundary(text, len(room))].rstrip() + ELLIPSIS


def cut_mrkdwn(text: Mrkdwn, limit: int = MAX_SECTION) -> Mrkdwn:
    """Return at most `limit` units of `text`, never half a mention, date or entity."""
    if length(text) <= limit:
        return text
    start = cut(text, limit).removesuffix(ELLIPSIS)
    if start.rfind("<") > start.rfind(">"):
        start = start[: start.rfind("<")]
    return Mrkdwn(_OPEN_ENTITY.sub("", start).rstrip() + ELLIPSIS)


def _boundary(text: str, end: int) -> int:
    while end > 0 and _continues(text, end):
        end -= 1
    return end


def _continues(text: str, at: int) -> bool:
    """Tell whether the character at `at` belongs to the one before it."""
    here, before = text[at], text[at - 1]
    if ord(here) in _REGIONAL and ord(before) in _REGIONAL:
        run = re.search(r"[\U0001F1E6-\U0001F1FF]*\Z", text[:at])
        return run is not None and len(run[0]) % 2 == 1
    is_mark = unicodedata.category(here) in {"Mn", "Mc", "Me"} or ord(here) in _MODIFIERS
    return is_mark or _JOINER in {here, before}

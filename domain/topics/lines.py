"""A program's topics as the lines a coordinator edits, one per topic: "Topic: synonym, synonym".

Two people may edit at once. A form therefore carries a mark of each line as it was shown; what is saved is the
difference between what was shown and what was typed, laid over what stands there now.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from domain.topics.spelling import squashed

MARK_BYTES = 4
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class TopicLine:
    """One topic of a program, and what its people also type for it."""

    topic: str
    synonyms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.topic}: {', '.join(self.synonyms)}" if self.synonyms else self.topic

    @property
    def mark(self) -> str:
        """Eight characters that change with the line; a hundred of them fit into a form's metadata."""
        return blake2b(str(self).encode(), digest_size=MARK_BYTES).hexdigest()


def parse_lines(text: str, known: Collection[str] = ()) -> tuple[TopicLine, ...]:
    """Read lines; empty ones are left out, and a topic named twice is one with the synonyms of both.

    `known` names keep the colon they may hold: "Excel: pivot tables" can be an older topic's whole name.
    """
    found: dict[str, TopicLine] = {}
    for text_line in text.splitlines():
        line = _parse(_SPACE.sub(" ", text_line).strip(), known)
        if line.topic:
            before = found.get(folded(line.topic))
            found[folded(line.topic)] = _joined(before, line) if before else line
    return tuple(found.values())


def folded(text: str) -> str:
    """Return the text without what doesn't tell topics apart: case, accents, spaces and signs."""
    return squashed(text) or text


def marks_of(lines: Iterable[TopicLine]) -> str:
    """Return the marks of lines as one text, for `merged`."""
    return "".join(line.mark for line in lines)


def merged(shown: str, typed: Sequence[TopicLine], now: Sequence[TopicLine]) -> tuple[TopicLine, ...]:
    """Return the lines that shall stand: what she changed since `shown`, and what others changed meanwhile.

    In her order, others' new ones last. Where both changed one topic's synonyms, those of both stand.
    """
    size = 2 * MARK_BYTES
    seen = {shown[at : at + size] for at in range(0, len(shown), size)}
    standing = {folded(line.topic): line for line in now}
    marks = {line.mark for line in now}
    # A line as it was shown, and not there any more, was changed or removed by somebody else.
    hers = [_hers(line, standing, seen) for line in typed if line.mark not in seen or line.mark in marks]
    touched = {folded(line.topic) for line in hers}
    return (*hers, *(line for line in now if line.mark not in seen and folded(line.topic) not in touched))


def _hers(line: TopicLine, standing: Mapping[str, TopicLine], seen: Collection[str]) -> TopicLine:
    now = standing.get(folded(line.topic))
    return line if now is None or now.mark in seen else _joined(line, now)


def _parse(line: str, known: Collection[str]) -> TopicLine:
    whole = max((k for k in known if line == k or line.startswith(f"{k}:")), key=len, default="")
    topic, _, rest = (whole, "", line[len(whole) + 1 :]) if whole else line.partition(":")
    words = dict.fromkeys(word.strip() for word in rest.split(",") if word.strip())
    return TopicLine(topic.strip(), tuple(word for word in words if folded(word) != folded(topic)))


def _joined(one: TopicLine, other: TopicLine) -> TopicLine:
    return TopicLine(one.topic, tuple(dict.fromkeys(one.synonyms + other.synonyms)))

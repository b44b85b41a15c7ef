"""When two texts are one: accents, case, punctuation, word order, small words, plurals and typos."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

Bag = tuple[str, ...]
"""The words that carry the meaning, sorted: "social media" and "Media, social" are one."""

_AND = re.compile(r"&|(?<=\w)\+(?=\w)|(?<=\s)\+(?=\s)")
_ELISION = re.compile(r"\b[dlnsjcmt]['’](?=\w)")
_LONE_LETTER = re.compile(r"\b(\w)-(?=\w)")
_WORD = re.compile(r"\w{1,3}[+#]+|\w+")
"""C++ and C# keep their signs, LGBTQ+ doesn't."""
_AT_WORK = re.compile(
    r"\s+(?:at work|in the workplace|for work|im beruf|bei der arbeit|am arbeitsplatz|im alltag|im unternehmen"
    r"|au travail|en entreprise|en el trabajo|en la empresa|no trabalho|na empresa)$",
    re.IGNORECASE,
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SMALL = frozenset(
    {
        *("and", "of", "the", "a", "an", "in", "on", "for", "to", "with", "my", "our", "your", "some"),
        *(
            "und",
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "im",
            "am",
            "mit",
            "fur",
            "fuer",
            "von",
            "zu",
            "zur",
        ),
        *("zum", "ein", "eine", "et", "le", "la", "les", "de", "du", "un", "une", "au", "aux", "en", "sur"),
        *("pour", "avec", "y", "e", "el", "los", "las", "del", "con", "por", "para", "una"),
        *("o", "os", "as", "da", "do", "dos", "em", "na", "um", "uma", "com"),
    }
)
_FILLERS = frozenset(
    {
        *("basics", "basic", "introduction", "intro", "skills", "skill", "using", "notions", "initiation"),
        *("grundlagen", "einfuhrung", "einfuehrung", "introduccion", "introducao", "fundamentos", "nociones"),
        *("nocoes", "how", "use", "basico", "basica"),
    }
)
TELLING_LENGTH = 2
"""Small words go only where more than letters stays: "DE&I" is not "I"."""
SURE_LENGTH = 5
"""Shorter words must be the same: "sale" is not "sage"."""
LONG_LENGTH = 9
MOST_WORDS = 8


def squashed(text: str) -> str:
    """Return the text as one run of letters: "Social-Media" and "socialmedia" are one, "start up" and "Startups"."""
    return _singular("".join(_words(text)))


def bag(text: str) -> Bag:
    """Return its words, singular where that is easily told, without small ones unless there are no others."""
    words = _words(text)
    words = [w for w in words if w not in _FILLERS] or words
    telling = [w for w in words if w not in _SMALL]
    is_told = any(len(word) >= TELLING_LENGTH for word in telling)
    return tuple(sorted(map(_singular, telling if is_told else words)))


def without_place(text: str) -> str:
    """Return the text without "at work" at its end: where a topic is wanted goes without saying."""
    return _AT_WORK.sub("", text)


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part the words in two: "OKRs / KPIs", "Emotional intelligence (EQ)", "SQL databases"."""
    words = _words(text)[:MOST_WORDS]
    return ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))


def spellings(text: str) -> Iterator[str]:
    """Yield the ways a text is typed: as it stands, and with ä, ö, ü written out."""
    yield text
    written_out = unicodedata.normalize("NFC", text.casefold()).translate(_UMLAUTS)
    if written_out != text.casefold():
        yield written_out


def typos(one: Sequence[str], other: Sequence[str]) -> int | None:
    """Return how many slips lie between two bags; None when they are not the same words mistyped.

    Every word needs a counterpart that begins alike: one slip (a letter wrong, missing, doubled or swapped) from
    five letters on, two from nine. Source of the idea: Elasticsearch's "fuzziness: AUTO" with a prefix of one
    letter, read October 2026; its limits (one from three, two from six) take "sale" for "sage", so ours are
    stricter.
    """
    if len(one) != len(other) or len(one) > MOST_WORDS:
        return None
    left, slips = list(other), 0
    for word in one:
        found = min(((s, w) for w in left if (s := _slips(word, w)) is not None), default=None)
        if found is None:
            return None
        slips += found[0]
        left.remove(found[1])
    return slips


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _ELISION.sub("", _AND.sub(" and ", plain))
    return _WORD.findall(_LONE_LETTER.sub(r"\1", plain).replace("_", " "))


def _singular(word: str) -> str:
    if len(word) < SURE_LENGTH:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("eaux", "eux")) or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
        return word[:-1]
    return word


def _slips(one: str, other: str) -> int | None:
    if one == other:
        return 0
    shorter = min(len(one), len(other))
    most = (shorter >= SURE_LENGTH) + (shorter >= LONG_LENGTH)
    if one[0] != other[0] or abs(len(one) - len(other)) > most or not (one + other).isalpha():
        return None
    slips = _distance(one, other)
    return slips if slips <= most else None


def _distance(one: str, other: str) -> int:
    """Optimal string alignment: Levenshtein's distance in which two swapped neighbours are one slip."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, above, row = above, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            is_swap = i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b
            row.append(min(cost, before[j - 2] + 1) if is_swap else cost)
    return row[-1]

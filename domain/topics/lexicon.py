"""Free text → topic, by a small local method: no model, no download, the same answer every time.

1. The same letters: "Social-Media", "social media" and "SOCIALMEDIA" are one (spelling.squashed).
2. The same words in any order, without small ones, in the singular (spelling.bag).
3. Two of a topic's words side by side: "OKRs / KPIs", "Emotional intelligence (EQ)" (spelling.halves).
4. The same words mistyped (spelling.typos), if no other topic is as near.

There is no guessing by what words mean: what isn't listed as a synonym stays as it was typed. How often that is
right, and how often a topic is found, is measured on a held-out list: docs/topics.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

from domain.topics.lines import TopicLine
from domain.topics.shipped import catalogue
from domain.topics.spelling import Bag, bag, halves, spellings, squashed, typos, without_place

Key = TypeVar("Key")
Claim = tuple[str, str]
"""What is typed, and the topic it stands for."""


@dataclass(frozen=True)
class Lexicon:
    """What is typed for which topic. A text that two topics claim stands for neither."""

    runs: Mapping[str, str]
    bags: Mapping[Bag, str]

    def find(self, text: str) -> str | None:
        """Return the topic that a text means, None when that isn't clear."""
        bare = without_place(text)
        return self.known(text) or self.known(bare) or self._twofold(bare) or self._mistyped(bag(bare))

    def known(self, text: str) -> str | None:
        """Return the topic that has this very text as its name or synonym, whatever its case and word order."""
        return self.runs.get(squashed(text)) or self.bags.get(bag(text))

    def named(self, text: str) -> str:
        """Return the topic that a text means, else the text as it was typed."""
        return self.find(text) or text

    def _twofold(self, text: str) -> str | None:
        found = ((self.known(first), self.known(second)) for first, second in halves(text))
        return next((one for one, other in found if one and one == other), None)

    def _mistyped(self, words: Bag) -> str | None:
        near: dict[str, int] = {}
        for known in self._by_initials.get(_initials(words), ()):
            slips, topic = typos(words, known), self.bags[known]
            if slips is not None:
                near[topic] = min(slips, near.get(topic, slips))
        nearest = sorted(near.items(), key=lambda found: found[1])[:2]
        if not nearest or (len(nearest) > 1 and nearest[0][1] == nearest[1][1]):
            return None
        return nearest[0][0]

    @cached_property
    def _by_initials(self) -> Mapping[str, Sequence[Bag]]:
        """The bags that a mistyped one can mean: a slip is never at a word's beginning."""
        found: defaultdict[str, list[Bag]] = defaultdict(list)
        for words in self.bags:
            found[_initials(words)].append(words)
        return found


@cache
def shipped_lexicon() -> Lexicon:
    """Return what is typed for the names of the shipped catalogue."""
    topics = catalogue().topics
    names = _agreed((topic.name, topic.name) for topic in topics)
    synonyms = _agreed((synonym, topic.name) for topic in topics for synonym in topic.synonyms)
    return _over(synonyms, names)


def program_lexicon(topics: Sequence[TopicLine]) -> Lexicon:
    """Return what is typed in a program: its own topics and their synonyms first, then the shipped catalogue.

    A topic of the program that the shipped catalogue knows, or that has a shipped name as a synonym, takes over
    what is shipped for it: "KI" is the program's "ChatGPT", or its "AI at our bank: AI tools at work".
    """
    shipped = shipped_lexicon()
    home = _homes(topics, shipped)
    moved = Lexicon(
        {run: home.get(topic, topic) for run, topic in shipped.runs.items()},
        {words: home.get(topic, topic) for words, topic in shipped.bags.items()},
    )
    names = _agreed((line.topic, line.topic) for line in topics)
    synonyms = _agreed((synonym, line.topic) for line in topics for synonym in line.synonyms)
    return _over(moved, synonyms, names)


def inclusion_topics(texts: Iterable[str], topics: Iterable[TopicLine] = ()) -> frozenset[str]:
    """Return which of these are about inclusion: by name, or by a program's synonym for it.

    Source: the matcher counts them only as what a mentor teaches, never as what she is owed in return.
    """
    own = {line.topic for line in topics if any(map(_is_inclusion, line.synonyms))}
    return frozenset(text for text in texts if text in own or _is_inclusion(text))


@cache
def _inclusion_names() -> frozenset[str]:
    return frozenset(topic.name for topic in catalogue().topics if topic.is_inclusion)


def _is_inclusion(text: str) -> bool:
    return shipped_lexicon().known(text) in _inclusion_names()


def _homes(topics: Sequence[TopicLine], shipped: Lexicon) -> dict[str, str]:
    """Map shipped names to the one topic of the program that stands for each; one of the same name goes first."""
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for line in topics:
        renamed = (synonym for synonym in line.synonyms if shipped.known(synonym) == synonym)
        for known in (shipped.known(line.topic), *renamed):
            if known:
                claims[known].add(line.topic)
    return {
        known: known if known in claimed else min(claimed)
        for known, claimed in claims.items()
        if known in claimed or len(claimed) == 1
    }


def _initials(words: Bag) -> str:
    return "".join(word[0] for word in words)


def _agreed(claims: Iterable[Claim]) -> Lexicon:
    spelt = [(spelling, topic) for text, topic in claims for spelling in spellings(text)]
    runs: dict[str, set[str]] = {}
    bags: dict[Bag, set[str]] = {}
    for spelling, topic in spelt:
        runs.setdefault(squashed(spelling), set()).add(topic)
        bags.setdefault(bag(spelling), set()).add(topic)
    return Lexicon(dict(_undisputed(runs)), dict(_undisputed(bags)))


def _undisputed(claims: Mapping[Key, set[str]]) -> Iterator[tuple[Key, str]]:
    return ((key, next(iter(topics))) for key, topics in claims.items() if key and len(topics) == 1)


def _over(*lexicons: Lexicon) -> Lexicon:
    """Lay lexicons over each other; the last one goes first."""
    runs: dict[str, str] = {}
    bags: dict[Bag, str] = {}
    for lexicon in lexicons:
        runs |= lexicon.runs
        bags |= lexicon.bags
    return Lexicon(runs, bags)

"""The shipped catalogue: what reverse-mentoring programs usually teach, and what usually flows back."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es", "pt")


@dataclass(frozen=True)
class Topic:
    """One topic. `key` never changes; `name` is what people see; `synonyms` are what they type, in any language."""

    key: str
    name: str
    is_inclusion: bool
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Both halves, each in its own order."""

    teach: tuple[Topic, ...]
    give_back: tuple[Topic, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.teach + self.give_back


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue; it is read once."""
    folder = Path(__file__).parent
    return Catalogue(tuple(_half(folder / "teach.toml")), tuple(_half(folder / "give_back.toml")))


def _half(file: Path) -> Iterator[Topic]:
    for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
        synonyms = (synonym for language in LANGUAGES for synonym in entry[language])
        yield Topic(key, entry["name"], entry.get("is_inclusion", False), tuple(dict.fromkeys(synonyms)))

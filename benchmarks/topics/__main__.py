"""Print how many of the held-out free texts find their topic, and which don't; ``--record`` keeps the figures.

Whoever adds synonyms because of what is printed here adds new held-out lines too: the list must stay unseen.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import record
from domain.topics.lexicon import shipped_lexicon
from domain.topics.shipped import catalogue

FOLDER = Path(__file__).parent
HELD_OUT = FOLDER / "held_out.csv"


@dataclass(frozen=True)
class Finding:
    """One free text: the topic it means, and the one that was found; empty for none."""

    text: str
    meant: str
    found: str


def findings(file: Path = HELD_OUT) -> list[Finding]:
    """Map every text of the list; topics by their keys."""
    keys = {topic.name: topic.key for topic in catalogue().topics}
    keys[""] = ""
    find = shipped_lexicon().find
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Finding(row["text"], row["topic"], keys[find(row["text"]) or ""]) for row in csv.DictReader(lines)
        ]


def figures(found: Sequence[Finding]) -> dict[str, float | int]:
    """Count: precision over what was mapped, recall over what has a topic, in percent."""
    mapped = [one for one in found if one.found]
    right = [one for one in mapped if one.found == one.meant]
    with_topic = [one for one in found if one.meant]
    return {
        "texts": len(found),
        "with_a_topic": len(with_topic),
        "mapped": len(mapped),
        "right": len(right),
        "precision": round(100 * len(right) / len(mapped), 1),
        "recall": round(100 * len(right) / len(with_topic), 1),
    }


def main() -> None:
    """Measure, print, and keep the figures if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true")
    found = findings()
    for one in found:
        if one.found != one.meant:
            print(f"{one.text!r}: meant {one.meant or 'nothing'}, found {one.found or 'nothing'}")
    measured = figures(found)
    print(*(f"{name} {value}" for name, value in measured.items()), sep=", ")
    if parser.parse_args().record:
        record("topics", measured, command="make bench-topics")


if __name__ == "__main__":
    main()

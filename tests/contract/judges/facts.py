"""Judge (d): what Slack publishes of its methods, events and interactions, from the folder SLACK_FACTS names."""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = "SLACK_FACTS"
_PER_MINUTE = {"Tier 1": 1, "Tier 2": 20, "Tier 3": 50, "Tier 4": 100}


@dataclass(frozen=True)
class MethodFacts:
    """What is published of one method; `types` has only the arguments whose type is."""

    arguments: frozenset[str]
    required: frozenset[str]
    types: Mapping[str, str]
    errors: frozenset[str]
    scopes: frozenset[str]
    per_minute: int | None
    """None: special, or not published."""


def folder() -> Path | None:
    """Return the facts at hand."""
    named = os.environ.get(FOLDER)
    return Path(named) if named and Path(named).is_dir() else None


@cache
def read(name: str) -> Any:
    """Read one file, e.g. "events/UserChangePayload.json"."""
    found = folder()
    if found is None:
        raise LookupError(f"{FOLDER} names no folder")
    return json.loads((found / name).read_text())


def method_facts(method: str) -> MethodFacts | None:
    """Return what is published of a method; None when nothing is."""
    found = folder()
    if found is None or not (found / f"methods/{method}.json").exists():
        return None
    page = read(f"methods/{method}.json")
    arguments = {name: about for name, about in page.get("args", {}).items() if name != "token"}
    label = page.get("rate_limit") or {}
    tier = (label if isinstance(label, str) else label.get("label") or "").partition(":")[0]
    return MethodFacts(
        frozenset(arguments),
        frozenset(name for name, about in arguments.items() if about.get("required")),
        {name: about["type"] for name, about in arguments.items() if about.get("type")},
        frozenset(page.get("errors", {})),
        frozenset(scope["name"] for scope in page.get("scopes", {}).get("bot", [])),
        _PER_MINUTE.get(tier),
    )


def published_errors(methods: Collection[str]) -> frozenset[str]:
    """Return the error codes of these methods, and those that any method may answer."""
    known = (method_facts(method) for method in methods)
    return frozenset(read("common_errors.json")).union(*(facts.errors for facts in known if facts))


def strangers(ours: Any, sample: Any, path: str = "") -> Iterator[str]:
    """Say which keys and JSON types of ours the sample doesn't have; of a list any of its items will do."""
    if isinstance(ours, Mapping) and isinstance(sample, Mapping):
        for key, value in ours.items():
            if key in sample:
                yield from strangers(value, sample[key], f"{path}/{key}")
            elif sample:
                yield f"{path}/{key}: not in the sample"
    elif isinstance(ours, list) and isinstance(sample, list):
        for item in ours:
            found = [list(strangers(item, one, f"{path}/*")) for one in sample]
            yield from min(found, key=len, default=[])
    elif _type(ours) != _type(sample):
        yield f"{path}: {_type(ours)}, in the sample {_type(sample)}"


def absences(
    ours: Any, sample: Any, never_lacking: Mapping[str, Collection[str]], path: str = ""
) -> Iterator[str]:
    """Name the keys of the sample that ours lacks.

    Where a sample merges all kinds of a thing, `never_lacking` says by path what each kind of it has.
    """
    if isinstance(ours, Mapping) and isinstance(sample, Mapping):
        for key in never_lacking.get(path, sample):
            if key in ours:
                yield from absences(ours[key], sample.get(key), never_lacking, f"{path}/{key}")
            else:
                yield f"{path}/{key}"
    elif isinstance(ours, list) and isinstance(sample, list):
        for item in ours:
            found = [list(absences(item, one, never_lacking, f"{path}/*")) for one in sample]
            yield from min(found, key=len, default=[])


def _type(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    kinds = {str: "string", int: "number", float: "number", list: "array"}
    return kinds.get(type(value), "object")

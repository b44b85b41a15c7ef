"""Judge (a): `tsc --strict` against Slack's own @slack/types and @slack/web-api."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.contract.judges.typescript import Name, Source, faults_of
from tests.contract.judges.wire import decoded

NEWER_KINDS: Mapping[str, str] = {
    "data_visualization": "published 2026-06-16, not in @slack/types 3.2.0",
}
"""Blocks that the types don't know yet: not judged here, but by the limits judge."""
NEWER_FIELDS: Mapping[tuple[str, str], str] = {
    ("header", "level"): "not in @slack/types 3.2.0",
    ("card", "slack_icon"): "not in @slack/types 3.2.0",
    ("card", "subtext"): "not in @slack/types 3.2.0",
}
"""The same for single fields of blocks."""
UNASKED = {"team_id"}
"""Arguments that Slack's clients for Python send with every call, and that every method takes."""
ENUMERATIONS = {
    *("type", "style", "level", "width", "align", "range", "include", "trigger_actions_on", "parse", "icon"),
    *("status", "response_type"),
}
"""Fields whose value, not only whose type, Slack's types know."""
AT = [
    "import type { WebClient } from '@slack/web-api';",
    "type At<T, P extends string> = P extends `${infer H}.${infer R}`",
    "  ? H extends keyof T ? At<T[H], R> : never",
    "  : P extends keyof T ? T[P] : never;",
]
"""How a method's own type is found."""
HEAD = [
    "import type { HomeView, KnownBlock, ModalView, OptionGroup, PlainTextOption } from '@slack/types';",
    *AT,
    "type Arguments<P extends string> = [At<WebClient, P>] extends [never] ? never",
    "  : At<WebClient, P> extends (options: infer A) => unknown ? NonNullable<A> : never;",
    "type Suggestions = { options: PlainTextOption[] } | { option_groups: OptionGroup[] };",
]
_UNTYPED = {"response_url", "ack", "ack.errors", "ack.clear", "ack.update", "ack.push"}
"""Payloads of which the two packages type only the blocks or the view in them."""

Fault = tuple[str, str]


def judge(method: str, args: Mapping[str, Any]) -> list[str]:
    """Judge one call; each costs a run of tsc, so prefer `judge_many`."""
    return judge_many([(method, args)])[0]


def judge_many(calls: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[str]]:
    """Say for each call what Slack's types refuse; methods are named as in `limits.judge`."""
    writer = Writer()
    written = [writer.call(method, decoded(args)) for method, args in calls]
    faults = faults_of(writer.source)
    return [[f"{path or '/'}: {said}" for path, said in _gathered(parts, faults)] for parts in written]


def _gathered(parts: list[tuple[str, str]], faults: Mapping[str, list[Fault]]) -> Iterator[Fault]:
    for path, name in parts:
        yield from ((path + inner, said) for inner, said in faults.get(name, []))


@dataclass
class Writer:
    """Writes each distinct skeleton once: a block, a view around blocks, a call around either."""

    source: Source = field(default_factory=lambda: Source(list(HEAD)))
    names: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, args: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Write one call; return the constants that it is made of, each with its path."""
        asked = {name: value for name, value in args.items() if name not in UNASKED}
        rest, parts = self._with_blocks(asked, "")
        if isinstance(args.get("message"), dict):
            rest["message"], parts = self._with_blocks(args["message"], "/message")
        if isinstance(args.get("view"), dict):
            view, inner = self._with_blocks(args["view"], "/view")
            kind = "HomeView" if args["view"].get("type") == "home" else "ModalView"
            rest["view"] = self.constant(kind, view)
            parts += [*inner, ("/view", rest["view"].text)]
        if method not in _UNTYPED:
            kind = "Suggestions" if method == "ack.options" else f"Arguments<{method!r}>"
            parts.append(("", self.constant(kind, rest).text))
        return parts

    def _with_blocks(
        self, node: Mapping[str, Any], path: str
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Replace the blocks of a message or view by names, each distinct one once."""
        rest = {
            key: skeleton(value, key)
            for key, value in node.items()
            if key not in {"blocks", "message", "view"}
        }
        blocks = node.get("blocks")
        if not isinstance(blocks, list):
            return rest | ({"blocks": blocks} if "blocks" in node else {}), []
        kept = [(i, known_part(b)) for i, b in enumerate(blocks) if not _is_newer(b)]
        named = [(f"{path}/blocks/{i}", self.constant("KnownBlock", skeleton(b))) for i, b in kept]
        unique = {name.text: name for _, name in named}
        return rest | {"blocks": [*unique.values()]}, [(where, name.text) for where, name in named]

    def constant(self, kind: str, value: Any) -> Name:
        """Write a constant, unless the same was written."""
        key = kind + json.dumps(value, sort_keys=True, default=lambda name: name.text)
        if key not in self.names:
            self.names[key] = f"c{len(self.names)}"
            self.source.declare(self.names[key], kind, value)
        return Name(self.names[key])


def skeleton(value: Any, key: str = "") -> Any:
    """Reduce a value to what types can tell: no texts but enumerations, of like items in a list the first."""
    if isinstance(value, Mapping):
        return {name: skeleton(item, name) for name, item in value.items()}
    if isinstance(value, list):
        unique = {json.dumps(item): item for item in (skeleton(one, key) for one in value)}
        return list(unique.values())
    if isinstance(value, str):
        return value if key in ENUMERATIONS else "…"
    return value if isinstance(value, bool) or value is None or key == "border" else 1


def _is_newer(block: Any) -> bool:
    return isinstance(block, Mapping) and block.get("type") in NEWER_KINDS


def known_part(node: Any) -> Any:
    """Leave out what is newer than the types."""
    if isinstance(node, list):
        return [known_part(item) for item in node if not _is_newer(item)]
    if isinstance(node, Mapping):
        kind = node.get("type")
        return {name: known_part(item) for name, item in node.items() if (kind, name) not in NEWER_FIELDS}
    return node

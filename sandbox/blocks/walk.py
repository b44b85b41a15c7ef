"""Finding one's way in blocks: nested blocks, their interactive elements, their missing ids."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

Json = dict[str, Any]


def walk(blocks: Iterable[Json]) -> Iterator[Json]:
    """Go through all blocks, into containers and carousels."""
    for block in blocks:
        yield block
        if block["type"] == "container":
            yield from walk(block["child_blocks"])
        elif block["type"] == "carousel":
            yield from walk(block["elements"])


def elements(block: Json) -> Iterator[Json]:
    """List the interactive elements that sit directly in one block."""
    kind = block["type"]
    if kind in {"actions", "context_actions"}:
        yield from block["elements"]
    elif kind == "input":
        yield block["element"]
    elif kind == "card":
        yield from block.get("actions", ())
    elif kind == "section" and block.get("accessory", {}).get("type") not in {None, "image"}:
        yield block["accessory"]


def find_element(blocks: Iterable[Json], action_id: str, block_id: str | None = None) -> Json:
    """Find an element by its ids; the answer holds `block` and `element`, or is empty."""
    for block in walk(blocks):
        if block_id not in {None, block.get("block_id")}:
            continue
        for element in elements(block):
            if element.get("action_id") == action_id:
                return {"block": block, "element": element}
    return {}


def with_ids(blocks: Iterable[Json], make_id: Callable[[], str]) -> list[Json]:
    """Copy blocks and fill in what Slack fills in: missing ids, `emoji`, `verbatim`."""
    copied = deepcopy(list(blocks))
    for block in walk(copied):
        block.setdefault("block_id", make_id())
        for element in elements(block):
            element.setdefault("action_id", make_id())
    fill_texts(copied)
    return copied


def fill_texts(node: Any) -> None:
    """Fill `emoji` and `verbatim` into all text objects below a node, in place."""
    if isinstance(node, dict):
        if node.get("type") == "plain_text":
            node.setdefault("emoji", True)
        elif node.get("type") == "mrkdwn":
            node.setdefault("verbatim", False)
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            fill_texts(item)

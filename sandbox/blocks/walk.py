"""Finding one's way in blocks: nested blocks, their interactive elements, their missing ids."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

Json = dict[str, Any]
_NESTED = {"container": "child_blocks", "carousel": "elements"}
_LISTED = {"actions": "elements", "context_actions": "elements", "card": "actions"}


def places(blocks: Iterable[Json], pointer: str) -> Iterator[tuple[Json, str]]:
    """Go through all blocks, into containers and carousels, and point at each."""
    for index, block in enumerate(blocks):
        here = f"{pointer}/{index}"
        yield block, here
        if nested := _NESTED.get(block["type"]):
            yield from places(block[nested], f"{here}/{nested}")


def walk(blocks: Iterable[Json]) -> Iterator[Json]:
    """Go through all blocks, into containers and carousels."""
    return (block for block, _ in places(blocks, ""))


def element_places(block: Json, pointer: str) -> Iterator[tuple[Json, str]]:
    """List the interactive elements that sit directly in one block, and point at each."""
    kind = block["type"]
    if listed := _LISTED.get(kind):
        for index, element in enumerate(block.get(listed, ())):
            yield element, f"{pointer}/{listed}/{index}"
    elif kind == "input":
        yield block["element"], f"{pointer}/element"
    elif kind == "section" and block.get("accessory", {}).get("type") not in {None, "image"}:
        yield block["accessory"], f"{pointer}/accessory"


def elements(block: Json) -> Iterator[Json]:
    """List the interactive elements that sit directly in one block."""
    return (element for element, _ in element_places(block, ""))


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

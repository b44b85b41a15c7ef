"""Slack's limits, written a second time and apart from the builders, as the judge of what they build.

Source: docs.slack.dev, Block Kit reference, read October 2026.
"""

from collections.abc import Iterator
from typing import Any

TEXT_LIMITS = {"section": 3000, "header": 150, "button": 75}
BLOCK_LIMITS = {"message": 50, "modal": 100, "home": 100}
OPTION_LIMITS = {"radio_buttons": 10, "checkboxes": 10, "static_select": 100, "multi_static_select": 100}
CONFIRM_LIMITS = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
KNOWN_BLOCKS = {"section", "actions", "context", "header", "divider", "input"}


def units(text: str) -> int:
    """A client counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def faults(blocks: list[dict[str, Any]], surface: str) -> Iterator[str]:
    """Yield everything Slack would refuse."""
    if not 1 <= len(blocks) <= BLOCK_LIMITS[surface]:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield f"block ids repeat: {ids}"
    for block in blocks:
        if block["type"] not in KNOWN_BLOCKS:
            yield f"unknown block {block['type']}"
        yield from _block_faults(block)


def view_faults(view: dict[str, Any]) -> Iterator[str]:
    """Yield everything Slack would refuse in a view."""
    yield from faults(view["blocks"], view["type"])
    if view["type"] == "home":
        return
    for part in ("title", "submit", "close"):
        if part in view and not 1 <= units(view[part]["text"]) <= 24:
            yield f"{part}: {view[part]['text']}"
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if has_input and "submit" not in view:
        yield "a form needs submit"
    if units(view.get("private_metadata", "")) > 3000:
        yield "private_metadata"


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the interactive elements that send a click."""
    if block["type"] == "actions":
        return list(block["elements"])
    return [block["accessory"]] if "accessory" in block else []


def texts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every text object inside `node`."""
    if isinstance(node, dict) and node.get("type") in {"mrkdwn", "plain_text"}:
        yield node
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from texts(child)


def _block_faults(block: dict[str, Any]) -> Iterator[str]:
    limit = TEXT_LIMITS.get(block["type"])
    if limit and not 1 <= units(block["text"]["text"]) <= limit:
        yield f"{block['type']} of {units(block['text']['text'])}"
    if block["type"] == "context":
        yield from _context_faults(block["elements"])
    if block["type"] == "input":
        yield from _input_faults(block)
    clickable = elements(block)
    if block["type"] == "actions" and not 1 <= len(clickable) <= 25:
        yield f"{len(clickable)} buttons in a row"
    ids = [element["action_id"] for element in clickable]
    if len(ids) != len(set(ids)):
        yield f"action ids repeat: {ids}"
    for element in clickable:
        yield from _button_faults(element)


def _context_faults(texts: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(texts) <= 10:
        yield f"{len(texts)} elements in a context"
    for text in texts:
        if not 1 <= units(text["text"]) <= 3000:
            yield "context text"


def _button_faults(button: dict[str, Any]) -> Iterator[str]:
    if button["type"] != "button":
        yield f"not a button: {button['type']}"
    if not 1 <= units(button["text"]["text"]) <= 75:
        yield f"button {button['text']['text']}"
    if units(button["action_id"]) > 255 or units(button["value"]) > 2000:
        yield f"button {button['action_id']} carries too much"
    for part, limit in CONFIRM_LIMITS.items():
        if "confirm" in button and not 1 <= units(button["confirm"][part]["text"]) <= limit:
            yield f"confirm {part}"


def _input_faults(block: dict[str, Any]) -> Iterator[str]:
    element = block["element"]
    if not 1 <= units(block["label"]["text"]) <= 2000:
        yield "label"
    if "hint" in block and not 1 <= units(block["hint"]["text"]) <= 2000:
        yield "hint"
    if units(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield "initial value"
    if element["type"] in OPTION_LIMITS:
        yield from _option_faults(element)


def _option_faults(element: dict[str, Any]) -> Iterator[str]:
    groups = element.get("option_groups", [element])
    if any(not 1 <= units(group["label"]["text"]) <= 75 for group in groups if "label" in group):
        yield f"a heading in {element['action_id']}"
    for group in groups:
        yield from _options_faults(element, group["options"])


def _options_faults(element: dict[str, Any], options: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(options) <= OPTION_LIMITS[element["type"]]:
        yield f"{len(options)} options in {element['action_id']}"
    initial = element.get(
        "initial_options", [element["initial_option"]] if "initial_option" in element else None
    )
    if initial is not None and (not initial or any(option not in options for option in initial)):
        yield f"initial option of {element['action_id']}"
    for option in options:
        texts = [option["text"], *([option["description"]] if "description" in option else [])]
        if any(not 1 <= units(text["text"]) <= 75 for text in texts) or units(option["value"]) > 150:
            yield f"option {option}"

"""The classic blocks, with their limits."""

from collections.abc import Iterator
from typing import Any

from sandbox.blocks.elements import IN_ACTIONS, IN_CONTEXTS, IN_INPUTS, IN_SECTIONS
from sandbox.blocks.objects import OWN_ID, image, plain, text, web_address
from sandbox.blocks.rich_text import RICH_TEXT
from sandbox.blocks.rules import Rule, array, boolean, every, fault, number, one_of, shape, string

_ID = {"block_id": OWN_ID}


def _files_dispatch_nothing(block: Any, pointer: str) -> Iterator[str]:
    if block["element"]["type"] == "file_input" and block.get("dispatch_action"):
        yield fault("file_input can't dispatch actions", f"{pointer}/dispatch_action")


_VIDEO = shape(
    {
        "alt_text": string(2000, 1),
        "title": plain(200),
        "video_url": web_address(secure=True),
        "thumbnail_url": web_address(),
    },
    _ID
    | {
        "author_name": string(50),
        "description": plain(200),
        "provider_icon_url": web_address(2000),
        "provider_name": string(50),
        "title_url": web_address(2000, secure=True),
    },
)

CLASSIC: dict[str, Rule] = {
    "section": shape(
        {},
        _ID
        | {
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": IN_SECTIONS,
            "expand": boolean,
        },
        any_of=("text", "fields"),
    ),
    "actions": shape({"elements": array(IN_ACTIONS, 25)}, _ID),
    "context": shape({"elements": array(IN_CONTEXTS, 10)}, _ID),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(150)}, _ID | {"level": number(1, 4, whole=True)}),
    "image": image(block_id=OWN_ID, title=plain(2000)),
    "input": every(
        shape(
            {"label": plain(2000), "element": IN_INPUTS},
            _ID | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        _files_dispatch_nothing,
    ),
    "rich_text": RICH_TEXT,
    "video": _VIDEO,
}
"""Blocks of all three surfaces."""

FILE: dict[str, Rule] = {"file": shape({"external_id": string(255, 1), "source": one_of("remote")}, _ID)}

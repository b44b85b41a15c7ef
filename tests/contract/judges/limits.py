"""Judge (b): lengths, counts, surfaces and totals, by slackblocks' table and the platform document's gaps."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slackblocks import _limits as most
from slackblocks._surfaces import _BLOCK_TYPES_BY_SURFACE

from tests.contract.judges.blocks import BLOCKS
from tests.contract.judges.checks import (
    Check,
    Node,
    anything,
    flag,
    items,
    kinds,
    plain,
    repeated,
    shape,
    string,
    units,
)
from tests.contract.judges.data import TABLE_CHARACTERS, characters
from tests.contract.judges.objects import select_groups, select_options
from tests.contract.judges.wire import decoded

TEXT_CHARACTERS = 4_000
"""What Slack advises; over 40,000 it cuts."""
VIEW_BYTES = 250_000
MOST_PEOPLE = 8
_MESSAGES = {
    *("chat.postMessage", "chat.update", "chat.postEphemeral", "chat.scheduleMessage"),
    *("response_url", "ack"),
}
_VIEWS = {"views.open", "views.push", "views.update", "views.publish", "ack.update", "ack.push"}
_SURFACES: dict[str, set[str]] = {str(kind): set(types) for kind, types in _BLOCK_TYPES_BY_SURFACE.items()}
_SURFACES["home"].discard("data_visualization")  # documented for messages only; slackblocks accepts it


def judge(method: str, args: Mapping[str, Any]) -> list[str]:
    """Say what Slack would refuse in one call: "/blocks/0/text: …" sentences, none when it is fine.

    `method` is a Web API method, or where else a payload travels: "response_url", "ack" (a command's or
    click's answer: a message), "ack.update", "ack.push" (args: {"view": …}), "ack.errors" ({"errors": …}),
    "ack.options" ({"options": …} or {"option_groups": …}).
    """
    read = decoded(args)
    if method in _MESSAGES:
        return list(_message(read))
    if method in _VIEWS:
        return list(_view(read.get("view"), "/view", is_home=method == "views.publish"))
    if method == "blocks.validate":
        return list(_validated(read))
    return list(_OTHERS[method](read)) if method in _OTHERS else []


def _message(args: Node) -> Iterator[str]:
    if args.get("delete_original"):
        return
    blocks = args.get("blocks")
    yield from _text(args, has_blocks=bool(blocks))
    if "metadata" in args:
        yield from _metadata(args["metadata"], "/metadata")
    yield from _content(args)


def _content(message: Node) -> Iterator[str]:
    if message.get("blocks") is not None:
        yield from _blocks(message["blocks"], "message", "/blocks", most.MESSAGE_BLOCKS_MAX_ITEMS)
    yield from _attachments(message, "/attachments")


def _attachments(message: Node, path: str) -> Iterator[str]:
    """Blocks in attachments are blocks like others, and are added up with the message's own."""
    attachments = message.get("attachments") or []
    yield from items(_attachment, most.MESSAGE_ATTACHMENTS_MAX_ITEMS, 0)(attachments, path)
    those = [one for one in _list(message, "attachments") if isinstance(one, Mapping)]
    attached = [block for one in those for block in _list(one, "blocks")]
    if attached:
        yield from _totals([*_every_block([*_list(message, "blocks"), *attached])], path)


def _attachment(attachment: Any, path: str) -> Iterator[str]:
    if not isinstance(attachment, Mapping):
        yield f"{path}: must be an object"
    elif "blocks" in attachment:
        yield from _blocks(attachment["blocks"], "message", f"{path}/blocks", most.MESSAGE_BLOCKS_MAX_ITEMS)


def _validated(args: Node) -> Iterator[str]:
    """Judge what Slack is asked to validate: exactly one of these, and no text is asked for."""
    if len(args.keys() & {"blocks", "message", "view"}) != 1:
        yield "/: exactly one of blocks, message and view is needed"
    elif "view" in args:
        is_home = isinstance(args["view"], Mapping) and args["view"].get("type") == "home"
        yield from _view(args["view"], "/view", is_home=is_home)
    else:
        yield from _content(args.get("message", args))


def _text(args: Node, *, has_blocks: bool) -> Iterator[str]:
    markdown, text = args.get("markdown_text"), args.get("text")
    if markdown is not None and (text is not None or has_blocks):
        yield "/markdown_text: not together with text or blocks"
    if markdown is not None:
        yield from string(most.MARKDOWN_TEXT_MAX_LENGTH)(markdown, "/markdown_text")
    elif not isinstance(text, str) or not text.strip():
        yield "/text: missing, and screen readers and notifications read nothing else"
    elif units(text) > TEXT_CHARACTERS:
        yield f"/text: {units(text)} characters, {TEXT_CHARACTERS} at most"


def _anything_in(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{path}: must be an object"


_metadata = shape({"event_type": string(), "event_payload": _anything_in}, {"entities": anything})


def _blocks(blocks: Any, surface: str, path: str, limit: int) -> Iterator[str]:
    faults = list(items(kinds(BLOCKS, _SURFACES[surface]), limit, 0)(blocks, path))
    yield from faults
    if isinstance(blocks, list) and all(isinstance(block, Mapping) for block in blocks):
        every = [*_every_block(blocks)]
        yield from repeated([b["block_id"] for b in every if "block_id" in b], path, "block_id")
        yield from _totals(every, path)


def _every_block(blocks: Any) -> Iterator[Node]:
    for block in blocks:
        if isinstance(block, Mapping):
            yield block
            yield from _every_block([*_list(block, "child_blocks")])
            if block.get("type") == "carousel":
                yield from _every_block(_list(block, "elements"))


def _list(node: Node, name: str) -> list[Any]:
    found = node.get(name)
    return found if isinstance(found, list) else []


def _totals(blocks: list[Node], path: str) -> Iterator[str]:
    """Slack adds up what stands in one message or view."""
    count = {kind: [b for b in blocks if b.get("type") == kind] for kind in {b.get("type") for b in blocks}}
    if len(count.get("data_visualization", [])) > most.MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS:
        yield f"{path}: more than {most.MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS} charts"
    if len(count.get("table", [])) > 1:
        yield f"{path}: more than one table"
    for kind, part, limit in _TOTALS:
        total = sum(characters({"text": "", part: block.get(part)}) for block in count.get(kind, []))
        if total > limit:
            yield f"{path}: {total} characters in {kind} blocks, {limit} at most"


_TOTALS = (
    ("data_table", "rows", most.DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH),
    ("table", "rows", TABLE_CHARACTERS),
    ("markdown", "text", most.MARKDOWN_TOTAL_TEXT_MAX_LENGTH),
)
_named = {
    "type": string(),
    "blocks": anything,
}
_carried: Mapping[str, Check] = {
    "private_metadata": string(most.VIEW_PRIVATE_METADATA_MAX_LENGTH, 0),
    "callback_id": string(most.VIEW_CALLBACK_ID_MAX_LENGTH),
    "external_id": string(most.VIEW_EXTERNAL_ID_MAX_LENGTH),
}
_home = shape(_named, _carried)
_modal = shape(
    {**_named, "title": plain(most.VIEW_TITLE_MAX_LENGTH)},
    {
        **_carried,
        "submit": plain(most.VIEW_SUBMIT_MAX_LENGTH),
        "close": plain(most.VIEW_CLOSE_MAX_LENGTH),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)


def _view(view: Any, path: str, *, is_home: bool) -> Iterator[str]:
    if not isinstance(view, Mapping) or view.get("type") not in {"home", "modal"}:
        yield f"{path}: must be a view"
        return
    kind = view["type"]
    if is_home != (kind == "home"):
        yield f"{path}/type: a {kind} can't stand here"
    yield from (_home if kind == "home" else _modal)(view, path)
    yield from _blocks(view.get("blocks"), kind, f"{path}/blocks", most.VIEW_BLOCKS_MAX_ITEMS)
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        yield f"{path}: more than {VIEW_BYTES} bytes"
    yield from _inputs(view, path)


def _inputs(view: Node, path: str) -> Iterator[str]:
    inputs = [block for block in _every_block(_list(view, "blocks")) if block.get("type") == "input"]
    if inputs and view["type"] == "modal" and "submit" not in view:
        yield f"{path}: a form needs submit"
    elements = [block["element"] for block in inputs if isinstance(block.get("element"), Mapping)]
    if len([element for element in elements if element.get("focus_on_load")]) > 1:
        yield f"{path}: more than one element takes the focus"


def _errors(args: Node) -> Iterator[str]:
    errors = args.get("errors")
    if not isinstance(errors, Mapping) or not errors:
        yield "/errors: must name the faulty blocks"
        return
    for block_id, text in errors.items():
        yield from string()(text, f"/errors/{block_id}")


def _options(args: Node) -> Iterator[str]:
    groups, options = args.get("option_groups"), args.get("options")
    if (groups is None) == (options is None):
        yield "/: exactly one of options and option_groups is needed"
    elif groups is not None:
        yield from select_groups(groups, "/option_groups")
    elif options:
        yield from select_options(options, "/options")


def _people(args: Node) -> Iterator[str]:
    people = [one for one in str(args.get("users", "")).split(",") if one]
    if "channel" not in args and not 1 <= len(people) <= MOST_PEOPLE:
        yield f"/users: {len(people)} people, not 1 to {MOST_PEOPLE}"


def _files(args: Node) -> Iterator[str]:
    file = shape({"id": string()}, {"title": string(), "highlight_type": string()})
    yield from items(file)(args.get("files"), "/files")
    if "blocks" in args:
        yield from _blocks(args["blocks"], "message", "/blocks", most.MESSAGE_BLOCKS_MAX_ITEMS)


_OTHERS: Mapping[str, Callable[[Node], Iterator[str]]] = {
    "ack.errors": _errors,
    "ack.options": _options,
    "conversations.open": _people,
    "files.completeUploadExternal": _files,
}

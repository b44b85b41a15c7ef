"""Faults of the workspace itself, which last: a revoked token, a list that ends early, an older Block Kit."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blocks.check import NEW_BLOCKS
from sandbox.errors import SlackError
from sandbox.faults.faults import Faults
from sandbox.methods.registry import METHODS

Json = dict[str, Any]


def refusal_of(faults: Faults, method: str, args: Mapping[str, Any], team: str) -> SlackError | None:
    """Tell how the workspace refuses a call out of hand; None lets it through."""
    if _needs_bot_token(method) and faults.strike({"token_revoked"}, (method,), team):
        return SlackError("token_revoked")
    unknown = _new_blocks(args)
    if unknown and faults.strike({"no_new_blocks"}, (method,), team):
        return SlackError.with_messages("invalid_blocks", [f"unsupported type: {name}" for name in unknown])
    return None


def _needs_bot_token(method: str) -> bool:
    return method in METHODS and METHODS[method].token == "bot"


def altered(faults: Faults, method: str, answer: Json, team: str) -> Json:
    """End users.list early and without a cursor, as if everybody had been listed."""
    if method != "users.list" or not answer["ok"]:
        return answer
    strike = faults.strike({"users_list_cut"}, (method,), team)
    if strike is None:
        return answer
    members = answer["members"][: strike["keep"]]
    return answer | {"members": members, "response_metadata": {"next_cursor": ""}}


def _new_blocks(args: Mapping[str, Any]) -> list[str]:
    given = (_decoded(args.get(name)) for name in ("blocks", "view", "message"))
    return sorted({kind for node in given for kind in _types(node)} & NEW_BLOCKS)


def _decoded(value: Any) -> Any:
    """Forms bring JSON as text; what isn't JSON the core will refuse."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _types(node: Any) -> Iterator[str]:
    """List the `type`s of everything in blocks or a view."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node["type"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _types(item)

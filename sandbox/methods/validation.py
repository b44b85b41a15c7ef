"""blocks.validate: what Slack would say to blocks, a message or a view; needs no token."""

import re
from typing import Any

from sandbox.blocks.check import message_faults, view_faults
from sandbox.errors import SlackError
from sandbox.methods.arguments import BLOCKS, OBJECT
from sandbox.methods.request import Method, Request, Tier

Json = dict[str, Any]
_FAULT = re.compile(r"(?P<message>.*) \[json-pointer:(?P<pointer>.*)\]", re.DOTALL)


def _validate(request: Request) -> Json:
    given = {"blocks", "message", "view"} & request.args.keys()
    if len(given) != 1:
        raise SlackError.with_messages("invalid_arguments", ["exactly one of blocks, message, view"])
    (kind,) = given
    if faults := _faults(kind, request.args[kind], request.memory.unknown_blocks):
        errors = [_error(fault, f"/{'blocks' if kind == 'message' else kind}") for fault in faults]
        raise SlackError(f"invalid_{kind}", errors=errors)
    return {}


def _faults(kind: str, given: Any, unknown: frozenset[str]) -> list[str]:
    if kind == "view":
        return view_faults(given, "home" if given.get("type") == "home" else "modal", unknown)
    blocks = given.get("blocks", []) if kind == "message" else given
    return message_faults(blocks, unknown=unknown)


def _error(fault: str, prefix: str) -> Json:
    found = _FAULT.fullmatch(fault)
    message, pointer = (found["message"], found["pointer"]) if found else (fault, "")
    return {
        "code": "missing_field" if message.startswith("missing required field") else "invalid_value",
        "message": message,
        "pointer": pointer.removeprefix(prefix),
    }


METHODS = {
    "blocks.validate": Method(
        _validate, {"blocks": BLOCKS, "message": OBJECT, "view": OBJECT}, token="none", tier=Tier.SPECIAL
    ),
}

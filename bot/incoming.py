"""The machine: what Slack sends, read into plain fields and handed to Bolt, the same from both transports."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest

DEEPEST = 64
MOST_FIELDS = 100
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_MISREAD = (AttributeError, LookupError, TypeError, ValueError)
"""What Bolt's reading of ids raises when a payload has the wrong types in it."""


Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
_log = structlog.get_logger()


class UnreadableBodyError(ValueError):
    """The body isn't what Slack sends: not UTF-8, not an object, too deep, or without what it is about."""


def fields_of(body: bytes, content_type: str) -> dict[str, Any]:
    """Read an HTTP body: an event (JSON), an interaction (JSON in a form) or a command (a form).

    Raises UnreadableBodyError. Bolt's own reader isn't used: it loses a command whose text holds the word
    "payload", and raises on "[]".
    """
    text = _text_of(body)
    if content_type.startswith("application/json") or text.startswith("{"):
        return _object_of(text, telling="type")
    form = _form_of(text)
    if "payload" in form and "command" not in form:
        return _object_of(form["payload"], telling="type")
    if form.keys().isdisjoint({"command", "ssl_check"}):
        raise UnreadableBodyError
    return form


def bolt_request(
    fields: dict[str, Any],
    *,
    retry: Mapping[str, str] | None = None,
    envelope_id: str | None = None,
) -> AsyncBoltRequest:
    """Return the request for Bolt. Listeners find the envelope id as `context["envelope_id"]`.

    `mode` is "socket_mode" for both transports: it means "already verified and read".
    Raises UnreadableBodyError for a payload no listener could work with.
    """
    if _is_too_deep(fields) or not _is_storable(fields) or not _is_whole(fields):
        raise UnreadableBodyError
    try:
        return AsyncBoltRequest(
            mode="socket_mode",
            body=fields,
            headers=dict(retry or {}),
            context={"envelope_id": envelope_id} if envelope_id else None,
        )
    except _MISREAD:
        raise UnreadableBodyError from None


def quietly(dispatch: Dispatch) -> Dispatch:
    """Acknowledge what nobody listens to: Slack would only send it again."""

    async def dispatch_quietly(request: AsyncBoltRequest) -> BoltResponse:
        answer = await dispatch(request)
        if answer.status != HTTPStatus.NOT_FOUND:
            return answer
        _log.info("unknown_payload")
        return BoltResponse(status=HTTPStatus.OK)

    return dispatch_quietly


def _text_of(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableBodyError from None


def _form_of(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:
        raise UnreadableBodyError from None


def _object_of(text: str, telling: str) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableBodyError from None
    if not isinstance(fields, dict) or not isinstance(fields.get(telling), str):
        raise UnreadableBodyError
    return fields


def _is_too_deep(fields: dict[str, Any]) -> bool:
    level: Iterable[Any] = [fields]
    for _depth in range(DEEPEST):
        level = [child for node in level for child in _children(node)]
    return bool(level)


def _children(node: Any) -> Iterable[Any]:
    values = node.values() if isinstance(node, dict) else node
    return [value for value in values if isinstance(value, dict | list)]


def _is_storable(fields: dict[str, Any]) -> bool:
    """No halves of characters and no NUL: no database holds them, and Slack never sends them."""
    written = json.dumps(fields, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return _NUL.search(written) is None


def _is_whole(fields: dict[str, Any]) -> bool:
    """Whether what an interaction or event is about is there: Bolt's matching indexes into it without a look."""
    match fields:
        case {"type": "event_callback"}:
            return _names(fields.get("event"), "type")
        case {"type": "block_actions"}:
            actions = fields.get("actions")
            return isinstance(actions, list) and bool(actions) and _names(actions[0], "action_id")
        case {"type": "view_submission" | "view_closed"}:
            return _names(fields.get("view"), "callback_id")
        case {"type": "workflow_step_edit" | "interactive_message" | "dialog_submission"}:
            return False
    return True


def _names(node: Any, name: str) -> bool:
    return isinstance(node, dict) and isinstance(node.get(name), str)

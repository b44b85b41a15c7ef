"""The machine: what an answer of Slack's, or its absence, means for the call that was made."""

import math
import re
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import httpx

from domain.errors import REFUSED_ADDRESS, SlackFailure

_PERMANENT_CODES = """
    account_inactive access_denied app_missing_action_url ekm_access_denied enterprise_is_restricted
    invalid_auth missing_scope no_permission not_allowed_token_type not_authed org_login_required
    team_access_not_granted team_not_found token_expired token_revoked two_factor_setup_required

    cannot_dm_bot channel_not_found invalid_channel invalid_user_combination is_archived
    messages_tab_disabled method_not_supported_for_channel_type not_enabled not_enough_users
    not_in_channel posting_to_channel_denied restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel too_many_users
    user_disabled user_not_found user_not_visible users_list_not_supplied users_not_found

    attachment_payload_limit_exceeded block_mismatch cant_update_message duplicate_external_id
    edit_window_closed file_not_found file_type_not_allowed file_upload_size_restricted
    file_uploads_disabled file_uploads_except_images_disabled invalid_arg_name invalid_arguments
    invalid_array_arg invalid_blocks invalid_blocks_format invalid_cursor invalid_metadata_format
    invalid_metadata_schema is_inactive markdown_text_conflict message_not_found
    metadata_must_be_sent_from_app metadata_too_large missing_argument msg_blocks_too_long
    msg_too_long no_text not_found storage_limit_reached too_many_attachments view_too_large

    exchanged_trigger_id expired_trigger_id expired_url invalid_trigger_id trigger_exchanged
    trigger_expired used_url
"""  # the token and the app; the person and the conversation; the message or file; the moment

PERMANENT = frozenset(_PERMANENT_CODES.split())
"""Asking again will not help. Source: the error lists of the methods we use, docs.slack.dev, May 2026."""

PERHAPS_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
""""It's possible some aspect of the operation succeeded before the error was raised." Source: the same."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})

UNREACHABLE = "unreachable"
NO_ANSWER = "no_answer"
MALFORMED = "malformed_answer"

SHORTEST_WAIT = timedelta(seconds=1)
USUAL_WAIT = timedelta(minutes=1)
"""When Slack names no time: it counts by the minute."""
LONGEST_WAIT = timedelta(hours=1)

MOST_DETAILS = 5
LONGEST_DETAIL = 200

_SECONDS = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]{1,80}", re.ASCII)


class RefusedAddressError(Exception):
    """A connection to a place that is not Slack's was refused by ourselves, before a byte."""


def failure_of_answer(status: int, answer: Any, retry_after: str | None, *, has_effect: bool) -> SlackFailure:
    """Return the failure that an answer other than a usable "ok" means.

    `has_effect`: doing the call twice would show; only then can the outcome be ambiguous.
    """
    code = _error_code(answer)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in RATE_LIMITED:
        return SlackFailure("ratelimited", retry_after=waiting_time(retry_after))
    if code is None:
        return SlackFailure(
            MALFORMED if status == HTTPStatus.OK else f"http_{status}", is_ambiguous=has_effect
        )
    return SlackFailure(
        code,
        is_permanent=code in PERMANENT,
        is_ambiguous=has_effect and (code in PERHAPS_DONE or status >= HTTPStatus.INTERNAL_SERVER_ERROR),
        details=_details(answer),
    )


def failure_of_silence(error: Exception, *, has_effect: bool) -> SlackFailure:
    """Return the failure that no answer at all means: certainly nothing sent, or nobody knows."""
    if isinstance(error, RefusedAddressError):
        return SlackFailure(REFUSED_ADDRESS, is_permanent=True)
    if isinstance(error, _BEFORE_A_BYTE):
        return SlackFailure(UNREACHABLE)
    return SlackFailure(NO_ANSWER, is_ambiguous=has_effect)


_BEFORE_A_BYTE = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


def waiting_time(retry_after: str | None) -> timedelta:
    """Return Slack's Retry-After within 1 s … 1 h; a minute when it names no number."""
    if retry_after is None or not _SECONDS.fullmatch(retry_after.strip()):
        return USUAL_WAIT
    seconds = min(math.ceil(float(retry_after)), LONGEST_WAIT.total_seconds())
    return max(timedelta(seconds=seconds), SHORTEST_WAIT)


def _error_code(answer: Any) -> str | None:
    """An error code in Slack's own form; anything else could carry text into logs and tables."""
    code = answer.get("error") if isinstance(answer, Mapping) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _details(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """What Slack says is wrong: with blocks a rule and a place, with scopes the missing ones."""
    errors, metadata, needed = (answer.get(name) for name in ("errors", "response_metadata", "needed"))
    said = errors or (metadata.get("messages") if isinstance(metadata, Mapping) else None)
    found = [_detail(entry) for entry in said] if isinstance(said, list) else []
    if isinstance(needed, str):
        found.append(f"needed: {needed}")
    return tuple(_one_line(detail) for detail in found[:MOST_DETAILS] if detail)


def _detail(entry: Any) -> str:
    if isinstance(entry, Mapping):
        return " at ".join(str(entry[name]) for name in ("message", "pointer") if name in entry)
    return entry.removeprefix("[ERROR] ") if isinstance(entry, str) else ""


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)[:LONGEST_DETAIL]

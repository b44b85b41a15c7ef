"""Faults of the workspace itself, which last: a revoked token, a list that ends early, an older Block Kit."""

from collections.abc import Iterable
from typing import Any

from sandbox.blocks.check import NEW_BLOCKS
from sandbox.errors import SlackError
from sandbox.faults.faults import Faults
from sandbox.methods.registry import METHODS
from sandbox.state.memory import Memory

Json = dict[str, Any]


def age(faults: Faults, workspaces: Iterable[Memory]) -> None:
    """Let each workspace know the blocks of 2026 or not, whichever way they come."""
    for workspace in workspaces:
        lags = faults.strike({"no_new_blocks"}, (), workspace.identity.team_id)
        workspace.unknown_blocks = NEW_BLOCKS if lags else frozenset()


def refusal_of(faults: Faults, method: str, team: str) -> SlackError | None:
    """Tell how the workspace refuses a call out of hand; None lets it through."""
    if _needs_bot_token(method) and faults.strike({"token_revoked"}, (method,), team):
        return SlackError("token_revoked")
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

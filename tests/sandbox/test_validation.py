from typing import Any

import pytest

from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import Caller, modal


def validate(workspace: Workspace, call: Caller, **args: Any) -> dict[str, Any]:
    return workspace.call("blocks.validate", args, None, call.clock.now())


@pytest.mark.parametrize(
    "args",
    [
        {"blocks": [{"type": "divider"}]},
        {"message": {"blocks": [{"type": "divider"}]}},
        {"view": modal()},
        {"view": {"type": "home", "blocks": []}},
    ],
)
def test_anybody_may_ask_and_what_is_fine_is_fine(
    workspace: Workspace, call: Caller, args: dict[str, Any]
) -> None:
    assert validate(workspace, call, **args) == {"ok": True}


@pytest.mark.parametrize(
    ("args", "error", "pointer"),
    [
        ({"blocks": [{"type": "header"}]}, "invalid_blocks", "/0"),
        ({"message": {"blocks": [{"type": "header"}]}}, "invalid_message", "/0"),
        ({"view": modal({"type": "header"})}, "invalid_view", "/blocks/0"),
    ],
)
def test_what_is_wrong_is_pointed_at(
    workspace: Workspace, call: Caller, args: dict[str, Any], error: str, pointer: str
) -> None:
    answer = validate(workspace, call, **args)
    assert answer["error"] == error
    assert answer["errors"][0]["pointer"].startswith(pointer)
    assert answer["errors"][0]["message"]


@pytest.mark.parametrize("args", [{}, {"blocks": [], "view": modal()}])
def test_exactly_one_thing_is_asked_about(workspace: Workspace, call: Caller, args: dict[str, Any]) -> None:
    assert validate(workspace, call, **args)["error"] == "invalid_arguments"

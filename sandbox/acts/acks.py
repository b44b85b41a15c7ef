"""What the app's acknowledgement does: to a form, or as the options of an external select."""

from typing import Any

from sandbox.blocks.objects import OPTION_GROUPS, OPTIONS
from sandbox.errors import SlackError
from sandbox.methods.views import check_view
from sandbox.state.memory import Memory
from sandbox.state.records import View

Json = dict[str, Any]


def apply_submission(memory: Memory, view: View, body: Any) -> None:
    """Carry out the answer to a view_submission. Raises: SlackError when Slack couldn't."""
    if body in (None, "", {}):
        memory.views.close(view)
        return
    action = body.get("response_action") if isinstance(body, dict) else None
    if action == "errors":
        _check_errors(view, body.get("errors"))
    elif action == "clear":
        memory.views.clear(view.user)
    elif action == "update":
        memory.views.update(view, check_view(memory, _view_of(body), "modal"))
    elif action == "push":
        memory.views.push(view.user, check_view(memory, _view_of(body), "modal"))
    else:
        raise SlackError("invalid_response_action")


def _check_errors(view: View, errors: Any) -> None:
    blocks = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or errors.keys() - blocks:
        raise SlackError("invalid_response_errors")
    if not all(isinstance(words, str) and words for words in errors.values()):
        raise SlackError("invalid_response_errors")


def _view_of(body: Json) -> Json:
    view = body.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_response_view")
    return view


def check_options(body: Any) -> Json:
    """Pass the answer to a block_suggestion on if Slack could show it. Raises: SlackError."""
    rules = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
    if not isinstance(body, dict) or len(body.keys() & rules.keys()) != 1 or body.keys() - rules.keys():
        raise SlackError.with_messages("invalid_options", ["either options or option_groups is required"])
    ((kind, given),) = body.items()
    # Unlike in a block, no option at all is a fair answer: nothing was found.
    if given and (faults := list(rules[kind](given, f"/{kind}"))):
        raise SlackError.with_messages("invalid_options", faults)
    return {kind: given or []}

"""views.open, .push, .update and .publish."""

import json
from typing import Any

from sandbox.blocks.check import view_faults
from sandbox.errors import SlackError
from sandbox.methods.arguments import OBJECT, TEXT
from sandbox.methods.request import Method, Request
from sandbox.state.records import View

Json = dict[str, Any]
_VIEW_BYTES = 250_000


def check_view(view: Json, surface: str) -> Json:
    """Pass a view on if Slack would take it. Raises: SlackError(invalid_arguments …)."""
    if len(json.dumps(view)) > _VIEW_BYTES:
        raise SlackError("view_too_large")
    if faults := view_faults(view, surface):
        raise SlackError.with_messages("invalid_arguments", faults)
    return view


def _answer(request: Request, view: View) -> Json:
    request.memory.changed("home" if view.content["type"] == "home" else "views")
    return {"view": request.memory.views.view_object(view)}


def _trigger(request: Request) -> str:
    trigger_id: str | None = request.args.get("trigger_id") or request.args.get("interactivity_pointer")
    if not trigger_id:
        raise SlackError.with_messages("invalid_arguments", ["missing required field: trigger_id"])
    return trigger_id


def _open(request: Request) -> Json:
    content = check_view(request.args["view"], "modal")
    trigger = request.memory.views.use_trigger(_trigger(request))
    return _answer(request, request.memory.views.open(trigger.user, content))


def _push(request: Request) -> Json:
    content = check_view(request.args["view"], "modal")
    trigger = request.memory.views.use_trigger(_trigger(request))
    if trigger.view_id is None:
        raise SlackError("not_found")
    return _answer(request, request.memory.views.push(trigger.user, content))


def _update(request: Request) -> Json:
    views = request.memory.views
    view = views.find(request.args.get("view_id", "")) or (
        views.find_external(request.args["external_id"]) if "external_id" in request.args else None
    )
    if view is None:
        raise SlackError("not_found")
    content = check_view(request.args["view"], view.content["type"])
    return _answer(request, views.update(view, content, request.args.get("hash")))


def _publish(request: Request) -> Json:
    person = request.person(request.args["user_id"])
    if not request.memory.identity.has_home:
        raise SlackError("not_enabled")
    content = check_view(request.args["view"], "home")
    view = request.memory.views.publish(person.id, content, request.args.get("hash"))
    return _answer(request, view)


_TRIGGERED = {"trigger_id": TEXT, "interactivity_pointer": TEXT, "view": OBJECT.required}
METHODS = {
    "views.open": Method(_open, _TRIGGERED),
    "views.push": Method(_push, _TRIGGERED),
    "views.update": Method(
        _update, {"view": OBJECT.required, "view_id": TEXT, "external_id": TEXT, "hash": TEXT}
    ),
    "views.publish": Method(_publish, {"user_id": TEXT.required, "view": OBJECT.required, "hash": TEXT}),
}

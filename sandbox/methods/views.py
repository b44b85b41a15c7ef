"""views.open, .push, .update and .publish."""

import json
from typing import Any

from sandbox.blocks.check import view_faults
from sandbox.errors import SlackError
from sandbox.methods.arguments import OBJECT, TEXT
from sandbox.methods.request import Method, Request, Tier
from sandbox.state.memory import Memory
from sandbox.state.records import Trigger, View

Json = dict[str, Any]
_VIEW_BYTES = 250_000


def check_view(memory: Memory, view: Json, surface: str) -> Json:
    """Pass a view on if Slack would take it. Raises: SlackError(invalid_arguments …)."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > _VIEW_BYTES:
        raise SlackError("view_too_large")
    if faults := view_faults(view, surface, memory.unknown_blocks):
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


def _is_open(request: Request, trigger: Trigger) -> bool:
    """Tell whether the trigger comes from a form that its person still has open."""
    return trigger.view_id in {view.id for view in request.memory.views.stack(trigger.user)}


def _open(request: Request) -> Json:
    content = check_view(request.memory, request.args["view"], "modal")
    views = request.memory.views
    trigger = views.use_trigger(_trigger(request))
    if _is_open(request, trigger):
        # Slack's maintainers: the call succeeds, what people then see differs by client.
        request.complain("views.open from within a form isn't shown by every client: push or update it.")
    return _answer(request, views.open(trigger.user, content))


def _push(request: Request) -> Json:
    content = check_view(request.memory, request.args["view"], "modal")
    views = request.memory.views
    trigger = views.use_trigger(_trigger(request))
    if not _is_open(request, trigger):
        raise SlackError("not_found")
    return _answer(request, views.push(trigger.user, content))


def _update(request: Request) -> Json:
    if not {"view_id", "external_id"} & request.args.keys():
        raise SlackError.with_messages("invalid_arguments", ["either view_id or external_id is required"])
    views = request.memory.views
    view = views.find(request.args.get("view_id", "")) or (
        views.find_external(request.args["external_id"]) if "external_id" in request.args else None
    )
    if view is None:
        raise SlackError("not_found")
    content = check_view(request.memory, request.args["view"], view.content["type"])
    return _answer(request, views.update(view, content, request.args.get("hash")))


def _publish(request: Request) -> Json:
    person = request.person(request.args["user_id"])
    if not request.memory.identity.app.has_home:
        raise SlackError("not_enabled")
    content = check_view(request.memory, request.args["view"], "home")
    view = request.memory.views.publish(person.id, content, request.args.get("hash"))
    return _answer(request, view)


_TRIGGERED = {"trigger_id": TEXT, "interactivity_pointer": TEXT, "view": OBJECT.required}
METHODS = {
    "views.open": Method(_open, _TRIGGERED, tier=Tier.FOUR),
    "views.push": Method(_push, _TRIGGERED, tier=Tier.FOUR),
    "views.update": Method(
        _update,
        {"view": OBJECT.required, "view_id": TEXT, "external_id": TEXT, "hash": TEXT},
        tier=Tier.FOUR,
    ),
    "views.publish": Method(
        _publish, {"user_id": TEXT.required, "view": OBJECT.required, "hash": TEXT}, tier=Tier.FOUR
    ),
}

"""What the sandbox sends to an app has the keys and types of Slack's published samples: no others, and no fewer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from sandbox.delivery.courier import Delivery
from tests.contract.judges import facts

pytestmark = pytest.mark.contract
Json = Mapping[str, Any]
ECHOES = (
    "/view/blocks",
    "/view/state",
    "/message/blocks",
    "/state",
    "/event/view/blocks",
    "/event/view/state",
)
"""What the app itself wrote, and answers under the app's own names."""
ELSEWHERE = {
    "/enterprise: null": "a workspace without Enterprise Grid; the samples merge all workspaces",
    "/authorizations/*/enterprise_id: null": "the same",
    **{
        f"{view}/{part}: null": "a view's absent parts are null: docs.slack.dev, view objects"
        for view in ("/view", "/event/view")
        for part in ("close", "submit", "title", "previous_view_id")
    },
    "/response_urls: not in the sample": "docs.slack.dev, view_submission: a list, empty without such an input",
    "/event/event_ts: not in the sample": "@slack/types has it in UserChangeEvent",
    "/event/blocks/*/elements/*/elements: not in the sample": "the samples leave rich text's inside out",
}
"""What no sample has and Slack sends all the same, each with where it is known from."""
_NO_GRID = "a workspace without Enterprise Grid"
_WORKFLOWS = "for the steps of workflows only"
EVERY_INTERACTION = {
    **dict.fromkeys(("/team/enterprise_id", "/team/enterprise_name"), _NO_GRID),
    **dict.fromkeys(("/bot_access_token", "/function_data", "/interactivity"), _WORKFLOWS),
}
_CLICK = EVERY_INTERACTION | {"/app_unfurl": "for what stands in an unfurled link"}
_BUTTON = ("type", "action_id", "block_id", "action_ts", "text", "value")


@dataclass(frozen=True)
class Shape:
    """A sample; what may be missing, and why; and, of what it merges, what never is missing."""

    sample: str
    may_lack: Mapping[str, str]
    never_lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SHAPES = {
    "command": Shape(
        "interactions/SlashCommandPayload", dict.fromkeys(("/enterprise_id", "/enterprise_name"), _NO_GRID)
    ),
    "block_actions in message": Shape(
        "interactions/BlockActionPayload",
        _CLICK | {"/view": "the click was in a message"},
        {
            "/actions/*": _BUTTON,
            "/container": ("type", "message_ts", "channel_id", "is_ephemeral"),
            "/message": ("type", "user", "text", "ts", "bot_id", "app_id", "team", "blocks"),
        },
    ),
    "block_actions in view": Shape(
        "interactions/BlockActionPayload",
        _CLICK | dict.fromkeys(("/channel", "/message", "/response_url"), "the click was in a view"),
        {"/actions/*": _BUTTON, "/container": ("type", "view_id")},
    ),
    "view_submission": Shape(
        "interactions/ViewSubmissionPayload", EVERY_INTERACTION | {"/is_cleared": "view_closed alone has it"}
    ),
    "view_closed": Shape("interactions/ViewClosedPayload", EVERY_INTERACTION),
}
AROUND_EVENTS = {
    **dict.fromkeys(("/enterprise_id", "/context_enterprise_id"), _NO_GRID),
    **dict.fromkeys(("/authed_users", "/authed_teams"), "authorizations took their place in 2021"),
    "/context_team_id": "in the samples of some events only, and not in Slack's example of the envelope",
}
"""What may be missing around an event; what is in it is judged by @slack/types in test_events.py."""


def _kind(delivery: Delivery) -> str:
    """Name what was delivered: an event's type, or one of SHAPES."""
    payload = delivery.payload
    if delivery.kind == "events_api":
        return str(payload["event"]["type"])
    if delivery.kind == "slash_commands":
        return "command"
    place = payload.get("container")
    return f"{payload['type']} in {place['type']}" if place else str(payload["type"])


def _payloads(delivered: Iterable[Delivery], kind: str) -> list[Json]:
    found = [delivery.payload for delivery in delivered if _kind(delivery) == kind]
    assert found, kind
    return found


def _sample(kind: str) -> Json:
    sample: Json = facts.read(f"{SHAPES[kind].sample}.json")
    # Published with other types than the strings of the form that a command is.
    return dict.fromkeys(sample, "") if kind == "command" else sample


def _lacking(payload: Json, kind: str) -> set[str]:
    shape = SHAPES[kind]
    found = facts.absences(payload, _sample(kind), shape.never_lacking)
    return {path for path in found if not path.startswith(ECHOES)} - shape.may_lack.keys()


def _strangers(payloads: Iterable[Json], sample: Json) -> list[str]:
    found = {fault for payload in payloads for fault in facts.strangers(payload, sample)}
    return sorted(f for f in found if not f.startswith(ECHOES) and f.partition(",")[0] not in ELSEWHERE)


def test_the_play_brings_every_kind_of_interaction(delivered: list[Delivery]) -> None:
    assert {_kind(delivery) for delivery in delivered if delivery.kind != "events_api"} == SHAPES.keys()


@pytest.mark.parametrize("kind", SHAPES)
def test_interactions_are_shaped_like_slacks(delivered: list[Delivery], kind: str) -> None:
    payloads = _payloads(delivered, kind)
    assert _strangers(payloads, _sample(kind)) == []
    assert [_lacking(payload, kind) for payload in payloads] == [set()] * len(payloads)


@pytest.mark.parametrize("kind", SHAPES)
def test_whatever_key_goes_missing_is_seen(delivered: list[Delivery], kind: str) -> None:
    payload = _payloads(delivered, kind)[0]
    published = payload.keys() & _sample(kind).keys()
    without = {name: {key: value for key, value in payload.items() if key != name} for name in published}
    seen = {name for name, rest in without.items() if _lacking(rest, kind) == {f"/{name}"}}
    assert seen == {name for name in published if not f"/{name}".startswith(ECHOES)}


def test_events_are_shaped_like_slacks(delivered: list[Delivery]) -> None:
    for kind in {_kind(delivery) for delivery in delivered if delivery.kind == "events_api"}:
        name = "".join(part.capitalize() for part in kind.split("_"))
        sample, payloads = facts.read(f"events/{name}Payload.json"), _payloads(delivered, kind)
        assert _strangers(payloads, sample) == []
        lacking = {path for one in payloads for path in facts.absences(one, sample, {"/event": ("type",)})}
        assert lacking <= AROUND_EVENTS.keys()

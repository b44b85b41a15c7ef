"""Calls that are fine but for one thing, to see how each method says no."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.methods.registry import METHODS
from sandbox.state.conversations import GENERAL, PROGRAM_CHANNEL
from sandbox.state.identity import BOT_USER, SLACKBOT
from sandbox.state.workspace import Workspace
from tests.contract.openhanded import openhanded
from tests.sandbox.kit import section
from tests.sandbox.stand_ins import ALICE, START, modal

Json = dict[str, Any]
NOBODY, GONE, STRANGER = "U0NOBODY1", "U0GONE001", "U0PARTNR1"
_ELSEWHERE = ("C0NOWHERE", GENERAL, PROGRAM_CHANNEL, ALICE, GONE, NOBODY, BOT_USER, SLACKBOT, "#general")
_ODD: Mapping[str, tuple[Any, ...]] = {
    **dict.fromkeys(("channel", "channel_id", "channels"), _ELSEWHERE),
    **dict.fromkeys(("ts", "timestamp", "message_ts"), ("1.000000",)),
    **dict.fromkeys(("file", "scheduled_message_id", "trigger_id", "view_id", "external_id"), ("nothing",)),
    **dict.fromkeys(("oldest", "latest", "cursor"), ("nonsense",)),
    "thread_ts": ("1.000000", "soon"),
    "blocks": ([section("x" * 3_000)] * 5, [section("")], {}, "["),
    "attachments": ([{"blocks": [section("")]}], ["x"], "[", [{}] * 101),
    "text": (None, "x" * 40_001),
    "markdown_text": ("# Hello", "x" * 12_001),
    "metadata": ("x", {"event_type": "x"}, {"event_type": "x", "event_payload": {"x": "x" * 9_000}}),
    "limit": (-1, 0, 5_000, "many"),
    "users": (None, NOBODY, GONE, STRANGER, SLACKBOT, BOT_USER, f"{ALICE}," * 9),
    "user": (NOBODY, GONE, BOT_USER),
    "name": ("", "Not A Name!", "general", "x" * 81),
    "files": ([], [{}], [{"id": "F0NOTHING"}]),
    "post_at": (1, 10**10),
    "email": ("nobody@example.test",),
    "view": ({"type": "modal"},),
}
_TWISTS: tuple[Json, ...] = (
    {},
    *({name: value} for name, values in _ODD.items() for value in values),
    {"text": None, "markdown_text": "x" * 12_001},
)


def refusals() -> Iterator[tuple[str, str]]:
    """Make every call in a workspace of its own; yield (method, error code) of each that is refused."""
    for name, method in METHODS.items():
        known = [twist for twist in _TWISTS if twist.keys() <= method.arguments.keys()]
        for scene, twist in ((scene, twist) for scene in _SCENES for twist in known):
            workspace = scene()
            args = proper(workspace, name) | twist
            answer = workspace.call(name, args, workspace.identity.bot_token, START)
            if not answer["ok"]:
                yield name, answer["error"]


def proper(workspace: Workspace, method: str) -> Json:
    """Write arguments that nobody should mind; Alice and the bot have something to talk about."""
    channel = workspace.conversations.get(PROGRAM_CHANNEL)
    posted = workspace.conversations.post(channel, BOT_USER, "Hello", START) if channel else None
    file = workspace.uploads.promise("a.csv", 3, int(START.timestamp()), "")
    workspace.uploads.receive(file.upload_ticket, b"a,b")
    moments = dict.fromkeys(("ts", "timestamp", "message_ts"), posted.ts if posted else "")
    people = {"users": ALICE, "user": ALICE, "user_id": ALICE, "email": "alice@example.test"}
    named: Json = {
        "name": "wave",
        "filename": "a.csv",
        "length": 3,
        "file": file.id,
        "files": [{"id": file.id}],
    }
    view = {"view": modal(section()), "trigger_id": workspace.views.issue_trigger(ALICE)}
    args: Json = {"channel": PROGRAM_CHANNEL, "channel_id": PROGRAM_CHANNEL, "text": "Hello"}
    args |= {"post_at": int(START.timestamp()) + 600, "scheduled_message_id": "Q1"}
    if method == "conversations.open":
        del args["channel"]
    known = METHODS[method].arguments
    return {key: value for key, value in (args | moments | people | named | view).items() if key in known}


def _archived() -> Workspace:
    workspace = openhanded()
    channel = workspace.conversations.get(PROGRAM_CHANNEL)
    if channel is not None:
        channel.is_archived = True
    return workspace


_SCENES: tuple[Callable[[], Workspace], ...] = (
    openhanded,
    _archived,
    lambda: openhanded(messages_tab_enabled=False),
)

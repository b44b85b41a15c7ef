"""What the sandbox answers is what the client that Slack publishes expects of each method."""

from typing import Any

import pytest

from sandbox.methods.registry import METHODS
from sandbox.slack import Slack
from sandbox.state.conversations import PROGRAM_CHANNEL
from tests.contract.judges import types
from tests.sandbox.stand_ins import ALICE, MANIFEST, START, RealClock, words

pytestmark = pytest.mark.contract
Json = dict[str, Any]
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}]
HOME = {"type": "home", "blocks": BLOCKS}
FORM = {"type": "modal", "title": words("Form"), "blocks": BLOCKS}
SCOPES = {
    *("channels:history", "channels:manage", "channels:read", "groups:history", "groups:read", "im:history"),
    *("im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "users:read.email"),
}
QUESTIONS: list[tuple[str, Json]] = [
    ("auth.test", {}),
    ("team.info", {}),
    ("users.info", {"user": ALICE, "include_locale": True}),
    ("users.list", {"limit": 5}),
    ("users.conversations", {}),
    ("users.profile.get", {"user": ALICE}),
    ("dnd.info", {"user": ALICE}),
    ("conversations.list", {}),
    ("conversations.info", {"channel": PROGRAM_CHANNEL, "include_num_members": True}),
    ("conversations.members", {"channel": PROGRAM_CHANNEL}),
    ("conversations.open", {"users": ALICE, "return_im": True}),
    ("conversations.create", {"name": "new-channel"}),
    ("chat.postEphemeral", {"channel": PROGRAM_CHANNEL, "user": ALICE, "text": "Hello"}),
    ("chat.scheduleMessage", {"channel": ALICE, "text": "Hello", "post_at": int(START.timestamp()) + 600}),
    ("chat.scheduledMessages.list", {}),
    ("views.publish", {"user_id": ALICE, "view": HOME}),
    ("blocks.validate", {"view": FORM}),
]
UNEXPECTED = {
    "chat.update /message/ts": "the message as history shows it",
    "conversations.open /channel/is_user_deleted": "a DM as conversations.info shows it",
    "dnd.info /snooze_enabled": "docs.slack.dev has it in the example of dnd.info",
    "users.conversations /channels/0/is_member": "a channel as conversations.list shows it",
    "users.profile.get /profile/team": "a profile as users.info shows it",
}
"""What the sandbox says beyond what the client's types have; nothing that an app should build on."""


class Caller:
    """Calls the pure core, and keeps each answer."""

    def __init__(self) -> None:
        scopes = sorted(SCOPES.union(*(method.scopes for method in METHODS.values())))
        manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}
        self.workspace = Slack(manifest, START, RealClock(), seed=1).home
        self.answers: list[tuple[str, Json]] = []

    def __call__(self, method: str, **args: Any) -> Json:
        answer = self.workspace.call(method, args, self.workspace.identity.bot_token, START)
        assert answer["ok"], (method, answer)
        self.answers.append((method, answer))
        return answer


def _talk(call: Caller) -> None:
    """Say something, and change it, look at it, react to it and take it back."""
    event = {"event_type": "greeting", "event_payload": {"id": "1"}}
    posted = call("chat.postMessage", channel=ALICE, text="Hello", blocks=BLOCKS, metadata=event)
    channel, ts = posted["channel"], posted["ts"]
    call("reactions.add", channel=channel, timestamp=ts, name="wave")
    call("chat.update", channel=channel, ts=ts, text="Good morning")
    call("chat.getPermalink", channel=channel, message_ts=ts)
    call("conversations.history", channel=channel, include_all_metadata=True)
    call("conversations.replies", channel=channel, ts=ts)
    promised = call("files.getUploadURLExternal", filename="report.csv", length=3)
    call.workspace.uploads.receive(promised["upload_url"].rpartition("/")[2], b"a,b")
    files = [{"id": promised["file_id"], "title": "Report"}]
    call("files.completeUploadExternal", files=files, channel_id=channel)
    call("files.info", file=promised["file_id"])
    call("chat.delete", channel=channel, ts=ts)


def _show_forms(call: Caller) -> None:
    views = call.workspace.views
    opened = call("views.open", trigger_id=views.issue_trigger(ALICE), view=FORM)
    call("views.update", view_id=opened["view"]["id"], view=FORM)
    call("views.push", trigger_id=views.issue_trigger(ALICE, opened["view"]["id"]), view=FORM)


def test_every_answer_fits_what_the_client_expects() -> None:
    call = Caller()
    for method, args in QUESTIONS:
        call(method, **args)
    _talk(call)
    _show_forms(call)
    verdicts = zip(call.answers, types.judge_answers(call.answers), strict=True)
    told = {f"{method} {fault}" for (method, _), faults in verdicts for fault in faults}
    assert {fault for fault in told if fault.partition(":")[0] not in UNEXPECTED} == set()

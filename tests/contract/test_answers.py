"""What the sandbox answers is what the client that Slack publishes expects of each method: no more, no less."""

from copy import deepcopy
from typing import Any

import pytest

from sandbox.state.conversations import PROGRAM_CHANNEL
from tests.contract.judges import told
from tests.contract.openhanded import openhanded
from tests.sandbox.stand_ins import ALICE, START, words

pytestmark = pytest.mark.contract
Json = dict[str, Any]
Answer = tuple[str, Json]
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}]
HOME = {"type": "home", "blocks": BLOCKS}
FORM = {"type": "modal", "title": words("Form"), "blocks": BLOCKS}
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
    "chat.update /message/reactions": "the message as history shows it",
    "chat.update /message/ts": "the message as history shows it",
    "conversations.open /channel/is_user_deleted": "a DM as conversations.info shows it",
    "dnd.info /snooze_enabled": "docs.slack.dev has it in the example of dnd.info",
    "users.conversations /channels/0/is_member": "a channel as conversations.list shows it",
    "users.conversations /channels/0/num_members": "a channel as conversations.list shows it",
    "users.profile.get /profile/team": "a profile as users.info shows it",
}
"""What the sandbox says beyond what the client's types have; nothing that an app should build on."""
LACKING = [
    ("auth.test", "/user_id"),
    ("chat.postMessage", "/ts"),
    ("chat.postMessage", "/message/text"),
    ("chat.postMessage", "/message/bot_profile/app_id"),
    ("conversations.history", "/has_more"),
    ("conversations.history", "/messages/0/ts"),
    ("conversations.open", "/channel/id"),
    ("files.info", "/file/mimetype"),
    ("users.info", "/user/profile"),
    ("users.list", "/members/0/deleted"),
    ("views.open", "/view/hash"),
    ("views.publish", "/view/blocks/0/block_id"),
]


class Caller:
    """Calls the pure core, and keeps each answer."""

    def __init__(self) -> None:
        self.workspace = openhanded()
        self.answers: list[Answer] = []

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


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    """One answer of each method, some of several."""
    call = Caller()
    for method, args in QUESTIONS:
        call(method, **args)
    _talk(call)
    _show_forms(call)
    return call.answers


def _without(answer: Json, path: str) -> Json:
    """Leave out one key."""
    rest: Any = deepcopy(answer)
    *way, last = path.strip("/").split("/")
    node = rest
    for step in way:
        node = node[int(step) if isinstance(node, list) else step]
    del node[last]
    return dict(rest)


def _expected(answer: Answer, but: str = "") -> Answer:
    """Leave out what is unexpected, `but` for one thing."""
    method, body = answer
    for place in UNEXPECTED.keys() - {but}:
        if place.startswith(f"{method} "):
            body = _without(body, place.partition(" ")[2])
    return method, body


def _faults(answers: list[Answer]) -> list[str]:
    verdicts = zip(answers, told.judge_answers(answers), strict=True)
    return [f"{method} {fault}" for (method, _), faults in verdicts for fault in faults]


def test_every_answer_fits_what_the_client_expects(answers: list[Answer]) -> None:
    assert _faults([*map(_expected, answers)]) == []


def test_what_is_unexpected_really_is(answers: list[Answer]) -> None:
    """The day the client's types have it, the exemption must go."""
    whole = dict(answers)
    strange = [
        _expected((method, whole[method]), place) for place in UNEXPECTED for method in [place.split()[0]]
    ]
    assert [fault.partition(":")[0] for fault in _faults(strange)] == [*UNEXPECTED]


def test_an_answer_that_lacks_something_is_seen(answers: list[Answer]) -> None:
    whole = dict(map(_expected, answers))
    lacking = [(method, _without(whole[method], path)) for method, path in LACKING]
    assert [bool(faults) for faults in told.judge_answers(lacking)] == [True] * len(LACKING)

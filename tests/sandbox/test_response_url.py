from typing import Any

import pytest

from sandbox import response_url
from sandbox.errors import SlackError
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import Caller, RealClock

ALICE, DM = "U0ALICE01", "D0ALICE01"


class Answerer:
    def __init__(self, workspace: Workspace, call: Caller, message_ts: str | None = None) -> None:
        self.workspace, self.call = workspace, call
        self.address = response_url.issue(workspace, ALICE, DM, message_ts)

    def __call__(self, **body: Any) -> None:
        ticket = self.address.rpartition("/")[2]
        response_url.answer(self.workspace, ticket, body, self.call.clock.now())


def messages(workspace: Workspace) -> list[Any]:
    conversation = workspace.conversations.get(DM)
    assert conversation is not None
    return conversation.messages


def test_an_answer_is_ephemeral_unless_it_says_otherwise(workspace: Workspace, call: Caller) -> None:
    answer = Answerer(workspace, call)
    answer(text="for you")
    answer(text="for all", response_type="in_channel")
    assert [message.only_for for message in messages(workspace)] == [ALICE, None]


def test_the_clicked_message_can_be_replaced_or_deleted(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="?")["ts"]
    answer = Answerer(workspace, call, ts)
    answer(text="answered", replace_original=True)
    assert [message.text for message in messages(workspace)] == ["answered"]
    answer(delete_original=True)
    assert messages(workspace) == []


def test_a_command_has_no_message_to_delete(workspace: Workspace, call: Caller) -> None:
    with pytest.raises(SlackError, match="message_not_found"):
        Answerer(workspace, call)(delete_original=True)


def test_there_are_five_answers_and_no_sixth(workspace: Workspace, call: Caller) -> None:
    answer = Answerer(workspace, call)
    for number in range(5):
        answer(text=str(number))
    with pytest.raises(SlackError, match="used_url"):
        answer(text="one too many")


def test_the_address_dies_after_thirty_minutes(
    workspace: Workspace, call: Caller, real_clock: RealClock
) -> None:
    answer = Answerer(workspace, call)
    real_clock.seconds += 30 * 60 + 1
    with pytest.raises(SlackError, match="expired_url"):
        answer(text="too late")


def test_the_blocks_of_an_answer_are_checked(workspace: Workspace, call: Caller) -> None:
    with pytest.raises(SlackError, match="invalid_blocks"):
        Answerer(workspace, call)(blocks=[{"type": "poem"}])


def judged(workspace: Workspace) -> tuple[str, str | None, str]:
    seen = workspace.calls[-1]
    return seen.method, seen.error, " ".join(seen.complaints)


def test_an_answer_about_a_message_that_is_gone_is_refused(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="?")["ts"]
    answer = Answerer(workspace, call, ts)
    answer(delete_original=True)
    for body in ({"delete_original": True}, {"replace_original": True, "text": "x"}):
        with pytest.raises(SlackError, match="message_not_found"):
            answer(**body)
    assert judged(workspace)[:2] == ("response_url", "message_not_found")


def test_an_answer_to_a_command_replaces_nothing_and_is_new(workspace: Workspace, call: Caller) -> None:
    answer = Answerer(workspace, call)
    answer(text="1")
    answer(text="2", replace_original=True)
    assert [message.text for message in messages(workspace)] == ["1", "2"]


def test_flags_may_be_words_as_in_slacks_own_examples(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="?")["ts"]
    Answerer(workspace, call, ts)(text="answered", replace_original="true")
    assert [message.text for message in messages(workspace)] == ["answered"]


def test_a_thread_is_answered_in_the_channel_only(workspace: Workspace, call: Caller) -> None:
    root = call("chat.postMessage", channel=ALICE, text="?")["ts"]
    answer = Answerer(workspace, call)
    answer(text="1", response_type="in_channel", thread_ts=root)
    assert judged(workspace)[0] == "chat.postMessage"
    answer(text="2", thread_ts=root)
    assert "thread is only answered" in judged(workspace)[2]
    assert [message.thread_ts for message in messages(workspace)] == [None, root, None]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "x", "colour": "red"}, "knows no colour"),
        ({"text": "x", "response_type": "loud"}, "neither ephemeral nor in_channel"),
        ({"blocks": [{"type": "divider"}]}, "has no text"),
    ],
)
def test_what_slack_takes_and_ignores_is_reported(
    workspace: Workspace, call: Caller, body: dict[str, Any], words: str
) -> None:
    Answerer(workspace, call)(**body)
    assert words in judged(workspace)[2]


def test_a_replaced_message_can_have_new_metadata(workspace: Workspace, call: Caller) -> None:
    ts = call("chat.postMessage", channel=ALICE, text="?")["ts"]
    metadata = {"event_type": "answered", "event_payload": {}}
    Answerer(workspace, call, ts)(text="x", replace_original=True, metadata=metadata)
    assert messages(workspace)[0].metadata == metadata

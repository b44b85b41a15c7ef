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

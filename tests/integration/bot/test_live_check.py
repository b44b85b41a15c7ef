"""`rm-bot check --live` against a workspace over HTTP: what it sends, and what it says of the answers."""

from collections.abc import AsyncIterator

import pytest

from bot.live.samples import Way, every_sample
from domain.kinds import MessageName
from messages.samples.cast import cast_of_one
from messages.words import words_for
from sandbox.server import Sandbox
from tests.integration.bot.live_stage import NADIA, NOON, SAMUEL, Calendar, Check, real_workspace

SAMPLES = every_sample(cast_of_one(NADIA, NOON), words_for("en"))
KINDS = [sample.kind for sample in SAMPLES]
CALLS = {
    "conversations.open",
    "chat.postMessage",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "blocks.validate",
}


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
async def sandbox(calendar: Calendar) -> AsyncIterator[Sandbox]:
    async with real_workspace(calendar) as sandbox:
        yield sandbox


@pytest.fixture
def check(
    sandbox: Sandbox,
    calendar: Calendar,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Check:
    monkeypatch.setenv("COLUMNS", "200")
    return Check(sandbox, calendar, lambda: capsys.readouterr().out)


def test_every_message_name_has_a_sample() -> None:
    assert {kind.partition(" ")[0] for kind in KINDS} >= set(MessageName) - {MessageName.PROFILE}
    assert len(KINDS) == len(set(KINDS))


async def test_a_workspace_that_takes_everything_is_told_so_kind_by_kind(check: Check) -> None:
    assert await check.run()
    for sample in SAMPLES:
        assert check.row(sample.kind).startswith(f"{sample.way} accepted")
    assert f"the workspace accepts all {len(KINDS) + 1} kinds" in check.output


async def test_nothing_is_sent_but_samples_and_only_to_that_person(check: Check) -> None:
    await check.run(SAMUEL)
    conversation = check.sandbox.workspace.conversations.im(SAMUEL)
    assert conversation is not None
    posted = sum(sample.way is Way.POST for sample in SAMPLES)
    uploaded = sum(sample.way is Way.UPLOAD for sample in SAMPLES)
    assert {call.method for call in check.sandbox.workspace.calls} == CALLS
    assert len(conversation.messages) == 1 + posted + uploaded
    others = [one for one in check.sandbox.workspace.conversations if one is not conversation]
    assert not any(one.messages for one in others)
    assert f"What follows are {posted + uploaded} samples" in conversation.messages[0].text


async def test_posts_are_a_second_apart_and_validations_are_not(check: Check) -> None:
    await check.run()
    sent = sum(sample.way is not Way.VALIDATE for sample in SAMPLES)
    assert check.calendar.waited == [1.0] * (sent + 1)


async def test_a_workspace_without_the_newer_blocks_is_told_to_get_the_classic_form(check: Check) -> None:
    check.sandbox.faults.add("no_new_blocks", times=None)
    assert not await check.run()
    assert check.row("report.full with charts").startswith("posted refused: invalid_blocks")
    assert check.row("report.full classic") == "posted accepted"
    assert f"accepts {len(KINDS)} of {len(KINDS) + 1} kinds; 1 refused" in check.output
    assert "the bot will send reports in the classic form" in check.output


async def test_a_refusal_is_shown_with_slacks_own_words(check: Check) -> None:
    identity = check.sandbox.workspace.identity
    identity.scopes = tuple(scope for scope in identity.scopes if scope != "files:write")
    assert not await check.run()
    assert check.row("report.file csv") == "uploaded refused: missing_scope needed: files:write"


async def test_a_refused_view_is_named(check: Check) -> None:
    check.sandbox.faults.add("refused", on="blocks.validate", error="invalid_blocks")
    assert not await check.run()
    assert check.row("home").startswith("validated refused: invalid_blocks")
    assert "classic form" not in check.output


async def test_slacks_wish_to_wait_is_honoured(check: Check) -> None:
    check.sandbox.faults.add("rate_limited", on="chat.postMessage", retry_after="30")
    assert await check.run()
    assert 30.0 in check.calendar.waited


async def test_too_long_a_wait_leaves_that_kind_unchecked(check: Check) -> None:
    check.sandbox.faults.add("rate_limited", on="files.getUploadURLExternal", retry_after="999999")
    assert not await check.run()
    assert "not checked: Slack asks for more time" in check.row("report.file xlsx")
    assert check.row("report.file csv") == "uploaded accepted"


async def test_a_post_without_an_answer_is_not_repeated_and_the_check_goes_on(check: Check) -> None:
    check.sandbox.faults.add("dropped", on="chat.postMessage")
    assert not await check.run()
    assert "so it may have arrived" in check.row("opening line")
    assert check.row("home") == "validated accepted"
    assert f"accepts {len(KINDS)} of {len(KINDS) + 1} kinds; 1 not checked" in check.output


async def test_after_three_silences_in_a_row_the_rest_is_not_asked(check: Check) -> None:
    check.sandbox.faults.add("dropped", on="chat.postMessage", times=3)
    assert not await check.run()
    assert len(check.calls("chat.postMessage")) == 3
    assert "not checked: Slack can't be reached" in check.row("home")


async def test_waiting_is_said_aloud_and_has_an_end(check: Check) -> None:
    check.sandbox.faults.add("rate_limited", on="chat.postMessage", retry_after="30", times=None)
    assert not await check.run()
    assert check.output.count("Slack asks to wait 30 s before") == 4
    assert "not checked: Slack asks for more time" in check.row("opening line")


async def test_a_slack_without_the_validator_leaves_the_views_unchecked(check: Check) -> None:
    check.sandbox.faults.add("refused", on="blocks.validate", times=None, error="unknown_method")
    assert not await check.run()
    assert "not checked: this Slack has no blocks.validate" in check.row("join.submit")


@pytest.mark.parametrize(
    ("person", "token", "words"),
    [
        ("U0NOBODY1", None, "this workspace has nobody with that id"),
        (NADIA, "xoxb-another", "invalid_auth"),
    ],
)
async def test_without_a_conversation_one_sentence_says_why(
    check: Check, person: str, token: str | None, words: str
) -> None:
    assert not await check.run(person, token)
    (sentence,) = check.output.splitlines()
    assert sentence.startswith(f"wrong  the bot's DM with {person} can't be opened")
    assert words in sentence

import pytest

from tests.scenarios.stage import NADIA, Stage, staged


def post(stage: Stage, **args: object) -> None:
    workspace = stage.sandbox.workspace
    workspace.call("chat.postMessage", {"channel": NADIA, **args}, workspace.identity.bot_token, stage.now)


async def test_a_call_that_slack_could_not_read_fails_its_scenario(sqlite_url: str) -> None:
    with pytest.raises(AssertionError, match="no_text"):
        async with staged(sqlite_url) as stage:
            post(stage)


async def test_so_does_one_that_was_taken_with_a_complaint(sqlite_url: str) -> None:
    with pytest.raises(AssertionError, match="has no text"):
        async with staged(sqlite_url) as stage:
            post(stage, blocks=[{"type": "divider"}])


async def test_what_a_test_plants_is_let_through(sqlite_url: str) -> None:
    async with staged(sqlite_url, planted={("chat.postMessage", "no_text")}) as stage:
        post(stage)

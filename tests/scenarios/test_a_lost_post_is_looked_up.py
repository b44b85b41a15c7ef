"""A post whose answer never came is looked up in the bot's own DM, in the sandbox as in Slack."""

from bot.slack import SlackClient
from bot.slack_calls import SlackCalls
from domain.facts.delivery import Found
from tests.scenarios.stage import NADIA, staged


async def test_a_lost_post_is_found_by_its_delivery_id(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        slack = SlackClient(SlackCalls(stage.sandbox.api_url, stage.sandbox.bot_token))
        channel = await slack.open_conversation([NADIA])
        sent = await slack.post(channel, "Hello.", [], "f" * 32)
        assert await slack.find_post(channel, "f" * 32, stage.now) == Found(sent)
        assert await slack.find_post(channel, "e" * 32, stage.now) == Found(None)
        await slack.close()


async def test_a_lost_file_is_found_by_its_id_once_it_is_shared(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        slack = SlackClient(SlackCalls(stage.sandbox.api_url, stage.sandbox.bot_token))
        channel = await slack.open_conversation([NADIA])
        file_id = await slack.put_file("report.csv", b"a,b")
        assert await slack.find_file(channel, file_id, stage.now) == Found(None)
        await slack.share_file(channel, file_id, "Report", "The numbers.")
        assert (await slack.find_file(channel, file_id, stage.now)).posted is not None
        await slack.close()

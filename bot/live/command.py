"""The machine: the live part of `rm-bot check`: samples into one DM, then what the workspace accepted."""

import asyncio
import sys

from rich.console import Console

from bot.check import Finding, slack_calls, wrong
from bot.cli_frame import WRONG_USE, CommandError, say
from bot.clock import real_now
from bot.live.attempts import Attempts, Outcome, Wait
from bot.live.samples import Sample, Way, every_sample, post
from bot.live.verdicts import is_all_accepted, reason_of, summary_of, table_of
from bot.settings import USER_ID, Settings
from bot.slack import SlackClient
from domain.errors import SlackFailure
from messages.samples.cast import cast_of_one
from messages.samples.harmless import opening
from messages.words import words_for

_REASONS = {
    "user_not_found": "this workspace has nobody with that id",
    "user_disabled": "that account is deactivated",
    "cannot_dm_bot": "that is a bot",
}
NOBODY = "whose DM shall get the samples? Give --to and your Slack user id (U012AB3CD)"


def recipient(settings: Settings, to: str | None) -> str:
    """Return whose DM gets the samples: the one coordinator's, or whose was named. Ends the command otherwise."""
    if to is None and len(settings.coordinators) != 1:
        raise CommandError(NOBODY, status=WRONG_USE)
    person_id = to or settings.coordinators[0]
    if not USER_ID.fullmatch(person_id):
        raise CommandError("--to must be a Slack user id (U012AB3CD)", status=WRONG_USE)
    return person_id


async def check_live(settings: Settings, token: str, person_id: str, wait: Wait = asyncio.sleep) -> bool:
    """Send the samples and print what became of them; tell whether all were accepted."""
    samples, outcomes = _samples(person_id), list[Outcome]()
    async with slack_calls(settings, token) as calls:
        client = SlackClient(calls)
        try:
            channel = await client.open_conversation((person_id,))
        except SlackFailure as failure:
            say(_unopened(person_id, failure).line)
            return False
        say(_announcement(samples, person_id))
        try:
            async for outcome in Attempts(client, channel, wait).over(samples):
                outcomes.append(outcome)
        finally:
            _show(outcomes, len(samples))
    return is_all_accepted(outcomes)


def _samples(person_id: str) -> list[Sample]:
    t = words_for("en")
    noon = real_now().replace(hour=12, minute=0, second=0, microsecond=0)
    samples = every_sample(cast_of_one(person_id, noon), t)
    return [post("opening line", opening(_sent_count(samples), t)), *samples]


def _sent_count(samples: list[Sample]) -> int:
    return sum(sample.way is not Way.VALIDATE for sample in samples)


def _announcement(samples: list[Sample], person_id: str) -> str:
    sent = _sent_count(samples)
    return (
        f"sending {sent} samples to {person_id}, one a second, and {len(samples) - sent} views for validation"
    )


def _unopened(person_id: str, failure: SlackFailure) -> Finding:
    reason = "; ".join((_REASONS.get(failure.code, reason_of(failure.code)), *failure.details))
    return wrong(f"the bot's DM with {person_id} can't be opened, so no sample was sent: {reason}")


def _show(outcomes: list[Outcome], kind_count: int) -> None:
    Console(file=sys.stdout, highlight=False).print(table_of(outcomes))
    say(*summary_of(outcomes, kind_count))

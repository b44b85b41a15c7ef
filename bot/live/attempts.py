"""The machine: sending the samples one by one, at the pace Slack asks for, and noting each answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.live.samples import Sample, Way
from bot.slack import SlackClient
from bot.slack_outcomes import MALFORMED, NO_ANSWER, PERHAPS_DONE, UNREACHABLE
from domain.errors import SlackFailure

BETWEEN_POSTS = timedelta(seconds=1)
"""Source: docs.slack.dev, chat.postMessage: one message per second and channel."""
LONGEST_PATIENCE = timedelta(minutes=2)
MOST_ATTEMPTS = 3

Wait = Callable[[float], Awaitable[None]]
_NO_VERDICT = PERHAPS_DONE | {MALFORMED, NO_ANSWER, UNREACHABLE, "ratelimited", "unknown_method"}
_SILENT = {NO_ANSWER, UNREACHABLE}


class Verdict(StrEnum):
    """What the workspace says to one kind."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Outcome:
    """How one sample went. `code` and `details` are Slack's, or ours for why there is no answer."""

    sample: Sample
    verdict: Verdict
    code: str = ""
    details: tuple[str, ...] = ()


async def try_all(
    client: SlackClient, channel: str, samples: Sequence[Sample], wait: Wait = asyncio.sleep
) -> list[Outcome]:
    """Try every sample. Once Slack falls silent, the rest is not asked any more."""
    outcomes: list[Outcome] = []
    for sample in samples:
        if outcomes and outcomes[-1].code in _SILENT:
            outcomes.append(Outcome(sample, Verdict.NOT_CHECKED, UNREACHABLE))
        else:
            outcomes.append(await _try(client, channel, sample, wait))
    return outcomes


async def _try(client: SlackClient, channel: str, sample: Sample, wait: Wait) -> Outcome:
    outcome = Outcome(sample, Verdict.NOT_CHECKED)
    for _attempt in range(MOST_ATTEMPTS):
        if sample.way is not Way.VALIDATE:
            await wait(BETWEEN_POSTS.total_seconds())
        try:
            await sample.send(client, channel)
        except SlackFailure as failure:
            outcome = Outcome(sample, _verdict(failure), failure.code, failure.details)
            if failure.retry_after is None or failure.retry_after > LONGEST_PATIENCE:
                break
            await wait(failure.retry_after.total_seconds())
        else:
            return Outcome(sample, Verdict.ACCEPTED)
    return outcome


def _verdict(failure: SlackFailure) -> Verdict:
    has_none = failure.code in _NO_VERDICT or failure.code.startswith("http_")
    return Verdict.NOT_CHECKED if has_none else Verdict.REFUSED

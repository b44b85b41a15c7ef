"""The machine: sending the samples one by one, at the pace Slack asks for, and noting each answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.cli_frame import say
from bot.live.samples import Sample, Way
from bot.slack import SlackClient
from bot.slack_outcomes import MALFORMED, NO_ANSWER, PERHAPS_DONE, UNREACHABLE
from domain.errors import SlackFailure

BETWEEN_POSTS = timedelta(seconds=1)
"""Source: docs.slack.dev, chat.postMessage: one message per second and channel."""
LONGEST_PATIENCE = timedelta(minutes=2)
"""How long the whole check waits on Slack's word, all Retry-Afters together."""
MOST_ATTEMPTS = 3
MOST_SILENCES = 3
"""So many calls in a row without an answer, and the rest isn't asked any more."""

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


class Attempts:
    """One run over the samples; `tell` says aloud what it waits for."""

    def __init__(
        self, client: SlackClient, channel: str, wait: Wait = asyncio.sleep, tell: Callable[[str], None] = say
    ) -> None:
        self._client, self._channel = client, channel
        self._wait, self._tell = wait, tell
        self._patience = LONGEST_PATIENCE
        self._silences = 0

    async def over(self, samples: Sequence[Sample]) -> AsyncIterator[Outcome]:
        """Try every sample, one after the other."""
        for sample in samples:
            if self._silences >= MOST_SILENCES:
                yield Outcome(sample, Verdict.NOT_CHECKED, UNREACHABLE)
                continue
            outcome = await self._try(sample)
            self._silences = self._silences + 1 if outcome.code in _SILENT else 0
            yield outcome

    async def _try(self, sample: Sample) -> Outcome:
        outcome = Outcome(sample, Verdict.NOT_CHECKED)
        for attempt in range(1, MOST_ATTEMPTS + 1):
            if sample.way is not Way.VALIDATE:
                await self._wait(BETWEEN_POSTS.total_seconds())
            try:
                await sample.send(self._client, self._channel)
            except SlackFailure as failure:
                outcome = Outcome(sample, _verdict(failure), failure.code, failure.details)
                if attempt == MOST_ATTEMPTS or not await self._waited(failure, sample.kind):
                    break
            else:
                return Outcome(sample, Verdict.ACCEPTED)
        return outcome

    async def _waited(self, failure: SlackFailure, kind: str) -> bool:
        """Wait as long as Slack asks, if it asks and patience lasts; tell whether another try is worth it."""
        pause = failure.retry_after
        if pause is None or pause > self._patience:
            return False
        self._patience -= pause
        self._tell(f"Slack asks to wait {pause.total_seconds():.0f} s before {kind} is tried again")
        await self._wait(pause.total_seconds())
        return True


def _verdict(failure: SlackFailure) -> Verdict:
    has_none = failure.code in _NO_VERDICT or failure.code.startswith("http_")
    return Verdict.NOT_CHECKED if has_none else Verdict.REFUSED

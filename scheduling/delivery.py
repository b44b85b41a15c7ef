"""How a message leaves: claim → render → intend → Slack → settle. Nothing is sent inside a transaction."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from domain.errors import SlackFailure
from domain.facts.delivery import Claimed
from domain.failpoints import reach
from domain.kinds import EffectKind
from domain.ports import Slack
from domain.retries import TOKEN_CODES
from mentoring import outbox
from mentoring.claim import claim
from mentoring.core import Core
from mentoring.install_workspace import remember_classic_blocks
from mentoring.liveness import Worker, stay_alive
from mentoring.meet_person import meet_person
from mentoring.pace import METHOD_OF, OPENING
from mentoring.sweep import AT_A_TIME
from scheduling.rendering import Rendered, render

UNKNOWN_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
LOCK_LOST = "lock_lost"
log = structlog.get_logger()


@dataclass(frozen=True)
class Post:
    """One delivery worker and its way to Slack. Once `stop` is set it begins nothing."""

    core: Core
    slack: Slack
    worker: Worker
    stop: asyncio.Event = field(default_factory=asyncio.Event)


async def drain(post: Post, workspace_id: str) -> int:
    """Send all that is due and may go out in one workspace; return how many rows were taken."""
    taken, is_more = 0, True
    while is_more and not post.stop.is_set():
        await stay_alive(post.core, post.worker)
        claimed, is_more = await claim(post.core, workspace_id, post.worker.id)
        reach("outbox.claimed")
        await Batch(post, claimed).work_off()
        taken += len(claimed)
    return taken


class Batch:
    """The rows of one claim: several at a time, those of one recipient in order, suspects last and alone.

    What is not begun, because of a stop or because its method has to rest, is given back.
    """

    def __init__(self, post: Post, rows: Sequence[Claimed]) -> None:
        self._post = post
        self._rows = rows
        self._left = {row.id: row for row in rows}
        self._resting: set[str] = set()
        self._places = asyncio.Semaphore(AT_A_TIME)

    async def work_off(self) -> None:
        """Deliver all."""
        ids = set(self._left)
        self._post.worker.in_hand |= ids
        try:
            await self._in_lanes(row for row in self._rows if not row.fault_count)
            for row in self._rows:
                if row.fault_count:
                    await self._deliver(row)
        finally:
            try:
                await self._give_back()
            finally:
                self._post.worker.in_hand -= ids

    async def _in_lanes(self, rows: Iterable[Claimed]) -> None:
        lanes: defaultdict[str, list[Claimed]] = defaultdict(list)
        for row in rows:
            lanes[row.recipient_id].append(row)
        tasks = [asyncio.create_task(self._lane(lane)) for lane in lanes.values()]
        try:
            await asyncio.gather(*tasks, return_exceptions=True)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
        for task in tasks:
            task.result()

    async def _lane(self, rows: Sequence[Claimed]) -> None:
        for row in rows:
            async with self._places:
                await self._deliver(row)

    async def _deliver(self, row: Claimed) -> None:
        calls = {METHOD_OF[row.kind]} | ({OPENING} if row.member_ids and not row.channel_id else set())
        if self._post.stop.is_set() or calls & self._resting:
            return
        resting = await deliver(self._post, row)
        self._post.worker.doubts[row.attempt] = self._post.core.clock.monotonic()
        del self._left[row.id]
        self._resting.update(resting)

    async def _give_back(self) -> None:
        for row in self._left.values():
            await outbox.release(self._post.core, row)


async def deliver(post: Post, claimed: Claimed) -> Collection[str]:
    """Send one claimed row and write down what became of it; return the methods that have to rest."""
    try:
        rendered = await render(post.core, claimed)
        if rendered is None:
            await outbox.settle_useless(post.core, claimed)
        else:
            await _send(post, claimed, rendered)
    except SlackFailure as failure:
        _note(claimed, failure.code)
        known = failure
        return await outbox.written(lambda: outbox.settle_failure(post.core, claimed, known))
    except Exception as bug:  # the clock's door: one poisoned row must not stop the others
        log.exception("delivery_bug", delivery=claimed.id, message=claimed.message.value)
        await outbox.settle_bug(post.core, claimed, bug)
    else:
        _note(claimed, "sent" if rendered else "useless")
    return ()


def _note(claimed: Claimed, outcome: str) -> None:
    if outcome in TOKEN_CODES:
        log.error("token_refused", workspace=claimed.workspace_id, code=outcome)
    log.info(
        "delivery",
        delivery=claimed.id,
        workspace=claimed.workspace_id,
        message=claimed.message.value,
        kind=claimed.kind.value,
        attempt=claimed.attempt_count,
        outcome=outcome,
    )


async def _send(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    try:
        await SENDERS[claimed.kind](post, claimed, rendered)
    except SlackFailure as failure:
        if not (rendered.is_rich and failure.code in UNKNOWN_BLOCKS):
            raise
        # One unknown block refuses the whole message: from now on this workspace gets the classic form.
        await remember_classic_blocks(post.core, claimed.workspace_id)
        raise SlackFailure("classic_blocks_next") from failure


async def _post(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    channel = await conversation(post, claimed)
    if await _intend(post, claimed, channel):
        posted = await post.slack.post(channel, rendered.text, rendered.blocks, claimed.id)
        await outbox.written(lambda: outbox.settle_sent(post.core, claimed, posted))


async def _upload(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    """The file goes up before the intent and shows when it is shared: by its id it can be looked for."""
    if rendered.file is None:
        raise TypeError("a file row without a file")
    channel = await conversation(post, claimed)
    file = rendered.file
    file_id = await post.slack.put_file(file.name, file.content)
    if await _intend(post, claimed, channel, file_id):
        await post.slack.share_file(channel, file_id, file.title, rendered.text)
        await outbox.written(lambda: outbox.settle_sent(post.core, claimed, None))


async def _intend(post: Post, claimed: Claimed, channel: str, file_id: str | None = None) -> bool:
    """Write the intent, and look once more whether this worker's rows are still its own. False: don't send."""
    if not await outbox.intend(post.core, claimed, channel, file_id):
        return False
    reach("outbox.intended")
    if not await post.worker.is_alive():
        raise SlackFailure(LOCK_LOST)
    return True


async def _update(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    """Draw every card anew that still stands; an old one may be gone by the workspace's retention."""
    refusals: list[SlackFailure] = []
    for card in claimed.cards:
        try:
            await post.slack.update(card.channel_id, card.message_ts, rendered.text, rendered.blocks)
        except SlackFailure as failure:
            if not failure.is_permanent:
                raise
            refusals.append(failure)
    if len(refusals) == len(claimed.cards):
        raise refusals[-1]
    await outbox.settle_sent(post.core, claimed, None)


async def _publish(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    await post.slack.publish_home(claimed.recipient_id, rendered.view)
    await outbox.settle_sent(post.core, claimed, None)


async def _read_profile(post: Post, claimed: Claimed, _rendered: Rendered) -> None:
    profile = await post.slack.profile(claimed.recipient_id)
    await meet_person(post.core, claimed.workspace_id, profile)
    await outbox.settle_sent(post.core, claimed, None)


SENDERS: dict[EffectKind, Callable[[Post, Claimed, Rendered], Awaitable[None]]] = {
    EffectKind.POST: _post,
    EffectKind.UPDATE: _update,
    EffectKind.HOME: _publish,
    EffectKind.FILE: _upload,
    EffectKind.PROFILE: _read_profile,
}


async def conversation(post: Post, claimed: Claimed) -> str:
    """Shared: the conversation, opened and remembered on first use; opening twice gives the same one."""
    if claimed.channel_id is not None:
        return claimed.channel_id
    try:
        channel = await post.slack.open_conversation(claimed.member_ids)
    except SlackFailure as failure:
        failure.method = OPENING
        raise
    await outbox.remember_channel(post.core, claimed, channel)
    return channel

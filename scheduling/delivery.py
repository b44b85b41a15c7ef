"""How a message leaves: claim → render → intend → Slack → settle. Nothing is sent inside a transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from domain.errors import SlackFailure
from domain.facts.delivery import Claimed
from domain.kinds import Address, EffectKind
from domain.ports import Slack
from mentoring import outbox
from mentoring import sweep as swept
from mentoring.core import Core
from mentoring.install_workspace import remember_classic_blocks
from scheduling.rendering import Rendered, render

BUG_ATTEMPTS = 6
UNKNOWN_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
log = structlog.get_logger()


@dataclass(frozen=True)
class Post:
    """One delivery worker: its name in the ledger, and the way to Slack."""

    core: Core
    slack: Slack
    worker: str


async def drain(post: Post, workspace_id: str) -> int:
    """Send all that is due and may go out in one workspace; return how many rows were taken."""
    taken, is_more = 0, True
    while is_more:
        claimed, is_more = await outbox.claim(post.core, workspace_id, post.worker)
        for row in claimed:
            await deliver(post, row)
        taken += len(claimed)
    return taken


async def deliver(post: Post, claimed: Claimed) -> None:
    """Send one claimed row and write down what became of it."""
    try:
        rendered = await render(post.core, claimed)
        if rendered is None:
            await outbox.settle_useless(post.core, claimed)
        else:
            await _send(post, claimed, rendered)
    except SlackFailure as failure:
        await outbox.settle_failure(post.core, claimed, failure)
        _note(claimed, failure.code)
    except Exception as bug:  # the clock's door: one poisoned row must not stop the others
        log.exception("delivery_bug", delivery=claimed.id, message=claimed.message.value)
        unclear = SlackFailure(type(bug).__name__, is_ambiguous=True)
        await outbox.settle_failure(post.core, claimed, unclear, BUG_ATTEMPTS)
    else:
        _note(claimed, "sent" if rendered else "useless")


def _note(claimed: Claimed, outcome: str) -> None:
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
    channel = await _channel(post, claimed)
    if await outbox.intend(post.core, claimed, channel):
        posted = await post.slack.post(channel, rendered.text, rendered.blocks, claimed.id)
        await outbox.settle_sent(post.core, claimed, posted)


async def _update(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    channel, ts = claimed.channel_id or "", claimed.message_ts or ""
    await post.slack.update(channel, ts, rendered.text, rendered.blocks)
    await outbox.settle_sent(post.core, claimed, None)


async def _publish(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    await post.slack.publish_home(claimed.recipient_id, rendered.view)
    await outbox.settle_sent(post.core, claimed, None)


async def _upload(post: Post, claimed: Claimed, rendered: Rendered) -> None:
    if rendered.file is None:
        raise TypeError("a file row without a file")
    channel = await _channel(post, claimed)
    if await outbox.intend(post.core, claimed, channel):
        file = rendered.file
        file_id = await post.slack.upload(channel, file.name, file.content, file.title, rendered.text)
        await outbox.settle_sent(post.core, claimed, None, file_id)


SENDERS: dict[EffectKind, Callable[[Post, Claimed, Rendered], Awaitable[None]]] = {
    EffectKind.POST: _post,
    EffectKind.UPDATE: _update,
    EffectKind.HOME: _publish,
    EffectKind.FILE: _upload,
}


async def _channel(post: Post, claimed: Claimed) -> str:
    """Return the conversation, opened and remembered on first use; opening twice gives the same one."""
    if claimed.channel_id is not None:
        return claimed.channel_id
    channel = await post.slack.open_conversation(claimed.member_ids)
    await outbox.remember_channel(post.core, claimed, channel)
    return channel


async def sweep(post: Post) -> int:
    """Settle rows whose sender did not come back: look a post up before any second attempt."""
    stranded = await swept.stranded(post.core)
    for claimed in stranded:
        try:
            await _look_up(post, claimed)
        except SlackFailure as failure:
            _note(claimed, failure.code)
    return len(stranded)


async def _look_up(post: Post, claimed: Claimed) -> None:
    if claimed.kind in {EffectKind.UPDATE, EffectKind.HOME}:
        await swept.settle_lookup(post.core, claimed, None)
    elif claimed.kind is EffectKind.POST and claimed.address is Address.PERSON and claimed.channel_id:
        found = await post.slack.find_post(claimed.channel_id, claimed.id, claimed.created_at)
        await swept.settle_lookup(post.core, claimed, found.posted)
    else:
        await swept.settle_unknown(post.core, claimed)

"""The sweeper: what a lost worker or a lost answer left behind is looked up before any second attempt."""

import structlog

from domain.errors import SlackFailure
from domain.facts.delivery import Claimed, Found
from domain.failpoints import reach
from domain.kinds import Address, EffectKind
from domain.retries import UNREADABLE_HISTORY, Trouble, trouble_of
from mentoring import sweep as swept
from mentoring.pace import READING, rest, take_turn
from scheduling.delivery import Post

log = structlog.get_logger()


async def sweep(post: Post) -> int:
    """Settle rows whose sender did not come back; return how many were to be looked up."""
    stranded = await swept.stranded(post.core, post.worker)
    for claimed in stranded:
        await _settle(post, claimed)
    return len(stranded)


async def _settle(post: Post, claimed: Claimed) -> None:
    if not _can_be_found(claimed):
        await swept.settle_unknown(post.core, claimed)
    elif await take_turn(post.core, claimed.workspace_id, READING):
        await _look_up(post, claimed)


def _can_be_found(claimed: Claimed) -> bool:
    """A pair's conversation is theirs: only the bot's own DM with one person is ever read."""
    has_mark = claimed.kind is EffectKind.POST or claimed.file_id is not None
    return claimed.address is Address.PERSON and claimed.channel_id is not None and has_mark


async def _look_up(post: Post, claimed: Claimed) -> None:
    try:
        reach("sweep.before_lookup")
        found = await _find(post, claimed)
        reach("sweep.after_lookup")
    except SlackFailure as failure:
        log.warning("look_up_failed", delivery=claimed.id, code=failure.code)
        await _look_up_failed(post, claimed, failure)
    else:
        await swept.settle_lookup(post.core, claimed, found.posted)


async def _find(post: Post, claimed: Claimed) -> Found:
    channel, since = claimed.channel_id or "", claimed.created_at
    if claimed.kind is EffectKind.FILE:
        return await post.slack.find_file(channel, claimed.file_id or "", since)
    return await post.slack.find_post(channel, claimed.id, since)


async def _look_up_failed(post: Post, claimed: Claimed, failure: SlackFailure) -> None:
    """History that is refused stays so: the message's class decides. All else is asked again later."""
    trouble = trouble_of(failure)
    if failure.code == UNREADABLE_HISTORY or (failure.is_permanent and trouble is not Trouble.TOKEN):
        await swept.settle_unknown(post.core, claimed)
    elif trouble in {Trouble.LIMITED, Trouble.UNREACHABLE}:
        await rest(post.core, claimed.workspace_id, READING, failure.retry_after)
    else:
        await swept.put_lookup_off(post.core, claimed)

"""The sweeper: what a lost worker, a lost answer or a restore left in doubt is looked up before any second attempt."""

from dataclasses import replace

import structlog

from domain.errors import SlackFailure
from domain.facts.delivery import Claimed, Found
from domain.failpoints import reach
from domain.kinds import Address, EffectKind
from domain.retries import UNREADABLE_HISTORY, Trouble, pause_of, trouble_of
from mentoring import sweep as swept
from mentoring.outbox import RESTS
from mentoring.pace import OPENING, RATES, READING, rest, take_turn
from scheduling.delivery import Post, conversation

log = structlog.get_logger()


async def sweep(post: Post) -> int:
    """Settle rows whose sender did not come back; return how many were to be looked up."""
    stranded = await swept.stranded(post.core, post.worker)
    resting: set[str] = set()
    for claimed in stranded:
        if not _can_be_found(claimed):
            await swept.settle_unknown(post.core, claimed)
        elif claimed.workspace_id not in resting and await _have_turn(post, claimed):
            await _look_up(post, claimed)
        else:
            resting.add(claimed.workspace_id)
    return len(stranded)


def _can_be_found(claimed: Claimed) -> bool:
    """A pair's conversation is theirs: only the bot's own DM with one person is ever read."""
    has_mark = claimed.kind is EffectKind.POST or claimed.file_id is not None
    return claimed.address is Address.PERSON and has_mark


async def _have_turn(post: Post, claimed: Claimed) -> bool:
    if claimed.channel_id is None and not await take_turn(post.core, claimed.workspace_id, OPENING):
        return False
    return await take_turn(post.core, claimed.workspace_id, READING)


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
    channel = await conversation(post, replace(claimed, member_ids=(claimed.recipient_id,)))
    since = await swept.perhaps_posted_since(post.core, claimed)
    if claimed.kind is EffectKind.FILE:
        return await post.slack.find_file(channel, claimed.file_id or "", since)
    return await post.slack.find_post(channel, claimed.id, since)


async def _look_up_failed(post: Post, claimed: Claimed, failure: SlackFailure) -> None:
    """History that is refused stays so: the message's class decides. All else is asked again later."""
    trouble = trouble_of(failure)
    if trouble in RESTS:
        methods = RATES if trouble is Trouble.TOKEN else (failure.method or READING,)
        await rest(post.core, claimed.workspace_id, methods, failure.retry_after or pause_of(trouble))
    elif failure.code == UNREADABLE_HISTORY or failure.is_permanent:
        await swept.settle_unknown(post.core, claimed)
    else:
        await swept.put_lookup_off(post.core, claimed)

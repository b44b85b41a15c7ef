"""Verb and step: each side answers the private preview; silence for two working days is a yes."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NoLongerCurrent
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import MessageClass, MessageName, PairState, PreviewAnswer, Series
from mentoring import authorize
from mentoring.core import Core
from mentoring.end_pair import look_for_new_partners, who_may_have_seen, who_saw
from mentoring.inbox import acting
from mentoring.introduce_pair import introduce_pair
from mentoring.promises import redraw, redraw_home, tell
from mentoring.schedule import clear_due, set_due
from mentoring.take_back import cancel_promises
from models import NeverPair, Pair, PairSide
from models.database import workspace_of


async def answer_preview(core: Core, act: Act, pair_id: str, answer: PreviewAnswer) -> PairActed:
    """Write one side's answer. Both yes: the pair is introduced at once. A no leaves no trace to the other.

    Raises NotAllowed, NoLongerCurrent (the preview is over), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair = await authorize.pair_side(session, act.person_id, pair_id)
        if pair.state is not PairState.PREVIEWING:
            raise NoLongerCurrent
        side = await authorize_side(session, pair.id, act.person_id)
        side.preview = answer
        await session.flush()
        if answer is PreviewAnswer.ACCEPTED:
            await _introduce_if_both_agree(session, core, pair)
        else:
            await _decline(session, core, pair, act.person_id, answer)
        await redraw(session, core, MessageName.PREVIEW, pair.id, [act.person_id])
        await redraw_home(session, core, act.person_id)
        return PairActed(pair.id, pair.partner_of(act.person_id), {"answer": answer.value})


async def authorize_side(session: AsyncSession, pair_id: str, person_id: str) -> PairSide:
    """Return one side's own row in a pair; the pair itself was asked for before."""
    return await session.get_one(PairSide, (workspace_of(session), pair_id, person_id))


async def _introduce_if_both_agree(session: AsyncSession, core: Core, pair: Pair) -> None:
    answers = await session.scalars(select(PairSide.preview).where(PairSide.pair_id == pair.id))
    if set(answers) == {PreviewAnswer.ACCEPTED}:
        await introduce_pair(session, core, pair, core.clock.now())


async def _decline(
    session: AsyncSession, core: Core, pair: Pair, decliner_id: str, answer: PreviewAnswer
) -> None:
    now = core.clock.now()
    pair.state = PairState.DECLINED
    pair.ended_at = now
    if answer is PreviewAnswer.ALREADY_WORK_TOGETHER:
        await never_pair(session, pair.mentor_id, pair.mentee_id, now)
    await clear_due(session, pair.id)
    await cancel_promises(session, [pair.id], "declined in private")
    other = pair.partner_of(decliner_id)
    seen = await who_may_have_seen(session, pair, [other])
    await tell(session, core, MessageName.PAIR_ENDED, MessageClass.MUST_ARRIVE, seen, pair.id)
    await redraw(session, core, MessageName.PREVIEW, pair.id, [other])
    await redraw_home(session, core, other)
    # Wait for the other previews of this approval, so that one new proposal serves everybody.
    await look_for_new_partners(session, pair.round_id, pair.preview_ends_at or now)


async def never_pair(session: AsyncSession, one: str, other: str, since: datetime) -> None:
    """Shared: these two are never proposed again, in any program."""
    first, second = sorted((one, other))
    if await session.get(NeverPair, (workspace_of(session), first, second)) is None:
        session.add(NeverPair(first_id=first, second_id=second, since=since))


async def end_preview(session: AsyncSession, core: Core, pair_id: str, now: datetime) -> None:
    """Step: two working days of silence mean yes."""
    pair = await authorize.find(session, Pair, pair_id)
    if pair.state is not PairState.PREVIEWING:
        return
    sides = [pair.mentor_id, pair.mentee_id]
    if len(await who_saw(session, pair, sides)) < len(sides):
        # Silence is a yes only of somebody who was asked: an outage or a pause keeps the preview open.
        await set_due(session, Series.PREVIEW_END, pair.id, now + timedelta(days=1))
        return
    await introduce_pair(session, core, pair, now)

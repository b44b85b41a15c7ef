"""Step and verbs of the mid-round check-in: asked of each alone, answered in confidence, helped in private."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NoLongerCurrent
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import MessageClass, MessageName, PairState
from domain.presets import LOW_CHECK_IN
from mentoring import authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import redraw, redraw_home, tell
from models import CheckInAnswer, Pair
from models.database import workspace_of


async def ask_check_in(session: AsyncSession, core: Core, pair_id: str, now: datetime) -> None:
    """Step: the same question with the same offer to both sides, whatever anybody said before."""
    pair = await authorize.find(session, Pair, pair_id)
    if pair.state is PairState.LIVE:
        sides = (pair.mentor_id, pair.mentee_id)
        await tell(session, core, MessageName.CHECK_IN, MessageClass.QUESTION, sides, pair.id, at=now)


async def answer_check_in(core: Core, act: Act, pair_id: str, score: int) -> PairActed:
    """Verb: keep 1–5 in confidence. A low one reaches a coordinator without a conflict, nobody else.

    Raises NotAllowed, NoLongerCurrent, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair, answer = await _answer(session, core, act, pair_id)
        answer.score = score
        if score <= LOW_CHECK_IN:
            await _raise_concern(session, core, pair, act.person_id, "low")
        return PairActed(
            pair.id, pair.partner_of(act.person_id), {"low": "1"} if score <= LOW_CHECK_IN else {}
        )


async def ask_for_help(core: Core, act: Act, pair_id: str) -> PairActed:
    """Verb: "I need help", to a coordinator in confidence. Raises as `answer_check_in`."""
    async with acting(core, act) as session:
        pair, answer = await _answer(session, core, act, pair_id)
        answer.wants_help = True
        await _raise_concern(session, core, pair, act.person_id, "help")
        return PairActed(pair.id, pair.partner_of(act.person_id))


async def ask_for_another(core: Core, act: Act, pair_id: str) -> PairActed:
    """Verb: "another partner, please": no fault, no reason; a coordinator takes it from here.

    Raises as `answer_check_in`.
    """
    async with acting(core, act) as session:
        pair, answer = await _answer(session, core, act, pair_id)
        answer.wants_another_partner = True
        await _raise_concern(session, core, pair, act.person_id, "another")
        return PairActed(pair.id, pair.partner_of(act.person_id))


async def _answer(session: AsyncSession, core: Core, act: Act, pair_id: str) -> tuple[Pair, CheckInAnswer]:
    pair = await authorize.pair_side(session, act.person_id, pair_id)
    if pair.state is not PairState.LIVE:
        raise NoLongerCurrent
    key = (workspace_of(session), pair.id, act.person_id)
    answer = await session.get(CheckInAnswer, key)
    if answer is None:
        answer = CheckInAnswer(pair_id=pair.id, person_id=act.person_id)
        session.add(answer)
    answer.answered_at = core.clock.now()
    await redraw(session, core, MessageName.CHECK_IN, pair.id, [act.person_id])
    return pair, answer


async def _raise_concern(session: AsyncSession, core: Core, pair: Pair, person_id: str, wish: str) -> None:
    team = await authorize.carers(session, pair)
    part = f"{person_id}/{wish}/{core.clock.now().date().isoformat()}"
    await tell(
        session,
        core,
        MessageName.CONCERN,
        MessageClass.DIGEST,
        team,
        pair.id,
        part=part,
        detail={"person": person_id},
    )
    await redraw_home(session, core, *team)

"""Verb: a pair's one to three goals, and how the two will know."""

from collections.abc import Sequence

from sqlalchemy import delete

from domain.errors import Fault, InvalidAnswer, NoLongerCurrent
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import MessageName, PairState
from mentoring import authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import redraw, redraw_home
from models import Goal

MAX_GOALS = 3
MAX_GOAL = 200


async def set_goals(core: Core, act: Act, pair_id: str, goals: Sequence[tuple[str, str]]) -> PairActed:
    """Replace the pair's goals by (text, measure) pairs; both sides see them.

    Raises NotAllowed, NoLongerCurrent, InvalidAnswer, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair = await authorize.pair_side(session, act.person_id, pair_id)
        if pair.state is not PairState.LIVE:
            raise NoLongerCurrent
        _check(goals)
        named = [(text.strip(), measure.strip()) for text, measure in goals if text.strip()]
        await session.execute(delete(Goal).where(Goal.pair_id == pair.id))
        now = core.clock.now()
        for position, (text, measure) in enumerate(named):
            session.add(
                Goal(
                    pair_id=pair.id,
                    position=position,
                    text=text,
                    measure=measure,
                    set_by=act.person_id,
                    set_at=now,
                )
            )
        sides = (pair.mentor_id, pair.mentee_id)
        await redraw(session, core, MessageName.CHARTER, pair.id, sides)
        await redraw_home(session, core, *sides)
        return PairActed(pair.id, pair.partner_of(act.person_id))


def _check(goals: Sequence[tuple[str, str]]) -> None:
    if not any(text.strip() for text, _ in goals):
        raise InvalidAnswer({"goal_1": Fault("required")})
    if len(goals) > MAX_GOALS:
        raise InvalidAnswer({"goal_1": Fault("too_many", MAX_GOALS)})
    too_long = {
        f"{field}_{number}": Fault("too_long", MAX_GOAL)
        for number, texts in enumerate(goals, start=1)
        for field, text in zip(("goal", "measure"), texts, strict=True)
        if len(text.strip()) > MAX_GOAL
    }
    if too_long:
        raise InvalidAnswer(too_long)

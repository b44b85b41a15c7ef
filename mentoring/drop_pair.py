"""Verb: a coordinator takes one proposed pair out; the two are free for another partner."""

from domain.errors import WrongState
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import PairState, Series
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import coordinators, redraw_home
from mentoring.schedule import set_due
from models import Pair, Round


async def drop_pair(core: Core, act: Act, pair_id: str) -> PairActed:
    """Forbid a proposed pair in this program, and have the round solved once more.

    Raises CoordinatorsOnly, WrongState (people were told already), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair = await authorize.coordinated_pair(session, act.person_id, pair_id)
        await authorize.held(session, Pair, pair.id)
        round_ = await authorize.held(session, Round, pair.round_id)
        if pair.state is not PairState.PROPOSED:
            raise WrongState
        now = core.clock.now()
        pair.state = PairState.DECLINED
        pair.ended_at = now
        await set_due(session, Series.SOLVE, round_.id, now)
        audit.record(session, core, act.person_id, "drop_pair", pair.id)
        await redraw_home(session, core, *await coordinators(session, pair.program_id))
        return PairActed(pair.id, pair.mentee_id, {"round": round_.id})

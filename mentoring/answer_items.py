"""Verb: the three baseline or outcome items of one side. The answers are written without an author."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.errors import AlreadyAnswered, Fault, InvalidAnswer, NoLongerCurrent
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.items import HIGHEST, ITEMS, LOWEST, Moment
from domain.kinds import MessageName, PairState, Side
from mentoring import authorize
from mentoring.answer_preview import authorize_side
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import redraw, redraw_home
from models import AnonymousNumber, AnonymousText, Pair
from models.sealing import seal


async def answer_items(
    core: Core, act: Act, pair_id: str, values: Mapping[str, int], moment: Moment
) -> PairActed:
    """Keep three numbers of 1–5, and apart from them only that this side has answered.

    Raises NotAllowed, NoLongerCurrent, InvalidAnswer, AlreadyAnswered, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair = await authorize.pair_side(session, act.person_id, pair_id)
        is_outcome = moment is Moment.AFTER
        if pair.state not in ({PairState.LIVE, PairState.COMPLETED} if is_outcome else {PairState.LIVE}):
            raise NoLongerCurrent
        row = await authorize_side(session, pair.id, act.person_id)
        if row.has_answered_outcome if is_outcome else row.has_answered_baseline:
            raise AlreadyAnswered
        faults = {
            item: Fault("required")
            for item in ITEMS[row.side]
            if not LOWEST <= values.get(item, 0) <= HIGHEST
        }
        if faults:
            raise InvalidAnswer(faults)
        for item in ITEMS[row.side]:
            keep_number(session, core, pair, row.side, item, values[item], moment)
        if is_outcome:
            row.has_answered_outcome = True
            await redraw(session, core, MessageName.OUTCOME, pair.id, [act.person_id])
        else:
            row.has_answered_baseline = True
            await redraw(session, core, MessageName.CHARTER, pair.id, [act.person_id])
        await redraw_home(session, core, act.person_id)
        return PairActed(pair.id, pair.partner_of(act.person_id))


def keep_number(
    session: AsyncSession,
    core: Core,
    pair: Pair,
    side: Side,
    item: str,
    value: int,
    moment: Moment | None,
) -> None:
    """Shared: one anonymous rating; of its time only the week is kept."""
    session.add(
        AnonymousNumber(
            id=core.ids.new(),
            program_id=pair.program_id,
            round_id=pair.round_id,
            side=side,
            item=item,
            moment=moment,
            value=value,
            week_on=week_of(core.clock.now()),
        )
    )


def keep_text(session: AsyncSession, core: Core, pair: Pair, side: Side, item: str, text: str) -> None:
    """Shared: one anonymous sentence; of its time only the week is kept."""
    row_id = core.ids.new()
    session.add(
        AnonymousText(
            id=row_id,
            program_id=pair.program_id,
            round_id=pair.round_id,
            side=side,
            item=item,
            text=seal(session, text, "anonymous_text.text", row_id),
            week_on=week_of(core.clock.now()),
        )
    )


def week_of(instant: datetime) -> date:
    """Return the Monday of the week, in UTC: nobody's own calendar."""
    day = local_date(instant, "UTC")
    return day - timedelta(days=day.weekday())

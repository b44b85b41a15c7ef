"""Verbs of the poll. The first tap saves happened and usefulness; the rest is optional. Each side apart."""

from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyAnswered, Fault, InvalidAnswer, NoLongerCurrent, NotAllowed
from domain.facts.people import Act
from domain.facts.session import SessionActed
from domain.items import HIGHEST, LOWEST, USEFULNESS
from domain.kinds import MessageName, PairState, SessionState
from mentoring import authorize
from mentoring.answer_items import keep_number, keep_text
from mentoring.core import Core
from mentoring.inbox import acting, reset_silence
from mentoring.promises import redraw, redraw_home
from mentoring.rescue import reset_rescue
from models import MentoringSession, NextStep, Pair, Program, SessionAnswer
from models.database import workspace_of
from models.sealing import seal

MAX_TEXT = 1000
LEARNED, IDEA = "learned", "idea"


async def rate_session(core: Core, act: Act, session_id: str, usefulness: int) -> SessionActed:
    """Keep "yes, we met" in confidence and 1–5 without an author, in one tap.

    Raises NotAllowed, NoLongerCurrent, AlreadyAnswered, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        meeting, pair = await _own(session, act, session_id)
        if not LOWEST <= usefulness <= HIGHEST:
            raise NoLongerCurrent
        answer = await _answer(session, meeting, pair, act.person_id)
        if answer.has_rated:
            raise AlreadyAnswered
        answer.was_held = True
        answer.has_rated = True
        answer.answered_at = core.clock.now()
        session.add(answer)
        keep_number(session, core, pair, answer.side, USEFULNESS, usefulness, None)
        await session.flush()
        await _settle(session, core, pair)
        await _redraw_own(session, core, act.person_id, meeting)
        return SessionActed(meeting.id, meeting.state, pair.partner_of(act.person_id), meeting.scheduled_at)


async def answer_not_yet(core: Core, act: Act, session_id: str) -> SessionActed:
    """Keep "not yet" in confidence; one's own card offers dates at once, the partner's doesn't change.

    Raises NotAllowed, NoLongerCurrent, AlreadyAnswered (rated already), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        meeting, pair = await _own(session, act, session_id)
        answer = await _answer(session, meeting, pair, act.person_id)
        if answer.has_rated:
            raise AlreadyAnswered
        answer.was_held = False
        answer.answered_at = core.clock.now()
        session.add(answer)
        await _redraw_own(session, core, act.person_id, meeting)
        return SessionActed(meeting.id, meeting.state, pair.partner_of(act.person_id), meeting.scheduled_at)


async def add_poll_details(
    core: Core, act: Act, session_id: str, *, next_step: str, learned: str, idea: str
) -> SessionActed:
    """Keep a next step (the partner sees it next time) and, without an author, what was learned and an idea.

    Raises NotAllowed, NoLongerCurrent, InvalidAnswer, AlreadyTakenError.
    """
    texts = {"next_step": next_step.strip(), LEARNED: learned.strip(), IDEA: idea.strip()}
    too_long = {field: Fault("too_long", MAX_TEXT) for field, text in texts.items() if len(text) > MAX_TEXT}
    if too_long:
        raise InvalidAnswer(too_long)
    async with acting(core, act) as session:
        meeting, pair = await _own(session, act, session_id)
        side = pair.side_of(act.person_id)
        if side is None:
            raise NotAllowed
        if texts["next_step"]:
            await session.merge(
                NextStep(
                    workspace_id=act.workspace_id,
                    session_id=meeting.id,
                    person_id=act.person_id,
                    text=seal(session, texts["next_step"], "next_step.text", meeting.id, act.person_id),
                )
            )
        for item in (LEARNED, IDEA):
            if texts[item]:
                keep_text(session, core, pair, side, item, texts[item])
        await _redraw_own(session, core, act.person_id, meeting)
        return SessionActed(meeting.id, meeting.state, pair.partner_of(act.person_id), meeting.scheduled_at)


async def say_held(
    session: AsyncSession, core: Core, pair: Pair, meeting: MentoringSession, person_id: str
) -> None:
    """Shared: "we met already" is a yes in confidence; how useful it was can still be said."""
    answer = await _answer(session, meeting, pair, person_id)
    if answer.has_rated:
        return
    answer.was_held = True
    answer.answered_at = core.clock.now()
    session.add(answer)
    await session.flush()
    await _settle(session, core, pair)


async def _own(session: AsyncSession, act: Act, session_id: str) -> tuple[MentoringSession, Pair]:
    """A poll is answered by the two themselves only, also late, as long as the pair stands."""
    await authorize.member(session, act.person_id)
    meeting = await authorize.find(session, MentoringSession, session_id)
    pair = await authorize.pair_side(session, act.person_id, meeting.pair_id)
    await session.refresh(meeting)
    if pair.state is not PairState.LIVE or meeting.state not in {SessionState.PAST, SessionState.CLOSED}:
        raise NoLongerCurrent
    return meeting, pair


async def _answer(
    session: AsyncSession, meeting: MentoringSession, pair: Pair, person_id: str
) -> SessionAnswer:
    side = pair.side_of(person_id)
    if side is None:
        raise NotAllowed
    found = await session.get(SessionAnswer, (workspace_of(session), meeting.id, person_id))
    return found or SessionAnswer(
        workspace_id=workspace_of(session),
        session_id=meeting.id,
        person_id=person_id,
        side=side,
        has_rated=False,
    )


async def _settle(session: AsyncSession, core: Core, pair: Pair) -> None:
    """A yes ends all worry about the pair, and both are plainly there.

    Whatever the other side has said in confidence: a later offer of help would betray her "no".
    """
    program = await authorize.find(session, Program, pair.program_id)
    pair.last_held_at = core.clock.now()
    pair.missed_in_row = 0
    await reset_rescue(session, pair, program, core.clock.now())
    await reset_silence(session, pair.mentor_id, pair.mentee_id)


async def _redraw_own(session: AsyncSession, core: Core, person_id: str, meeting: MentoringSession) -> None:
    """Only the answerer's own card and Home change: the partner must not read anything from it."""
    await redraw(session, core, MessageName.SESSION_CARD, meeting.id, [person_id])
    await redraw(session, core, MessageName.SESSION_POLL, meeting.id, [person_id])
    await redraw_home(session, core, person_id)

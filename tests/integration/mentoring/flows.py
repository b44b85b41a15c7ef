"""The main flows of a program: what leads up to each, and the one act or tick itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domain.facts.people import Act, JoinRequest
from domain.kinds import MessageClass, PreviewAnswer, Role, Series
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import rate_session
from mentoring.answer_preview import answer_preview
from mentoring.approve_round import approve_round
from mentoring.end_contact import end_contact
from mentoring.greet import draw_home
from mentoring.join import join
from mentoring.schedule_session import accept_date, report_met, suggest_date
from tests.integration.mentoring.fake_slack import NO_ANSWER
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World, berlin

Doing = Callable[[World, Act], Awaitable[object]]


@dataclass(frozen=True)
class Flow:
    """`begin` leads up to it, `who` does it. Nobody: the clock does, and comes again by itself."""

    name: str
    begin: Callable[[World], Awaitable[object]]
    do: Doing
    who: str = ""

    def __str__(self) -> str:
        return self.name


async def _open_program(world: World) -> None:
    await world.open()
    await world.set_up()
    await world.meet(MAYA)


async def _enrolled(world: World) -> None:
    await world.one_pair()
    await world.settle()
    await world.set_due(Series.ENROLMENT_CLOSE, world.program_id, world.now)


async def _proposed(world: World) -> None:
    await world.one_pair()
    await world.proposed()


async def _half_said_yes(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await answer_preview(world.core, world.act(pair.mentor_id), pair.id, PreviewAnswer.ACCEPTED)


async def _silent_preview(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await world.set_due(Series.PREVIEW_END, pair.id, world.now)


async def _half_accepted(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await accept_charter(world.core, world.act(pair.mentor_id), pair.id)


async def _both_accepted(world: World) -> None:
    await _half_accepted(world)
    pair = await world.pair()
    await accept_charter(world.core, world.act(pair.mentee_id), pair.id)


async def _meeting(world: World) -> None:
    await world.one_pair()
    await world.meeting()


async def _suggested(world: World) -> None:
    await _meeting(world)
    await _suggest(world, world.act(MAYA))


async def _date_is_over(world: World) -> None:
    await _meeting(world)
    pair = await world.pair()
    meeting = await world.fix_date(pair, berlin(world.now + timedelta(days=3), 14))
    await world.set_due(Series.SESSION_POLL, meeting.id, world.now)


async def _met(world: World) -> None:
    await _meeting(world)
    await report_met(world.core, world.act(MARK), (await world.session((await world.pair()).id)).id)


async def _letters(world: World) -> None:
    await world.open()
    await world.tell(CARLA, COEN, weight=MessageClass.RECEIPT)
    await draw_home(world.core, world.act(CARLA))


async def _letters_before(world: World) -> None:
    """A card that is there and is drawn anew."""
    await _letters(world)
    await world.settle()
    await world.redraw(CARLA)


async def _unanswered(world: World, *, is_there: bool) -> None:
    await world.open()
    world.slack.loses_answers = is_there
    world.slack.fail("post", NO_ANSWER)
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    world.clock.move_to(world.now + timedelta(seconds=61))


async def _lost(world: World) -> None:
    await _unanswered(world, is_there=False)


async def _there(world: World) -> None:
    await _unanswered(world, is_there=True)


async def _join(world: World, act: Act) -> None:
    wish = JoinRequest(world.program_id, Role.MENTOR, teaches=("ai",), wants=(), level=2, has_no_manager=True)
    await join(world.core, act, wish)


async def _approve(world: World, act: Act) -> None:
    round_ = await world.round()
    await approve_round(world.core, act, round_.id, round_.inputs_digest or "")


async def _say_yes(world: World, act: Act) -> None:
    await answer_preview(world.core, act, (await world.pair()).id, PreviewAnswer.ACCEPTED)


async def _accept_charter(world: World, act: Act) -> None:
    await accept_charter(world.core, act, (await world.pair()).id)


async def _suggest(world: World, act: Act) -> None:
    meeting = await world.session((await world.pair()).id)
    await suggest_date(world.core, act, meeting.id, 0, berlin(world.now + timedelta(days=3), 14))


async def _accept_date(world: World, act: Act) -> None:
    meeting = await world.session((await world.pair()).id)
    await accept_date(world.core, act, meeting.id, 1)


async def _rate(world: World, act: Act) -> None:
    await rate_session(world.core, act, (await world.session((await world.pair()).id)).id, 4)


async def _end(world: World, act: Act) -> None:
    await end_contact(world.core, act, (await world.pair()).id)


async def _settle(world: World, _act: Act) -> None:
    await world.settle()


async def _tick(world: World, _act: Act) -> None:
    await world.runner.ticks["tick.plan"].run()
    await world.runner.ticks["tick.solve"].run()


async def sweep_up(world: World, _act: Act) -> None:
    await world.runner.ticks["tick.sweep"].run()


FLOWS = (
    Flow("somebody joins", _open_program, _join, MAYA),
    Flow("enrolment closes and pairs are proposed", _enrolled, _tick),
    Flow("a coordinator approves", _proposed, _approve, CARLA),
    Flow("the second yes introduces the two", _half_said_yes, _say_yes, MARK),
    Flow("a preview ends in silence", _silent_preview, _tick),
    Flow("the second one accepts the charter", _half_accepted, _accept_charter, MARK),
    Flow("the first session opens", _both_accepted, _tick),
    Flow("a date is suggested", _meeting, _suggest, MAYA),
    Flow("a date is accepted", _suggested, _accept_date, MARK),
    Flow("a date is over and the poll comes", _date_is_over, _tick),
    Flow("a session is rated", _met, _rate, MAYA),
    Flow("somebody ends the contact", _meeting, _end, MARK),
    Flow("letters and a Home tab go out", _letters, _settle),
    Flow("a card is drawn anew", _letters_before, _settle),
    Flow("a lost post is looked up and sent again", _lost, sweep_up),
    Flow("a post that is there is looked up", _there, sweep_up),
)


DONE_ONCE = (_approve, _say_yes, _accept_charter, _accept_date, _rate, _end)

"""A program and its people for the verbs: driven through the verbs, with a clock that is moved by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.ids import SeededIds
from domain.cadence import OFFICE_HOURS, Window
from domain.facts.delivery import Claimed
from domain.facts.people import Act, JoinRequest, RosterPerson, SlackProfile
from domain.facts.program import ProgramRequest
from domain.kinds import (
    Approval,
    MessageClass,
    MessageName,
    Preset,
    PreviewAnswer,
    Role,
    Series,
    SessionState,
)
from mentoring.accept_charter import accept_charter
from mentoring.answer_preview import answer_preview
from mentoring.approve_round import approve_round
from mentoring.claim import claim
from mentoring.core import Core
from mentoring.create_program import create_program
from mentoring.install_workspace import install_workspace
from mentoring.join import join
from mentoring.launch_program import launch_program
from mentoring.liveness import Worker
from mentoring.meet_person import meet_person
from mentoring.promises import redraw, tell
from mentoring.schedule import clear_due, set_due
from mentoring.schedule_session import accept_date, suggest_date
from mentoring.update_person import update_person
from models import MentoringSession, Pair, Person, Round
from scheduling.delivery import Post
from scheduling.fast_forward import FastForward
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.fake_slack import FakeSlack
from tests.integration.mentoring.hand_clock import HandClock, think_here
from tests.integration.mentoring.records import HERE, Records

BERLIN = "Europe/Berlin"
CARLA, COEN, BOSS = "UCARLA", "UCOEN", "UBOSS"
MAYA, MARK = "UMAYA", "UMARK"
NOA, NICK = "UNOA", "UNICK"


@dataclass
class World(Records):
    """One workspace with one program; `program_id` is set by `set_up`."""

    clock: HandClock = field(default_factory=HandClock)

    def __post_init__(self) -> None:
        self.core = Core(self.database, self.clock, SeededIds(7), think_here, frozenset({CARLA}))
        self.slack = FakeSlack(self.clock)
        self.sender = Post(self.core, self.slack, Worker("worker"))
        self.runner = EmbeddedRunner(self.sender)
        self.calendar = FastForward(self.runner, self.clock.now, self.clock.move_to)
        self._keys = count()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def keep_to(self, *workspaces: str) -> None:
        """From now on this process holds these workspaces' tokens only."""
        self._become(serves=frozenset(workspaces))

    def name_creators(self, *people: str) -> None:
        """Let these be the ones who were named at installation."""
        self._become(creators=frozenset(people))

    def _become(self, **core: Any) -> None:
        self.core = replace(self.core, **core)
        self.sender = replace(self.sender, core=self.core)
        self.runner = EmbeddedRunner(self.sender)
        self.calendar = FastForward(self.runner, self.clock.now, self.clock.move_to)

    def act(self, person_id: str) -> Act:
        return Act(HERE, person_id, f"key {next(self._keys)}")

    # the beginning

    async def open(self) -> None:
        """Install the app; the two coordinators and their boss are known."""
        await install_workspace(self.core, HERE, "Here", "UBOT")
        for person_id in (CARLA, COEN, BOSS):
            await self.meet(person_id)

    async def meet(self, person_id: str, zone: str = BERLIN, **facts: Any) -> None:
        """Let Slack tell of somebody."""
        profile = SlackProfile(
            **{"id": person_id, "name": person_id.title(), "time_zone": zone, "locale": "en"} | facts
        )
        await meet_person(self.core, HERE, profile)

    async def set_up(self, name: str = "Bridge", approval: Approval = Approval.COORDINATOR) -> None:
        """Carla sets a program up with Coen and launches it: a pilot that closes in a week."""
        request = ProgramRequest(
            name=name,
            purpose="Learn",
            success_measure="",
            sponsor_sentence="",
            preset=Preset.PILOT,
            approval=approval,
            enrolment_closes_on=(self.now + timedelta(days=7)).date(),
            co_coordinator_ids=(COEN,),
            ethics_contact_id=BOSS,
            topics=("ai", "video"),
        )
        program = await create_program(self.core, self.act(CARLA), request)
        await launch_program(self.core, self.act(CARLA), program.id)
        self.program_id = program.id

    async def join(self, person_id: str, role: Role, **answers: Any) -> None:
        """Somebody joins the program; the juniors teach what the seniors want."""
        if await self.find(Person, person_id) is None:
            await self.meet(person_id, answers.pop("zone", BERLIN))
        level = 2 if role is Role.MENTOR else 8
        request = JoinRequest(
            **{
                "program_id": self.program_id,
                "role": role,
                "teaches": ("ai",) if role is Role.MENTOR else (),
                "wants": ("ai",) if role is Role.MENTEE else (),
                "level": level,
                "has_no_manager": True,
            }
            | answers
        )
        await join(self.core, self.act(person_id), request)

    async def one_pair(self) -> None:
        """Maya and Mark join a fresh program; there is nobody else to meet."""
        await self.open()
        await self.set_up()
        await self.join(MAYA, Role.MENTOR)
        await self.join(MARK, Role.MENTEE)

    async def approve(self, coordinator_id: str) -> None:
        """Approve what is proposed now."""
        round_ = await self.round()
        await approve_round(self.core, self.act(coordinator_id), round_.id, round_.inputs_digest or "")

    # to a given state

    async def proposed(self) -> Round:
        """Walk past the close of enrolment: the pairs wait for approval."""
        await self.forward(days=7, hours=4)
        return await self.round()

    async def previewing(self) -> Pair:
        """Have the proposal approved: each side looks at her partner in private."""
        await self.proposed()
        await self.approve(CARLA)
        await self.settle()
        return await self.pair()

    async def live(self) -> Pair:
        """Have both sides say yes: the two are introduced."""
        pair = await self.previewing()
        for person_id in (pair.mentor_id, pair.mentee_id):
            await answer_preview(self.core, self.act(person_id), pair.id, PreviewAnswer.ACCEPTED)
        await self.settle()
        return await self.pair(pair.id)

    async def meeting(self) -> Pair:
        """Have both accept the charter: the first session is open."""
        pair = await self.live()
        for person_id in (pair.mentor_id, pair.mentee_id):
            await accept_charter(self.core, self.act(person_id), pair.id)
        await self.settle()
        return pair

    async def fix_date(self, pair: Pair, starts_at: datetime) -> MentoringSession:
        """The mentor suggests a date, the mentee accepts."""
        shown = await self.session(pair.id)
        await suggest_date(self.core, self.act(pair.mentor_id), shown.id, shown.revision, starts_at)
        shown = await self.session(pair.id)
        await accept_date(self.core, self.act(pair.mentee_id), shown.id, shown.revision)
        await self.settle()
        return await self.session(pair.id)

    async def put_under(self, person_id: str, manager_id: str | None) -> None:
        """A coordinator corrects somebody's manager."""
        roster = RosterPerson(person_id, "", None, None, None, None, manager_id, is_manager_known=True)
        await update_person(self.core, self.act(CARLA), roster)

    # the ledger, by hand

    async def tell(
        self,
        *people: str,
        message: MessageName = MessageName.HELP,
        weight: MessageClass = MessageClass.MUST_ARRIVE,
        part: str = "",
        at: datetime | None = None,
    ) -> None:
        """Promise a message that needs no program."""
        async with self.database.transaction(HERE) as session:
            for person_id in people:
                await tell(session, self.core, message, weight, [person_id], person_id, part=part, at=at)

    async def redraw(self, person_id: str, message: MessageName = MessageName.HELP) -> None:
        """Wish for a fresh card."""
        async with self.database.transaction(HERE) as session:
            await redraw(session, self.core, message, person_id, [person_id])

    async def claim(self, worker: str = "another worker") -> list[Claimed]:
        """Take what may go out now, as a worker of its own would."""
        claimed, _ = await claim(self.core, HERE, worker)
        return claimed

    async def bring_the_end_near(self) -> Round:
        """Let the running round end in a week, so that nobody has to play through all of it."""
        round_ = await self.round()
        ends_at = self.now + timedelta(days=7)
        await self.change(Round, round_.id, ends_at=ends_at)
        await self.set_due(Series.ROTATION_ASK, round_.id, ends_at - timedelta(days=5))
        await self.set_due(Series.ROUND_END, round_.id, ends_at)
        return await self.round()

    async def set_due(self, series: Series, subject_id: str, at: datetime) -> None:
        async with self.database.transaction(HERE) as session:
            await set_due(session, series, subject_id, at)

    async def without_sessions(self, pair_id: str) -> None:
        """Take the pair's session clock away: what is left is the worry about it."""
        async with self.database.transaction(HERE) as session:
            await clear_due(session, pair_id, Series.SESSION_OPEN, Series.CHECK_IN)

    # the clock

    async def settle(self) -> None:
        await self.runner.settle()

    async def forward(self, **span: float) -> int:
        return await self.calendar.run_until(self.now + timedelta(**span))

    async def until(self, instant: datetime) -> int:
        return await self.calendar.run_until(instant)


def berlin(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return an hour of the same day in Berlin, as an instant."""
    return day.astimezone(ZoneInfo(BERLIN)).replace(hour=hour, minute=minute, second=0).astimezone(UTC)


def window(start_hour: float, end_hour: float, days: Iterable[int] = OFFICE_HOURS.days) -> Window:
    """Return a week's hours."""
    return Window(int(start_hour * 60), int(end_hour * 60), frozenset(days))


FINAL_OR_OPEN = SessionState

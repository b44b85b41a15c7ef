"""A program and its people for the verbs: driven through the verbs, with a clock that is moved by hand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.ids import SeededIds
from domain.cadence import OFFICE_HOURS, Window
from domain.facts.delivery import Claimed
from domain.facts.people import Act, JoinRequest, RosterPerson, SlackProfile
from domain.facts.program import ProgramRequest
from domain.kinds import (
    Approval,
    DeliveryState,
    EffectKind,
    MessageClass,
    MessageName,
    PairState,
    Preset,
    PreviewAnswer,
    Role,
    Series,
    SessionState,
)
from mentoring.accept_charter import accept_charter
from mentoring.answer_preview import answer_preview
from mentoring.approve_round import approve_round
from mentoring.core import Core
from mentoring.create_program import create_program
from mentoring.install_workspace import install_workspace
from mentoring.join import join
from mentoring.launch_program import launch_program
from mentoring.meet_person import meet_person
from mentoring.outbox import claim
from mentoring.promises import redraw, tell
from mentoring.schedule import clear_due, set_due
from mentoring.schedule_session import accept_date, suggest_date
from mentoring.update_person import update_person
from models import Base, Delivery, Due, MentoringSession, Pair, Person, Program, Round
from models.database import Database
from scheduling.delivery import Post
from scheduling.fast_forward import FastForward
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.fake_slack import FakeSlack

HERE = "T1"
BERLIN = "Europe/Berlin"
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""Nine in the morning in Berlin."""

CARLA, COEN, BOSS = "UCARLA", "UCOEN", "UBOSS"
MAYA, MARK = "UMAYA", "UMARK"
NOA, NICK = "UNOA", "UNICK"

Row = TypeVar("Row", bound=Base)

class HandClock:
    """Time stands still until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, until: datetime) -> None:
        self.move_to(until)

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant)

async def think_here(function: Callable[..., Any], *args: Any) -> Any:
    """Think in this very process."""
    return function(*args)

@dataclass
class World:
    """One workspace with one program; `program_id` is set by `set_up`."""

    database: Database
    clock: HandClock = field(default_factory=HandClock)
    program_id: str = ""

    def __post_init__(self) -> None:
        self.core = Core(self.database, self.clock, SeededIds(7), think_here, frozenset({CARLA}))
        self.slack = FakeSlack(self.clock)
        self.sender = Post(self.core, self.slack, "worker")
        self.runner = EmbeddedRunner(self.sender)
        self.calendar = FastForward(self.runner, self.clock.now, self.clock.move_to)
        self._keys = count()

    @property
    def now(self) -> datetime:
        return self.clock.now()

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

    async def set_up(self, name: str = "Bridge", **wishes: Any) -> str:
        """Carla sets a program up with Coen and launches it: a pilot that closes in a week."""
        request = ProgramRequest(
            **{
                "name": name,
                "purpose": "Learn",
                "success_measure": "",
                "sponsor_sentence": "",
                "preset": Preset.PILOT,
                "approval": Approval.COORDINATOR,
                "enrolment_closes_on": (self.now + timedelta(days=7)).date(),
                "co_coordinator_ids": (COEN,),
                "ethics_contact_id": BOSS,
                "topics": ("ai", "video"),
            }
            | wishes
        )
        program = await create_program(self.core, self.act(CARLA), request)
        await launch_program(self.core, self.act(CARLA), program.id)
        self.program_id = program.id
        return program.id

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

    async def one_pair(self, **wishes: Any) -> None:
        """Maya and Mark join a fresh program; there is nobody else to meet."""
        await self.open()
        await self.set_up(**wishes)
        await self.join(MAYA, Role.MENTOR)
        await self.join(MARK, Role.MENTEE)

    # to a given state

    async def proposed(self) -> Round:
        """Walk past the close of enrolment: the pairs wait for approval."""
        await self.forward(days=7, hours=4)
        return await self.round()

    async def previewing(self) -> Pair:
        """Have the proposal approved: each side looks at her partner in private."""
        round_ = await self.proposed()
        await approve_round(self.core, self.act(CARLA), round_.id)
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

    async def claim(self) -> list[Claimed]:
        """Take what may go out now, as a worker of its own would."""
        claimed, _ = await claim(self.core, HERE, "another worker")
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

    # what stands written

    async def find(self, model: type[Row], *key: str) -> Row | None:
        async with self.database.transaction(HERE) as session:
            return await session.get(model, (HERE, *key))

    async def get(self, model: type[Row], *key: str) -> Row:
        found = await self.find(model, *key)
        assert found is not None, (model, key)
        return found

    async def all(self, statement: Any) -> list[Any]:
        async with self.database.transaction(HERE) as session:
            return list((await session.scalars(statement)).all())

    async def change(self, model: type[Base], *key: str, **values: object) -> None:
        """Set columns of one row, where no verb does."""
        async with self.database.transaction(HERE) as session:
            row = await session.get_one(model, (HERE, *key))
            for name, value in values.items():
                setattr(row, name, value)

    async def person(self, person_id: str) -> Person:
        return await self.get(Person, person_id)

    async def program(self) -> Program:
        return await self.get(Program, self.program_id)

    async def round(self) -> Round:
        """Return the newest round."""
        rounds = await self.all(select(Round).order_by(Round.number.desc()))
        found: Round = rounds[0]
        return found

    async def pairs(self, *states: PairState) -> list[Pair]:
        rows: list[Pair] = await self.all(select(Pair).order_by(Pair.proposed_at, Pair.mentor_id))
        return [row for row in rows if not states or row.state in states]

    async def pair(self, pair_id: str = "") -> Pair:
        if pair_id:
            return await self.get(Pair, pair_id)
        return (await self.pairs())[-1]

    async def session(self, pair_id: str) -> MentoringSession:
        """Return the pair's newest session."""
        statement = select(MentoringSession).where(MentoringSession.pair_id == pair_id)
        rows = await self.all(statement.order_by(MentoringSession.number.desc()))
        found: MentoringSession = rows[0]
        return found

    async def due(self, series: Series, subject_id: str) -> datetime | None:
        row = await self.find(Due, series, subject_id)
        return None if row is None else row.due_at

    async def due_series(self, subject_id: str) -> set[Series]:
        return {row.series for row in await self.all(select(Due).where(Due.subject_id == subject_id))}

    async def ledger(
        self, *messages: MessageName, to: str = "", kind: EffectKind = EffectKind.POST
    ) -> list[Delivery]:
        """Return promised messages, oldest first."""
        statement = select(Delivery).where(Delivery.kind == kind).order_by(Delivery.created_at, Delivery.key)
        rows: list[Delivery] = await self.all(statement)
        return [
            row
            for row in rows
            if (not messages or row.message in messages) and (not to or row.recipient_id == to)
        ]

    async def sent(self, *messages: MessageName, to: str = "") -> list[Delivery]:
        """Return what has gone out."""
        rows = await self.ledger(*messages, to=to)
        return [row for row in rows if row.state is DeliveryState.SENT]

    async def heard(self, person_id: str, since: datetime = MONDAY) -> list[MessageName]:
        """Return the names of the messages somebody got, in order."""
        rows = sorted(await self.sent(to=person_id), key=lambda row: (row.sent_at, row.key))
        return [row.message for row in rows if row.sent_at and row.sent_at >= since]

def berlin(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return an hour of the same day in Berlin, as an instant."""
    return day.astimezone(ZoneInfo(BERLIN)).replace(hour=hour, minute=minute, second=0).astimezone(UTC)

def window(start_hour: float, end_hour: float, days: Iterable[int] = OFFICE_HOURS.days) -> Window:
    """Return a week's hours."""
    return Window(int(start_hour * 60), int(end_hour * 60), frozenset(days))

FINAL_OR_OPEN = SessionState

"""The people: they join, answer what they are shown, change their minds, go away and come back, each at her own pace."""

import asyncio
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.cadence import Window
from domain.errors import AlreadyTakenError, Refusal
from domain.facts.people import Act, JoinRequest
from domain.facts.program import ProgramRequest
from domain.kinds import Approval, Preset, Role
from mentoring.approve_round import approve_round
from mentoring.come_back import come_back
from mentoring.create_program import create_program
from mentoring.join import join
from mentoring.launch_program import launch_program
from mentoring.leave import leave
from mentoring.pause import pause
from messages.payload import unpack
from sandbox.errors import ImpossibleActError
from sandbox.people import Person

if TYPE_CHECKING:
    from tests.simulation.world import World

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Nairobi",
    "Pacific/Auckland",
    "Pacific/Honolulu",
)
HOURS = (Window(), Window(8 * 60, 16 * 60), Window(10 * 60, 18 * 60), Window(22 * 60, 6 * 60))
WISHES = {
    "preview.accept": 40.0,
    "preview.decline": 1.0,
    "preview.known": 1.0,
    "charter.accept": 40.0,
    "session.pick": 12.0,
    "session.accept": 40.0,
    "session.cancel": 0.4,
    "session.already_met": 0.4,
    "poll.rate": 10.0,
    "poll.not_yet": 4.0,
    "check_in.rate": 10.0,
    "check_in.help": 1.0,
    "pair.another": 0.3,
    "pair.end_contact": 0.1,
    "rotation.again": 20.0,
    "rotation.skip": 3.0,
    "rotation.leave": 1.0,
    "rotation.keep": 8.0,
    "pause.return": 8.0,
    "care.rematch": 3.0,
    "care.talk": 5.0,
    "care.close": 3.0,
    "held.send": 5.0,
    "held.let_be": 3.0,
}
"""How likely each button is pressed, against `LEAVE_IT`: doing nothing."""
LEAVE_IT = 8.0
HOUR, DAY = 3600.0, 86400.0
TRIES = 6
COPIED = 0.2
"""How often an acknowledged act is delivered once more."""
TOPICS = ("ai", "video", "data")


@dataclass
class Human:
    """Somebody in a workspace; ids are the same in every workspace."""

    team: str
    id: str
    pace: float
    hours: Window
    role: Role
    joined_at: datetime | None = None
    left_at: datetime | None = None
    known_at: datetime | None = None
    zone: str = ""
    is_gone: bool = False


def company(number: int, size: int, chance: random.Random) -> list[Person]:
    """Invent the people of one workspace: two coordinators, then juniors and seniors."""
    ids = ["U0COORD0", "U0COORD1", *(f"U0P{place:05}" for place in range(size))]
    return [
        Person(
            id=person_id,
            name=f"Person{place} Canary{number}",
            title="",
            department=f"Department{place % 5}",
            site="",
            level=2 if place % 2 else 6,
            tz=chance.choice(ZONES),
            manager_id=None,
        )
        for place, person_id in enumerate(ids)
    ]


class Crowd:
    """All people of a run."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.chance = world.chance
        self._keys = 0
        self._looking: set[tuple[str, str, str]] = set()
        self._pressed: set[tuple[str, str, str, str]] = set()
        self.programs: dict[str, str] = {}
        self.closed_at: datetime | None = None
        self.humans = {
            (team, person.id): self._human(team, person)
            for team, workspace in world.workspaces.items()
            for person in workspace.directory
            if person.id.startswith(("U0COORD", "U0P"))
        }

    def _human(self, team: str, person: Person) -> Human:
        return Human(
            team,
            person.id,
            pace=self.chance.choice((HOUR / 4, 4 * HOUR, DAY, 2 * DAY)),
            hours=self.chance.choices(HOURS, (10, 3, 3, 1))[0],
            role=Role.MENTOR if person.level < 4 else Role.MENTEE,
            zone=person.tz or "UTC",
        )

    def participant_days(self) -> float:
        """How long people took part, added up."""
        now = self._world.now()
        spans = ((human.left_at or now) - human.joined_at for human in self.humans.values() if human.joined_at)
        return sum(span / timedelta(days=1) for span in spans)

    # doing things

    async def act(self, human: Human, verb: Any, *args: Any) -> Any:
        """Run a verb as the handlers do, and again under the same key until it is answered."""
        self._keys += 1
        act = Act(human.team, human.id, f"act/sim{self._keys}")
        for _ in range(TRIES):
            replica = self._world.any_replica()
            if replica is not None:
                is_done, answer = await self._try(replica, act, verb, args)
                if is_done:
                    return answer
            await asyncio.sleep(self.chance.uniform(5, 300))
        return None

    async def _try(
        self, replica: Any, act: Act, verb: Any, args: Any, *, is_copy: bool = False
    ) -> tuple[bool, Any]:
        async def errand() -> Any:
            await replica.step()
            await replica.desk.get_to_know(act.workspace_id, act.person_id)
            return await verb(replica.core, act, *args)

        task = replica.spawn(errand())
        await asyncio.wait({task})
        if task.cancelled() or (error := task.exception()) is not None:
            is_final = not task.cancelled() and isinstance(error, Refusal | AlreadyTakenError)
            if is_final and verb is join and isinstance(error, AlreadyTakenError):
                self._world.watch.taken(act)
            return is_final, None
        if verb is not nothing:
            self._world.watch.acted(act)
            if not is_copy and self.chance.random() < COPIED:
                await self._again(act, verb, args)
        return True, task.result()

    async def _again(self, act: Act, verb: Any, args: Any) -> None:
        """Slack delivers the same once more: it must have no further effect."""
        replica = self._world.any_replica()
        if replica is None:
            return
        is_done, answer = await self._try(replica, act, verb, args, is_copy=True)
        if is_done and answer is not None:
            self._world.watch.fail("P17 a request takes effect once", act.key)

    async def click(self, human: Human, action_id: str, channel: str, ts: str) -> None:
        """Press a button she sees, and again when Slack says that it failed."""
        for _ in range(TRIES):
            try:
                reply = await self._world.acts[human.team].click(human.id, action_id, channel=channel, ts=ts)
            except ImpossibleActError:
                return
            if reply.error is None:
                return
            await asyncio.sleep(self.chance.uniform(2, 600))

    # seeing messages

    def sees(self, team: str, channel: str, ts: str) -> None:
        """A message is there, or has changed: whoever reads there looks at it in her own time."""
        conversation = self._world.workspaces[team].conversations.get(channel)
        for person_id in sorted(conversation.members) if conversation else ():
            human = self.humans.get((team, person_id))
            look = (team, person_id, ts)
            if human is not None and look not in self._looking:
                self._looking.add(look)
                delay = self.chance.expovariate(1 / human.pace)
                self._world.after(delay, lambda h=human: self._look(h, channel, ts))

    async def _look(self, human: Human, channel: str, ts: str) -> None:
        self._looking.discard((human.team, human.id, ts))
        conversation = self._world.workspaces[human.team].conversations.get(channel)
        message = conversation.message(ts) if conversation else None
        if message is None:
            return
        offered = dict(_buttons(message.blocks))
        proposals = {offered[b] for b in offered if b in {"admin.pairs", "admin.approve"}}
        if proposals:
            await self.act(human, approve_round, unpack(proposals.pop()).subject_id)
            return
        wished = [
            (button, WISHES[entry])
            for button in offered
            if (entry := button.partition(":")[0]) in WISHES
            and (human.team, human.id, ts, entry) not in self._pressed
        ]
        if not wished:
            return
        names, weights = zip(*wished, strict=True)
        chosen = self.chance.choices((*names, ""), (*weights, LEAVE_IT))[0]
        if chosen:
            self._pressed.add((human.team, human.id, ts, chosen.partition(":")[0]))
            await self.click(human, chosen, channel, ts)

    # a life

    async def live(self, span: timedelta) -> None:
        """Programs are set up, people join, and life goes on."""
        for team in self._world.workspaces:
            self._world.background(self._program(team, span))

    async def _program(self, team: str, span: timedelta) -> None:
        chance, now = self.chance, self._world.now()
        boss, other = (self.humans[team, f"U0COORD{number}"] for number in (0, 1))
        request = ProgramRequest(
            name=f"Bridge Canary{team[-1]}",
            purpose="Learn",
            success_measure="",
            sponsor_sentence="",
            preset=chance.choices(tuple(Preset), (4, 2, 1))[0],
            approval=chance.choice(tuple(Approval)),
            enrolment_closes_on=(now + timedelta(days=chance.randint(2, 6))).date(),
            co_coordinator_ids=(other.id,),
            ethics_contact_id=boss.id,
            topics=TOPICS,
        )
        await self._introduce(other)
        program = None
        while program is None:
            program = await self.act(boss, create_program, request)
        self.programs[team] = program.id
        await self.act(boss, launch_program, program.id)
        for human in self.humans.values():
            if human.team == team and not human.id.startswith("U0COORD"):
                self._world.background(self._life(human, program.id, span.total_seconds()))

    async def _introduce(self, human: Human) -> None:
        await self.act(human, nothing)

    async def _life(self, human: Human, program_id: str, seconds: float) -> None:
        chance = self.chance
        late = chance.random() < 1 / 8
        await asyncio.sleep(chance.uniform(0, seconds / 2 if late else DAY))
        if await self.act(human, join, self._answers(human, program_id)) is None:
            return
        human.joined_at = self._world.now()
        self.told_of(human.team, human.id)
        for event, likely in (
            (self._pause, 0.3),
            (self._travel, 0.2),
            (self._vanish, 0.06),
            (self._leave, 0.08),
            (self._look_around, 0.5),
            (self._type, 0.2),
        ):
            if chance.random() < likely:
                at = chance.uniform(0, seconds) - self._world.loop.time()
                if at > 0:
                    self._world.after(at, lambda e=event: e(human, program_id))

    def _answers(self, human: Human, program_id: str) -> JoinRequest:
        is_mentor = human.role is Role.MENTOR
        topics = tuple(self.chance.sample(TOPICS, 2))
        return JoinRequest(
            program_id=program_id,
            role=human.role,
            teaches=topics if is_mentor else (),
            wants=() if is_mentor else topics,
            level=2 if is_mentor else 6,
            has_no_manager=True,
            read=human.hours,
            meet=human.hours,
            hope=f"Canary{human.team[-1]}",
        )

    async def _pause(self, human: Human, _program_id: str) -> None:
        until: date = (self._world.now() + timedelta(days=self.chance.randint(2, 20))).date()
        await self.act(human, pause, until)
        if self.chance.random() < 1 / 3:
            await asyncio.sleep(self.chance.uniform(0, 5 * DAY))
            await self.act(human, come_back)

    async def _leave(self, human: Human, program_id: str) -> None:
        if await self.act(human, leave, program_id) is not None:
            human.left_at = human.left_at or self._world.now()

    async def _travel(self, human: Human, _program_id: str) -> None:
        await self._change(human, tz=self.chance.choice(ZONES))

    async def _vanish(self, human: Human, _program_id: str) -> None:
        human.left_at = human.left_at or self._world.now()
        await self._change(human, is_deactivated=True)
        if self.chance.random() < 1 / 2:
            await asyncio.sleep(self.chance.uniform(DAY, 20 * DAY))
            await self._change(human, is_deactivated=False)

    async def _change(self, human: Human, **facts: Any) -> None:
        human.known_at = None
        await self._world.acts[human.team].change_person(human.id, **facts)

    async def _look_around(self, human: Human, _program_id: str) -> None:
        if not self.person(human).is_deactivated:
            await self._world.acts[human.team].open_home(human.id)

    async def _type(self, human: Human, _program_id: str) -> None:
        if not self.person(human).is_deactivated:
            await self._world.acts[human.team].type_message(human.id, "hello?")

    def person(self, human: Human) -> Person:
        """Slack's own word on somebody."""
        found = self._world.workspaces[human.team].directory.get(human.id)
        if found is None:
            raise LookupError(human.id)
        return found

    def told_of(self, team: str, person_id: str) -> None:
        """The bot has acknowledged a change of somebody: from now on it has to know."""
        human = self.humans.get((team, person_id))
        if human is not None:
            person = self.person(human)
            human.known_at, human.zone, human.is_gone = (
                self._world.now(),
                person.tz or "UTC",
                person.is_deactivated,
            )


async def nothing(_core: Any, _act: Act) -> None:
    """To be known is all."""


def _buttons(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (element["action_id"], element.get("value", ""))
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]

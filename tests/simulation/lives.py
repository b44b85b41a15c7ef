"""What befalls people over the months: a program begins, they join, pause, travel, leave, vanish and come back."""

import asyncio
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from domain.facts.people import JoinRequest
from domain.facts.program import ProgramRequest
from domain.kinds import Role
from mentoring.come_back import come_back
from mentoring.create_program import create_program
from mentoring.join import join
from mentoring.launch_program import launch_program
from mentoring.leave import leave
from mentoring.pause import pause
from tests.simulation.crowd import nothing
from tests.simulation.people import DAY, ZONES, Human

if TYPE_CHECKING:
    from tests.simulation.world import World

ATTEMPTS = 50
TOPICS = ("ai", "video", "data")


class Lives:
    """Everybody's days."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._crowd = world.crowd

    async def live(self, span: timedelta) -> None:
        """Programs are set up, people join, and life goes on."""
        for team in self._world.workspaces:
            self._world.background(self._program(team, span))

    async def _program(self, team: str, span: timedelta) -> None:
        plan = self._world.programs[team]
        boss, other = (self._crowd.humans[team, f"U0COORD{number}"] for number in (0, 1))
        request = ProgramRequest(
            name=f"Bridge Canary{team[-1]}",
            purpose="Learn",
            success_measure="",
            sponsor_sentence="",
            preset=plan.preset,
            approval=plan.approval,
            enrolment_closes_on=(self._world.now() + plan.enrolment).date(),
            co_coordinator_ids=(other.id,),
            ethics_contact_id=boss.id,
            topics=TOPICS,
        )
        await self._crowd.act(other, nothing)
        attempts = (await self._crowd.act(boss, create_program, request) for _ in range(ATTEMPTS))
        program = await anext((made async for made in attempts if made is not None), None)
        if program is None:
            self._world.watch.fail("L3 who may begin a program can", team)
            return
        await self._crowd.act(boss, launch_program, program.id)
        for human in self._crowd.humans.values():
            if human.team == team and not human.id.startswith("U0COORD"):
                self._world.background(self._life(human, program.id, span.total_seconds()))

    async def _life(self, human: Human, program_id: str, seconds: float) -> None:
        chance = self._world.chance
        late = chance.random() < 1 / 8
        await asyncio.sleep(chance.uniform(0, seconds / 2 if late else DAY))
        if await self._crowd.act(human, join, self._answers(human, program_id)) is None:
            return
        human.joined_at = self._world.now()
        self._crowd.told_of(human.team, human.id)
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
                    self._world.after(at, partial(event, human, program_id))

    def _answers(self, human: Human, program_id: str) -> JoinRequest:
        is_mentor = human.role is Role.MENTOR
        topics = tuple(self._world.chance.sample(TOPICS, 2))
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
        until: date = (self._world.now() + timedelta(days=self._world.chance.randint(2, 20))).date()
        await self._crowd.act(human, pause, until)
        if self._world.chance.random() < 1 / 3:
            await asyncio.sleep(self._world.chance.uniform(0, 5 * DAY))
            await self._crowd.act(human, come_back)

    async def _leave(self, human: Human, program_id: str) -> None:
        if await self._crowd.act(human, leave, program_id) is not None:
            human.left_at = human.left_at or self._world.now()

    async def _travel(self, human: Human, _program_id: str) -> None:
        await self._change(human, tz=self._world.chance.choice(ZONES))

    async def _vanish(self, human: Human, _program_id: str) -> None:
        human.left_at = human.left_at or self._world.now()
        await self._change(human, is_deactivated=True)
        if self._world.chance.random() < 1 / 2:
            await asyncio.sleep(self._world.chance.uniform(DAY, 20 * DAY))
            await self._change(human, is_deactivated=False)

    async def _change(self, human: Human, **facts: Any) -> None:
        human.known_at = None
        await self._world.acts[human.team].change_person(human.id, **facts)

    async def _look_around(self, human: Human, _program_id: str) -> None:
        if not self._crowd.person(human).is_deactivated:
            await self._world.acts[human.team].open_home(human.id)

    async def _type(self, human: Human, _program_id: str) -> None:
        if not self._crowd.person(human).is_deactivated:
            await self._world.acts[human.team].type_message(human.id, "hello?")

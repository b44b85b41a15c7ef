"""The people and the bot: they run verbs and press buttons, again and again until they are answered."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from domain.errors import AlreadyTakenError, Refusal
from domain.facts.people import Act
from mentoring.approve_round import approve_round
from mentoring.join import join
from messages.payload import unpack
from sandbox.errors import ImpossibleActError
from sandbox.people import Person
from tests.simulation.people import Human, human_of
from tests.simulation.wishes import buttons_of, choose, entry

if TYPE_CHECKING:
    from tests.simulation.world import World

TRIES = 6
COPIED = 0.2
"""How often an acknowledged act is delivered once more."""
PROPOSALS = {"admin.pairs", "admin.approve"}


class Crowd:
    """All people of a run."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.chance = world.chance
        self._keys = 0
        self._looking: set[tuple[str, str, str]] = set()
        self._pressed: set[tuple[str, str, str, str]] = set()
        self.acts = 0
        self.humans = {
            (team, person.id): human_of(team, person, self.chance)
            for team, workspace in world.workspaces.items()
            for person in workspace.directory
            if person.id.startswith(("U0COORD", "U0P"))
        }

    def participant_days(self) -> float:
        """How long people took part, added up."""
        now = self._world.now()
        spans = (
            (human.left_at or now) - human.joined_at for human in self.humans.values() if human.joined_at
        )
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
            self.acts += 1
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
                self.acts += 1
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
                self._world.after(delay, partial(self._look, human, channel, ts))

    async def _look(self, human: Human, channel: str, ts: str) -> None:
        self._looking.discard((human.team, human.id, ts))
        conversation = self._world.workspaces[human.team].conversations.get(channel)
        message = conversation.message(ts) if conversation else None
        if message is None:
            return
        offered = buttons_of(message.blocks)
        proposals = {offered[button] for button in offered if button in PROPOSALS}
        if proposals:
            about = unpack(proposals.pop())
            await self.act(human, approve_round, about.subject_id, about.choice)
            return
        me = (human.team, human.id, ts)
        chosen = choose((b for b in offered if (*me, entry(b)) not in self._pressed), self.chance)
        if chosen:
            self._pressed.add((*me, entry(chosen)))
            await self.click(human, chosen, channel, ts)

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

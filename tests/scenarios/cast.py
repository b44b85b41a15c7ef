"""The people of a scenario: each reads what is new in her DM and does what she usually does."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from messages.payload import Payload, unpack
from sandbox.state.records import Message
from tests.scenarios.stage import Stage, buttons, chosen, filled

ANSWER_SECONDS = 3.0
CLICKS_FOR_A_FORM = 3
LEFT_ALONE = 0
"""A check-in that nobody taps."""


@dataclass
class Habits:
    """How somebody behaves: what she gives in polls and check-ins, and whether she answers at all."""

    usefulness: int = 4
    check_in: int = 4
    answers_polls: bool = True
    fixes_dates: bool = True
    rotation: str = "rotation.again"


@dataclass
class Diary:
    """What happened, noted by the people themselves: the oracle for the report."""

    rated: dict[tuple[str, str], int] = field(default_factory=dict)
    """(person, session) → usefulness; the card and the poll ask for the same session."""
    checked_in: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    """session → the start that was picked last, in seconds; the bot's answer named it"""


@dataclass
class Cast:
    """All people of a scenario with their habits."""

    stage: Stage
    habits: dict[str, Habits]
    sides: dict[str, str]
    diary: Diary = field(default_factory=Diary)
    done: set[tuple[str, str, str]] = field(default_factory=set)

    async def read_and_answer(self) -> int:
        """Let everybody act once on every card that asks for something; return how many acts there were."""
        acts = 0
        for person in self.habits:
            for message in self.stage.dm(person)[-8:]:
                acts += await self._answer(person, message)
        await self.stage.settle()
        return acts

    async def _answer(self, person: str, message: Message) -> int:
        offered = buttons(message)
        for action, act in self._acts(person).items():
            mark = (person, message.ts, f"{action}{message.edited_ts or ''}")
            if action in offered and mark not in self.done:
                self.done.add(mark)
                await act(message, action)
                return 1
        return 0

    def _acts(self, person: str) -> dict[str, Any]:
        habit = self.habits[person]

        async def click(message: Message, action: str) -> None:
            place = {"channel": message.channel, "ts": message.ts}
            await self.stage.tap(person, action, **place)

        async def rate(message: Message, action: str) -> None:
            session = about(message, action).subject_id
            await click(message, action)
            self.diary.rated[person, session] = habit.usefulness

        async def pick(message: Message, action: str) -> None:
            picked, read = about(message, action), len(self.stage.ephemeral(person))
            await click(message, action)
            if any(f"<!date^{picked.choice}^" in text for text in await self._news(person, read)):
                self.diary.dates[picked.subject_id] = int(picked.choice)

        async def check_in(message: Message, action: str) -> None:
            await click(message, action)
            self.diary.checked_in[person] = habit.check_in

        async def items(message: Message, action: str) -> None:
            form = await self._opened(person, lambda: click(message, action))
            asked = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
            reply = await self.stage.sandbox.submit(person, filled(**{item: chosen("3") for item in asked}))
            assert reply.ok, reply
            await self.stage.sandbox.close(person)

        acts: dict[str, Any] = {
            "preview.accept": click,
            "charter.accept": click,
            "baseline.open": items,
            "outcome.open": items,
            f"check_in.rate:{habit.check_in}": check_in,
            habit.rotation: click,
            "pause.return": click,
        }
        if habit.answers_polls:
            acts[f"poll.rate:{habit.usefulness}"] = rate
        if habit.fixes_dates:
            acts |= {"session.accept": click, "session.pick:0": pick}
        return acts

    async def _news(self, person: str, read: int) -> list[str]:
        """What was said to her alone after the first `read` messages; a click's answer takes a moment."""
        await _appears(lambda: len(self.stage.ephemeral(person)) > read)
        return [message.text for message in self.stage.ephemeral(person)[read:]]

    async def _opened(self, person: str, click: Callable[[], Awaitable[None]]) -> dict[str, Any]:
        """The form a click opens; where the line ended under it and no form came, she clicks again."""
        for _ in range(CLICKS_FOR_A_FORM):
            await click()
            if await _appears(lambda: self.stage.modal(person) is not None):
                break
        form = self.stage.modal(person)
        assert form is not None, f"no form after {CLICKS_FOR_A_FORM} clicks"
        return form


async def _appears(is_there: Callable[[], bool]) -> bool:
    """Tell whether something is there within the time an answer may take."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_SECONDS):
            while not is_there():  # noqa: ASYNC110  the sandbox rings no bell
                await asyncio.sleep(0.01)
    return is_there()


def about(message: Message, action: str) -> Payload:
    """What a button carries."""
    values = [
        element["value"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == action
    ]
    return unpack(str(values[0]))

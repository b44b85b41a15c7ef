"""The stage of the scenarios: the real bot in the sandbox, and people who read and click in it.

People act over the real transport; what they see is read from the sandbox's own memory of the workspace.
"""

import re
import tempfile
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from bot.sandbox_run import Playground, playground
from bot.settings import SandboxOptions
from domain.ports import Clock
from sandbox.delivery.courier import Reply
from sandbox.people import COORDINATORS, PEOPLE, Person
from sandbox.state.records import Call, Message
from tests.clocks import SameMorning
from tests.ports import free_port

Json = dict[str, Any]
Transport = Literal["http", "socket"]
NADIA, SAMUEL = COORDINATORS
BY_ID: Mapping[str, Person] = {person.id: person for person in PEOPLE}
Fault = tuple[str, str]
MALFORMED = re.compile(
    r"invalid_(?!auth|code|cursor|refresh_token|token|trigger_id).*|missing_.*|no_text|.*_too_(large|long)"
    r"|too_many_attachments|markdown_text_conflict|unknown_method|json_not_object"
)
"""Errors that blame the call itself, not the state of things."""
EMPLOYEES = tuple(p for p in PEOPLE if p.is_active_here and not (p.is_any_guest or p.id in COORDINATORS))


def chosen(value: str) -> Json:
    """What an option picked in a select or radio looks like in state.values."""
    return {"selected_option": {"value": value, "text": {"type": "plain_text", "text": value}}}


def filled(**fields: Json) -> Json:
    """Lay answers out as Slack does: block id and action id are the field's name."""
    return {name: {name: answer} for name, answer in fields.items()}


@dataclass
class Stage:
    """One played workspace."""

    running: Playground

    @property
    def now(self) -> datetime:
        now: datetime = self.sandbox.driver.now()
        return now

    @property
    def sandbox(self) -> Any:
        return self.running.sandbox

    # what people do

    async def command(self, person: str, command: str, text: str = "") -> Reply:
        reply: Reply = await self.sandbox.command(person, command, text)
        assert reply.ok, reply
        return reply

    async def click(self, person: str, action_id: str, **place: Any) -> Reply:
        """Click, and wait until all that follows from it has arrived."""
        reply = await self.tap(person, action_id, **place)
        await self.settle()
        return reply

    async def tap(self, person: str, action_id: str, **place: Any) -> Reply:
        """Click, and wait for the bot's answer only."""
        reply: Reply = await self.sandbox.click(person, action_id, **place)
        assert reply.ok, reply
        return reply

    async def submit(self, person: str, **fields: Json) -> Reply:
        reply: Reply = await self.sandbox.submit(person, filled(**fields))
        await self.settle()
        return reply

    async def join(self, person: str, role: str, **fields: Json) -> None:
        await self.command(person, "/rm-join")
        reply = await self.submit(person, role=chosen(role), **fields)
        assert reply.ok, (person, reply)
        assert not reply.body, (person, reply)

    async def set_up(
        self, name: str = "Bridge", preset: str = "pilot", approval: str = "coordinator"
    ) -> None:
        """Nadia sets a program up with Samuel and launches it; people may join for a week."""
        await self.command(NADIA, "/rm-admin", "new")
        closes = {"selected_date": (self.now + timedelta(days=7)).date().isoformat()}
        reply = await self.submit(
            NADIA,
            name={"value": name},
            purpose={"value": "Learn from each other."},
            preset=chosen(preset),
            approval=chosen(approval),
            enrolment_closes=closes,
            co_coordinators={"selected_users": [SAMUEL]},
            ethics_contact={"selected_user": SAMUEL},
        )
        assert reply.ok, reply
        await self.click(NADIA, "admin.launch")
        await self.sandbox.close(NADIA)

    # what the bot does

    def malformed(self) -> list[Call]:
        """The bot's calls and answers that Slack couldn't read, or took with a complaint."""
        calls = (call for workspace in self.sandbox.slack.workspaces.values() for call in workspace.calls)
        return [call for call in calls if call.complaints or MALFORMED.fullmatch(call.error or "")]

    # the clock

    async def settle(self) -> None:
        """Let everything that is due now be sent."""
        await self.running.bot.runner.settle()

    async def forward(self, **span: float) -> int:
        steps: int = await self.sandbox.move_clock(self.now + timedelta(**span))
        return steps

    # what people see

    def dm(self, person: str) -> list[Message]:
        """The bot's DM with somebody: its own messages only, ephemeral ones left out."""
        conversation = self.sandbox.workspace.conversations.im(person)
        if conversation is None:
            return []
        return [m for m in conversation.messages if m.only_for is None and m.user not in BY_ID]

    def ephemeral(self, person: str) -> list[Message]:
        conversation = self.sandbox.workspace.conversations.im(person)
        return [m for m in conversation.messages if m.only_for == person] if conversation else []

    def group_dms(self) -> list[Any]:
        return [c for c in self.sandbox.workspace.conversations if c.kind == "mpim"]

    def modal(self, person: str) -> Json | None:
        stack = self.sandbox.workspace.views.stack(person)
        return stack[-1].content if stack else None

    def home(self, person: str) -> Json | None:
        view = self.sandbox.workspace.views.homes.get(person)
        return view.content if view else None


def buttons(message: Message) -> list[str]:
    """The action ids a message offers, in reading order."""
    return [
        element["action_id"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


@asynccontextmanager
async def staged(
    database_address: str,
    transport: Transport = "http",
    *,
    planted: Collection[Fault] = (),
    real: Clock | None = None,
) -> AsyncIterator[Stage]:
    """Play in a fresh workspace on the given database; at the end, see that the bot called Slack properly.

    `planted` are the (method, error) that the test itself has the sandbox answer. It begins on the same morning
    always, or at the time of `real`.
    """
    options = SandboxOptions(0, transport)
    with tempfile.TemporaryDirectory() as folder:
        async with playground(
            options, database_address, free_port(), Path(folder), real or SameMorning()
        ) as running:
            stage = Stage(running)
            yield stage
            malformed = [call for call in stage.malformed() if (call.method, call.error) not in planted]
            assert not malformed, malformed

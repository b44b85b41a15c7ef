"""Signed requests as no client of Slack would send them: written by hand, over real HTTP, to the real bot."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from sqlalchemy import select

from mentoring.core import Core
from models.base import InWorkspace
from sandbox import response_url
from sandbox.delivery.courier import Delivery, Kind, Reply, Transport
from sandbox.state.rates import Rates
from tests.integration.authorization.office import rows_of
from tests.integration.authorization.world import populate
from tests.scenarios.stage import Stage, staged
from tests.scenarios.stage import Transport as TransportName

Json = dict[str, Any]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TEAM, APP = "T0SANDBOX", "A0SANDBOX"
ANSWER_SECONDS = 3.0


@dataclass(frozen=True)
class Heard:
    """The ephemeral messages of a person, oldest first, and her open modal."""

    messages: list[str]
    modal: str
    modal_id: str


@dataclass
class Signed:
    """Sends what it is told, with a good signature; looks at what the person then reads."""

    stage: Stage
    client: httpx.AsyncClient
    address: str
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def send(self, body: bytes, content_type: str = JSON) -> httpx.Response:
        """Post raw bytes, signed now."""
        stamp = str(int(time.time()))  # noqa: TID251  Slack signs in real time
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(self.stage.sandbox.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={digest}",
        }
        return await self.client.post(self.stage.sandbox.settings.bot_url, content=body, headers=headers)

    async def send_interaction(self, payload: Any) -> httpx.Response:
        """Post an interaction: JSON in a form."""
        return await self.send(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def command(self, person: str, command: str, text: str = "", **changes: Any) -> httpx.Response:
        """Post a slash command."""
        fields = {
            "team_id": TEAM,
            "api_app_id": APP,
            "user_id": person,
            "command": command,
            "text": text,
            "trigger_id": self.trigger(person),
        }
        return await self.send(urlencode(fields | changes).encode(), FORM)

    async def click(self, person: str, action_id: str, value: str = "", **changes: Any) -> httpx.Response:
        """Post the click on a button in the person's DM with the bot."""
        return await self.send_interaction(self.clicked(person, action_id, value) | changes)

    def clicked(self, person: str, action_id: str, value: str = "") -> Json:
        """Write a click."""
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        return self._interaction("block_actions", person) | {
            "actions": [action],
            "response_url": self.answer_address(person),
        }

    async def submit(
        self, person: str, callback_id: str, metadata: str = "", values: Any = None, **changes: Any
    ) -> httpx.Response:
        """Post a submitted form."""
        return await self.send_interaction(self.submitted(person, callback_id, metadata, values) | changes)

    def submitted(self, person: str, callback_id: str, metadata: str = "", values: Any = None) -> Json:
        """Write a submission."""
        view = {"id": "V1", "type": "modal", "callback_id": callback_id, "private_metadata": metadata}
        return self._interaction("view_submission", person) | {
            "view": view | {"state": {"values": {} if values is None else values}}
        }

    async def event(self, event: Any, **changes: Any) -> httpx.Response:
        """Post an event."""
        return await self.send(json.dumps(self.happened(event) | changes).encode())

    def happened(self, event: Any) -> Json:
        """Write an event."""
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": f"Ev{next(self.numbers)}",
            "event": event,
        }

    def trigger(self, person: str) -> str:
        """A fresh trigger, good for three seconds."""
        found: str = self.stage.sandbox.workspace.views.issue_trigger(person)
        return found

    def answer_address(self, person: str) -> str:
        """Where an answer to a click in the person's DM goes; nowhere for somebody without one."""
        conversation = self.stage.sandbox.workspace.conversations.im(person)
        if conversation is None:
            return ""
        return response_url.issue(self.stage.sandbox.workspace, person, conversation.id)

    def _interaction(self, kind: str, person: str) -> Json:
        return {
            "type": kind,
            "team": {"id": TEAM, "domain": "halvorsen"},
            "user": {"id": person, "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": self.trigger(person),
        }

    def heard(self, person: str) -> Heard:
        """What only this person has read so far."""
        stack = self.stage.sandbox.workspace.views.stack(person)
        blocks = stack[-1].content["blocks"] if stack else []
        paragraphs = [block["text"]["text"] for block in blocks if block["type"] == "section"]
        messages = [message.text for message in self.stage.ephemeral(person)]
        return Heard(messages, " ".join(paragraphs), stack[-1].id if stack else "")

    async def told(self, person: str, before: Heard) -> str:
        """Wait for what a click is answered with: an ephemeral message, or a modal."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while (now := self.heard(person)) == before:  # noqa: ASYNC110  the sandbox rings no bell
                await asyncio.sleep(0.01)
        return now.modal if now.messages == before.messages else now.messages[-1]

    async def deliver(self, kind: Kind, payload: Json) -> Reply:
        """Hand a payload to the bot over the transport it uses, as Slack does: one attempt."""
        transport: Transport = self.stage.sandbox.transport
        return await transport.send(Delivery(kind, payload))

    def rows(self) -> Mapping[str, Any]:
        """Everything in the SQLite file but the taken requests."""
        return rows_of(Path(self.address.removeprefix("sqlite:///")))

    async def change(self, table: type[InWorkspace], row_id: str, **values: Any) -> None:
        """Bring one row into another state."""
        async with self.core.database.transaction(TEAM) as session:
            row = await session.get_one(table, (TEAM, row_id))
            for name, value in values.items():
                setattr(row, name, value)

    async def count(self, table: type[InWorkspace], **values: Any) -> int:
        """Count the rows that have these values."""
        async with self.core.database.transaction(TEAM) as session:
            rows = await session.scalars(select(table).filter_by(**values))
            return len(rows.all())

    @property
    def core(self) -> Core:
        return self.stage.running.bot.core


class Unlimited(Rates):
    """Hundreds of requests a minute are these tests' own haste, not the bot's."""

    def take(self, method: str, per_minute: int, now: datetime, channel: str | None = None) -> None:
        """Let every call through."""


@asynccontextmanager
async def at_the_door(address: str, transport: TransportName = "http") -> AsyncIterator[Signed]:
    """The bot in the sandbox, with two programs under way, and somebody who can sign."""
    async with staged(address, transport) as stage, httpx.AsyncClient(trust_env=False) as client:
        await populate(stage.running.bot.core.database, stage.now)
        await stage.settle()
        stage.sandbox.workspace.rates = Unlimited()
        yield Signed(stage, client, address)

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
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox import response_url
from tests.integration.authorization.office import rows_of
from tests.integration.authorization.world import populate
from tests.scenarios.stage import Stage, Transport, staged

Json = dict[str, Any]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TEAM, APP = "T0SANDBOX", "A0SANDBOX"
ANSWER_SECONDS = 3.0


@dataclass
class Signed:
    """Sends what it is told, with a good signature; looks at what the person then reads."""

    stage: Stage
    client: httpx.AsyncClient
    file: Path
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

    def heard(self, person: str) -> list[str]:
        """What only this person has read so far: ephemeral answers, and the title's text of her modal."""
        modal = self.stage.modal(person)
        shown = [json.dumps(modal["blocks"])] if modal else []
        return [message.text for message in self.stage.ephemeral(person)] + shown

    async def told(self, person: str, before: list[str]) -> str:
        """Wait for the sentence a click is answered with."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while (now := self.heard(person)) == before:
                await asyncio.sleep(0.01)
        return now[-1]

    def rows(self) -> Mapping[str, Any]:
        """Everything in the database but the taken requests."""
        return rows_of(self.file)


@asynccontextmanager
async def at_the_door(file: Path, transport: Transport = "http") -> AsyncIterator[Signed]:
    """The bot in the sandbox, with two programs under way, and somebody who can sign."""
    async with staged(f"sqlite:///{file}", transport) as stage, httpx.AsyncClient(trust_env=False) as client:
        await populate(stage.running.bot.core.database, stage.now)
        await stage.settle()
        yield Signed(stage, client, file)

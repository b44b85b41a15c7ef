"""Slack's side of the bot's doors: a payload goes to any living replica, and its listener's ack is the answer."""

import asyncio
from collections.abc import Mapping
from contextvars import ContextVar
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.doors import BoltListener, button_door, command_door, event_door, form_door
from handlers.events import EVENTS
from handlers.forms import FORMS
from messages.ids import Button, entry_of
from sandbox.delivery.courier import ANSWER_SECONDS, Delivery, Reply
from tests.simulation.replica import Replica

if TYPE_CHECKING:
    from tests.simulation.world import World

OPENS_ONLY = {
    *(button.value for button in Button if button.endswith(".open") and button is not Button.REPORT_OPEN),
    *(Button.JOIN_DECLINE, Button.ADMIN_NEW, Button.ADMIN_PAIRS, Button.ADMIN_PERSON),
}
"""What shows a form or a sentence, and changes nothing."""
LATEST_COPY = 24 * 3600.0
INBOX = "SELECT 1 FROM inbox WHERE workspace_id = ? AND key = ?"


class Ack:
    """What a listener answered, and what the log said of it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.given: asyncio.Future[dict[str, Any]] = loop.create_future()
        self.outcome = ""
        self.had_key = False
        self.has_key: Any = lambda: False

    async def __call__(self, **answer: Any) -> None:
        if not self.given.done():
            self.had_key = self.has_key()
            self.given.set_result(answer)


ACK: ContextVar[Ack | None] = ContextVar("ack", default=None)
"""The ack of the payload this task works on."""


class Doorway:
    """Implements the sandbox's `Transport`, without a wire."""

    is_connected = True

    def __init__(self, world: "World") -> None:
        self._world = world

    async def close(self) -> None:
        """Nothing is held."""

    async def send(self, delivery: Delivery) -> Reply:
        """Deliver once more, much later, perhaps; and now."""
        world = self._world
        if world.chance.random() < world.weather.copied_late:
            world.count("copied_late")
            world.after(world.chance.uniform(60, LATEST_COPY), lambda: self._deliver(delivery))
        return await self._deliver(delivery)

    async def _deliver(self, delivery: Delivery) -> Reply:
        replica = self._world.any_replica()
        if replica is None:
            return Reply(0, failure="connection_failed")
        ack = Ack(self._world.loop)
        task = replica.run(self._listen, replica, ack, delivery)
        await asyncio.wait({task, ack.given}, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if ack.given.done():
            if delivery.names[0] == "user_change":
                self._world.crowd.told_of(delivery.team, delivery.payload["event"]["user"]["id"])
            return Reply(200, ack.given.result())
        failure = "http_error" if task.done() else "http_timeout"
        return Reply(500 if task.done() else 0, late=not task.done(), failure=failure)

    def _listen(self, replica: Replica, ack: Ack, delivery: Delivery) -> asyncio.Task[None]:
        ACK.set(ack)
        return self._world.loop.create_task(self._work(replica, ack, delivery))

    async def _work(self, replica: Replica, ack: Ack, delivery: Delivery) -> None:
        entry, key, listener = listener_of(replica, delivery)
        ack.has_key = lambda: self._world.store.row(INBOX, delivery.team, key) is not None
        await replica.step()
        context = SimpleNamespace(authorize_result=SimpleNamespace(team_id=delivery.team))
        await listener(ack=ack, body=delivery.payload, context=context)
        if ack.outcome == "done" and entry not in OPENS_ONLY and entry in {**BUTTONS, **FORMS}:
            self._world.watch.acked(entry, delivery, has_key=ack.had_key)


def listener_of(replica: Replica, delivery: Delivery) -> tuple[str, str, BoltListener]:
    """Return the entry, the inbox key and the product's own listener for a payload."""
    payload, desk = delivery.payload, replica.desk
    key = f"act/{payload.get('trigger_id')}"
    if delivery.kind == "slash_commands":
        entry = payload["command"]
        return entry, f"command/{payload['trigger_id']}", command_door(desk, COMMANDS[entry])
    if delivery.kind == "events_api":
        entry = event_entry(payload["event"])
        return entry, f"event/{payload['event_id']}", event_door(desk, entry, EVENTS[entry])
    if payload["type"] == "block_actions":
        entry = entry_of(payload["actions"][0]["action_id"])
        return entry, key, button_door(desk, entry, BUTTONS[entry])
    entry = payload["view"]["callback_id"]
    return entry, key, form_door(desk, entry, FORMS[entry])


def event_entry(event: Mapping[str, Any]) -> str:
    """Return the name an event has in the table."""
    return "message.im" if event["type"] == "message" else str(event["type"])

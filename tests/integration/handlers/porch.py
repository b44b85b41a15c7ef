"""The doors without Bolt: payloads as Slack sends them, what is acknowledged, and a Slack that shows things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.desk import Desk
from handlers.doors import BoltListener, button_door, command_door, event_door, form_door
from handlers.events import EVENTS
from handlers.forms import FORMS
from messages.ids import entry_of
from messages.payload import Payload, pack
from tests.integration.mentoring.fake_slack import FakeSlack
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import World

Json = Mapping[str, Any]
ADDRESS = "https://hooks.slack.com/actions/1"


@dataclass
class ShowingSlack(FakeSlack):
    """Shows forms and ephemeral answers; `slowness` is how far the clock goes on while it opens a form."""

    opened: list[Json] = field(default_factory=list)
    said: list[Json] = field(default_factory=list)

    async def open_view(self, trigger_id: str, view: Json) -> None:
        assert trigger_id
        self._check("open_view")
        self.opened.append(view)

    async def update_view(self, view_id: str, view: Json) -> None:
        assert view_id
        self._check("update_view")
        self.opened.append(view)

    async def answer(self, response_url: str, body: Json) -> None:
        assert response_url == ADDRESS
        self._check("answer")
        self.said.append(body)


@dataclass
class Answered:
    """What Slack got back. Not acknowledged: it shows its own word, or delivers once more."""

    acks: list[Json] = field(default_factory=list)
    failure: Exception | None = None

    async def ack(self, **answer: Any) -> None:
        self.acks.append(answer)

    @property
    def is_acknowledged(self) -> bool:
        return len(self.acks) == 1

    @property
    def text(self) -> str:
        """Every word of it: a command's text, a form's faults, or what takes the form's place."""
        return str(self.acks)


class Porch:
    """People in front of the doors of one world."""

    def __init__(self, world: World, slack: ShowingSlack) -> None:
        self.world = world
        self.slack = slack
        self.desk = Desk(world.core, slack)
        self._numbers = count()

    async def command(self, person: str, command: str, text: str = "", address: str = ADDRESS) -> Answered:
        body = {"command": command, "text": text, "user_id": person, "response_url": address}
        return await self.bring(command_door(self.desk, COMMANDS[command]), body | self.trigger())

    async def press(self, person: str, action_id: str, payload: Payload, **place: Any) -> Answered:
        entry = entry_of(action_id)
        body = self.pressed(person, action_id, payload) | place
        return await self.bring(button_door(self.desk, entry, BUTTONS[entry]), body)

    def pressed(self, person: str, action_id: str, payload: Payload) -> dict[str, Any]:
        """Write a click in the bot's DM."""
        action = {"action_id": action_id, "value": pack(payload)}
        return {"user": {"id": person}, "actions": [action], "response_url": ADDRESS} | self.trigger()

    async def submit(self, person: str, callback_id: str, payload: Payload, values: Json) -> Answered:
        view = {"type": "modal", "id": "V1", "private_metadata": pack(payload), "state": {"values": values}}
        body = {"user": {"id": person}, "view": view} | self.trigger()
        return await self.bring(form_door(self.desk, callback_id, FORMS[callback_id]), body)

    async def happen(self, entry: str, event: Json) -> Answered:
        body = {"event": event, "event_id": f"Ev{next(self._numbers)}"}
        return await self.bring(event_door(self.desk, entry, EVENTS[entry]), body)

    def trigger(self) -> dict[str, Any]:
        return {"trigger_id": f"trigger {next(self._numbers)}"}

    async def bring(self, door: BoltListener, body: Json) -> Answered:
        """Deliver a payload, and wait for what is said after its acknowledgement."""
        answered = Answered()
        context = SimpleNamespace(authorize_result=SimpleNamespace(team_id=HERE))
        try:
            await door(ack=answered.ack, body=body, context=context)
        except Exception as failure:  # noqa: BLE001  Bolt makes a 500 of it
            answered.failure = failure
        await self.desk.finish()
        return answered

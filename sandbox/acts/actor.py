"""What every act needs: who acts, where, and the way to the app."""

from dataclasses import replace
from typing import Any

from sandbox.delivery import events
from sandbox.delivery.courier import Courier, Kind, Reply
from sandbox.delivery.payloads import Payloads
from sandbox.driver import Driver
from sandbox.errors import ImpossibleActError
from sandbox.people import Person
from sandbox.state.identity import SLACKBOT
from sandbox.state.records import Conversation
from sandbox.state.scheduled import post_due
from sandbox.state.workspace import Workspace

Json = dict[str, Any]
DONE = Reply(200)
_SERVER_ERRORS = 500


class Actor:
    """Somebody's hands on a workspace whose app is at the other end of a courier."""

    def __init__(self, workspace: Workspace, driver: Driver, courier: Courier) -> None:
        self.workspace = workspace
        self.driver = driver
        self._courier = courier
        self._payloads = Payloads(workspace)

    async def flush(self) -> Reply:
        """Send the events that acts and calls have brought about; return the last one's answer."""
        reply, happened = DONE, list(self.workspace.outbox)
        self.workspace.outbox.clear()
        for event in happened:
            if events.is_heard(event, self.workspace.identity):
                payload = self._payloads.event(event, self.driver.now())
                reply = await self._courier.send("events_api", payload)
        return reply

    async def _tell(self, *happened: Json) -> Reply:
        for event in happened:
            self.workspace.happened(event)
        return await self.flush()

    async def _send(self, kind: Kind, payload: Json) -> Reply:
        identity = self.workspace.identity
        if not identity.is_installed:
            raise ImpossibleActError(f"{identity.team_name} doesn't have the app {identity.app.name}.")
        reply = await self._courier.send(kind, payload)
        return reply if reply.ok else replace(reply, error=_told(reply))

    def _active(self, person: str) -> Person:
        post_due(self.workspace, self.driver.now())
        who = self.workspace.directory.get(person)
        if who is None or who.is_bot or who.id == SLACKBOT:
            raise ImpossibleActError(f"There is no person {person} to act as.")
        if who.is_deactivated:
            raise ImpossibleActError(f"{who.name} is deactivated and can't do anything.")
        return who

    def _colleague(self, person: str) -> Person:
        who = self._active(person)
        if who.home_team is not None:
            raise ImpossibleActError(f"{who.name} is of another company and can't use this app's commands.")
        return who

    def _conversation(self, person: str, channel: str | None) -> Conversation:
        conversations = self.workspace.conversations
        found = conversations.get(channel) if channel else conversations.im(person)
        if found is None or person not in found.members:
            raise ImpossibleActError(f"{person} is not in the conversation {channel or 'with the bot'}.")
        return found


def _told(reply: Reply) -> str:
    if reply.late:
        return "operation_timeout"
    if reply.status == 0:
        return "dispatch_failed"
    return "http_service_error" if reply.status >= _SERVER_ERRORS else "http_client_error"

"""What Slack sends to an app: the bodies of commands, interactions and events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox import response_url
from sandbox.acts.places import InMessage, InView, Place
from sandbox.delivery.events import TIMELESS
from sandbox.people import Person
from sandbox.state.identity import BOT_USER
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation, Message, View

Json = dict[str, Any]


class Payloads:
    """Writes payloads from the workspace's present state."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def command(self, person: Person, conversation: Conversation, command: str, text: str) -> Json:
        """Write the form fields of a slash command."""
        identity = self._memory.identity
        return {
            "token": identity.app.verification_token,
            "team_id": identity.team_id,
            "team_domain": identity.team_domain,
            "channel_id": conversation.id,
            "channel_name": conversation.name,
            "user_id": person.id,
            "user_name": person.handle,
            "command": command,
            "text": text,
            "api_app_id": identity.app.id,
            "is_enterprise_install": "false",
            "response_url": response_url.issue(self._memory, person.id, conversation.id),
            "trigger_id": self._memory.views.issue_trigger(person.id),
        }

    def action(self, person: Person, within: InView | InMessage, action: Json) -> Json:
        """Write the click on, or choice in, an element; `state` is added by who knows the form."""
        payload = self._interaction("block_actions", person) | self._surroundings(within)
        if isinstance(within, InView):
            trigger_id = self._memory.views.issue_trigger(person.id, within.view.id)
            return payload | {"trigger_id": trigger_id, "actions": [action]}
        return payload | {
            "trigger_id": self._memory.views.issue_trigger(person.id),
            "response_url": response_url.issue(
                self._memory, person.id, within.conversation.id, within.message.ts
            ),
            "actions": [action],
        }

    def _surroundings(self, within: InView | InMessage) -> Json:
        if isinstance(within, InView):
            container = {"type": "view", "view_id": within.view.id}
            return {"container": container, "view": self._memory.views.view_object(within.view)}
        conversation, message = within.conversation, within.message
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        return {
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": conversation.id,
                "is_ephemeral": message.only_for is not None,
            }
            | thread,
            "channel": {"id": conversation.id, "name": conversation.name},
        } | self._visible_message(message)

    def _visible_message(self, message: Message) -> Json:
        """Slack tells the app nothing of an ephemeral message but where it was."""
        if message.only_for is not None:
            return {}
        return {"message": self._memory.conversations.message_object(message)}

    def submission(self, person: Person, view: View) -> Json:
        """Write the submission of a modal."""
        return self._interaction("view_submission", person) | {
            "trigger_id": self._memory.views.issue_trigger(person.id, view.id),
            "view": self._memory.views.view_object(view),
            "response_urls": [],
        }

    def closing(self, person: Person, view: View, *, is_cleared: bool) -> Json:
        """Write the closing of a modal that asked to be told."""
        return self._interaction("view_closed", person) | {
            "view": self._memory.views.view_object(view),
            "is_cleared": is_cleared,
        }

    def suggestion(self, person: Person, place: Place, typed: str) -> Json:
        """Write the request for options of an external select."""
        ids = {"block_id": place.block_id, "action_id": place.element["action_id"]}
        payload = self._interaction("block_suggestion", person) | self._surroundings(place.within)
        return payload | ids | {"value": typed}

    def _interaction(self, kind: str, person: Person) -> Json:
        identity = self._memory.identity
        return {
            "type": kind,
            "team": {"id": identity.team_id, "domain": identity.team_domain},
            "user": {
                "id": person.id,
                "username": person.handle,
                "name": person.handle,
                "team_id": identity.team_id,
            },
            "api_app_id": identity.app.id,
            "token": identity.app.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def event(self, event: Mapping[str, Any], now: datetime) -> Json:
        """Wrap an event as the Events API delivers it."""
        identity = self._memory.identity
        timed = {} if event["type"] in TIMELESS else {"event_ts": f"{now.timestamp():.6f}"}
        return {
            "token": identity.app.verification_token,
            "team_id": identity.team_id,
            "api_app_id": identity.app.id,
            "event": timed | dict(event),
            "type": "event_callback",
            "event_id": self._memory.ids.make("Ev"),
            "event_time": int(now.timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": identity.team_id,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{self._memory.ids.secret(40)}",
        }

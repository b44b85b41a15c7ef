"""What Slack sends to an app: the bodies of commands, interactions and events."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox import response_url
from sandbox.people import Person
from sandbox.places import InMessage, InView, Place
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
            "token": identity.verification_token,
            "team_id": identity.team_id,
            "team_domain": identity.team_domain,
            "channel_id": conversation.id,
            "channel_name": conversation.name,
            "user_id": person.id,
            "user_name": person.handle,
            "command": command,
            "text": text,
            "api_app_id": identity.app_id,
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
            "api_app_id": identity.app_id,
            "token": identity.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def event(self, event: Mapping[str, Any], now: datetime) -> Json:
        """Wrap an event as the Events API delivers it."""
        identity = self._memory.identity
        return {
            "token": identity.verification_token,
            "team_id": identity.team_id,
            "api_app_id": identity.app_id,
            "event": dict(event),
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

    def home_opened(self, person: Person, channel: str, now: datetime) -> Json:
        """Write app_home_opened; the view is there once the bot has published one."""
        event = {"type": "app_home_opened", "user": person.id, "channel": channel, "tab": "home"}
        home = self._memory.views.homes.get(person.id)
        view = {"view": self._memory.views.view_object(home)} if home else {}
        return self.event(event | view | {"event_ts": _event_ts(now)}, now)

    def direct_message(self, message: Message, now: datetime) -> Json:
        """Write message.im for what a person typed to the bot."""
        typed = [{"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}]
        return self.event(
            {
                "client_msg_id": str(uuid.UUID(int=self._memory.ids.number(128), version=4)),
                "type": "message",
                "text": message.text,
                "user": message.user,
                "ts": message.ts,
                "blocks": [{"type": "rich_text", "block_id": self._memory.ids.secret(5), "elements": typed}],
                "team": self._memory.identity.team_id,
                "channel": message.channel,
                "event_ts": message.ts,
                "channel_type": "im",
            },
            now,
        )

    def user_changed(self, person: Person, now: datetime) -> Json:
        """Write user_change."""
        user = self._memory.directory.user_object(person, now, locale=True)
        seconds = int(now.timestamp())
        changed = {"type": "user_change", "user": user, "cache_ts": seconds, "event_ts": _event_ts(now)}
        return self.event(changed, now)

    def uninstalled(self, now: datetime) -> Json:
        """Write app_uninstalled."""
        return self.event({"type": "app_uninstalled", "event_ts": _event_ts(now)}, now)

    def tokens_revoked(self, now: datetime) -> Json:
        """Write tokens_revoked: it lists user ids, not tokens."""
        tokens = {"oauth": [], "bot": [BOT_USER]}
        return self.event({"type": "tokens_revoked", "tokens": tokens, "event_ts": _event_ts(now)}, now)


def _event_ts(now: datetime) -> str:
    return f"{now.timestamp():.6f}"

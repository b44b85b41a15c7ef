"""What a person can do in Slack's client: type, click, submit; each act goes to the real app."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox import response_url
from sandbox.acks import apply_submission
from sandbox.blocks.values import merged, missing_answers
from sandbox.delivery import Courier, Kind, Reply
from sandbox.driver import Driver
from sandbox.errors import ImpossibleActError, SlackError
from sandbox.payloads import Payloads
from sandbox.people import Person
from sandbox.places import InMessage, InView, Place, Target, find_place
from sandbox.state.identity import SLACKBOT
from sandbox.state.records import Conversation, View
from sandbox.state.workspace import Workspace

Json = dict[str, Any]
_DONE = Reply(200)
_SERVER_ERRORS = 500


class Acts:
    """The acts of the sample people; each returns after the app's answer, or after 3 seconds."""

    def __init__(self, workspace: Workspace, driver: Driver, courier: Courier) -> None:
        self.workspace = workspace
        self.driver = driver
        self._courier = courier
        self._payloads = Payloads(workspace)

    async def command(self, person: str, command: str, text: str = "", channel: str | None = None) -> Reply:
        """Type a slash command, by default in the person's DM with the bot."""
        who, where = self._active(person), self._conversation(person, channel)
        known = {c["command"] for c in self.workspace.identity.commands}
        if known and command not in known:
            raise ImpossibleActError(f"{command} is not a command of this app.")
        payload = self._payloads.command(who, where, command, text)
        reply = await self._send("slash_commands", payload)
        if reply.error is not None:
            self._slackbot(where, who, f'{command} failed with the error "{reply.error}"')
            return reply
        return self._say_answer(reply, where, who)

    def _say_answer(self, reply: Reply, where: Conversation, who: Person) -> Reply:
        body = reply.body if isinstance(reply.body, dict) else {"text": reply.body}
        if not (body.get("text") or body.get("blocks")):
            return reply
        try:
            response_url.say(self.workspace, where, who.id, body, self.driver.now())
        except SlackError as error:
            return replace(reply, error=error.code)
        self.workspace.changed("messages")
        return reply

    def _slackbot(self, where: Conversation, who: Person, text: str) -> None:
        now = self.driver.now()
        self.workspace.conversations.post(where, SLACKBOT, text, now, only_for=who.id)
        self.workspace.changed("messages")

    async def click(
        self,
        person: str,
        action_id: str,
        *,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
        block_id: str | None = None,
        choice: Mapping[str, Any] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Click a button or choose in an element; `choice` is e.g. {"selected_date": "2026-03-01"}.

        Without a place, the latest one where the person sees this action_id: the open modal, the
        Home tab, then messages from new to old. `values` is what the form around it holds.
        Raises: ImpossibleActError when the person sees no such element.
        """
        who = self._active(person)
        target = Target(action_id, block_id, channel, ts, view_id)
        place = find_place(self.workspace, who, target)
        action = self._action(place, choice or {})
        chosen = {place.block_id: {action_id: _held(action)}}
        payload = self._payloads.action(who, place.within, action)
        payload |= self._form_state(place.within, [values or {}, chosen])
        return await self._send("interactive", payload)

    def _form_state(self, within: InView | InMessage, layers: list[Mapping[str, Any]]) -> Json:
        if isinstance(within, InMessage):
            return {"state": {"values": merged(within.blocks, *layers)}}
        within.view.values = merged(within.blocks, within.view.values, *layers)
        view = self.workspace.views.view_object(within.view)
        return {"view": view, "state": view["state"]}

    def _action(self, place: Place, choice: Mapping[str, Any]) -> Json:
        shown = ("type", "action_id", "text", "value", "style", "url", "placeholder")
        own = {key: place.element[key] for key in shown if key in place.element}
        action_ts = f"{self.workspace.real_now():.6f}"
        return own | {"block_id": place.block_id, "action_ts": action_ts} | dict(choice)

    async def submit(
        self, person: str, values: Mapping[str, Any] | None = None, view_id: str | None = None
    ) -> Reply:
        """Submit the person's top modal; `values` as Slack's state.values, laid over what it holds.

        A required input left empty never reaches the app: the reply's failure is then "not_sent".
        """
        who, view = self._active(person), self._modal(person, view_id)
        view.values = merged(view.content["blocks"], view.values, values or {})
        if missing := missing_answers(view.content["blocks"], view.values):
            refusal = {"response_action": "errors", "errors": missing}
            return Reply(200, refusal, failure="not_sent")
        reply = await self._send("interactive", self._payloads.submission(who, view))
        if reply.error is not None:
            return reply
        try:
            apply_submission(self.workspace, view, reply.body)
        except SlackError as error:
            return replace(reply, error=error.code)
        self.workspace.changed("views")
        return reply

    async def close(self, person: str, view_id: str | None = None) -> Reply:
        """Close the person's top modal; the app is told if the view asked for it."""
        who, view = self._active(person), self._modal(person, view_id)
        is_cleared = bool(view.content.get("clear_on_close"))
        closed = self.workspace.views.stack(who.id)[::-1] if is_cleared else [view]
        for one in closed:
            self.workspace.views.close(one)
        self.workspace.changed("views")
        reply = _DONE
        for one in closed:
            if one.content.get("notify_on_close"):
                payload = self._payloads.closing(who, one, is_cleared=is_cleared)
                reply = await self._send("interactive", payload)
        return reply

    async def suggest(
        self,
        person: str,
        action_id: str,
        typed: str = "",
        *,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
        block_id: str | None = None,
    ) -> Reply:
        """Type into an external select; the reply's body holds options or option_groups."""
        who = self._active(person)
        place = find_place(self.workspace, who, Target(action_id, block_id, channel, ts, view_id))
        return await self._send("interactive", self._payloads.suggestion(who, place, typed))

    async def open_home(self, person: str) -> Reply:
        """Open the app's Home tab."""
        who, now = self._active(person), self.driver.now()
        payload = self._payloads.home_opened(who, self._conversation(person, None).id, now)
        return await self._event("app_home_opened", payload)

    async def type_message(self, person: str, text: str, channel: str | None = None) -> Reply:
        """Write a message, by default to the bot; the app hears of DMs only."""
        where, now = self._conversation(person, channel), self.driver.now()
        message = self.workspace.conversations.post(where, self._active(person).id, text, now)
        self.workspace.changed("messages")
        if where.kind != "im":
            return _DONE
        return await self._event("message.im", self._payloads.direct_message(message, now))

    async def change_person(self, person: str, **changes: Any) -> Reply:
        """Change somebody's name, zone, deactivation … as in Slack's settings.

        Raises: ImpossibleActError for an unknown person or field.
        """
        now = self.driver.now()
        try:
            changed = self.workspace.directory.change(person, now, **changes)
        except (KeyError, ValueError) as error:
            raise ImpossibleActError(f"That can't be changed: {error}") from error
        if not changed.is_deactivated:
            self.workspace.conversations.open_im(changed, int(now.timestamp()))
        self.workspace.changed("people")
        return await self._event("user_change", self._payloads.user_changed(changed, now))

    async def uninstall(self) -> Reply:
        """Remove the app from the workspace: its tokens die, and it is told so twice."""
        now = self.driver.now()
        self.workspace.identity.is_revoked = True
        await self._event("tokens_revoked", self._payloads.tokens_revoked(now))
        return await self._event("app_uninstalled", self._payloads.uninstalled(now))

    async def _event(self, name: str, payload: Json) -> Reply:
        if name not in self.workspace.identity.events:
            return _DONE
        return await self._courier.send("events_api", payload)

    async def _send(self, kind: Kind, payload: Json) -> Reply:
        reply = await self._courier.send(kind, payload)
        return reply if reply.ok else replace(reply, error=_told(reply))

    def _active(self, person: str) -> Person:
        who = self.workspace.directory.get(person)
        if who is None or who.is_bot or who.id == SLACKBOT:
            raise ImpossibleActError(f"There is no person {person} to act as.")
        if who.is_deactivated:
            raise ImpossibleActError(f"{who.name} is deactivated and can't do anything.")
        return who

    def _conversation(self, person: str, channel: str | None) -> Conversation:
        conversations = self.workspace.conversations
        found = conversations.get(channel) if channel else conversations.im(person)
        if found is None or person not in found.members:
            raise ImpossibleActError(f"{person} is not in the conversation {channel or 'with the bot'}.")
        return found

    def _modal(self, person: str, view_id: str | None) -> View:
        stack = self.workspace.views.stack(person)
        if not stack or view_id not in {None, stack[-1].id}:
            raise ImpossibleActError("This form is not open any more.")
        return stack[-1]


def _held(action: Json) -> Json:
    return {k: v for k, v in action.items() if k in {"type", "value"} or k.startswith("selected_")}


def _told(reply: Reply) -> str:
    if reply.late:
        return "operation_timeout"
    if reply.status == 0:
        return "dispatch_failed"
    return "http_service_error" if reply.status >= _SERVER_ERRORS else "http_client_error"

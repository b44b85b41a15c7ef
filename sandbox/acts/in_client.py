"""What a person can do in Slack's client: type, click, submit; each act goes to the real app."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from sandbox import onlookers, response_url
from sandbox.acts.acks import apply_submission, check_options
from sandbox.acts.actor import DONE
from sandbox.acts.administration import Administration
from sandbox.acts.judged import judged
from sandbox.acts.places import InMessage, InView, Place, Target, find_place
from sandbox.blocks.values import merged, missing_answers
from sandbox.delivery import events
from sandbox.delivery.courier import Reply
from sandbox.errors import ImpossibleActError, SlackError
from sandbox.people import Person
from sandbox.state.identity import BOT_USER, SLACKBOT
from sandbox.state.records import Conversation, View

Json = dict[str, Any]
_QUERY_LEAST = 3


class Acts(Administration):
    """The acts of the sample people; each returns after the app's answer, or after 3 seconds."""

    async def command(self, person: str, command: str, text: str = "", channel: str | None = None) -> Reply:
        """Type a slash command, by default in the person's DM with the bot."""
        who, where = self._colleague(person), self._conversation(person, channel)
        known = {c["command"] for c in self.workspace.identity.app.commands}
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
        onlookers.show("ack", body)
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
            judged(self.workspace, "view_submission", reply.body, self.driver.now(), error.code)
            return replace(reply, error=error.code)
        if isinstance(reply.body, dict) and reply.body:
            onlookers.show(f"ack.{reply.body['response_action']}", reply.body)
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
        reply = DONE
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
        """Type into an external select; the reply's body holds options or option_groups.

        Less than the element's min_query_length is not asked; an answer Slack couldn't show is empty.
        """
        who = self._active(person)
        place = find_place(self.workspace, who, Target(action_id, block_id, channel, ts, view_id))
        if len(typed) < place.element.get("min_query_length", _QUERY_LEAST):
            return Reply(200, {"options": []}, failure="not_sent")
        reply = await self._send("interactive", self._payloads.suggestion(who, place, typed))
        if reply.error is not None:
            return reply
        try:
            options = check_options(reply.body)
        except SlackError as error:
            judged(self.workspace, "block_suggestion", reply.body, self.driver.now(), error.code)
            return replace(reply, body={"options": []}, error=error.code)
        onlookers.show("ack.options", options)
        return replace(reply, body=options)

    async def open_home(self, person: str, tab: Literal["home", "messages"] = "home") -> Reply:
        """Open the app's Home tab, or its messages."""
        who = self._colleague(person)
        home = self.workspace.views.homes.get(who.id)
        view = self.workspace.views.view_object(home) if home else None
        return await self._tell(events.home_opened(who.id, self._conversation(person, None).id, tab, view))

    async def type_message(
        self, person: str, text: str, channel: str | None = None, thread_ts: str | None = None
    ) -> Reply:
        """Write a message, by default to the bot; the app hears of it where it is itself."""
        who, where = self._active(person), self._conversation(person, channel)
        if where.is_archived:
            raise ImpossibleActError(f"#{where.name} is archived.")
        memory = self.workspace
        message = memory.conversations.post(where, who.id, text, self.driver.now(), thread_ts=thread_ts)
        memory.changed("messages")
        if BOT_USER not in where.members:
            return DONE
        ids = (str(uuid.UUID(int=memory.ids.number(128), version=4)), memory.ids.secret(5))
        team_id = who.home_team or memory.identity.team_id
        written = events.message_written(where, message, team_id, ids)
        is_mention = where.kind == "channel" and f"<@{BOT_USER}>" in text
        return await self._tell(written, *([events.mentioned(written)] if is_mention else []))

    async def react(self, person: str, ts: str, name: str, channel: str | None = None) -> Reply:
        """Put an emoji on a message, or take one's own off again."""
        who, where = self._active(person), self._conversation(person, channel)
        message = where.message(ts)
        if message is None or message.only_for is not None:
            raise ImpossibleActError("There is no such message to react to.")
        kind = "reaction_removed" if message.toggle(name, who.id) else "reaction_added"
        self.workspace.changed("messages")
        event = events.reaction(kind, who.id, message, name)
        return await self._tell(event) if BOT_USER in where.members else DONE

    def _modal(self, person: str, view_id: str | None) -> View:
        stack = self.workspace.views.stack(person)
        if not stack or view_id not in {None, stack[-1].id}:
            raise ImpossibleActError("This form is not open any more.")
        return stack[-1]


def _held(action: Json) -> Json:
    return {k: v for k, v in action.items() if k in {"type", "value"} or k.startswith("selected_")}

"""Modals and Home tabs: the stack of each person, hashes, triggers."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from sandbox.blocks.values import initial_values, merged
from sandbox.blocks.walk import fill_texts, with_ids
from sandbox.errors import SlackError
from sandbox.state.identity import Identity
from sandbox.state.ids import Ids
from sandbox.state.records import Trigger, View

Json = dict[str, Any]
_TRIGGER_SECONDS = 3.0
_STACK_LIMIT = 3
_TRIGGERS_KEPT = 10_000
_MODAL_DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
    "close": None,
    "submit": None,
}
_HOME_DEFAULTS: Json = _MODAL_DEFAULTS | {
    "title": {"type": "plain_text", "text": "View Title", "emoji": True}
}


class Views:
    """All views; `stacks` holds each person's open modals, top last, `homes` their Home tab."""

    def __init__(self, identity: Identity, ids: Ids, real_now: Callable[[], float]) -> None:
        self._identity = identity
        self._ids = ids
        self._real_now = real_now
        self._triggers: dict[str, Trigger] = {}
        self._hashes = 0
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def issue_trigger(self, user: str, view_id: str | None = None) -> str:
        """Make a trigger id: good for one use within three real seconds."""
        trigger_id = f"{self._ids.make('', 13)}.{self._ids.make('', 12)}.{self._ids.secret(32).lower()}"
        self._triggers[trigger_id] = Trigger(user, self._real_now(), view_id)
        self._forget_old_triggers()
        return trigger_id

    def _forget_old_triggers(self) -> None:
        while len(self._triggers) > _TRIGGERS_KEPT:
            del self._triggers[next(iter(self._triggers))]

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Use a trigger up. Raises: SlackError for an unknown, used or expired one."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self._real_now() - trigger.issued > _TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def stack(self, user: str) -> list[View]:
        """List a person's open modals, top last."""
        return self.stacks.setdefault(user, [])

    def find(self, view_id: str) -> View | None:
        """Find an open modal or a Home tab by its id."""
        modals = (view for stack in self.stacks.values() for view in stack)
        return next((v for v in (*modals, *self.homes.values()) if v.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """Find an open view by the bot's own name for it."""
        modals = (view for stack in self.stacks.values() for view in stack)
        return next((v for v in (*modals, *self.homes.values()) if v.external_id == external_id), None)

    def open(self, user: str, content: Json) -> View:
        """Open a modal in place of whatever the person had open."""
        self._check_external_id(content, None)
        view = self._make(user, content)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, content: Json) -> View:
        """Put a modal on top of the person's stack. Raises: SlackError when it is full or empty."""
        stack = self.stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= _STACK_LIMIT:
            raise SlackError("push_limit_reached")
        self._check_external_id(content, None)
        view = self._make(user, content, below=stack[-1])
        stack.append(view)
        return view

    def update(self, view: View, content: Json, expected_hash: str | None = None) -> View:
        """Replace what a view shows; inputs with unchanged ids keep what was typed."""
        if expected_hash is not None and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        self._check_external_id(content, view)
        view.content = self._content(content)
        view.values = merged(view.content["blocks"], view.values)
        view.hash = self._next_hash()
        return view

    def publish(self, user: str, content: Json, expected_hash: str | None = None) -> View:
        """Set a person's Home tab. Raises: SlackError(hash_conflict)."""
        home = self.homes.get(user)
        if home is not None:
            return self.update(home, content, expected_hash)
        self._check_external_id(content, None)
        return self.homes.setdefault(user, self._make(user, content))

    def close(self, view: View) -> None:
        """Take one modal off its person's stack."""
        self.stacks[view.user] = [v for v in self.stack(view.user) if v is not view]

    def clear(self, user: str) -> None:
        """Close all modals of a person."""
        self.stacks[user] = []

    def view_object(self, view: View) -> Json:
        """Write a view as the Web API and payloads show it."""
        defaults = _HOME_DEFAULTS if view.content["type"] == "home" else _MODAL_DEFAULTS
        return {
            "id": view.id,
            "team_id": self._identity.team_id,
            **defaults,
            **view.content,
            "state": {"values": view.values},
            "hash": view.hash,
            "root_view_id": view.root_view_id,
            "previous_view_id": view.previous_view_id,
            "app_id": self._identity.app.id,
            "app_installed_team_id": self._identity.team_id,
            "bot_id": self._identity.bot_id,
        }

    def _make(self, user: str, content: Json, below: View | None = None) -> View:
        view_id = self._ids.make("V")
        filled = self._content(content)
        return View(
            id=view_id,
            user=user,
            content=filled,
            hash=self._next_hash(),
            root_view_id=below.root_view_id if below else view_id,
            previous_view_id=below.id if below else None,
            values=initial_values(filled["blocks"]),
        )

    def _content(self, content: Json) -> Json:
        blocks = with_ids(content["blocks"], lambda: self._ids.secret(5))
        words = deepcopy({k: v for k, v in content.items() if k in {"title", "submit", "close"}})
        fill_texts(words)
        return content | words | {"blocks": blocks}

    def _next_hash(self) -> str:
        self._hashes += 1
        return f"{int(self._real_now())}.{self._hashes:08d}"

    def _check_external_id(self, content: Json, own: View | None) -> None:
        external_id = content.get("external_id")
        other = self.find_external(external_id) if external_id else None
        if other is not None and other is not own:
            raise SlackError("duplicate_external_id")

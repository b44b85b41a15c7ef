"""Where an element sits that a person clicks: in an open view, or in a message they see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.blocks.walk import find_element
from sandbox.errors import ImpossibleActError
from sandbox.people import Person
from sandbox.state.memory import Memory
from sandbox.state.records import Conversation, Message, View

Json = dict[str, Any]


@dataclass(frozen=True)
class InView:
    view: View

    @property
    def blocks(self) -> list[Json]:
        content: list[Json] = self.view.content["blocks"]
        return content


@dataclass(frozen=True)
class InMessage:
    conversation: Conversation
    message: Message

    @property
    def blocks(self) -> list[Json]:
        return self.message.blocks


@dataclass(frozen=True)
class Place:
    """One interactive element, its block, and what both are part of."""

    within: InView | InMessage
    block_id: str
    element: Json


@dataclass(frozen=True)
class Target:
    """What to look for; None leaves it open."""

    action_id: str
    block_id: str | None = None
    channel: str | None = None
    ts: str | None = None
    view_id: str | None = None


def find_place(memory: Memory, who: Person, target: Target) -> Place:
    """Find the latest place where the person sees the element.

    The open modal comes first, then the Home tab, then messages from new to old.
    Blocks that the app didn't name get new ids with every edit: a click that crosses an edit still counts.
    Raises: ImpossibleActError when the person sees no such element.
    """
    for block_id in dict.fromkeys((target.block_id, None)):
        for within in _seen(memory, who, target):
            if found := find_element(within.blocks, target.action_id, block_id):
                return Place(within, found["block"]["block_id"], found["element"])
    raise ImpossibleActError(f"{who.name} sees no {target.action_id} there.")


def _seen(memory: Memory, who: Person, target: Target) -> Iterator[InView | InMessage]:
    if target.channel is None and target.ts is None:
        yield from _views(memory, who, target.view_id)
    if target.view_id is None:
        yield from _messages(memory, who, target)


def _views(memory: Memory, who: Person, view_id: str | None) -> Iterator[InView]:
    home = memory.views.homes.get(who.id)
    seen = [*memory.views.stack(who.id)[-1:], *([home] if home else [])]
    yield from (InView(view) for view in seen if view_id in {None, view.id})


def _messages(memory: Memory, who: Person, target: Target) -> Iterator[InMessage]:
    found = [
        InMessage(conversation, message)
        for conversation in memory.conversations.of(who.id)
        if target.channel in {None, conversation.id}
        for message in conversation.visible_to(who.id)
        if target.ts in {None, message.ts}
    ]
    yield from sorted(found, key=lambda place: place.message.ts, reverse=True)

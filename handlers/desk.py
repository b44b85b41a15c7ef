"""What every listener is handed: the desk (shared by all) and the call (one act of one person)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog

from domain.errors import SlackFailure
from domain.facts.people import Act
from domain.ports import Slack
from handlers.answering import not_shown, say
from handlers.parse import Answers, Origin
from mentoring import authorize
from mentoring.core import Core
from mentoring.meet_person import known_locale, meet_person
from mentoring.pace import ASKING, count_call
from messages.message import View
from messages.payload import Payload
from messages.words import Words

Session = Any
"""A session bound to a workspace; this room only hands it on to `reporting` and `mentoring`."""

SHOW_SECONDS = 2.0
"""Of the three that the acknowledgement has."""
log = structlog.get_logger()

P = ParamSpec("P")
Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Desk:
    """The verbs' core, the way to Slack, and answers still being delivered."""

    core: Core
    slack: Slack
    errands: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, errand: Coroutine[Any, Any, None]) -> None:
        """Run something that must not hold up the ack: an ephemeral answer, nothing that must arrive."""
        task = asyncio.create_task(errand)
        self.errands.add(task)
        task.add_done_callback(self.errands.discard)

    async def finish(self) -> None:
        """Wait for the answers still under way."""
        await asyncio.gather(*self.errands, return_exceptions=True)

    async def read(
        self,
        workspace_id: str,
        question: Callable[Concatenate[Session, P], Awaitable[Fact]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Fact:
        """Ask `reporting` one question in one short transaction."""
        async with self.core.database.transaction(workspace_id) as session:
            return await question(session, *args, **kwargs)

    async def get_to_know(self, workspace_id: str, person_id: str) -> str | None:
        """Ask Slack about somebody the bot hasn't met; return her language. Raises SlackFailure."""
        locale = await known_locale(self.core, workspace_id, person_id)
        if locale is not None:
            return locale
        await count_call(self.core, workspace_id, ASKING)
        profile = await self.slack.profile(person_id)
        await meet_person(self.core, workspace_id, profile)
        return profile.locale


@dataclass(frozen=True)
class Call:
    """One act: who, in which language, about what. `choice` is what follows the colon of an action id."""

    desk: Desk
    origin: Origin
    t: Words
    text: str = ""
    choice: str = ""
    about: Payload = field(default_factory=Payload)
    answers: Answers = field(default_factory=lambda: Answers({}))

    @property
    def core(self) -> Core:
        return self.desk.core

    @property
    def person_id(self) -> str:
        return self.origin.person_id

    @property
    def act(self) -> Act:
        return Act(self.origin.workspace_id, self.origin.person_id, self.origin.key)

    async def read(
        self, question: Callable[Concatenate[Session, P], Awaitable[Fact]], *args: P.args, **kwargs: P.kwargs
    ) -> Fact:
        """Ask `reporting` one question about this workspace."""
        return await self.desk.read(self.origin.workspace_id, question, *args, **kwargs)

    async def read_as_member(
        self, question: Callable[Concatenate[Session, P], Awaitable[Fact]], *args: P.args, **kwargs: P.kwargs
    ) -> Fact:
        """Ask one question for a full member of the workspace. Raises GuestsNotAllowed."""

        async def asked(session: Session) -> Fact:
            await authorize.member(session, self.person_id)
            return await question(session, *args, **kwargs)

        return await self.read(asked)

    async def show(self, view: View) -> None:
        """Open a modal, or change the one the act came from. Raises SlackFailure.

        Slack's answer is not waited for beyond `SHOW_SECONDS`: the form may stand there long before it comes.
        """
        opening = asyncio.create_task(self._show(view))
        done, _ = await asyncio.wait({opening}, timeout=SHOW_SECONDS)
        if not done:
            self.desk.later(self._hear(opening))
            return
        opening.result()

    async def _show(self, view: View) -> None:
        if self.origin.view_id:
            await self.desk.slack.update_view(self.origin.view_id, view)
        else:
            await self.desk.slack.open_view(self.origin.trigger_id, view)

    async def _hear(self, opening: asyncio.Task[None]) -> None:
        """Hear late what became of a form: the listener has answered with nothing, so a refusal is said now."""
        try:
            await opening
        except SlackFailure as failure:
            log.warning("form_not_shown", code=failure.code, person=self.person_id)
            message = not_shown(failure, self.t)
            if message is not None:
                await say(self.core, self.desk.slack, self.origin, message, self.t)

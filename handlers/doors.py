"""From a listener to what Bolt calls. The ack comes after the commit; every refusal becomes a sentence.

A listener returns a Message (said to the person alone) or None (the changed card or Home tab is the answer).
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from domain.errors import AlreadyTakenError, InvalidAnswer, OnlyASample, Refusal, SlackFailure, UnclearReport
from handlers.answering import not_shown, say
from handlers.desk import Call, Desk
from handlers.parse import (
    Origin,
    UnreadableError,
    action_of,
    command_origin,
    command_text,
    event_origin,
    form_of,
    interaction_origin,
)
from mentoring.inbox import trying_twice
from messages.ids import CHOICE_MARK
from messages.message import Message
from messages.payload import SAMPLE
from messages.receipts import apology
from messages.refusals import fault_text, refusal
from messages.report import report_usage
from messages.views import receipt_view
from messages.words import SOURCE_LANGUAGE, Words, words_for

Listener = Callable[[Call], Awaitable[Message | None]]
EventListener = Callable[[Desk, Origin, Mapping[str, Any]], Awaitable[None]]
BoltListener = Callable[..., Awaitable[None]]
ACK_SECONDS = 2.5
"""After three, Slack drops the text of an acknowledgement."""
log = structlog.get_logger()


def command_door(desk: Desk, answer: Listener) -> BoltListener:
    """A slash command: the answer is the ack; too late for that, it comes after it."""

    async def listen(ack: AsyncAck, body: dict[str, Any], workspace_id: str) -> None:
        origin, began = command_origin(body, workspace_id), desk.core.clock.monotonic()

        async def call(t: Words) -> Message | None:
            return await answer(Call(desk, origin, t, text=command_text(body)))

        message, t = await _answered(desk, origin, str(body.get("command")), call)
        is_late = desk.core.clock.monotonic() - began > ACK_SECONDS
        if message is None:
            await ack()
        elif is_late and origin.response_url:
            await ack()
            desk.later(say(desk.core, desk.slack, origin, message, t))
        else:
            await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    return _guarded(listen)


def button_door(desk: Desk, entry: str, press: Listener) -> BoltListener:
    """A click: acked when its effect is committed; said to the person where she clicked."""

    async def listen(ack: AsyncAck, body: dict[str, Any], workspace_id: str) -> None:
        origin = interaction_origin(body, workspace_id)
        action_id, about = action_of(body)

        async def call(t: Words) -> Message | None:
            if about.subject_id == SAMPLE:
                raise OnlyASample
            choice = action_id.partition(CHOICE_MARK)[2]
            return await press(Call(desk, origin, t, choice=choice, about=about))

        message, t = await _answered(desk, origin, entry, call)
        await ack()
        if message is not None:
            desk.later(say(desk.core, desk.slack, origin, message, t))

    return _guarded(listen)


def form_door(desk: Desk, entry: str, submit: Listener) -> BoltListener:
    """A submitted form: faults stand at their fields, a message takes the form's place, else it closes."""

    async def listen(ack: AsyncAck, body: dict[str, Any], workspace_id: str) -> None:
        origin = interaction_origin(body, workspace_id)
        about, answers = form_of(body)
        errors: dict[str, str] = {}

        async def call(t: Words) -> Message | None:
            try:
                return await submit(Call(desk, origin, t, about=about, answers=answers))
            except InvalidAnswer as faulty:
                errors.update({name: fault_text(fault, t) for name, fault in faulty.faults.items()})
                raise

        message, t = await _answered(desk, origin, entry, call)
        if errors:
            await ack(response_action="errors", errors=errors)
        elif message is None:
            await ack()
        else:
            await ack(response_action="update", view=receipt_view(message, t))

    return _guarded(listen)


def event_door(desk: Desk, entry: str, happen: EventListener) -> BoltListener:
    """An event: acked when its effect is committed, or a rule refuses it for good.

    Whatever else happens leaves it unacked, so that Slack sends it again.
    """

    async def listen(ack: AsyncAck, body: dict[str, Any], workspace_id: str) -> None:
        origin = event_origin(body, workspace_id)
        try:
            await trying_twice(lambda: happen(desk, origin, body))
        except (AlreadyTakenError, Refusal):
            log.info("event", entry=entry, outcome="nothing to do", person=origin.person_id)
        else:
            log.info("event", entry=entry, outcome="done", person=origin.person_id)
        await ack()

    return _guarded(listen)


async def unknown_door(ack: AsyncAck) -> None:
    """A button or form of another version: a quiet 200."""
    log.info("unknown_interaction")
    await ack()


def _guarded(listen: BoltListener) -> BoltListener:
    """Answer a payload of another shape with a quiet 200: nothing was changed, nothing can be said."""

    async def listen_to_readable(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        try:
            await listen(ack=ack, body=body, workspace_id=_authorized_workspace(context))
        except UnreadableError:
            log.warning("unreadable_payload")
            await ack()

    return listen_to_readable


def _authorized_workspace(context: AsyncBoltContext) -> str:
    """The workspace whose installation answers, never another one that a payload names as well."""
    authorized = context.authorize_result
    if authorized is None or authorized.team_id is None:
        raise UnreadableError
    return authorized.team_id


async def _answered(
    desk: Desk, origin: Origin, entry: str, call: Callable[[Words], Awaitable[Message | None]]
) -> tuple[Message | None, Words]:
    """Run a listener for a known person; return what is to be said, and in which words. Never raises."""
    t, outcome = words_for(SOURCE_LANGUAGE), "done"
    try:
        t = words_for(await desk.get_to_know(origin.workspace_id, origin.person_id) or SOURCE_LANGUAGE)
        return await trying_twice(lambda: call(t)), t
    except AlreadyTakenError:
        outcome = "taken before"
        return None, t
    except UnclearReport as unclear:
        outcome = str(unclear)
        return report_usage(unclear, t), t
    except Refusal as refused:
        outcome = str(refused)
        return refusal(refused, t), t
    except SlackFailure as failure:
        outcome = failure.code
        return not_shown(failure, t), t
    except Exception as bug:  # the people's door: whatever breaks, the person gets one sentence
        reference = secrets.token_hex(4)
        outcome = type(bug).__name__
        log.exception("listener_failed", entry=entry, reference=reference)
        return apology(reference, t), t
    finally:
        log.info("act", entry=entry, person=origin.person_id, workspace=origin.workspace_id, outcome=outcome)

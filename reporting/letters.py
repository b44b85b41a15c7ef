"""Read only: from the name of a promised message to its facts as they stand now."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.pair import Concern, Introduction, OutcomeQuestion, Preview, RescueChoice
from domain.facts.people import Joined
from domain.facts.program import Home
from domain.facts.round import ProposalSummary, RotationQuestion
from domain.facts.session import SessionCard
from domain.kinds import DeliveryState, EffectKind, MessageName, NextRound, PreviewAnswer, SessionState
from models import Delivery
from reporting import care, feedback, pairs, people, programs, rounds, sessions
from reporting.home import home

Detail = Mapping[str, str]
Fact = TypeVar("Fact")
FactLoader = Callable[[AsyncSession, datetime, str, str, Detail], Awaitable[Fact | None]]
Loader = FactLoader[object]
"""(session, now, subject id, recipient id, detail) → the fact; None when the message has lost its purpose."""

YES = "1"


async def _home(session: AsyncSession, now: datetime, _subject: str, recipient: str, detail: Detail) -> Home:
    may_create = detail.get("may_create_programs") == YES
    return await home(session, recipient, now, may_create_programs=may_create)


async def _help(
    session: AsyncSession, _now: datetime, _subject: str, recipient: str, _detail: Detail
) -> people.HelpFact:
    return await people.help_fact(session, recipient)


async def _joined(
    session: AsyncSession, now: datetime, subject: str, recipient: str, detail: Detail
) -> Joined | None:
    is_change = detail.get("is_change") == YES
    return await programs.joined(session, subject, recipient, now, is_change=is_change)


async def _introduction(
    session: AsyncSession, _now: datetime, subject: str, _recipient: str, _detail: Detail
) -> Introduction | None:
    return await pairs.introduction(session, subject)


async def _approval_overdue(
    session: AsyncSession, _now: datetime, subject: str, _recipient: str, _detail: Detail
) -> ProposalSummary | None:
    summary = await rounds.proposal_summary(session, subject)
    return None if summary is None or _is_approved(summary) else summary


async def _proposal(
    session: AsyncSession, _now: datetime, subject: str, _recipient: str, _detail: Detail
) -> ProposalSummary | None:
    return await rounds.proposal_summary(session, subject)


async def _concern(
    session: AsyncSession, _now: datetime, subject: str, recipient: str, detail: Detail
) -> Concern | None:
    return await care.concern(session, subject, recipient, detail.get("person", ""))


async def _date_reask(
    session: AsyncSession, now: datetime, subject: str, recipient: str, _detail: Detail
) -> SessionCard | None:
    return await sessions.session_card(session, subject, recipient, now)


async def _reminder(
    session: AsyncSession, now: datetime, subject: str, recipient: str, _detail: Detail
) -> SessionCard | None:
    card = await sessions.session_card(session, subject, recipient, now)
    if card is None or card.state is not SessionState.FIXED or card.scheduled_at is None:
        return None
    return card if card.scheduled_at > now else None


async def _poll(
    session: AsyncSession, now: datetime, subject: str, recipient: str, _detail: Detail
) -> SessionCard | None:
    card = await sessions.session_card(session, subject, recipient, now)
    return card if card is not None and not card.is_delegate and _was_asked(card) else None


def _about(fact: Callable[[AsyncSession, str, str], Awaitable[Fact | None]]) -> FactLoader[Fact]:
    """Adapt a fact of (subject, recipient)."""

    async def load(
        session: AsyncSession, _now: datetime, subject: str, recipient: str, _detail: Detail
    ) -> Fact | None:
        return await fact(session, subject, recipient)

    return load


def _dated(fact: Callable[[AsyncSession, str, str, datetime], Awaitable[Fact | None]]) -> FactLoader[Fact]:
    """Adapt a fact of (subject, recipient, now)."""

    async def load(
        session: AsyncSession, now: datetime, subject: str, recipient: str, _detail: Detail
    ) -> Fact | None:
        return await fact(session, subject, recipient, now)

    return load


def _to_herself(fact: Callable[[AsyncSession, str], Awaitable[Fact | None]]) -> FactLoader[Fact]:
    """Adapt a fact about a person that is hers alone."""

    async def load(
        session: AsyncSession, _now: datetime, subject: str, recipient: str, _detail: Detail
    ) -> Fact | None:
        return await fact(session, subject) if subject == recipient else None

    return load


def _settles(message: MessageName, load: FactLoader[Fact], is_settled: Callable[[Fact], bool]) -> Loader:
    """Let a settled card be redrawn where it stands, but never posted anew."""

    async def load_unsettled_or_posted(
        session: AsyncSession, now: datetime, subject: str, recipient: str, detail: Detail
    ) -> object | None:
        fact = await load(session, now, subject, recipient, detail)
        if fact is None or not is_settled(fact) or await _is_posted(session, message, subject, recipient):
            return fact
        return None

    return load_unsettled_or_posted


async def _is_posted(session: AsyncSession, message: MessageName, subject: str, recipient: str) -> bool:
    posted = await session.scalar(
        select(Delivery.id)
        .where(Delivery.subject_id == subject, Delivery.recipient_id == recipient)
        .where(Delivery.message == message, Delivery.kind == EffectKind.POST)
        .where(Delivery.state == DeliveryState.SENT)
        .limit(1)
    )
    return posted is not None


def _is_approved(summary: ProposalSummary) -> bool:
    return summary.approve_before is None


def _has_nothing_to_tell(summary: ProposalSummary) -> bool:
    """A round that approved itself is still news where people soon have nobody new to meet."""
    return _is_approved(summary) and summary.outlook is None


def _waits_for_viewer(card: SessionCard) -> bool:
    is_suggested_to_her = card.state is SessionState.SUGGESTED and not card.is_suggested_by_viewer
    return card.state is SessionState.TO_FIX or is_suggested_to_her


def _waits_no_more(card: SessionCard) -> bool:
    return not _waits_for_viewer(card)


def _is_answered(shown: Preview) -> bool:
    return shown.is_over or shown.answer is not PreviewAnswer.WAITING


def _was_asked(card: SessionCard) -> bool:
    return card.state in {SessionState.PAST, SessionState.CLOSED}


def _is_polled(card: SessionCard) -> bool:
    return card.viewer_said_held is not None or card.state is SessionState.CLOSED


def _is_closed(card: SessionCard) -> bool:
    return card.state is SessionState.CLOSED


def _has_chosen(question: RotationQuestion) -> bool:
    return question.answer != NextRound.UNANSWERED.value


def _has_outcome(question: OutcomeQuestion) -> bool:
    return question.has_answered


def _is_decided(choice: RescueChoice) -> bool:
    return not choice.is_open


LETTER_FACTS: dict[MessageName, Loader] = {
    MessageName.HOME: _home,
    MessageName.HELP: _help,
    MessageName.INVITATION: _dated(programs.invitation),
    MessageName.JOINED: _joined,
    MessageName.PROPOSAL: _settles(MessageName.PROPOSAL, _proposal, _has_nothing_to_tell),
    MessageName.APPROVAL_OVERDUE: _approval_overdue,
    MessageName.APPROVAL_LATE: _about(programs.approval_late),
    MessageName.PREVIEW: _settles(MessageName.PREVIEW, _about(pairs.preview), _is_answered),
    MessageName.LEFT_OUT: _about(rounds.left_out),
    MessageName.INTRODUCTION: _introduction,
    MessageName.CHARTER: _about(feedback.charter),
    MessageName.SESSION_CARD: _settles(MessageName.SESSION_CARD, _dated(sessions.session_card), _is_closed),
    MessageName.DATE_REASK: _settles(MessageName.DATE_REASK, _date_reask, _waits_no_more),
    MessageName.SESSION_REMINDER: _reminder,
    MessageName.SESSION_POLL: _settles(MessageName.SESSION_POLL, _poll, _is_polled),
    MessageName.CHECK_IN: _about(feedback.check_in),
    MessageName.CONCERN: _concern,
    MessageName.RESCUE_OFFER: _dated(care.rescue_offer),
    MessageName.RESCUE_CHOICE: _settles(MessageName.RESCUE_CHOICE, _about(care.rescue_choice), _is_decided),
    MessageName.CLOSING_NOTICE: _dated(care.closing_notice),
    MessageName.PAIR_ENDED: _about(pairs.pair_ended),
    MessageName.ROTATION: _settles(MessageName.ROTATION, _about(rounds.rotation), _has_chosen),
    MessageName.OUTCOME: _settles(MessageName.OUTCOME, _about(feedback.outcome), _has_outcome),
    MessageName.PAUSED_BY_SILENCE: _to_herself(people.paused_by_silence),
    MessageName.WELCOME_BACK: _to_herself(people.welcome_back),
    MessageName.PROGRAM_CLOSED: _about(programs.closed),
}
"""Every message but the report, which reporting/report.py answers for, and what the ledger says of itself."""

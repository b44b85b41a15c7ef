"""Variations of the sample facts, for every message. `text` stands in for everything somebody typed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from domain.facts import pair as pairs
from domain.facts import people
from domain.facts import round as rounds_facts
from domain.facts.delivery import HeldMessage, Undelivered
from domain.facts.session import SessionCard
from domain.kinds import (
    EndReason,
    MessageName,
    NextRound,
    PauseReason,
    PreviewAnswer,
    Role,
    RoundState,
    SessionState,
    Side,
)
from domain.retries import HeldReason
from domain.topics.lines import TopicLine
from messages.samples import pairs as sample_pairs
from messages.samples import people as sample_people
from messages.samples import programs as sample_programs
from messages.samples import rounds as sample_rounds
from messages.samples import sessions as sample_sessions
from messages.samples.cast import PROGRAM_ID, Cast

TEXT = "Prompt craft"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 12, 1)
VIEWER, PARTNER, CONTACT, ETHICS = "U0VIEWER01", "U0PARTNER1", "U0CONTACT1", "U0ETHICS01"


def cast(text: str = TEXT) -> Cast:
    return Cast(VIEWER, PARTNER, CONTACT, ETHICS, NOON, text)


def choice(text: str = TEXT) -> people.ProgramChoice:
    return cast(text).program


def partner(text: str = TEXT) -> people.Colleague:
    return cast(text).partner


def card(text: str = TEXT, **changes: Any) -> SessionCard:
    return replace(sample_sessions.card(cast(text)), **changes)


def cards(text: str = TEXT) -> list[SessionCard]:
    """Every state a card can be seen in."""
    every = product(SessionState, (True, False), (None, True, False), (True, False), Side)
    seen = [
        card(
            text,
            state=state,
            is_suggested_by_viewer=mine,
            viewer_said_held=held,
            is_delegate=delegate,
            viewer_side=side,
        )
        for state, mine, held, delegate, side in every
    ]
    first = card(text, number=1, state=SessionState.FIXED, last_next_step=None, agenda=())
    last = card(text, number=6, is_last=True, state=SessionState.CLOSED, options=())
    return [*seen, first, last, card(text, options=()), card(text, number=4, state=SessionState.FIXED)]


def charters(text: str = TEXT) -> list[pairs.Charter]:
    start = sample_pairs.charter(cast(text))
    return [
        start,
        replace(start, viewer_side=Side.MENTEE, goals=(), every_days=14, has_viewer_accepted=True),
        replace(
            start, has_viewer_accepted=True, has_partner_accepted=True, has_viewer_answered_baseline=True
        ),
    ]


def previews(text: str = TEXT) -> list[pairs.Preview]:
    start = sample_pairs.preview(cast(text))
    bare = replace(start, partner_hope="", shared_topics=(), partner_teaches=(), partner_wants=())
    return [bare, *(replace(start, answer=a, viewer_side=s) for a, s in product(PreviewAnswer, Side))]


def introductions(text: str = TEXT) -> list[pairs.Introduction]:
    start = sample_pairs.introduction(cast(text))
    return [
        replace(start, has_different_department=department, has_different_site=site, every_days=days)
        for department, site, days in product((True, False), (True, False), (1, 7, 14, 10, 30))
    ]


def summaries(text: str = TEXT) -> list[rounds_facts.ProposalSummary]:
    start = sample_rounds.summary(cast(text))
    settled = replace(start, state=RoundState.RUNNING, approved_by=VIEWER, left_out_count=0, outlook=None)
    return [
        start,
        settled,
        replace(settled, approved_by=None),
        replace(start, approve_before=None, pairs_count=0),
    ]


def proposal(text: str = TEXT, size: int = 60) -> rounds_facts.Proposal:
    start = sample_rounds.proposal(cast(text))
    return replace(start, pairs=start.pairs * size, left_out=start.left_out * (size // 2))


def offers(text: str = TEXT) -> list[pairs.RescueOffer]:
    start = sample_pairs.rescue_offer(cast(text))
    without = replace(start, options=(), session_id=None, closes_on=None)
    return [start, without, replace(without, has_begun=False), replace(start, has_begun=False)]


def rotations(text: str = TEXT) -> list[rounds_facts.RotationQuestion]:
    start = sample_rounds.rotation(cast(text))
    answered = [replace(start, answer=answer.value, wants_to_keep=True) for answer in NextRound]
    return [start, *answered, replace(start, partner_id=None, can_keep=False)]


def check_ins(text: str = TEXT) -> list[pairs.CheckIn]:
    start = sample_pairs.check_in(cast(text))
    return [
        replace(start, answer=answer, has_asked_for_help=helped)
        for answer, helped in product((None, 1, 5), (True, False))
    ]


def concerns(text: str = TEXT) -> list[pairs.Concern]:
    start = sample_pairs.concern(cast(text))
    return [
        replace(start, score=score, wants_help=wants_help, wants_another_partner=another)
        for score, wants_help, another in product((None, 2), (True, False), (True, False))
    ]


def rescue_choices(text: str = TEXT) -> list[pairs.RescueChoice]:
    start = sample_pairs.rescue_choice(cast(text))
    not_begun = replace(start, held_count=0, missed_in_row=0, last_held_on=None, has_begun=False)
    return [not_begun] + [
        replace(start, held_count=held, missed_in_row=missed, last_held_on=last, is_open=is_open)
        for held, missed, last, is_open in product((0, 1), (0, 2), (None, DAY), (True, False))
    ]


def joined(text: str = TEXT) -> list[people.Joined]:
    start = sample_people.joined(cast(text))
    return [
        replace(start, role=role, matched_on=day, is_change=is_change, needs_manager_check=is_change)
        for role, day, is_change in product(Role, (DAY, None), (True, False))
    ]


def join_forms(text: str = TEXT) -> list[people.JoinForm]:
    start = sample_people.join_form(cast(text))
    known = replace(start, is_time_zone_confirmed=True, is_manager_known=True, is_change=True)
    new = people.JoinRequest(PROGRAM_ID, Role.MENTOR)
    return [known, replace(start, topics=(), current=new, coordinator_ids=())]


def left_outs(text: str = TEXT) -> list[rounds_facts.LeftOut]:
    start = sample_rounds.left_out(cast(text))
    reasons = ("competition", *sample_rounds.STEPS)
    return [replace(start, side=side, reason=reason) for side, reason in product(Side, reasons)]


def outcomes(text: str = TEXT) -> list[pairs.OutcomeQuestion]:
    start = sample_pairs.outcome(cast(text))
    return [
        replace(start, has_answered=answered, own_held_count=held)
        for answered, held in product((True, False), (0, 1, 4))
    ]


def ends(text: str = TEXT) -> list[pairs.PairEnded]:
    start = sample_pairs.pair_ended(cast(text))
    return [
        replace(start, reason_shown=reason, can_have_new_partner=new)
        for reason, new in product(EndReason, (True, False))
    ]


def items_forms() -> list[pairs.ItemsForm]:
    return [sample_pairs.items_form(side, is_outcome=end) for side, end in product(Side, (True, False))]


def held_messages() -> list[tuple[HeldMessage, ...]]:
    """One of every kind and reason, and more than a message can show."""
    (start,) = sample_people.held_messages(cast())
    every = [replace(start, message=name, reason=reason) for name, reason in product(MessageName, HeldReason)]
    return [(message,) for message in every] + [tuple(every)]


def undelivered(text: str = TEXT) -> list[Undelivered]:
    """What a coordinator sees, what the admin does, and all of it, more than a message can show."""
    many = held_messages()[-1]
    nameless = tuple(replace(message, person_ids=()) for message in many)
    invitation = (replace(many[0], person_ids=(), channel_id="C0CHANNEL1"),)
    reasons = {text[:60]: 2, "": 1} | {f"code_{number}": 1 for number in range(20)}
    return [
        Undelivered(invitation),
        Undelivered(elsewhere=nameless[:1], hidden_count=1),
        Undelivered(failed={"user_not_found": 1}),
        Undelivered(many, nameless, 3, reasons),
    ]


def pauses() -> list[people.PauseNotice]:
    start = sample_people.pause_notice(cast())
    return [replace(start, reason=reason, until=day) for reason, day in product(PauseReason, (DAY, None))]


def topic_lists(text: str = TEXT) -> list[tuple[TopicLine, ...]]:
    """None, and the longest list that there can be."""
    long = tuple(TopicLine(f"{number} {text}"[:75].strip(), ("1" * 75,) * 2) for number in range(100))
    return [(), long]


def letters(text: str = TEXT) -> dict[MessageName, list[Any]]:
    """Return the facts each ledger message is tried with."""
    invitation = sample_programs.invitation(cast(text))
    closed = [sample_programs.closed(cast(text))]
    return {
        MessageName.INVITATION: [
            invitation,
            replace(invitation, purpose="", sponsor_sentence="", contact_id=""),
        ],
        MessageName.JOINED: joined(text),
        MessageName.PROPOSAL: summaries(text),
        MessageName.APPROVAL_OVERDUE: summaries(text),
        MessageName.APPROVAL_LATE: closed,
        MessageName.PREVIEW: previews(text),
        MessageName.LEFT_OUT: left_outs(text),
        MessageName.INTRODUCTION: introductions(text),
        MessageName.CHARTER: charters(text),
        MessageName.SESSION_CARD: cards(text),
        MessageName.DATE_REASK: cards(text),
        MessageName.SESSION_REMINDER: cards(text),
        MessageName.SESSION_POLL: cards(text),
        MessageName.CHECK_IN: check_ins(text),
        MessageName.CONCERN: concerns(text),
        MessageName.RESCUE_OFFER: offers(text),
        MessageName.RESCUE_CHOICE: rescue_choices(text),
        MessageName.CLOSING_NOTICE: offers(text),
        MessageName.HELD: held_messages(),
        MessageName.PAIR_ENDED: ends(text),
        MessageName.ROTATION: rotations(text),
        MessageName.OUTCOME: outcomes(text),
        MessageName.PAUSED_BY_SILENCE: pauses(),
        MessageName.WELCOME_BACK: pauses(),
        MessageName.PROGRAM_CLOSED: closed,
    }

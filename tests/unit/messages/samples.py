"""Sample facts for every message. `text` stands in for everything somebody typed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from domain.facts import pair as pairs
from domain.facts import people, program
from domain.facts import round as rounds_facts
from domain.facts.session import SessionCard
from domain.items import ITEMS
from domain.kinds import (
    EndReason,
    MessageName,
    NextRound,
    PairState,
    PauseReason,
    Preset,
    PreviewAnswer,
    ProgramState,
    RescueStage,
    Role,
    RoundState,
    SessionState,
    Side,
)

TEXT = "Prompt craft"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 12, 1)
VIEWER, PARTNER, CONTACT, ETHICS = "U0VIEWER01", "U0PARTNER1", "U0CONTACT1", "U0ETHICS01"
OPTIONS = tuple(NOON + timedelta(days=day) for day in (1, 2, 3))


def choice(text: str = TEXT) -> people.ProgramChoice:
    return people.ProgramChoice("p" * 32, text)


def partner(text: str = TEXT) -> people.Colleague:
    return people.Colleague(PARTNER, text, text, text, "Europe/Berlin")


def card(text: str = TEXT, **changes: Any) -> SessionCard:
    start = SessionCard(
        session_id="s" * 32,
        revision=3,
        pair_id="a" * 32,
        program=choice(text),
        viewer_id=VIEWER,
        viewer_side=Side.MENTEE,
        partner=partner(text),
        number=2,
        session_count=6,
        state=SessionState.TO_FIX,
        options=OPTIONS,
        scheduled_at=NOON,
        minutes=45,
        is_suggested_by_viewer=False,
        viewer_time_zone="Asia/Kathmandu",
        is_outside_viewer_hours=True,
        is_outside_partner_hours=True,
        agenda=(text, text),
        last_next_step=text,
        viewer_said_held=None,
        next_opens_on=DAY,
        is_last=False,
        contact_id=CONTACT,
    )
    return replace(start, **changes)


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


def goals(text: str = TEXT) -> tuple[pairs.GoalFact, ...]:
    return (pairs.GoalFact("g1", text, text), pairs.GoalFact("g2", text, ""))


def charter(text: str = TEXT, **changes: Any) -> pairs.Charter:
    start = pairs.Charter(
        pair_id="a" * 32,
        program=choice(text),
        viewer_side=Side.MENTOR,
        partner=partner(text),
        session_count=6,
        every_days=30,
        session_minutes=45,
        has_viewer_accepted=False,
        has_partner_accepted=False,
        has_viewer_answered_baseline=False,
        goals=goals(text),
        contact_id=CONTACT,
        ethics_contact_id=ETHICS,
    )
    return replace(start, **changes)


def charters(text: str = TEXT) -> list[pairs.Charter]:
    return [
        charter(text),
        charter(text, viewer_side=Side.MENTEE, goals=(), every_days=14, has_viewer_accepted=True),
        charter(text, has_viewer_accepted=True, has_partner_accepted=True, has_viewer_answered_baseline=True),
    ]


def previews(text: str = TEXT) -> list[pairs.Preview]:
    interests = (people.TopicInterest(text), people.TopicInterest(text, 3))
    start = pairs.Preview(
        pair_id="a" * 32,
        program=choice(text),
        viewer_side=Side.MENTOR,
        partner=partner(text),
        partner_teaches=interests,
        partner_wants=interests,
        partner_hope=text,
        shared_topics=(text,),
        answer=PreviewAnswer.WAITING,
        answer_until=NOON,
        contact_id=CONTACT,
    )
    bare = replace(start, partner_hope="", shared_topics=(), partner_teaches=(), partner_wants=())
    return [bare, *(replace(start, answer=a, viewer_side=s) for a, s in product(PreviewAnswer, Side))]


def introductions(text: str = TEXT) -> list[pairs.Introduction]:
    return [
        pairs.Introduction(
            pair_id="a" * 32,
            program=choice(text),
            mentor=people.Colleague(VIEWER, text, text, text, "UTC"),
            mentee=partner(text),
            mentor_teaches=(text, text),
            mentee_teaches=(text,),
            has_different_department=department,
            has_different_site=site,
            session_count=4,
            every_days=days,
            ends_on=DAY,
            contact_id=CONTACT,
        )
        for department, site, days in product((True, False), (True, False), (1, 7, 14, 10, 30))
    ]


def summaries(text: str = TEXT) -> list[rounds_facts.ProposalSummary]:
    start = rounds_facts.ProposalSummary("r" * 32, 2, choice(text), RoundState.PROPOSED, 12, 3, 2, DAY, None)
    settled = replace(start, state=RoundState.RUNNING, approved_by=VIEWER, left_out_count=0)
    return [
        start,
        settled,
        replace(settled, approved_by=None),
        replace(start, approve_before=None, pairs_count=0),
    ]


def proposal(text: str = TEXT, size: int = 60) -> rounds_facts.Proposal:
    names = ("topics", "reciprocity", "department", "site", "hours", "style", "waited", "other")
    reasons = tuple(pairs.Reason(name, 5, (text,)) for name in names)
    steps = ("candidates", "level", "reporting_line", "hours", "language", "history", "other_limits")
    line = rounds_facts.PairLine(
        "a" * 32, VIEWER, PARTNER, 40, reasons, PairState.PROPOSED, needs_manager_check=True
    )
    left = rounds_facts.LeftOutLine(
        VIEWER, "mentor", "competition", tuple((step, 7) for step in steps), "hours"
    )
    bare = rounds_facts.LeftOutLine(VIEWER, "mentee", "other_limits", (), None)
    return rounds_facts.Proposal(
        round_id="r" * 32,
        number=2,
        state=RoundState.PROPOSED,
        program=choice(text),
        is_top_up=True,
        pairs=(line,) * size,
        left_out=(left, bare) * (size // 2),
        total_score=480,
        is_proven_best=True,
        approve_before=DAY,
    )


def offers(text: str = TEXT) -> list[pairs.RescueOffer]:
    start = pairs.RescueOffer(
        "a" * 32, choice(text), partner(text), OPTIONS, "s" * 32, 1, "Europe/Berlin", DAY, CONTACT
    )
    return [start, replace(start, options=(), session_id=None, closes_on=None)]


def rotations(text: str = TEXT) -> list[rounds_facts.RotationQuestion]:
    start = rounds_facts.RotationQuestion(
        round_id="r" * 32,
        program=choice(text),
        partner_id=PARTNER,
        ends_on=DAY,
        answer=NextRound.UNANSWERED.value,
        can_keep=True,
        wants_to_keep=False,
    )
    answered = [replace(start, answer=answer.value, wants_to_keep=True) for answer in NextRound]
    return [start, *answered, replace(start, partner_id=None, can_keep=False)]


def check_ins(text: str = TEXT) -> list[pairs.CheckIn]:
    return [
        pairs.CheckIn("a" * 32, choice(text), partner(text), answer, helped, CONTACT)
        for answer, helped in product((None, 1, 5), (True, False))
    ]


def concerns(text: str = TEXT) -> list[pairs.Concern]:
    return [
        pairs.Concern("a" * 32, choice(text), VIEWER, score, wants_help, another)
        for score, wants_help, another in product((None, 2), (True, False), (True, False))
    ]


def rescue_choices(text: str = TEXT) -> list[pairs.RescueChoice]:
    return [
        pairs.RescueChoice(
            "a" * 32, choice(text), VIEWER, PARTNER, held, missed, last, RescueStage.OFFERED, is_open
        )
        for held, missed, last, is_open in product((0, 1), (0, 2), (None, DAY), (True, False))
    ]


def joined(text: str = TEXT) -> list[people.Joined]:
    office = people.JoinRequest("p", Role.MENTOR).read
    return [
        people.Joined(choice(text), VIEWER, role, day, is_change, is_change, CONTACT, "Europe/Berlin", office)
        for role, day, is_change in product(Role, (DAY, None), (True, False))
    ]


def request(text: str = TEXT) -> people.JoinRequest:
    return people.JoinRequest(
        program_id="p" * 32,
        role=Role.BOTH,
        teaches=(text, "Reels"),
        wants=(text,),
        hope=text,
        languages=("en", "de", "qq"),
        styles=("agenda", "hands_on"),
        level=12,
        department=text,
        site=text,
        blocked_ids=(PARTNER,),
        delegate_id=CONTACT,
        read=replace(people.JoinRequest("p", Role.MENTOR).read, start_minute=555),
        mentor_capacity=2,
    )


def join_forms(text: str = TEXT) -> list[people.JoinForm]:
    new = people.JoinRequest("p" * 32, Role.MENTOR)
    topics = (text, *(f"Topic {number}" for number in range(120)))
    known = people.JoinForm(
        program=choice(text),
        topics=topics,
        current=request(text),
        time_zone="Europe/Berlin",
        is_time_zone_confirmed=True,
        is_manager_known=True,
        is_change=True,
        coordinator_ids=(CONTACT, ETHICS),
    )
    newcomer = replace(
        known,
        topics=(),
        current=new,
        is_time_zone_confirmed=False,
        is_manager_known=False,
        is_change=False,
        coordinator_ids=(),
    )
    return [known, newcomer]


def summary(text: str = TEXT, **changes: Any) -> program.ProgramSummary:
    start = program.ProgramSummary(
        id="p" * 32,
        name=text,
        state=ProgramState.RUNNING,
        preset=Preset.CLASSIC,
        joined_count=40,
        mentor_count=20,
        mentee_count=20,
        live_pairs_count=18,
        enrolment_closes_on=DAY,
        round_number=1,
        round_ends_on=DAY,
        open_proposal_id="r" * 32,
        stuck_pairs=(("a" * 32, VIEWER, PARTNER),) * 12,
        coordinator_ids=(CONTACT, ETHICS),
    )
    return replace(start, **changes)


def programs(text: str = TEXT) -> tuple[program.ProgramSummary, ...]:
    bare = summary(text, open_proposal_id=None, round_ends_on=None, stuck_pairs=())
    return (summary(text), bare, *(replace(bare, state=state) for state in ProgramState))


def pair_card(text: str = TEXT, **changes: Any) -> program.PairCard:
    start = program.PairCard(
        pair_id="a" * 32,
        program=choice(text),
        viewer_side=Side.MENTOR,
        partner=partner(text),
        goals=goals(text),
        session=card(text),
        has_open_poll=False,
        has_accepted_charter=False,
        has_answered_baseline=False,
    )
    return replace(start, **changes)


def home(text: str = TEXT, **changes: Any) -> program.Home:
    enrolment = program.Enrolment(choice(text), Role.BOTH, request(text), is_waiting=True, matched_on=DAY)
    done = pair_card(text, goals=(), session=None, has_accepted_charter=True, has_answered_baseline=True)
    start = program.Home(
        person_id=VIEWER,
        locale="en-US",
        time_zone="Europe/Berlin",
        is_refused=False,
        joinable=(choice(text),),
        enrolments=(enrolment, replace(enrolment, matched_on=None), replace(enrolment, is_waiting=False)),
        pairs=(pair_card(text), pair_card(text, session=card(text, state=SessionState.PAST)), done),
        past=(program.PastPair(text, PARTNER, DAY),) * 20,
        coordinated=programs(text),
        may_create_programs=True,
        paused_until=DAY,
        is_paused=True,
        drawn_at=NOON,
        is_delegate_for=(card(text, is_delegate=True),),
    )
    return replace(start, **changes)


def stranger(text: str = TEXT, **changes: Any) -> program.Home:
    nothing: Mapping[str, Any] = {
        "enrolments": (),
        "pairs": (),
        "past": (),
        "coordinated": (),
        "is_delegate_for": (),
        "joinable": (),
        "may_create_programs": False,
        "is_paused": False,
        "paused_until": None,
    }
    return home(text, **{**nothing, **changes})


def homes(text: str = TEXT) -> list[program.Home]:
    return [
        home(text),
        home(text, paused_until=None),
        stranger(text),
        stranger(text, joinable=(choice(text),)),
        stranger(text, is_refused=True),
    ]


def left_outs(text: str = TEXT) -> list[rounds_facts.LeftOut]:
    reasons = ("capacity", "hours", "languages", "level", "other")
    return [
        rounds_facts.LeftOut(choice(text), side, reason, CONTACT) for side, reason in product(Side, reasons)
    ]


def outcomes(text: str = TEXT) -> list[pairs.OutcomeQuestion]:
    return [
        pairs.OutcomeQuestion("a" * 32, choice(text), partner(text), answered, held, CONTACT)
        for answered, held in product((True, False), (0, 1, 4))
    ]


def ends(text: str = TEXT) -> list[pairs.PairEnded]:
    return [
        pairs.PairEnded(choice(text), partner(text), reason, new, CONTACT)
        for reason, new in product(EndReason, (True, False))
    ]


def items_forms() -> list[pairs.ItemsForm]:
    return [pairs.ItemsForm("a" * 32, side, ITEMS[side], end) for side, end in product(Side, (True, False))]


def pauses() -> list[people.PauseNotice]:
    return [people.PauseNotice(reason, day) for reason, day in product(PauseReason, (DAY, None))]


def roster_person(text: str = TEXT) -> people.RosterPerson:
    return people.RosterPerson(VIEWER, text, 14, text, text, "UTC", None, is_manager_known=True)


def letters(text: str = TEXT) -> dict[MessageName, list[Any]]:
    """Return the facts each ledger message is tried with."""
    closed = [program.Closed(choice(text), CONTACT)]
    return {
        MessageName.INVITATION: [
            program.Invitation(choice(text), text, text, DAY, CONTACT),
            program.Invitation(choice(text), "", "", DAY, ""),
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
        MessageName.PAIR_ENDED: ends(text),
        MessageName.ROTATION: rotations(text),
        MessageName.OUTCOME: outcomes(text),
        MessageName.PAUSED_BY_SILENCE: pauses(),
        MessageName.WELCOME_BACK: pauses(),
        MessageName.PROGRAM_CLOSED: closed,
    }

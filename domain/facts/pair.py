"""Rounds and pairs as people and coordinators see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.facts.people import Colleague, ProgramChoice, TopicInterest
from domain.kinds import EndReason, PreviewAnswer, RescueStage, Side


@dataclass(frozen=True)
class Reason:
    """One term of a pair's score: its name, its points and what it is about (topics, languages …)."""

    name: str
    points: int
    detail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """A partner shown in private, before the pair is told. `is_over`: nothing is left to answer."""

    pair_id: str
    program: ProgramChoice
    viewer_side: Side
    partner: Colleague
    partner_teaches: tuple[TopicInterest, ...]
    partner_wants: tuple[TopicInterest, ...]
    partner_hope: str
    shared_topics: tuple[str, ...]
    answer: PreviewAnswer
    answer_until: datetime
    contact_id: str
    is_over: bool = False


@dataclass(frozen=True)
class Introduction:
    """For the group DM: only shared topics and differences, never a weakness."""

    pair_id: str
    program: ProgramChoice
    mentor: Colleague
    mentee: Colleague
    mentor_teaches: tuple[str, ...]
    mentee_teaches: tuple[str, ...]
    has_different_department: bool
    has_different_site: bool
    session_count: int
    every_days: int
    ends_on: date
    contact_id: str


@dataclass(frozen=True)
class GoalFact:
    id: str
    text: str
    measure: str


@dataclass(frozen=True)
class Charter:
    """The agreement both accept before session 1, with the baseline and the goals."""

    pair_id: str
    program: ProgramChoice
    viewer_side: Side
    partner: Colleague
    session_count: int
    every_days: int
    session_minutes: int
    has_viewer_accepted: bool
    has_partner_accepted: bool
    has_viewer_answered_baseline: bool
    goals: tuple[GoalFact, ...]
    contact_id: str
    ethics_contact_id: str


@dataclass(frozen=True)
class ItemsForm:
    """Three taps, 1–5: the baseline before session 1 or the outcome at round end. Anonymous."""

    pair_id: str
    side: Side
    items: tuple[str, ...]
    is_outcome: bool


@dataclass(frozen=True)
class CheckIn:
    """The same words for everybody, with the same mid-round offer. `answer` is the viewer's own."""

    pair_id: str
    program: ProgramChoice
    partner: Colleague
    answer: int | None
    has_asked_for_help: bool
    contact_id: str


@dataclass(frozen=True)
class Concern:
    """Confidential, for coordinators without a conflict: who needs help, and how the check-in read."""

    pair_id: str
    program: ProgramChoice
    person_id: str
    score: int | None
    wants_help: bool
    wants_another_partner: bool


@dataclass(frozen=True)
class RescueOffer:
    """From facts both can see: no session for a while, or two missed. The same to both.

    Unless `has_begun`, both have yet to accept their agreement: there are no dates before that.
    """

    pair_id: str
    program: ProgramChoice
    partner: Colleague
    options: tuple[datetime, ...]
    session_id: str | None
    revision: int
    time_zone: str
    closes_on: date | None
    contact_id: str
    has_begun: bool = True


@dataclass(frozen=True)
class RescueChoice:
    """For the coordinator: a pair that doesn't meet, and what can be done."""

    pair_id: str
    program: ProgramChoice
    mentor_id: str
    mentee_id: str
    held_count: int
    missed_in_row: int
    last_held_on: date | None
    stage: RescueStage
    is_open: bool
    has_begun: bool = True


@dataclass(frozen=True)
class PairEnded:
    """Neutral words to one side. `next_round_on` None when nothing is planned."""

    program: ProgramChoice
    partner: Colleague
    reason_shown: EndReason
    can_have_new_partner: bool
    contact_id: str


@dataclass(frozen=True)
class OutcomeQuestion:
    pair_id: str
    program: ProgramChoice
    partner: Colleague
    has_answered: bool
    own_held_count: int
    contact_id: str


@dataclass(frozen=True)
class PairActed:
    """The result of a button about one pair: what it stands at now, for the viewer."""

    pair_id: str
    partner_id: str
    extra: Mapping[str, str] = field(default_factory=dict)

"""Programs, the Home tab and what a person sees of herself."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.facts.pair import GoalFact
from domain.facts.people import Colleague, JoinRequest, ProgramChoice
from domain.facts.session import SessionCard
from domain.kinds import Approval, Preset, ProgramState, Role, Side
from domain.topics.lines import TopicLine


@dataclass(frozen=True)
class ProgramRequest:
    """What a coordinator types into the set-up form."""

    name: str
    purpose: str
    success_measure: str
    sponsor_sentence: str
    preset: Preset
    approval: Approval
    enrolment_closes_on: date
    co_coordinator_ids: tuple[str, ...]
    ethics_contact_id: str
    topics: tuple[str, ...]
    channel_id: str | None = None


@dataclass(frozen=True)
class ProgramForm:
    """The set-up form's start values."""

    earliest_close: date
    suggested_close: date
    topics: tuple[str, ...]


@dataclass(frozen=True)
class TopicsForm:
    """A program's topics as a coordinator edits them."""

    program: ProgramChoice
    topics: tuple[TopicLine, ...]


@dataclass(frozen=True)
class TopicEdit:
    """What a coordinator did in that form. `shown` are the marks of the lines it was opened with.

    `chosen` are names from the shipped catalogue.
    """

    program_id: str
    shown: str
    text: str
    chosen: tuple[str, ...] = ()
    renamed: str = ""
    new_name: str = ""


@dataclass(frozen=True)
class TopicsEdited:
    """`renamed` holds (before, now) of topics whose choosers followed."""

    program: ProgramChoice
    count: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ProgramSummary:
    """One program on the coordinator's list, with the one step that comes next."""

    id: str
    name: str
    state: ProgramState
    preset: Preset
    joined_count: int
    mentor_count: int
    mentee_count: int
    live_pairs_count: int
    enrolment_closes_on: date
    round_number: int
    round_ends_on: date | None
    open_proposal_id: str | None
    stuck_pairs: tuple[tuple[str, str, str], ...]
    coordinator_ids: tuple[str, ...]


@dataclass(frozen=True)
class ProgramLaunched:
    program: ProgramChoice
    enrolment_closes_on: date
    channel_id: str | None


@dataclass(frozen=True)
class Invitation:
    program: ProgramChoice
    purpose: str
    sponsor_sentence: str
    enrolment_closes_on: date
    contact_id: str


@dataclass(frozen=True)
class Closed:
    program: ProgramChoice
    contact_id: str


@dataclass(frozen=True)
class PairCard:
    """A live pair on the Home tab."""

    pair_id: str
    program: ProgramChoice
    viewer_side: Side
    partner: Colleague
    goals: tuple[GoalFact, ...]
    session: SessionCard | None
    has_open_poll: bool
    has_accepted_charter: bool
    has_answered_baseline: bool


@dataclass(frozen=True)
class PastPair:
    program_name: str
    partner_id: str
    ended_on: date


@dataclass(frozen=True)
class Enrolment:
    """One program a person is in, with her own answers."""

    program: ProgramChoice
    role: Role
    answers: JoinRequest
    is_waiting: bool
    matched_on: date | None


@dataclass(frozen=True)
class NextHoliday:
    """The next day on which a person isn't written to, what it is called, and why: whose holidays are hers."""

    day: date
    name: str
    country: str
    is_from_zone: bool


@dataclass(frozen=True)
class Home:
    """The Home tab of one person; also what `/rm-me` prints. Empty tuples for a stranger."""

    person_id: str
    locale: str
    time_zone: str
    is_refused: bool
    joinable: tuple[ProgramChoice, ...]
    enrolments: tuple[Enrolment, ...]
    pairs: tuple[PairCard, ...]
    past: tuple[PastPair, ...]
    coordinated: tuple[ProgramSummary, ...]
    may_create_programs: bool
    paused_until: date | None
    is_paused: bool
    drawn_at: datetime
    is_delegate_for: tuple[SessionCard, ...] = ()
    next_holiday: NextHoliday | None = None

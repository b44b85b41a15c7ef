"""One meeting of a pair, as one side sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.facts.people import Colleague, ProgramChoice
from domain.kinds import SessionState, Side


@dataclass(frozen=True)
class SessionCard:
    """All that one side's card shows. Nothing in it depends on what the other said in confidence.

    `viewer_said_held` is the viewer's own answer (None: not yet asked or answered).
    `is_delegate`: the reader stands in for the viewer and sees dates only.
    `…_holiday`: what the public holiday of the date is called, for whom it is one.
    """

    session_id: str
    revision: int
    pair_id: str
    program: ProgramChoice
    viewer_id: str
    viewer_side: Side
    partner: Colleague
    number: int
    session_count: int
    state: SessionState
    options: tuple[datetime, ...]
    scheduled_at: datetime | None
    minutes: int
    is_suggested_by_viewer: bool
    viewer_time_zone: str
    is_outside_viewer_hours: bool
    is_outside_partner_hours: bool
    agenda: tuple[str, ...]
    last_next_step: str | None
    viewer_said_held: bool | None
    next_opens_on: date | None
    is_last: bool
    contact_id: str
    is_delegate: bool = False
    viewer_holiday: str | None = None
    partner_holiday: str | None = None


@dataclass(frozen=True)
class DateForm:
    """The native date-time picker: what it starts at, and whose hours it is checked against."""

    session_id: str
    revision: int
    partner: Colleague
    initial: datetime
    viewer_time_zone: str


@dataclass(frozen=True)
class PollDetailsForm:
    session_id: str
    side: Side
    partner: Colleague
    next_step: str


@dataclass(frozen=True)
class SessionActed:
    """What became of a session by one's own act, for the ephemeral receipt."""

    session_id: str
    state: SessionState
    partner_id: str
    scheduled_at: datetime | None
    is_outside_partner_hours: bool = False
    partner_holiday: str | None = None

"""People as other rooms see them."""

from dataclasses import dataclass
from datetime import date

from domain.cadence import OFFICE_HOURS, Window
from domain.holidays import Holidays
from domain.kinds import PauseReason, Role


@dataclass(frozen=True)
class SlackProfile:
    """What Slack knows of somebody. `updated` orders user_change events (seconds, Slack's own)."""

    id: str
    name: str
    time_zone: str | None
    locale: str | None
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_deactivated: bool = False
    is_admin: bool = False
    updated: int = 0


@dataclass(frozen=True)
class Colleague:
    """Somebody as her partner may see her."""

    id: str
    name: str
    department: str | None
    site: str | None
    time_zone: str


@dataclass(frozen=True)
class RosterPerson:
    """One row of the people list. `manager_id` None with `is_manager_known` means: has none.

    `country` decides the public holidays: an ISO 3166 code, DE or DE-BY.
    """

    id: str
    name: str
    level: int | None
    department: str | None
    site: str | None
    time_zone: str | None
    manager_id: str | None
    is_manager_known: bool
    country: str | None = None


@dataclass(frozen=True)
class TopicInterest:
    """A topic's key and how strongly: 1–3."""

    topic: str
    interest: int = 2


@dataclass(frozen=True)
class ProgramChoice:
    id: str
    name: str


@dataclass(frozen=True)
class JoinRequest:
    """All a person says when joining or changing her answers. Texts as typed; validated by the verb."""

    program_id: str
    role: Role
    teaches: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    hope: str = ""
    languages: tuple[str, ...] = ("en",)
    styles: tuple[str, ...] = ()
    level: int | None = None
    department: str = ""
    site: str = ""
    manager_id: str | None = None
    has_no_manager: bool = False
    blocked_ids: tuple[str, ...] = ()
    delegate_id: str | None = None
    read: Window = OFFICE_HOURS
    meet: Window = OFFICE_HOURS
    mentor_capacity: int = 1


@dataclass(frozen=True)
class JoinForm:
    """What the join form shows: the choices, and what is known of the person already."""

    program: ProgramChoice
    topics: tuple[str, ...]
    current: JoinRequest
    time_zone: str
    is_time_zone_confirmed: bool
    is_manager_known: bool
    is_change: bool
    coordinator_ids: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """`matched_on`: the day the pairs are proposed; None when a round runs already."""

    program: ProgramChoice
    person_id: str
    role: Role
    matched_on: date | None
    is_change: bool
    needs_manager_check: bool
    contact_id: str
    time_zone: str
    read: Window


@dataclass(frozen=True)
class Paused:
    until: date | None
    is_return: bool = False


@dataclass(frozen=True)
class PauseForm:
    earliest: date
    current_until: date | None


@dataclass(frozen=True)
class Left:
    program: ProgramChoice
    contact_id: str


@dataclass(frozen=True)
class LeaveForm:
    programs: tuple[ProgramChoice, ...]


@dataclass(frozen=True)
class PauseNotice:
    """For the DM after three unanswered questions, and the one on return."""

    reason: PauseReason
    until: date | None


@dataclass(frozen=True)
class PersonForm:
    """The coordinator's form to correct one person's roster facts, and whose holidays she keeps."""

    person: RosterPerson
    holidays: Holidays


@dataclass(frozen=True)
class PersonUpdated:
    person_id: str
    stopped_pairs_count: int


@dataclass(frozen=True)
class Act:
    """Who acts, where, and the inbox key under which this act takes effect once."""

    workspace_id: str
    person_id: str
    key: str

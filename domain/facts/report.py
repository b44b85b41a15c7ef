"""What a report asks for, what it says, and the tables its files are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.facts.people import ProgramChoice
from domain.kinds import RescueStage, Side

USEFULNESS_TARGET = 4.0


class Split(StrEnum):
    """What the operating figures can be told apart by. Anonymous answers carry none of these."""

    DEPARTMENT = "department"
    SITE = "site"
    LEVEL = "level"
    TOPIC = "topic"


class FunnelStep(StrEnum):
    """How far people came, in this order. Each is counted in people, never in pairs."""

    INVITED = "invited"
    JOINED = "joined"
    MATCHED = "matched"
    MET_ONCE = "met_once"
    MET_AS_PLANNED = "met_as_planned"
    COMPLETED = "completed"
    REJOINED = "rejoined"


class Withheld(StrEnum):
    """Why a report shows no outcome figures."""

    TOO_FEW_PAIRS = "too_few_pairs"
    NOT_WHOLE_ROUNDS = "not_whole_rounds"


@dataclass(frozen=True)
class ReportRequest:
    """Neither `round_number` nor `last_days` means the whole program.

    Without a program the reader's newest running one is meant. `program_id` wins over `program_name`.
    """

    program_name: str = ""
    program_id: str | None = None
    round_number: int | None = None
    last_days: int | None = None
    split: Split | None = None


@dataclass(frozen=True)
class Period:
    """The request's own period, and the days it came to. `starts_on` None: from the very beginning."""

    round_number: int | None
    last_days: int | None
    starts_on: date | None
    ends_on: date


@dataclass(frozen=True)
class FunnelCount:
    """`people` None: nobody can know, as of a channel that was invited as a whole."""

    step: FunnelStep
    people: int | None


@dataclass(frozen=True)
class Share:
    """A part of a whole against its target, in per cent."""

    part: int
    whole: int
    target: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that a figure never looks as if it had reached its target. None of nothing."""
        return 100 * self.part // self.whole if self.whole else None

    @property
    def is_below_target(self) -> bool:
        return self.percent is not None and self.percent < self.target


@dataclass(frozen=True)
class Band:
    """A range both ends of which belong to it, where the exact figure would tell too much."""

    low: int
    high: int


@dataclass(frozen=True)
class Health:
    """Operating facts. Each field is defined where it is counted: reporting/report_folds.py."""

    match: Share
    sessions: Share
    active: Share
    median_days_to_first: float | None
    stuck_count: int
    disputed_count: int
    response_percent: Band | None


@dataclass(frozen=True)
class Mean:
    """A mean of 1–5 to the half step. 1.5 stands for "1.5 or less" and 4.5 for "4.5 or more"."""

    value: float
    answers: Band


@dataclass(frozen=True)
class SideMean:
    side: Side
    mean: Mean | None


@dataclass(frozen=True)
class ItemChange:
    """One item of a side, before session 1 and at round end. The answers of the two aren't linked."""

    side: Side
    item: str
    before: Mean | None
    after: Mean | None

    @property
    def change(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True)
class Outcome:
    """Anonymous answers after suppression. None in place of a mean: hidden, or not enough answers yet."""

    withheld: Withheld | None
    usefulness: Mean | None = None
    usefulness_by_side: tuple[SideMean, ...] = ()
    items: tuple[ItemChange, ...] = ()


@dataclass(frozen=True)
class WeekCount:
    """Sessions of one ISO week, "2026-W40": held in it, and planned to have been held by its end."""

    week: str
    starts_on: date
    held: int
    planned: int


@dataclass(frozen=True)
class Group:
    """Operating facts of one group. People and pairs may stand in several. `name` None: not known."""

    name: str | None
    joined: int
    matched: int
    met_once: int
    pairs: int
    held: int
    planned: int


@dataclass(frozen=True)
class StuckPair:
    """Confidential: a pair that doesn't meet, for a coordinator without a conflict."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    held_count: int
    missed_in_row: int
    last_held_on: date | None
    stage: RescueStage


@dataclass(frozen=True)
class Report:
    """All figures of one program over one period, for one reader. `pairs_count`: pairs introduced."""

    program: ProgramChoice
    period: Period
    made_at: datetime
    pairs_count: int
    funnel: tuple[FunnelCount, ...]
    health: Health
    outcome: Outcome
    weeks: tuple[WeekCount, ...]
    split: Split | None
    groups: tuple[Group, ...]
    stuck: tuple[StuckPair, ...]


TableCell = str | int | float | date | None


@dataclass(frozen=True)
class ReportTable:
    """One sheet of a report's files, in the words of one language; the first column names the row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]

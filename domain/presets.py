"""The cadences a program can start from, and the named defaults. Every value can be edited per program.

Source: six sessions in six months is the usual practice (NHS Yorkshire, PwC, Guy's and St Thomas').
"""

from dataclasses import dataclass
from datetime import timedelta

from domain.kinds import Preset


@dataclass(frozen=True)
class Rhythm:
    """How often a pair meets: days between sessions, sessions in a round, weeks of a round."""

    session_every_days: int
    sessions_per_round: int
    round_weeks: int


PRESETS: dict[Preset, Rhythm] = {
    Preset.CLASSIC: Rhythm(30, 6, 26),
    Preset.QUARTERLY: Rhythm(14, 6, 13),
    Preset.PILOT: Rhythm(14, 4, 9),
}

SESSION_MINUTES = 45
MIN_OVERLAP_MINUTES = 120
MIN_LEVEL_GAP = 1
MAX_MENTOR_CAPACITY = 2
MIN_COORDINATORS = 2
MAX_NOTIFICATIONS_PER_DAY = 3
MAX_NOTIFICATIONS_PER_SESSION = 3
QUESTIONS_BEFORE_PAUSE = 3
SLOTS_OFFERED = 3

PREVIEW_WORKING_DAYS = 2
REASK_WORKING_DAYS = 2
CHARTER_WORKING_DAYS = 5
COORDINATOR_RESCUE_WORKING_DAYS = 5
ROTATION_WORKING_DAYS = 3
AGENDA_WORKING_DAYS = 2
APPROVAL_DAYS = 7
CLOSING_NOTICE = timedelta(days=7)
NUDGE_LIFE = timedelta(hours=24)
LOW_CHECK_IN = 2
RESCUE_MIN_WORKING_DAYS = 10
RESCUE_CADENCES = 1.5
CLOSE_CADENCES = 3
SMALL_GROUP = 5
MIN_PAIRS_FOR_OUTCOMES = 8
REPORT_EVERY_DAYS = 30

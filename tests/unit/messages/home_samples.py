"""Variations of the Home tab and of the programs on it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.facts import program
from domain.kinds import ProgramState
from messages.samples import programs as sample_programs
from tests.unit.messages.samples import TEXT, cast, choice


def programs(text: str = TEXT) -> tuple[program.ProgramSummary, ...]:
    start = sample_programs.summary(cast(text))
    bare = replace(start, open_proposal_id=None, round_ends_on=None, stuck_pairs=())
    stuck = replace(start, stuck_pairs=start.stuck_pairs * 12)
    return (stuck, bare, *(replace(bare, state=state) for state in ProgramState))


def home(text: str = TEXT, **changes: Any) -> program.Home:
    start = sample_programs.home(cast(text))
    (waiting,), (new, past) = start.enrolments, start.pairs
    done = replace(new, goals=(), session=None, has_accepted_charter=True, has_answered_baseline=True)
    full = replace(
        start,
        enrolments=(waiting, replace(waiting, matched_on=None), replace(waiting, is_waiting=False)),
        pairs=(new, past, done),
        past=start.past * 20,
        coordinated=programs(text),
    )
    return replace(full, **changes)


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

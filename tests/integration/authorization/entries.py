"""How a person would use each entry point, with everything filled in as the door expects it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.kinds import PairState, ProgramState, SessionState
from handlers.parse import Answers
from messages.payload import Payload
from models import MentoringSession, Pair, Program
from tests.integration.authorization.world import ABOVE_MENTOR, MENTOR, OUTSIDER, SOLVED_FROM

Json = dict[str, Any]
Change = Mapping[str, Any]

RATED = {
    item: {item: {"selected_option": {"value": "4"}}}
    for item in (
        "use_tools",
        "understand_younger",
        "ask_juniors",
        "confident_with_leaders",
        "understand_decisions",
        "see_future",
    )
}


@dataclass(frozen=True)
class Use:
    """One way to use an entry: text or choice or answers, and what must be true of the rows before."""

    text: str = ""
    choice: str = ""
    payload_choice: Callable[[datetime], str] = lambda _: ""
    answers: Callable[[datetime], Json] = lambda _: {}
    pairs: Change = field(default_factory=dict)
    sessions: Change = field(default_factory=dict)
    programs: Change = field(default_factory=dict)

    def about(self, subject_id: str, now: datetime) -> Payload:
        """What the button or form carries."""
        return Payload(subject_id, 0, self.payload_choice(now))

    def filled(self, now: datetime) -> Answers:
        """What was filled into the form."""
        return Answers(self.answers(now))

    def changes(self) -> tuple[tuple[type[Any], Change], ...]:
        """What is set in the rows of each table before."""
        return (Pair, self.pairs), (MentoringSession, self.sessions), (Program, self.programs)


def _day(name: str, days: int) -> Callable[[datetime], Json]:
    return lambda now: {name: {name: {"selected_date": (now + timedelta(days=days)).date().isoformat()}}}


def _soon(now: datetime) -> int:
    return int((now + timedelta(days=3)).timestamp())


def _moment(now: datetime) -> Json:
    return {"starts_at": {"starts_at": {"selected_date_time": _soon(now)}}}


def _chosen(**choices: str) -> Json:
    return {name: {name: {"selected_option": {"value": value}}} for name, value in choices.items()}


def _typed(**texts: str) -> Json:
    return {name: {name: {"value": text}} for name, text in texts.items()}


def _join(_: datetime) -> Json:
    return _chosen(role="mentor", level="2") | {
        name: {name: {"selected_options": [{"value": str(day)} for day in range(1, 6)]}}
        for name in ("read_days", "meet_days")
    }


def _program(now: datetime) -> Json:
    return (
        _typed(name="A third program", purpose="Learn", topics="Spreadsheets")
        | _chosen(preset="pilot", approval="coordinator")
        | _day("enrolment_closes", 9)(now)
        | {"co_coordinators": {"co_coordinators": {"selected_users": [OUTSIDER, MENTOR]}}}
        | {"ethics_contact": {"ethics_contact": {"selected_user": OUTSIDER}}}
    )


def _person(_: datetime) -> Json:
    return _chosen(level="4") | {"manager": {"manager": {"selected_user": ABOVE_MENTOR}}}


PREVIEWING = {"state": PairState.PREVIEWING}
PROPOSED = {"state": PairState.PROPOSED}
OVER_DATE = {"state": SessionState.PAST}

USES: dict[str, Use] = {
    "/rm-help": Use(),
    "/rm-join": Use(),
    "/rm-me": Use(),
    "/rm-pause": Use(),
    "/rm-leave": Use(),
    "/rm-session": Use(),
    "/rm-admin": Use(),
    "/rm-report": Use(),
    "help.open": Use(),
    "join.open": Use(),
    "join.decline": Use(),
    "pause.open": Use(),
    "pause.return": Use(),
    "leave.open": Use(),
    "preview.accept": Use(pairs=PREVIEWING),
    "preview.decline": Use(pairs=PREVIEWING),
    "preview.known": Use(pairs=PREVIEWING),
    "charter.accept": Use(),
    "goals.open": Use(),
    "baseline.open": Use(),
    "session.pick": Use(payload_choice=lambda now: str(_soon(now))),
    "session.other": Use(),
    "session.already_met": Use(),
    "poll.rate": Use(choice="4", sessions=OVER_DATE),
    "poll.not_yet": Use(sessions=OVER_DATE),
    "poll.more": Use(sessions=OVER_DATE),
    "check_in.rate": Use(choice="2"),
    "check_in.help": Use(),
    "pair.another": Use(),
    "pair.end_contact": Use(),
    "rotation.again": Use(),
    "rotation.skip": Use(),
    "rotation.leave": Use(),
    "rotation.keep": Use(),
    "outcome.open": Use(pairs={"state": PairState.COMPLETED}),
    "admin.new": Use(),
    "admin.launch": Use(programs={"state": ProgramState.DRAFT}),
    "admin.pairs": Use(pairs=PROPOSED),
    "admin.propose": Use(),
    "admin.approve": Use(payload_choice=lambda _: SOLVED_FROM, pairs=PROPOSED),
    "admin.drop_pair": Use(pairs=PROPOSED),
    "admin.close": Use(),
    "admin.person": Use(),
    "admin.topics": Use(),
    "report.open": Use(),
    "care.rematch": Use(),
    "care.talk": Use(),
    "care.close": Use(),
    "held.send": Use(),
    "held.let_be": Use(),
    "join.submit": Use(answers=_join),
    "pause.submit": Use(answers=_day("until", 9)),
    "leave.submit": Use(),
    "session.submit": Use(answers=_moment),
    "poll.submit": Use(answers=lambda _: _typed(learned="Pivot tables"), sessions=OVER_DATE),
    "goals.submit": Use(answers=lambda _: _typed(goal_1="Learn", measure_1="We see it")),
    "baseline.submit": Use(answers=lambda _: RATED),
    "outcome.submit": Use(answers=lambda _: RATED, pairs={"state": PairState.COMPLETED}),
    "admin.submit": Use(answers=_program),
    "person.submit": Use(answers=_person),
    "topics.submit": Use(answers=lambda _: _typed(topics="Spreadsheets: Excel")),
}
SUGGESTED_ENTRIES = ("session.accept", "session.cancel")
"""They need a suggestion of the mentor, which each test makes: its date depends on the clock."""


def use_of(entry: str, now: datetime) -> Use:
    """How `entry` is used, at `now`."""
    if entry in SUGGESTED_ENTRIES:
        suggestion = {"state": SessionState.SUGGESTED, "scheduled_at": now + timedelta(days=3)}
        return Use(sessions=suggestion | {"suggested_by": MENTOR})
    return USES[entry]

"""Forty people, two rounds, a moved clock: over HTTP on PostgreSQL, and over Socket Mode on SQLite."""

import io
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from domain.kinds import MessageName
from models import MentoringSession
from tests.scenarios.cast import Cast, Habits
from tests.scenarios.ledger import held_sessions, partners, polls_are_kept_per_side, rows_of, seen_by_all
from tests.scenarios.stage import BY_ID, EMPLOYEES, NADIA, Stage, Transport, buttons, staged

MENTOR_LEVELS = range(1, 4)
OPENING, CLOSING = 9, 17
FRIDAY = 5
WEEKS_OF_TWO_ROUNDS = 18


def habits() -> dict[str, Habits]:
    """Most answer; every third fixes no dates and answers no polls; one is unhappy in the first half."""
    people = {}
    for number, person in enumerate(EMPLOYEES):
        is_quiet = number % 3 == 0
        people[person.id] = Habits(
            usefulness=3 + number % 3,
            check_in=1 if number == 1 else 4,
            answers_polls=not is_quiet,
            fixes_dates=not is_quiet,
            rotation="rotation.skip" if number == 2 else "rotation.again",
        )
    return people


async def play(stage: Stage) -> Cast:
    """Enrol everybody and live through two rounds, a day at a time on weekdays."""
    await stage.set_up()
    sides = {p.id: "mentor" if p.level in MENTOR_LEVELS else "mentee" for p in EMPLOYEES}
    for person, side in sides.items():
        await stage.join(person, side)
    await stage.forward(days=8)
    cast = Cast(stage, habits(), sides)
    for _ in range(WEEKS_OF_TWO_ROUNDS):
        for days in (1, 1, 2, 3):
            await approve_what_waits(stage, cast)
            await cast.read_and_answer()
            await cast.read_and_answer()
            await stage.forward(days=days)
    await stage.forward(days=3)
    return cast


async def approve_what_waits(stage: Stage, cast: Cast) -> None:
    for message in stage.dm(NADIA):
        if "admin.approve" in buttons(message) and (NADIA, message.ts, "") not in cast.done:
            cast.done.add((NADIA, message.ts, ""))
            await stage.click(NADIA, "admin.approve", channel=message.channel, ts=message.ts)


@pytest.mark.long
@pytest.mark.parametrize(
    ("transport", "kind"),
    [
        pytest.param("http", "postgres", marks=[pytest.mark.ci, pytest.mark.postgresql]),
        ("socket", "sqlite"),
    ],
)
async def test_a_program_runs_over_two_rounds(
    transport: Transport, kind: str, request: pytest.FixtureRequest
) -> None:
    async with staged(request.getfixturevalue(f"{kind}_url"), transport) as stage:
        cast = await play(stage)
        await every_pair_is_new(stage)
        await nobody_has_more_partners_than_places(stage, cast)
        await messages_keep_the_rules(stage)
        await polls_are_kept_per_side(stage, cast.diary, cast.sides)
        await the_report_says_what_happened(stage)
        assert {call.error for call in stage.sandbox.workspace.calls} == {None}


async def every_pair_is_new(stage: Stage) -> None:
    introduced = await partners(stage)
    assert len(introduced) > len(EMPLOYEES) // 2, "both rounds brought pairs"
    assert set(introduced.values()) == {1}, "nobody met the same partner twice"
    group_dms = stage.group_dms()
    assert len(group_dms) == len(introduced), "one introduction for each pair"
    assert all(len(group.messages) == 1 for group in group_dms)


async def nobody_has_more_partners_than_places(stage: Stage, cast: Cast) -> None:
    seen = await seen_by_all(stage)
    rounds = Counter((s.person, s.message.at.date()) for s in seen if s.row.message is MessageName.PREVIEW)
    assert max(rounds.values()) == 1
    per_person = Counter(s.person for s in seen if s.row.message is MessageName.CHARTER)
    assert max(per_person.values()) <= 2, "one partner in each of two rounds"
    assert cast.sides.keys() >= per_person.keys()


async def messages_keep_the_rules(stage: Stage) -> None:
    usual = BY_ID[NADIA].tz or "UTC"  # of the program: who has no zone in Slack is given it
    zones = {p.id: ZoneInfo(p.tz or usual) for p in EMPLOYEES}
    per_day: Counter[tuple[str, str]] = Counter()
    sessions = {row.id for row in await rows_of(stage, MentoringSession)}
    per_session: Counter[tuple[str, str]] = Counter()
    for seen in await seen_by_all(stage):
        if seen.person not in zones or not seen.is_notification:
            continue
        local = seen.message.at.astimezone(zones[seen.person])
        assert OPENING <= local.hour < CLOSING, (seen.person, local, seen.row.message)
        assert local.isoweekday() <= FRIDAY, (seen.person, local, seen.row.message)
        per_day[seen.person, local.date().isoformat()] += 1
        if seen.row.subject_id in sessions:
            per_session[seen.person, seen.row.subject_id] += 1
    assert max(per_day.values()) <= 3
    assert max(per_session.values()) <= 3


async def the_report_says_what_happened(stage: Stage) -> None:
    await stage.command(NADIA, "/rm-report", "all")
    await stage.settle()
    files = [file for message in stage.dm(NADIA) for file in message.files if file.name.endswith(".xlsx")]
    book = openpyxl.load_workbook(io.BytesIO(files[-1].content or b""))
    figures: dict[str, Any] = {
        str(row[0]): row[1:]
        for sheet in book.worksheets
        for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    assert figures["Joined"][0] == len(EMPLOYEES)
    matched = {person for pair in await partners(stage) for person in pair}
    assert figures["Matched"][0] == len(matched)
    _percent, _unit, held, planned, _target = figures["Sessions held of those planned by now"]
    assert held == await held_sessions(stage)
    assert held <= planned <= len(await rows_of(stage, MentoringSession))

"""Mid-round: a new manager stops a pair; a low check-in stays between its author and a coordinator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.scenarios.cast import LEFT_ALONE, Cast, Habits
from tests.scenarios.stage import NADIA, SAMUEL, Stage, Transport, buttons, chosen, staged

MENTOR, MENTEE = "U0ZAINAB1", "U0MATEUS1"
OTHERS = {"U0LENA001": "mentor", "U0JONAS01": "mentee"}
TRANSPORTS = ("http", "socket")
ROUND_DAYS = 90


@asynccontextmanager
async def live_pairs(database_url: str, transport: Transport) -> AsyncIterator[tuple[Stage, Cast]]:
    """A program with a live pair or two, each at its first session."""
    async with staged(database_url, transport) as stage:
        await stage.set_up()
        sides = {MENTOR: "mentor", MENTEE: "mentee", **OTHERS}
        for person, side in sides.items():
            await stage.join(person, side)
        await stage.forward(days=8)
        await stage.click(NADIA, "admin.approve")
        cast = Cast(stage, {person: Habits() for person in sides}, sides)
        for _ in range(4):
            await stage.forward(days=1)
            await cast.read_and_answer()
            await cast.read_and_answer()
        yield stage, cast


def partner_of(stage: Stage, person: str) -> str:
    """Whom the group DM was opened with."""
    bot = stage.running.bot.identity.bot_user_id
    (group,) = [g for g in stage.group_dms() if person in g.members]
    (partner,) = group.members - {person, bot}
    return str(partner)


async def until_asked(stage: Stage, cast: Cast, person: str, action: str) -> None:
    """Let the days of a round pass, everybody reading and answering, until this person is offered a button."""
    for _ in range(ROUND_DAYS):
        if any(action in buttons(message) for message in stage.dm(person)):
            return
        await stage.forward(days=1)
        await cast.read_and_answer()
    raise AssertionError(f"{action} was never offered: {texts(stage, person)}")


def texts(stage: Stage, person: str) -> list[str]:
    return [message.text for message in stage.dm(person)]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_manager_change_mid_round_stops_that_pair(sqlite_url: str, transport: Transport) -> None:
    async with live_pairs(sqlite_url, transport) as (stage, _):
        mentor, mentee = MENTOR, partner_of(stage, MENTOR)
        before = {person: len(stage.dm(person)) for person in (mentor, mentee)}
        await stage.command(NADIA, "/rm-admin", f"person <@{mentor}>")
        reply = await stage.submit(NADIA, manager={"selected_user": mentee})
        assert reply.ok, reply
        await stage.forward(days=3)
        for person, partner in ((mentor, mentee), (mentee, mentor)):
            news = stage.dm(person)[before[person] :]
            ended = [m for m in news if f"<@{partner}>" in m.text and "ended" in m.text]
            assert len(ended) == 1, [m.text for m in news]
            assert not {"manager", "reporting"} & set(ended[0].text.lower().split()), ended[0].text
        assert not [m for m in stage.dm(mentor)[-1:] if "session.pick:0" in buttons(m)]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_low_check_in_produces_nothing_the_partner_can_see(
    sqlite_url: str, transport: Transport
) -> None:
    async with live_pairs(sqlite_url, transport) as (stage, cast):
        mentor, mentee = MENTOR, partner_of(stage, MENTOR)
        cast.habits[mentor] = Habits(check_in=LEFT_ALONE)
        await until_asked(stage, cast, mentor, "check_in.rate:1")
        await stage.sandbox.open_home(mentee)
        await stage.settle()
        seen_before = (texts(stage, mentee), stage.home(mentee), len(stage.group_dms()[0].messages))
        await stage.click(mentor, "check_in.rate:1")
        await stage.click(mentor, "check_in.help")
        seen_after = (texts(stage, mentee), stage.home(mentee), len(stage.group_dms()[0].messages))
        assert seen_after == seen_before
        assert any("Only" in m.text or "coordinator" in m.text for m in stage.ephemeral(mentor))
        await stage.forward(days=3)
        concerns = [m for c in (NADIA, SAMUEL) for m in stage.dm(c) if f"<@{mentor}>" in m.text]
        assert concerns, "a coordinator hears of it in confidence"
        assert not [t for t in texts(stage, mentee) if "check-in" in t.lower() and "low" in t.lower()]


async def test_who_pauses_hears_nothing_until_the_day(sqlite_url: str) -> None:
    async with live_pairs(sqlite_url, "http") as (stage, _):
        until = (stage.now.date()).replace(year=stage.now.year + 1).isoformat()
        await stage.command(MENTOR, "/rm-pause", f"until {until}")
        await stage.settle()
        before = len(stage.dm(MENTOR))
        await stage.forward(days=30)
        assert len(stage.dm(MENTOR)) == before


async def test_every_form_of_a_live_pair_opens_and_takes_an_answer(sqlite_url: str) -> None:
    async with live_pairs(sqlite_url, "http") as (stage, cast):
        await stage.click(MENTOR, "goals.open")
        assert (await stage.submit(MENTOR, goal_1={"value": "Ship one small tool."})).ok
        await stage.sandbox.close(MENTOR)
        for command in ("/rm-pause", "/rm-leave"):
            await stage.command(MENTOR, command)
            await stage.sandbox.close(MENTOR)
        await until_asked(stage, cast, MENTOR, "poll.more")
        await stage.click(MENTOR, "poll.more")
        assert (await stage.submit(MENTOR, next_step={"value": "Try it on a real case."})).ok


async def test_the_form_asks_what_is_missing_at_the_field(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.command(NADIA, "/rm-admin", "new")
        reply = await stage.submit(
            NADIA,
            name={"value": "Bridge"},
            purpose={"value": "Learn."},
            preset=chosen("pilot"),
            approval=chosen("coordinator"),
            enrolment_closes={"selected_date": "2020-01-01"},
            co_coordinators={"selected_users": [NADIA]},
            ethics_contact={"selected_user": SAMUEL},
        )
        assert reply.body["response_action"] == "errors"
        assert set(reply.body["errors"]) == {"enrolment_closes", "co_coordinators"}

"""Why somebody is left out and who soon has nobody new: stored with the proposal, told to the coordinators."""

from sqlalchemy import select

from domain.facts.round import Relaxation, TightSet
from domain.kinds import Approval, MessageName, NextRound, PairState, Role, Side
from mentoring.end_round import answer_rotation
from mentoring.promises import redraw
from models import LeftOut
from reporting.rounds import proposal
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.two_pairs import asked_for_the_next, two_pairs
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, NICK, NOA, World, window

AHEAD = "From the round after next on, 4 people may have nobody new to meet here."
LATE = window(20, 22)


async def _start(world: World, approval: Approval = Approval.COORDINATOR) -> None:
    await world.open()
    await world.set_up(approval=approval)


async def _pairs_of_three(world: World) -> None:
    """Enough people for two more rounds after the first."""
    await two_pairs(world)
    await world.join("UMIRA", Role.MENTOR)
    await world.join("UNILS", Role.MENTEE)


async def test_two_mentees_of_one_mentor_are_counted_as_what_they_are(world: World) -> None:
    await _start(world)
    for person_id, role in ((MAYA, Role.MENTOR), (MARK, Role.MENTEE), (NICK, Role.MENTEE)):
        await world.join(person_id, role)
    round_ = await world.proposed()
    (row,) = await world.all(select(LeftOut))
    assert (row.reason, list(row.waterfall)[:3]) == ("competition", ["candidates", "level", "reporting_line"])
    async with world.database.transaction(HERE) as session:
        (line,) = (await proposal(session, round_.id)).left_out
    assert line.tight_set == TightSet(Side.MENTEE, competitors=2, partners=1, places=1)
    assert line.relaxation is None
    assert [limit for limit, _ in line.waterfall] == list(row.waterfall)


async def test_the_relaxation_is_kept_with_how_much_it_helps(world: World) -> None:
    await _start(world)
    await world.join(MAYA, Role.MENTOR, meet=LATE)
    await world.join(NOA, Role.MENTOR, meet=LATE)
    await world.join(MARK, Role.MENTEE)
    round_ = await world.proposed()
    async with world.database.transaction(HERE) as session:
        lines = {line.person_id: line for line in (await proposal(session, round_.id)).left_out}
    assert (lines[MARK].reason, lines[MARK].relaxation) == ("hours", Relaxation("hours", 2))
    assert (lines[MAYA].relaxation, lines[MAYA].tight_set) == (Relaxation("hours", 1), None)


async def test_the_coordinators_hear_two_rounds_ahead_that_fresh_partners_run_out(world: World) -> None:
    await two_pairs(world)
    round_ = await world.proposed()
    assert round_.outlook == {"people": 4, "needs": ["mentor", "mentee"], "relaxation": None}
    for coordinator in (CARLA, COEN):
        assert AHEAD in world.slack.said_to(f"D-{coordinator}")[-1]
    for person_id in (MAYA, MARK):
        assert not [text for text in world.slack.said_to(f"D-{person_id}") if "nobody new" in text]


async def test_nothing_is_said_while_there_are_new_people_to_meet(world: World) -> None:
    await _pairs_of_three(world)
    assert (await world.proposed()).outlook is None
    assert "nobody new" not in world.slack.said_to(f"D-{CARLA}")[-1]


async def test_newcomers_take_the_warning_away_from_the_card(world: World) -> None:
    await two_pairs(world)
    await world.proposed()
    await world.join("UMIRA", Role.MENTOR)
    await world.join("UNILS", Role.MENTEE)
    await world.settle()
    assert (await world.round()).outlook is None
    assert AHEAD not in world.slack.updates[-1].text


async def test_a_card_drawn_again_says_the_same(world: World) -> None:
    await two_pairs(world)
    round_ = await world.proposed()
    first = world.slack.posts[-1]
    for _ in range(2):
        async with world.database.transaction(HERE) as session:
            await redraw(session, world.core, MessageName.PROPOSAL, round_.id, [CARLA, COEN])
        await world.settle()
    again = [post for post in world.slack.updates if post.ts == first.ts]
    assert len(again) == 2
    assert {(post.text, str(post.blocks)) for post in again} == {(first.text, str(first.blocks))}


async def test_a_program_that_approves_itself_still_hears_of_it_once(world: World) -> None:
    await _start(world, Approval.AUTOMATIC)
    for person_id, role in ((MAYA, Role.MENTOR), (MARK, Role.MENTEE)):
        await world.join(person_id, role)
    for person_id in (MAYA, MARK):
        await world.put_under(person_id, None)
    await world.proposed()
    assert [pair.state for pair in await world.pairs()] == [PairState.PREVIEWING]
    (said,) = [text for text in world.slack.said_to(f"D-{CARLA}") if "nobody new" in text]
    assert "2 people may have nobody new" in said
    assert "Please approve" not in said


async def test_in_the_round_after_next_they_have_indeed_met_everybody(world: World) -> None:
    await asked_for_the_next(world)
    (first,) = await world.rounds()
    assert first.outlook is not None
    for person_id in (MAYA, NOA, MARK, NICK):
        await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)
    await world.forward(hours=1)
    second = await world.round()
    assert (second.number, second.outlook and second.outlook["people"]) == (2, 4)
    assert len(await world.pairs(PairState.PROPOSED)) == 2
    assert len(await world.ledger(MessageName.PROPOSAL, to=CARLA)) == 2

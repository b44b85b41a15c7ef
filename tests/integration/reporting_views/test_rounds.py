"""Rounds, as coordinators approve them and as the people in them hear of them."""

import pytest

from domain.errors import NotAllowed
from domain.facts.pair import Reason
from domain.facts.round import LeftOutLine, Outlook, Relaxation, TightSet
from domain.kinds import NextRound, PairState, ParticipantState, ProgramState, Role, RoundState, Side
from models import LeftOut, Pair, Participant, Program, Round
from reporting.rounds import left_out, proposal, proposal_summary, rotation
from tests.integration.reporting_views.world import (
    CARLA,
    DAY,
    MARK,
    MAYA,
    NOW,
    PAIR,
    PROGRAM,
    ROUND,
    World,
    pair,
    participant,
    person,
)

NINA = "UNINA"


@pytest.fixture
async def proposed(world: World) -> World:
    """One pair waits for approval, and Nina found nobody."""
    await world.add(
        person(NINA),
        *participant(NINA, Role.BOTH),
        LeftOut(
            round_id=ROUND,
            person_id=NINA,
            reason="hours",
            waterfall={"level": 9, "hours": 0},
            relaxation="hours",
            relaxation_candidates=9,
            tight_set={"role": "mentee", "competitors": 3, "partners": 2, "places": 2},
        ),
    )
    await world.change(
        Pair,
        PAIR,
        state=PairState.PROPOSED,
        score=40,
        proposed_at=NOW,
        needs_manager_check=True,
        reasons=[{"name": "topics", "points": 40, "detail": ["ai"]}],
    )
    await world.change(
        Round,
        ROUND,
        state=RoundState.PROPOSED,
        approved_by=None,
        proposal={"problem": {}, "solution": {"proven": True}},
        outlook={"people": 4, "needs": ["mentor"], "relaxation": "level"},
    )
    return world


async def test_a_proposal_shows_pairs_and_left_outs_with_their_reasons(proposed: World) -> None:
    shown = await proposed.ask(proposal, ROUND)
    (line,) = shown.pairs
    assert (line.mentor_id, line.mentee_id, line.score) == (MAYA, MARK, 40)
    assert line.reasons == (Reason("topics", 40, ("ai",)),)
    waterfall, tight = (("level", 9), ("hours", 0)), TightSet(Side.MENTEE, 3, 2, 2)
    assert shown.left_out == (LeftOutLine(NINA, "both", "hours", waterfall, Relaxation("hours", 9), tight),)
    assert shown.outlook == Outlook(4, (Side.MENTOR,), "level")
    assert (shown.total_score, shown.is_proven_best, shown.is_top_up) == (40, True, False)
    assert shown.approve_before is not None
    assert shown.approve_before.isoformat() == "2026-03-09"


async def test_a_summary_counts_what_waits(proposed: World) -> None:
    shown = await proposed.ask(proposal_summary, ROUND)
    assert shown is not None
    assert (shown.pairs_count, shown.left_out_count, shown.unchecked_managers_count) == (1, 1, 1)
    assert (shown.approve_before is not None, shown.approved_by) == (True, None)
    assert shown.outlook == Outlook(4, (Side.MENTOR,), "level")


async def test_a_relaxation_stored_without_its_count_is_not_suggested(proposed: World) -> None:
    """Rounds proposed by an earlier version know the rule only."""
    await proposed.change(LeftOut, ROUND, NINA, relaxation_candidates=None, tight_set=None)
    (line,) = (await proposed.ask(proposal, ROUND)).left_out
    assert (line.relaxation, line.tight_set) == (None, None)


async def test_an_empty_proposal_waits_too(proposed: World) -> None:
    await proposed.change(Pair, PAIR, state=PairState.DECLINED)
    await proposed.change(Round, ROUND, proposed_at=NOW)
    shown = await proposed.ask(proposal_summary, ROUND)
    assert shown is not None
    assert (shown.pairs_count, shown.approve_before is not None) == (0, True)


async def test_an_approved_round_names_who_approved_it(world: World) -> None:
    shown = await world.ask(proposal_summary, ROUND)
    assert shown is not None
    assert (shown.pairs_count, shown.approve_before, shown.approved_by) == (1, None, CARLA)


async def test_nobody_is_named_when_the_program_approved_itself(world: World) -> None:
    await world.change(Round, ROUND, approved_by="clock")
    shown = await world.ask(proposal_summary, ROUND)
    assert shown is not None
    assert shown.approved_by is None


async def test_a_top_up_shows_only_what_is_new(world: World) -> None:
    await world.add(
        person(NINA), *pair("new", NINA, MARK, state=PairState.PROPOSED, proposed_at=NOW, previewed_at=None)
    )
    summary = await world.ask(proposal_summary, ROUND)
    assert summary is not None
    assert (summary.pairs_count, summary.approved_by) == (1, None)
    shown = await world.ask(proposal, ROUND)
    assert ([line.pair_id for line in shown.pairs], shown.is_top_up) == (["new"], True)


@pytest.mark.parametrize("state", [RoundState.PROPOSING, RoundState.ENDED])
async def test_there_is_nothing_to_sum_up_before_and_after(world: World, state: RoundState) -> None:
    await world.change(Round, ROUND, state=state)
    assert await world.ask(proposal_summary, ROUND) is None


async def test_an_unknown_round_is_not_laid_out(world: World) -> None:
    with pytest.raises(NotAllowed):
        await world.ask(proposal, "no such round")
    assert await world.ask(proposal_summary, "no such round") is None
    assert await world.ask(rotation, "no such round", MARK) is None
    assert await world.ask(left_out, "no such round", MARK) is None


async def test_who_is_left_out_hears_the_general_reason(proposed: World) -> None:
    shown = await proposed.ask(left_out, ROUND, NINA)
    assert shown is not None
    assert (shown.side, shown.reason, shown.contact_id) == (Side.MENTOR, "hours", CARLA)
    await proposed.change(Participant, f"{PROGRAM}:{NINA}", role=Role.MENTEE)
    shown = await proposed.ask(left_out, ROUND, NINA)
    assert shown is not None
    assert shown.side is Side.MENTEE


async def test_who_has_a_partner_by_now_is_not_left_out(proposed: World) -> None:
    await proposed.add(*pair("new", NINA, MARK, state=PairState.PREVIEWING))
    assert await proposed.ask(left_out, ROUND, NINA) is None


async def test_a_partner_not_yet_approved_stays_untold(proposed: World) -> None:
    await proposed.add(*pair("new", NINA, MARK, state=PairState.PROPOSED))
    assert await proposed.ask(left_out, ROUND, NINA) is not None


async def test_who_has_left_is_not_told_of_being_left_out(proposed: World) -> None:
    assert await proposed.ask(left_out, ROUND, MARK) is None
    await proposed.change(Participant, f"{PROGRAM}:{NINA}", state=ParticipantState.LEFT)
    assert await proposed.ask(left_out, ROUND, NINA) is None


async def test_rotation_shows_ones_own_answer(world: World) -> None:
    await world.change(Participant, f"{PROGRAM}:{MARK}", next_round=NextRound.SKIP, keeps_partner=True)
    shown = await world.ask(rotation, ROUND, MARK)
    assert shown is not None
    assert (shown.partner_id, shown.can_keep, shown.wants_to_keep, shown.answer) == (MAYA, True, True, "skip")
    assert shown.ends_on.isoformat() == "2026-05-04"


async def test_rotation_never_tells_what_the_partner_wants(world: World) -> None:
    before = await world.ask(rotation, ROUND, MARK)
    await world.change(Participant, f"{PROGRAM}:{MAYA}", next_round=NextRound.LEAVE, keeps_partner=True)
    assert before is not None
    assert await world.ask(rotation, ROUND, MARK) == before


async def test_nobody_of_two_partners_can_be_kept(world: World) -> None:
    await world.add(person(NINA), *pair("second", MAYA, NINA))
    shown = await world.ask(rotation, ROUND, MAYA)
    assert shown is not None
    assert (shown.partner_id, shown.can_keep) == (None, False)


async def test_after_the_round_the_answer_may_change_but_no_partner_be_kept(world: World) -> None:
    await world.change(Round, ROUND, state=RoundState.ENDED, ends_at=NOW - DAY)
    await world.change(Pair, PAIR, state=PairState.COMPLETED)
    shown = await world.ask(rotation, ROUND, MARK)
    assert shown is not None
    assert not shown.can_keep


async def test_rotation_is_for_participants_of_open_programs(world: World) -> None:
    assert await world.ask(rotation, ROUND, CARLA) is None
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    assert await world.ask(rotation, ROUND, MARK) is None

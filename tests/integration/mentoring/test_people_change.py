"""Whatever happens to people mid-round: their pairs are looked at again, both read neutral words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.errors import NoLongerCurrent
from domain.facts.people import RosterPerson
from domain.kinds import (
    EffectKind,
    EndReason,
    MessageName,
    PairState,
    ParticipantState,
    Role,
    RoundState,
    SessionState,
)
from mentoring.answer_poll import rate_session
from mentoring.approve_round import approve_round
from mentoring.drop_pair import drop_pair
from mentoring.end_contact import end_contact
from mentoring.import_roster import import_roster
from mentoring.leave import leave
from mentoring.schedule_session import report_met
from models import NeverPair, Participant
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BOSS, CARLA, MARK, MAYA, NICK, NOA, World, berlin

DAY = timedelta(days=1)


async def _meeting_with_a_date(world: World) -> str:
    await world.one_pair()
    pair = await world.meeting()
    await world.fix_date(pair, berlin(world.now + 3 * DAY, 14))
    return pair.id


async def test_a_new_manager_in_the_line_stops_that_pair_and_both_read_neutral_words(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    for person_id, manager_id in ((MAYA, BOSS), (BOSS, MARK)):
        await world.put_under(person_id, manager_id)
    await world.forward(days=6)
    pair = await world.pair(pair_id)
    assert (pair.state, pair.end_reason) == (PairState.ENDED, EndReason.REPORTING_LINE)
    assert (await world.session(pair_id)).state is SessionState.CLOSED
    for person_id in (MAYA, MARK):
        heard = await world.heard(person_id)
        assert heard.count(MessageName.PAIR_ENDED) == 1
        assert MessageName.SESSION_REMINDER not in heard
    assert await world.due_series(pair_id) == set()


async def test_a_shorter_roster_removes_nobody_and_a_changed_one_is_looked_at(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    await import_roster(world.core, HERE, "cli", [])
    assert (await world.pair(pair_id)).state is PairState.LIVE
    row = RosterPerson(MAYA, "", None, None, None, None, MARK, is_manager_known=True)
    updated = await import_roster(world.core, HERE, "cli", [row])
    assert updated.stopped_pairs_count == 1


async def test_a_line_that_arose_during_the_preview_is_never_introduced(world: World) -> None:
    await world.one_pair()
    await world.previewing()
    await world.put_under(MAYA, MARK)
    await world.forward(days=3)
    assert await world.sent(MessageName.INTRODUCTION) == []


async def test_who_is_deactivated_is_not_written_to_and_her_partner_is_free(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    before = len(await world.sent(to=MAYA))
    await world.meet(MAYA, is_deactivated=True, updated=5)
    await world.forward(days=6)
    assert (await world.pair(pair_id)).end_reason is EndReason.DEACTIVATED
    assert len(await world.sent(to=MAYA)) == before
    assert (await world.heard(MARK)).count(MessageName.PAIR_ENDED) == 1


async def test_an_older_profile_changes_nothing(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    await world.meet(MAYA, updated=9)
    await world.meet(MAYA, is_deactivated=True, updated=5)
    assert (await world.pair(pair_id)).state is PairState.LIVE


async def test_who_leaves_needs_no_notice_and_her_partner_reads_neutral_words(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    await leave(world.core, world.act(MAYA), world.program_id)
    await world.forward(days=1)
    assert (await world.pair(pair_id)).end_reason is EndReason.PERSON_LEFT
    assert MessageName.PAIR_ENDED not in await world.heard(MAYA)
    assert (await world.heard(MARK)).count(MessageName.PAIR_ENDED) == 1
    (maya,) = await world.all(select(Participant).where(Participant.person_id == MAYA))
    assert maya.state is ParticipantState.LEFT


async def test_a_preview_is_drawn_anew_when_the_two_are_introduced_and_not_when_they_part(
    world: World,
) -> None:
    pair_id = await _meeting_with_a_date(world)
    await world.settle()
    introduced = [row.revision for row in await world.ledger(MessageName.PREVIEW, kind=EffectKind.UPDATE)]
    assert len(introduced) == 2
    await end_contact(world.core, world.act(MAYA), pair_id)
    await world.settle()
    parted = [row.revision for row in await world.ledger(MessageName.PREVIEW, kind=EffectKind.UPDATE)]
    assert parted == introduced


async def test_end_contact_stops_dates_and_messages_and_blocks_pairing_for_good(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    ended = await end_contact(world.core, world.act(MAYA), pair_id)
    assert ended.extra == {"ethics_contact": BOSS}
    await world.forward(days=6)
    assert await world.find(NeverPair, MARK, MAYA) is not None
    assert await world.ledger(MessageName.SESSION_REMINDER) == []
    assert await world.pairs(PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE) == []
    assert MessageName.PAIR_ENDED not in await world.heard(MAYA)
    with pytest.raises(NoLongerCurrent):
        await end_contact(world.core, world.act(MAYA), pair_id)


async def test_an_end_breaks_off_the_poll(world: World) -> None:
    pair_id = await _meeting_with_a_date(world)
    meeting = await world.session(pair_id)
    await report_met(world.core, world.act(MAYA), meeting.id)
    await end_contact(world.core, world.act(MAYA), pair_id)
    with pytest.raises(NoLongerCurrent):
        await rate_session(world.core, world.act(MARK), meeting.id, 5)


async def test_a_late_joiner_gets_the_best_free_place_at_once(world: World) -> None:
    await world.one_pair()
    await world.join(NOA, Role.MENTOR)
    await world.previewing()
    await world.forward(days=1)
    await world.join(NICK, Role.MENTEE)
    await world.settle()
    (pair,) = await world.pairs(PairState.PROPOSED)
    assert pair.mentee_id == NICK
    assert (await world.heard(CARLA))[-1] is MessageName.PROPOSAL
    await world.approve(CARLA)
    await world.settle()
    assert MessageName.PREVIEW in await world.heard(NICK)


async def test_who_joins_while_the_proposal_waits_is_in_the_next_one(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    await world.join(NOA, Role.MENTOR)
    await world.join(NICK, Role.MENTEE)
    await world.settle()
    assert (await world.round()).state is RoundState.PROPOSED
    assert len(await world.pairs(PairState.PROPOSED)) == 2
    await world.approve(CARLA)
    await world.settle()
    assert MessageName.PREVIEW in await world.heard(NICK)


async def test_pairs_that_a_coordinator_was_not_shown_are_not_approved_by_her_old_card(world: World) -> None:
    await world.one_pair()
    shown = (await world.proposed()).inputs_digest
    assert shown
    await world.join(NOA, Role.MENTOR)
    await world.join(NICK, Role.MENTEE)
    await world.settle()
    round_ = await world.round()
    with pytest.raises(NoLongerCurrent):
        await approve_round(world.core, world.act(CARLA), round_.id, shown)
    assert len(await world.pairs(PairState.PROPOSED)) == 2
    old_card = next(post.ts for post in world.slack.posts if shown in str(post.blocks))
    redrawn = [post.blocks for post in world.slack.updates if post.ts == old_card]
    assert str(round_.inputs_digest) in str(redrawn[-1])


async def test_nobody_is_left_alone_by_who_leaves_while_the_proposal_waits(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    await leave(world.core, world.act(MAYA), world.program_id)
    await world.settle()
    await world.approve(CARLA)
    await world.settle()
    assert MessageName.LEFT_OUT in await world.heard(MARK)
    assert MessageName.PAIR_ENDED not in await world.heard(MARK)


async def test_a_pair_that_the_coordinator_dropped_is_not_proposed_again(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    pair = await world.pair()
    await drop_pair(world.core, world.act(CARLA), pair.id)
    await world.settle()
    assert await world.pairs(PairState.PROPOSED) == []
    assert (await world.round()).state is RoundState.PROPOSED

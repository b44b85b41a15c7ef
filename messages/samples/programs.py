"""Sample facts about a program, and the Home tab of somebody who does everything in it."""

from dataclasses import replace

from domain.facts.program import (
    Closed,
    Enrolment,
    Home,
    Invitation,
    NextHoliday,
    PairCard,
    PastPair,
    ProgramForm,
    ProgramSummary,
    TopicsForm,
)
from domain.kinds import Preset, ProgramState, Role, Side
from domain.topics.lines import TopicLine
from messages.samples.cast import PAIR_ID, PROGRAM_ID, ROUND_ID, Cast
from messages.samples.pairs import goals
from messages.samples.people import answers
from messages.samples.sessions import card, past_card

MAX_TOPIC = 75


def invitation(cast: Cast) -> Invitation:
    """Return an invitation with a sentence of the sponsor's."""
    return Invitation(cast.program, cast.text, cast.text, cast.day, cast.contact_id)


def closed(cast: Cast) -> Closed:
    """Return a program that is over, or whose pairs are late."""
    return Closed(cast.program, cast.contact_id)


def program_form(cast: Cast) -> ProgramForm:
    """Return what the set-up form starts at."""
    return ProgramForm(cast.day, cast.day, (cast.text, cast.text))


def topics_form(cast: Cast) -> TopicsForm:
    """Return two topics, one with synonyms."""
    return TopicsForm(
        cast.program,
        (TopicLine(cast.text[:MAX_TOPIC], ("KI", "IA")), TopicLine(f"2 {cast.text}"[:MAX_TOPIC])),
    )


def summary(cast: Cast) -> ProgramSummary:
    """Return a running program with an open proposal and a stuck pair."""
    return ProgramSummary(
        id=PROGRAM_ID,
        name=cast.text,
        state=ProgramState.RUNNING,
        preset=Preset.CLASSIC,
        joined_count=40,
        mentor_count=20,
        mentee_count=20,
        live_pairs_count=18,
        enrolment_closes_on=cast.day,
        round_number=1,
        round_ends_on=cast.day,
        open_proposal_id=ROUND_ID,
        stuck_pairs=((PAIR_ID, cast.viewer_id, cast.partner_id),),
        coordinator_ids=(cast.contact_id, cast.ethics_id),
    )


def pair_card(cast: Cast) -> PairCard:
    """Return a pair at its beginning, with dates to choose from."""
    return PairCard(
        pair_id=PAIR_ID,
        program=cast.program,
        viewer_side=Side.MENTOR,
        partner=cast.partner,
        goals=goals(cast),
        session=card(cast),
        has_open_poll=False,
        has_accepted_charter=False,
        has_answered_baseline=False,
    )


def home(cast: Cast) -> Home:
    """Return the Home tab of a paused participant, delegate and coordinator."""
    enrolment = Enrolment(cast.program, Role.BOTH, answers(cast), is_waiting=True, matched_on=cast.day)
    pair = pair_card(cast)
    return Home(
        person_id=cast.viewer_id,
        locale="en-US",
        time_zone="Europe/Berlin",
        is_refused=False,
        joinable=(cast.program,),
        enrolments=(enrolment,),
        pairs=(pair, replace(pair, session=past_card(cast))),
        past=(PastPair(cast.text, cast.partner_id, cast.day),),
        coordinated=(summary(cast),),
        may_create_programs=True,
        paused_until=cast.day,
        is_paused=True,
        drawn_at=cast.noon,
        is_delegate_for=(replace(card(cast), is_delegate=True),),
        next_holiday=NextHoliday(cast.day, cast.text, "DE-BY", is_from_zone=True),
    )

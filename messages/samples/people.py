"""Sample facts about one person: her answers, her pause, her row of the people list."""

from dataclasses import replace

from domain.cadence import OFFICE_HOURS
from domain.facts.delivery import HeldMessage
from domain.facts.people import (
    Joined,
    JoinForm,
    JoinRequest,
    LeaveForm,
    PauseForm,
    PauseNotice,
    PersonForm,
    RosterPerson,
)
from domain.holidays import Holidays
from domain.kinds import MessageName, PauseReason, Role
from domain.retries import HeldReason
from messages.samples.cast import PROGRAM_ID, Cast


def held_messages(cast: Cast) -> tuple[HeldMessage, ...]:
    """Return one message that waits for a coordinator's word."""
    people = (cast.viewer_id, cast.partner_id)
    reason = HeldReason.UNPROVABLE
    return (HeldMessage("h" * 32, MessageName.INTRODUCTION, people, cast.noon, reason, "Europe/Berlin"),)


def joined(cast: Cast) -> Joined:
    """Return somebody new in both roles, whose manager has to be confirmed."""
    return Joined(
        program=cast.program,
        person_id=cast.viewer_id,
        role=Role.BOTH,
        matched_on=cast.day,
        is_change=False,
        needs_manager_check=True,
        contact_id=cast.contact_id,
        time_zone="Europe/Berlin",
        read=OFFICE_HOURS,
    )


def answers(cast: Cast) -> JoinRequest:
    """Return all that somebody can say when joining."""
    return JoinRequest(
        program_id=PROGRAM_ID,
        role=Role.BOTH,
        teaches=(cast.text, "Reels"),
        wants=(cast.text,),
        hope=cast.text,
        languages=("en", "de", "qq"),
        styles=("agenda", "hands_on"),
        level=12,
        department=cast.text,
        site=cast.text,
        blocked_ids=(cast.partner_id,),
        delegate_id=cast.contact_id,
        read=replace(OFFICE_HOURS, start_minute=555),
        mentor_capacity=2,
    )


def join_form(cast: Cast) -> JoinForm:
    """Return the form of somebody new: it asks for everything, over more topics than one list holds."""
    return JoinForm(
        program=cast.program,
        topics=(cast.text, *(f"Topic {number}" for number in range(120))),
        current=answers(cast),
        time_zone="Europe/Berlin",
        is_time_zone_confirmed=False,
        is_manager_known=False,
        is_change=False,
        coordinator_ids=(cast.contact_id, cast.ethics_id),
    )


def pause_form(cast: Cast) -> PauseForm:
    """Return the form of somebody who isn't paused."""
    return PauseForm(cast.day, None)


def leave_form(cast: Cast) -> LeaveForm:
    """Return the form of somebody in three programs."""
    return LeaveForm(tuple(replace(cast.program, id=f"p{number:031}") for number in range(3)))


def pause_notice(cast: Cast) -> PauseNotice:
    """Return a pause after three unanswered questions."""
    return PauseNotice(PauseReason.SILENCE, cast.day)


def roster_person(cast: Cast) -> RosterPerson:
    """Return somebody who has no manager."""
    return RosterPerson(
        id=cast.viewer_id,
        name=cast.text,
        level=14,
        department=cast.text,
        site=cast.text,
        time_zone="UTC",
        manager_id=None,
        is_manager_known=True,
    )


def person_form(cast: Cast) -> PersonForm:
    """Return what a coordinator corrects of somebody whose country the people list names."""
    return PersonForm(roster_person(cast), Holidays("DE-BY"))

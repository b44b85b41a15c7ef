"""Sample facts about one session."""

from dataclasses import replace

from domain.facts.session import DateForm, PollDetailsForm, SessionCard
from domain.kinds import SessionState, Side
from messages.samples.cast import PAIR_ID, SESSION_ID, Cast

HOLIDAY = "26. 12."
"""Public, so it is no text of the cast; and without a letter, as names that no catalogue translates."""


def card(cast: Cast) -> SessionCard:
    """Return a card that offers dates."""
    return SessionCard(
        session_id=SESSION_ID,
        revision=3,
        pair_id=PAIR_ID,
        program=cast.program,
        viewer_id=cast.viewer_id,
        viewer_side=Side.MENTEE,
        partner=cast.partner,
        number=2,
        session_count=6,
        state=SessionState.TO_FIX,
        options=cast.options,
        scheduled_at=cast.noon,
        minutes=45,
        is_suggested_by_viewer=False,
        viewer_time_zone="Asia/Kathmandu",
        is_outside_viewer_hours=True,
        is_outside_partner_hours=True,
        agenda=(cast.text, cast.text),
        last_next_step=cast.text,
        viewer_said_held=None,
        next_opens_on=cast.day,
        is_last=False,
        contact_id=cast.contact_id,
        viewer_holiday=HOLIDAY,
        partner_holiday=HOLIDAY,
    )


def fixed_card(cast: Cast) -> SessionCard:
    """Return a card with a date, as the reminder has it."""
    return replace(card(cast), state=SessionState.FIXED)


def past_card(cast: Cast) -> SessionCard:
    """Return a card that asks how it went."""
    return replace(card(cast), state=SessionState.PAST)


def date_form(cast: Cast) -> DateForm:
    """Return what the picker of another date starts at."""
    return DateForm(SESSION_ID, 2, cast.partner, cast.noon, "Europe/Berlin")


def poll_details_form(cast: Cast) -> PollDetailsForm:
    """Return what the form after a session starts at, for the mentee."""
    return PollDetailsForm(SESSION_ID, Side.MENTEE, cast.partner, cast.text)

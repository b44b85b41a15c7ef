"""The sample fact of every letter."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.kinds import MessageName
from messages.catalogue import LETTERS
from messages.message import Message
from messages.samples import pairs, people, programs, rounds, sessions
from messages.samples.cast import Cast
from messages.words import Words

FACTS: Mapping[MessageName, Callable[[Cast], Any]] = {
    MessageName.INVITATION: programs.invitation,
    MessageName.JOINED: people.joined,
    MessageName.PROPOSAL: rounds.summary,
    MessageName.APPROVAL_OVERDUE: rounds.summary,
    MessageName.APPROVAL_LATE: programs.closed,
    MessageName.PREVIEW: pairs.preview,
    MessageName.LEFT_OUT: rounds.left_out,
    MessageName.INTRODUCTION: pairs.introduction,
    MessageName.CHARTER: pairs.charter,
    MessageName.SESSION_CARD: sessions.card,
    MessageName.DATE_REASK: sessions.card,
    MessageName.SESSION_REMINDER: sessions.fixed_card,
    MessageName.SESSION_POLL: sessions.past_card,
    MessageName.CHECK_IN: pairs.check_in,
    MessageName.CONCERN: pairs.concern,
    MessageName.RESCUE_OFFER: pairs.rescue_offer,
    MessageName.RESCUE_CHOICE: pairs.rescue_choice,
    MessageName.CLOSING_NOTICE: pairs.rescue_offer,
    MessageName.HELD: people.held_messages,
    MessageName.PAIR_ENDED: pairs.pair_ended,
    MessageName.ROTATION: rounds.rotation,
    MessageName.OUTCOME: pairs.outcome,
    MessageName.PAUSED_BY_SILENCE: people.pause_notice,
    MessageName.WELCOME_BACK: people.pause_notice,
    MessageName.PROGRAM_CLOSED: programs.closed,
}


def sample_letter(name: MessageName, cast: Cast, t: Words) -> Message:
    """Return a letter as its own builder writes it."""
    return LETTERS[name](FACTS[name](cast), t)

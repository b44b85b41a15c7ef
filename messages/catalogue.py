"""Which builder writes which message of the ledger.

The Home tab is a view (`home.home_view`), help takes no fact (`help.help_answer`), the report has its own
builders (`report.py`) and a look at a profile says nothing; all else stands here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.kinds import MessageName
from messages.care import closing_notice, concern, rescue_choice, rescue_offer
from messages.feedback import check_in, outcome, session_poll
from messages.held import held_word
from messages.joining import joined
from messages.matching import approval_late, left_out, preview
from messages.message import Message
from messages.pairs import charter, introduction, pair_ended
from messages.people import paused_by_silence, welcome_back
from messages.proposals import approval_overdue, proposal
from messages.rounds import invitation, program_closed, rotation
from messages.sessions import date_reask, session_card, session_reminder
from messages.words import Words

LETTERS: Mapping[MessageName, Callable[[Any, Words], Message]] = {
    MessageName.INVITATION: invitation,
    MessageName.JOINED: joined,
    MessageName.PROPOSAL: proposal,
    MessageName.APPROVAL_OVERDUE: approval_overdue,
    MessageName.APPROVAL_LATE: approval_late,
    MessageName.PREVIEW: preview,
    MessageName.LEFT_OUT: left_out,
    MessageName.INTRODUCTION: introduction,
    MessageName.CHARTER: charter,
    MessageName.SESSION_CARD: session_card,
    MessageName.DATE_REASK: date_reask,
    MessageName.SESSION_REMINDER: session_reminder,
    MessageName.SESSION_POLL: session_poll,
    MessageName.CHECK_IN: check_in,
    MessageName.CONCERN: concern,
    MessageName.RESCUE_OFFER: rescue_offer,
    MessageName.RESCUE_CHOICE: rescue_choice,
    MessageName.CLOSING_NOTICE: closing_notice,
    MessageName.HELD: held_word,
    MessageName.PAIR_ENDED: pair_ended,
    MessageName.ROTATION: rotation,
    MessageName.OUTCOME: outcome,
    MessageName.PAUSED_BY_SILENCE: paused_by_silence,
    MessageName.WELCOME_BACK: welcome_back,
    MessageName.PROGRAM_CLOSED: program_closed,
}
ELSEWHERE = frozenset(
    {
        MessageName.HOME,
        MessageName.HELP,
        MessageName.ANSWER_LOST,
        MessageName.PROFILE,
        MessageName.REPORT,
        MessageName.REPORT_FILE,
    }
)
"""Names without a letter: see above."""

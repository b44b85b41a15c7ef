"""What happens to a message that did not go out: how long and how often it is tried again, by kind of trouble."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.errors import SlackFailure
from domain.kinds import EffectKind, MessageClass

MAX_FAULTS = 3
"""So often may a row's handling crash its worker or meet a bug; then it is set aside for a person."""
OUTAGE_PAUSE = timedelta(seconds=30)
"""Nobody answers: the workspace's calls of that method rest so long, instead of one attempt per message."""
TOKEN_PAUSE = timedelta(minutes=10)
"""The token is refused: nothing can be sent before the app is installed again."""


class Trouble(StrEnum):
    """Kinds of failure, by what can be done about them."""

    LIMITED = "limited"
    """Slack said when to come back."""
    UNREACHABLE = "unreachable"
    """No byte went out."""
    TOKEN = "token"  # noqa: S105  no secret
    """The app is not let in at all; the message is not to blame."""
    UNCLEAR = "unclear"
    """It may have arrived: looked up, and not there."""
    REFUSED = "refused"
    """A no that may pass."""
    BUG = "bug"
    """An exception of our own."""


@dataclass(frozen=True)
class Patience:
    """The first pause, doubled up to the longest; and after how many failures in a row it is given up."""

    first: timedelta
    longest: timedelta
    attempts: int


PATIENCE: dict[Trouble, Patience] = {
    Trouble.LIMITED: Patience(timedelta(seconds=1), timedelta(hours=1), 1000),
    Trouble.UNREACHABLE: Patience(timedelta(seconds=2), timedelta(minutes=15), 1000),
    Trouble.TOKEN: Patience(TOKEN_PAUSE, timedelta(hours=1), 1000),
    Trouble.UNCLEAR: Patience(timedelta(seconds=2), timedelta(minutes=15), 10),
    Trouble.REFUSED: Patience(timedelta(seconds=2), timedelta(minutes=15), 20),
    Trouble.BUG: Patience(timedelta(seconds=30), timedelta(minutes=15), 1000),
}
"""A thousand attempts are ten days: an outage or a lost token loses nothing that is still of use. Of bugs the
row counts its own (`MAX_FAULTS`)."""

TOKEN_CODES = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
UNREADABLE_HISTORY = "history_too_long"
UNHEARD = frozenset(
    {
        "fatal_error",
        "internal_error",
        "malformed_answer",
        "no_answer",
        "request_timeout",
        "service_unavailable",
    }
)
"""Slack itself is in trouble, like any answer of 500 and more: nobody has looked at the call."""


def is_idempotent(kind: EffectKind) -> bool:
    """Tell whether doing it twice shows the same as doing it once."""
    return kind not in {EffectKind.POST, EffectKind.FILE}


def trouble_of(failure: SlackFailure, *, may_be_done_twice: bool = False) -> Trouble:
    """Sort a failure. What may be done twice, or did nothing at all, is never unclear: it is simply done again."""
    if failure.retry_after is not None:
        return Trouble.LIMITED
    if failure.code in TOKEN_CODES:
        return Trouble.TOKEN
    is_unheard = failure.code in UNHEARD or failure.code.startswith("http_5")
    is_harmless = may_be_done_twice if failure.is_ambiguous else is_unheard
    if failure.code == "unreachable" or is_harmless:
        return Trouble.UNREACHABLE
    return Trouble.UNCLEAR if failure.is_ambiguous else Trouble.REFUSED


def pause_after(trouble: Trouble, count: int, chance: float) -> timedelta:
    """Return how long to wait after the `count`-th failure in a row: twice as long each time, spread by half.

    `chance` in 0 … 1 keeps messages that failed together from coming back together.
    """
    patience = PATIENCE[trouble]
    pause = min(patience.first * (1 << min(count - 1, 20)), patience.longest)
    return pause * (0.75 + chance / 2)


def is_given_up(trouble: Trouble, count: int) -> bool:
    """Tell whether so many failures of one kind in a row are enough."""
    return count >= PATIENCE[trouble].attempts


def pause_of(trouble: Trouble) -> timedelta:
    """Return how long a whole method rests, when Slack doesn't say."""
    return TOKEN_PAUSE if trouble is Trouble.TOKEN else OUTAGE_PAUSE


class Doubt(StrEnum):
    """What to do with a post that may have arrived, where nobody can look."""

    SEND_AGAIN = "send_again"
    """Once more, with the words "in case you missed it"."""
    ASK = "ask"
    """A coordinator decides."""
    FORGET = "forget"
    """Not worth a doubled message."""


IN_DOUBT: dict[MessageClass, Doubt] = {
    MessageClass.RECEIPT: Doubt.SEND_AGAIN,
    MessageClass.MUST_ARRIVE: Doubt.SEND_AGAIN,
    MessageClass.QUESTION: Doubt.ASK,
    MessageClass.DIGEST: Doubt.ASK,
    MessageClass.NUDGE: Doubt.FORGET,
    MessageClass.REDRAW: Doubt.SEND_AGAIN,
}


def in_doubt(message_class: MessageClass, *, is_repeat: bool) -> Doubt:
    """Return what to do with an unprovable post. What was repeated once already is not repeated for ever."""
    return Doubt.ASK if is_repeat else IN_DOUBT[message_class]


class HeldReason(StrEnum):
    """Why a message waits for a person."""

    UNPROVABLE = "unprovable"
    """It may have arrived, and nobody can look."""
    NOT_FOUND = "not_found"
    """No attempt got a clear answer; it was looked for each time, and was not there."""
    POISON = "poison"
    """Handling it failed in an unexpected way, again and again."""


LET_BE = "let be"
"""The reason of what somebody has decided not to send: no later wish revives it."""

"""The three families of trouble, and every refusal a person can meet.

Refusal                 a rule said no: the person gets one clear sentence (messages/refusals.py)
SlackFailure            Slack said no, or nothing: delivery decides by `permanent` and `ambiguous`
anything else           a bug: logged with a reference id, the person gets one apology
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818  "refusal" is the word of the house: a rule said no, nothing broke
    """A rule said no. `key` names the sentence in messages/refusals.py."""

    def __str__(self) -> str:
        return type(self).__name__


@dataclass(eq=False)
class NotAllowed(Refusal):
    """This person may not do this. Said alike for "not yours" and "not there"."""


@dataclass(eq=False)
class CoordinatorsOnly(Refusal):
    """A coordinator's command, asked by somebody else."""


@dataclass(eq=False)
class GuestsNotAllowed(Refusal):
    """Guests, bots and people of other companies can't take part."""


@dataclass(eq=False)
class NoOpenProgram(Refusal):
    """There is nothing to join at the moment."""


@dataclass(eq=False)
class UnknownProgram(Refusal):
    """No program of that name that this person may see."""

    name: str = ""


@dataclass(eq=False)
class NotAParticipant(Refusal):
    """The command is for participants."""


@dataclass(eq=False)
class NoPartnerYet(Refusal):
    """There is no live pair to fix a session for."""


@dataclass(eq=False)
class NoLongerCurrent(Refusal):
    """An old button or form: the thing has moved on. The fresh card is on its way."""


@dataclass(eq=False)
class OnlyASample(Refusal):
    """A button of a message that `rm-bot check --live` posted to show what it looks like."""


@dataclass(eq=False)
class AlreadyAnswered(Refusal):
    """An anonymous answer can't be changed, because nobody can tell whose it is."""


@dataclass(eq=False)
class DateInThePast(Refusal):
    """A session's date must lie ahead."""

    earliest: datetime | None = None


@dataclass(eq=False)
class DateOutOfRound(Refusal):
    """A date after the end of the round."""

    last: date | None = None


@dataclass(eq=False)
class InvalidAnswer(Refusal):
    """A form's fields are not all usable: field name → fault, a key of messages/refusals.py."""

    faults: dict[str, "Fault"] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One unusable field: `key` names the sentence, `limit` is the figure in it."""

    key: str
    limit: int | None = None


@dataclass(eq=False)
class TooFewCoordinators(Refusal):
    """A program needs two coordinators before launch, and an ethics contact."""


@dataclass(eq=False)
class WrongState(Refusal):
    """The program or round is past this step already."""


@dataclass(eq=False)
class NothingWaits(Refusal):
    """No pairs wait for this coordinator."""


@dataclass(eq=False)
class UnclearReport(Refusal):
    """A word of `/rm-report` that can't be followed, or "help": the answer is the usage."""

    word: str = ""


REFUSED_ADDRESS = "refused_address"
"""The code of a call that was not made: its address is not Slack's."""


@dataclass(eq=False)
class SlackFailure(Exception):  # noqa: N818  it is Slack's failure, ours are errors
    """Slack answered no, or not at all.

    `permanent`: asking again will not help. `ambiguous`: the call may have taken effect.
    `retry_after`: Slack's own wish, clamped to 1 s … 1 h; set on 429 only.
    `method`: the call that failed, where the row's own kind doesn't tell.
    `details`: Slack's own words on what is wrong. They may quote us: for an admin's eyes, never for a log.
    """

    code: str
    is_permanent: bool = False
    is_ambiguous: bool = False
    retry_after: timedelta | None = None
    method: str = ""
    details: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return self.code


class AlreadyTakenError(Exception):
    """The same request came again (Slack delivers at least once). Its effect stands; the door answers quietly."""

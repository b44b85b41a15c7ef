"""What sample facts share: who they speak of, when, and the word that stands for whatever people type."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.facts.people import Colleague, ProgramChoice

PROGRAM_ID, ROUND_ID, PAIR_ID, SESSION_ID = "p" * 32, "r" * 32, "a" * 32, "s" * 32


@dataclass(frozen=True)
class Cast:
    """The reader, her partner, and the two people whom messages name; all may be one person."""

    viewer_id: str
    partner_id: str
    contact_id: str
    ethics_id: str
    noon: datetime
    text: str = "Sample"

    @property
    def day(self) -> date:
        """A day that lies ahead."""
        return (self.noon + timedelta(days=7)).date()

    @property
    def options(self) -> tuple[datetime, ...]:
        """Dates for a session."""
        return tuple(self.noon + timedelta(days=days) for days in (1, 2, 3))

    @property
    def program(self) -> ProgramChoice:
        """The program all is about."""
        return ProgramChoice(PROGRAM_ID, self.text)

    @property
    def partner(self) -> Colleague:
        """The partner as the reader may see her."""
        return Colleague(self.partner_id, self.text, self.text, self.text, "Europe/Berlin")


def cast_of_one(person_id: str, noon: datetime) -> Cast:
    """Return a cast in which one person plays everybody, so that nobody else is named."""
    return Cast(person_id, person_id, person_id, person_id, noon)

"""Rounds of a program, with all that is needed to replay a proposal, and who was left out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.kinds import RoundState
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum


class Round(InWorkspace, Base):
    """A period with fixed pairs. `proposal` holds inputs, solution and certificate as solved.

    `outlook`: how many people may soon have nobody new to meet, as `matching.fresh.Outlook`; None: nobody.
    """

    __tablename__ = "round"
    __table_args__ = (
        within("program", "program_id"),
        Index("uq_round_program_number", "workspace_id", "program_id", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    program_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(stored_enum(RoundState))
    seed: Mapped[int]
    inputs_digest: Mapped[str | None] = mapped_column(String(64))
    proposal: Mapped[dict[str, Any] | None]
    outlook: Mapped[dict[str, Any] | None]
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(32))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LeftOut(InWorkspace, Base):
    """Somebody who found no partner in a round, and why. `waterfall` counts candidates after each rule.

    `relaxation` is the rule whose absence would leave most, `relaxation_candidates` how many (unknown in rounds
    proposed before it was stored); `tight_set` counts who competes for whom, as `matching.results.TightSet`.
    """

    __tablename__ = "left_out"
    __table_args__ = (within("round", "round_id"), within("person", "person_id"))

    round_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reason: Mapped[str] = mapped_column(String(32))
    waterfall: Mapped[dict[str, Any]] = mapped_column(default=dict)
    relaxation: Mapped[str | None] = mapped_column(String(64))
    relaxation_candidates: Mapped[int | None]
    tight_set: Mapped[dict[str, Any] | None]
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

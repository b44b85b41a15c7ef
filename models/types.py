"""Column types of our own: instants that are always aware UTC, and enums stored by value."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, on SQLite too. A naive instant is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC) if dialect.name == "postgresql" else _naive(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.replace(tzinfo=UTC)


def _naive(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None)


def stored_enum(kind: type[StrEnum]) -> Enum:
    """Stored as the member's value, in a plain text column that a later member needs no migration for."""
    return Enum(kind, values_callable=_values, native_enum=False, create_constraint=False, length=32)


def _values(kind: type[Any]) -> list[str]:
    return [member.value for member in kind]

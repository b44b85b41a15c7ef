"""What a bot that dies may be made of: a database, and the processes that work on it."""

from dataclasses import dataclass

from bot.replicas import Part


@dataclass(frozen=True)
class Setting:
    """A migrated database without rows, and the parts played on it; the first one has the doors."""

    name: str
    url: str
    parts: tuple[Part, ...]


PARTS: dict[str, tuple[Part, ...]] = {
    "sqlite": (Part.ALONE,),
    "postgres": (Part.ALONE,),
    "procrastinate": (Part.REPLICA, Part.WORKER),
}

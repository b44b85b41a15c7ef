"""What a bot that dies may be made of: a database, and the processes that work on it."""

from dataclasses import dataclass

from bot.replicas import Part


@dataclass(frozen=True)
class Setting:
    """A migrated database without rows, and the parts played on it; the first one has the doors.

    With `near_url` the bot gets to the database another way than the test.
    """

    name: str
    url: str
    parts: tuple[Part, ...]
    near_url: str = ""


PARTS: dict[str, tuple[Part, ...]] = {
    "sqlite": (Part.ALONE,),
    "postgres": (Part.ALONE,),
    "procrastinate": (Part.REPLICA, Part.WORKER),
}

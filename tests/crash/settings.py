"""What a bot that dies may be made of: a database, and the processes that work on it."""

from dataclasses import dataclass, replace

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

    def with_a_second_worker(self) -> "Setting":
        """Where there may be several, there are several: survivors clear up after the dead."""
        is_alone = self.parts == (Part.ALONE,)
        return self if is_alone else replace(self, parts=(*self.parts, Part.WORKER))


PARTS: dict[str, tuple[Part, ...]] = {
    "sqlite": (Part.ALONE,),
    "postgres": (Part.ALONE,),
    "procrastinate": (Part.REPLICA, Part.WORKER),
}

"""Two pairs, for rounds in which there is somebody else to meet."""

from datetime import UTC, datetime, timedelta

from domain.kinds import (
    PreviewAnswer,
    Role,
)
from mentoring.answer_preview import answer_preview
from models import Pair, Round
from tests.integration.mentoring.world import MARK, MAYA, NICK, NOA, World

DAY = timedelta(days=1)
NOON_OF_CLOSE = datetime(2026, 3, 9, 11, tzinfo=UTC)


async def two_pairs(world: World) -> None:
    await world.open()
    await world.set_up()
    for person_id, role in (
        (MAYA, Role.MENTOR),
        (NOA, Role.MENTOR),
        (MARK, Role.MENTEE),
        (NICK, Role.MENTEE),
    ):
        await world.join(person_id, role)


async def asked_for_the_next(world: World) -> Round:
    """Two pairs, both live; the rotation question is out, the round ends in an hour."""
    await two_pairs(world)
    await world.previewing()
    for pair in await world.pairs():
        for person_id in (pair.mentor_id, pair.mentee_id):
            await answer_preview(world.core, world.act(person_id), pair.id, PreviewAnswer.ACCEPTED)
    first = await world.bring_the_end_near()
    await world.forward(days=6, hours=23)
    return first


def people_of(pairs: list[Pair]) -> set[frozenset[str]]:
    return {frozenset((pair.mentor_id, pair.mentee_id)) for pair in pairs}

"""Home tabs are drawn when they are opened, and from then on kept up to date; the others cost no call."""

from mentoring.greet import draw_home
from mentoring.promises import redraw_home
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, COEN, World


async def test_only_a_home_tab_that_somebody_has_opened_is_kept_up_to_date(world: World) -> None:
    await world.open()
    await draw_home(world.core, world.act(CARLA))
    await world.settle()
    assert set(world.slack.homes) == {CARLA}
    world.slack.homes.clear()
    async with world.database.transaction(HERE) as session:
        await redraw_home(session, world.core, CARLA, COEN)
    await world.settle()
    assert set(world.slack.homes) == {CARLA}

"""Somebody whom the bot doesn't know looks in: nothing is asked of Slack before the ack, and nothing is lost."""

from types import SimpleNamespace
from typing import Any

import pytest

from domain.errors import AlreadyTakenError, SlackFailure
from domain.facts.people import SlackProfile
from domain.kinds import DeliveryState, EffectKind, MessageName
from handlers.desk import Desk
from handlers.doors import event_door
from handlers.events import EVENTS
from mentoring.greet import draw_home, say_answer_was_lost
from models import InboxEntry, Person
from models.database import Database
from tests.integration.mentoring.fake_slack import rate_limited
from tests.integration.mentoring.hand_clock import HandClock
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, NOA, World

EVENT = {
    "app_home_opened": {"user": NOA, "tab": "home"},
    "message.im": {"user": NOA, "channel_type": "im", "text": "hello"},
}
FRENCH = "fr-FR"


async def _happen(world: World, entry: str, **changes: Any) -> bool:
    """Deliver an event to its door; tell whether it was acknowledged."""
    acks: list[bool] = []

    async def ack() -> None:
        acks.append(True)

    listen = event_door(Desk(world.core, world.slack), entry, EVENTS[entry])
    body = {"event_id": "Ev1", "event": EVENT[entry] | changes}
    context = SimpleNamespace(authorize_result=SimpleNamespace(team_id=HERE))
    await listen(ack=ack, body=body, context=context)
    return bool(acks)


@pytest.fixture
async def newcomers(world: World) -> World:
    """Slack knows Noa, the bot doesn't."""
    await world.open()
    await world.settle()
    world.slack.calls.clear()
    world.slack.profiles[NOA] = SlackProfile(
        id=NOA, name="Noa", time_zone="Europe/Paris", locale=FRENCH, updated=5
    )
    return world


@pytest.mark.parametrize("entry", EVENT)
async def test_an_event_of_a_newcomer_asks_slack_nothing_before_its_ack(newcomers: World, entry: str) -> None:
    newcomers.slack.fail("profile", rate_limited(minutes=1))
    assert await _happen(newcomers, entry)
    assert newcomers.slack.calls == []
    assert await newcomers.find(InboxEntry, "event/Ev1") is not None
    await newcomers.forward(minutes=2)
    assert newcomers.slack.homes.keys() | {p.channel for p in newcomers.slack.posts} >= {
        NOA if entry == "app_home_opened" else f"D-{NOA}"
    }


@pytest.mark.parametrize("entry", EVENT)
async def test_her_first_answer_is_written_when_her_language_is_known(newcomers: World, entry: str) -> None:
    assert await _happen(newcomers, entry)
    await newcomers.settle()
    called = [name for name, _ in newcomers.slack.calls]
    assert called.index("profile") < called.index("publish_home" if entry == "app_home_opened" else "post")
    person = await newcomers.get(Person, NOA)
    assert (person.locale, person.name) == (FRENCH, "Noa")


async def test_a_home_drawn_before_slack_could_be_asked_is_drawn_anew(newcomers: World) -> None:
    newcomers.slack.fail("profile", rate_limited(minutes=5))
    await _happen(newcomers, "app_home_opened")
    await newcomers.settle()
    assert NOA in newcomers.slack.homes
    newcomers.slack.homes.clear()
    await newcomers.forward(minutes=6)
    assert NOA in newcomers.slack.homes


@pytest.mark.parametrize("entry", EVENT)
async def test_an_event_whose_effect_is_not_written_is_not_acknowledged(newcomers: World, entry: str) -> None:
    newcomers.core = newcomers.core.__class__(
        _Broken(newcomers.database.url.render_as_string(hide_password=False)),
        HandClock(),
        newcomers.core.ids,
        newcomers.core.think,
    )
    with pytest.raises(OSError, match="away"):
        await _happen(newcomers, entry)


@pytest.mark.parametrize("user", ["", "a b", "U" * 40])
async def test_an_event_about_nobody_is_acknowledged_and_changes_nothing(newcomers: World, user: str) -> None:
    assert await _happen(newcomers, "app_home_opened", user=user)
    assert await newcomers.find(InboxEntry, "event/Ev1") is None


async def test_that_an_answer_was_lost_is_said_also_of_an_act_that_had_its_effect(world: World) -> None:
    await world.open()
    act = world.act(CARLA)
    await draw_home(world.core, act)
    await say_answer_was_lost(world.core, act)
    await say_answer_was_lost(world.core, act)
    await world.settle()
    assert len(await world.sent(MessageName.ANSWER_LOST, to=CARLA)) == 1
    with pytest.raises(AlreadyTakenError):
        await draw_home(world.core, act)


async def test_a_profile_that_slack_refuses_for_good_stops_nothing(newcomers: World) -> None:
    newcomers.slack.fail("profile", SlackFailure("user_not_visible", is_permanent=True))
    await _happen(newcomers, "message.im")
    await newcomers.settle()
    assert len(newcomers.slack.said_to(f"D-{NOA}")) == 1
    (profile,) = await newcomers.ledger(kind=EffectKind.PROFILE)
    assert profile.state is DeliveryState.FAILED


class _Broken(Database):
    """A store that is away."""

    def transaction(self, _workspace_id: str) -> Any:
        raise OSError("away")

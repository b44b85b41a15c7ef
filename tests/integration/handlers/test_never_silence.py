"""A form or an answer that comes too late, or can't be shown: a word where she acted, else in her DM; never silence."""

import asyncio
from typing import Any

import pytest

from domain.errors import SlackFailure
from domain.kinds import MessageName
from messages.payload import Payload
from messages.receipts import perhaps_shown, too_late
from messages.words import words_for
from tests.integration.handlers.porch import Json, Porch, ShowingSlack
from tests.integration.mentoring.fake_slack import NO_ANSWER, UNREACHABLE
from tests.integration.mentoring.hand_clock import HandClock
from tests.integration.mentoring.world import MAYA, World

EN = words_for("en")
EXPIRED = SlackFailure("expired_trigger_id", is_permanent=True)
EXCHANGED = SlackFailure("exchanged_trigger_id", is_permanent=True)
USED_UP = SlackFailure("used_url", is_permanent=True)
GONE_VIEW = SlackFailure("not_found", is_permanent=True)
OPENS = ("/rm-join", "/rm-pause", "/rm-leave")
AT_HOME: dict[str, Any] = {"response_url": "", "view": {"type": "home", "id": "VH"}}


class LateSlack(ShowingSlack):
    """Answers a form only when the listener has given up waiting for it."""

    async def open_view(self, trigger_id: str, view: Json) -> None:
        await asyncio.sleep(0.05)
        await super().open_view(trigger_id, view)


class PassingClock(HandClock):
    """Goes on by a second each time somebody asks how many have passed."""

    seconds = 0.0
    pace = 0.0

    def monotonic(self) -> float:
        self.seconds += self.pace
        return self.seconds


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.desk.SHOW_SECONDS", 0.01)


async def _porch(world: World, slack: ShowingSlack) -> Porch:
    await world.one_pair()
    return Porch(world, slack)


async def _lost_words(world: World) -> int:
    return len(await world.ledger(MessageName.ANSWER_LOST, to=MAYA))


@pytest.mark.parametrize("command", OPENS)
async def test_a_form_refused_in_time_is_a_sentence_in_the_answer(world: World, command: str) -> None:
    porch = await _porch(world, ShowingSlack(world.clock))
    porch.slack.fail("open_view", EXPIRED)
    answered = await porch.command(MAYA, command)
    assert answered.acks[0]["text"] == too_late(EN).text


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("command", OPENS)
async def test_a_form_refused_after_the_acknowledgement_is_said_by_the_second_way(
    world: World, command: str
) -> None:
    porch = await _porch(world, LateSlack(world.clock))
    porch.slack.fail("open_view", EXPIRED)
    answered = await porch.command(MAYA, command)
    assert answered.acks == [{}]
    assert [said["text"] for said in porch.slack.said] == [too_late(EN).text]
    assert porch.slack.said[0]["response_type"] == "ephemeral"


@pytest.mark.usefixtures("late")
async def test_a_form_nobody_knows_of_is_said_so(world: World) -> None:
    porch = await _porch(world, LateSlack(world.clock))
    porch.slack.fail("open_view", NO_ANSWER)
    await porch.command(MAYA, "/rm-join")
    assert [said["text"] for said in porch.slack.said] == [perhaps_shown(EN).text]


@pytest.mark.usefixtures("late")
async def test_a_form_that_another_copy_has_opened_needs_no_word(world: World) -> None:
    porch = await _porch(world, LateSlack(world.clock))
    porch.slack.fail("open_view", EXCHANGED)
    await porch.command(MAYA, "/rm-join")
    assert porch.slack.said == []
    assert await _lost_words(world) == 0


@pytest.mark.usefixtures("late")
async def test_a_form_refused_late_on_the_home_tab_is_a_word_by_dm(world: World) -> None:
    porch = await _porch(world, LateSlack(world.clock))
    porch.slack.fail("open_view", EXPIRED, EXPIRED)
    await porch.press(MAYA, "leave.open", Payload(), **AT_HOME)
    assert await _lost_words(world) == 1


async def test_a_form_refused_at_once_on_the_home_tab_is_a_word_by_dm(world: World) -> None:
    porch = await _porch(world, ShowingSlack(world.clock))
    porch.slack.fail("open_view", EXPIRED, EXPIRED)
    await porch.press(MAYA, "leave.open", Payload(), **AT_HOME)
    assert await _lost_words(world) == 1


@pytest.mark.parametrize("refusal", [USED_UP, UNREACHABLE])
async def test_an_answer_that_is_refused_where_she_clicked_is_a_word_by_dm(
    world: World, refusal: SlackFailure
) -> None:
    porch = await _porch(world, ShowingSlack(world.clock))
    porch.slack.fail("open_view", EXPIRED)
    porch.slack.fail("answer", refusal)
    await porch.press(MAYA, "leave.open", Payload())
    assert await _lost_words(world) == 1


async def test_an_answer_in_a_form_that_is_gone_is_a_word_by_dm(world: World) -> None:
    porch = await _porch(world, ShowingSlack(world.clock))
    porch.slack.fail("update_view", GONE_VIEW, GONE_VIEW)
    place = {"response_url": "", "view": {"type": "modal", "id": "V1"}}
    await porch.press(MAYA, "leave.open", Payload(), **place)
    assert await _lost_words(world) == 1


async def test_the_word_by_dm_comes_also_after_an_act_that_took_effect(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    porch = Porch(world, ShowingSlack(world.clock))
    porch.slack.fail("answer", USED_UP)
    await porch.press(MAYA, "pair.end_contact", Payload(pair.id))
    await world.settle()
    assert await _lost_words(world) == 1
    assert not (await world.pair(pair.id)).state.is_open


@pytest.mark.parametrize(("seconds", "is_late"), [(1.0, False), (2.6, True)])
async def test_an_answer_too_late_for_the_acknowledgement_comes_after_it(
    world: World, *, seconds: float, is_late: bool
) -> None:
    porch = await _porch(world, ShowingSlack(world.clock))
    clock = PassingClock(world.now)
    clock.pace = seconds
    object.__setattr__(world.core, "clock", clock)
    answered = await porch.command(MAYA, "/rm-help")
    assert answered.acks[0].get("text", "") == ("" if is_late else answered.acks[0]["text"])
    assert len(porch.slack.said) == is_late


async def test_a_late_answer_without_a_second_way_stays_in_the_acknowledgement(world: World) -> None:
    porch = await _porch(world, ShowingSlack(world.clock))
    clock = PassingClock(world.now)
    clock.pace = 3.0
    object.__setattr__(world.core, "clock", clock)
    answered = await porch.command(MAYA, "/rm-help", address="")
    assert answered.acks[0]["text"]

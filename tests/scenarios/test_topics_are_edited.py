"""Coordinators edit their program's topics in Slack, and what people type finds them."""

from typing import Any

from sqlalchemy import select

from models import ParticipantTopic
from tests.scenarios.signed import TEAM
from tests.scenarios.stage import NADIA, SAMUEL, Stage, chosen, staged

MENTOR, MENTEE = "U0ZAINAB1", "U0MATEUS1"


def _typed(text: str) -> dict[str, Any]:
    return {"value": text}


def _options(*values: str) -> dict[str, Any]:
    return {"selected_options": list(map(_option, values))}


def _option(value: str) -> dict[str, Any]:
    return {"value": value, "text": {"type": "plain_text", "text": value}}


def _input(stage: Stage, person: str, name: str) -> dict[str, Any]:
    view = stage.modal(person)
    assert view is not None
    found: dict[str, Any] = next(b["element"] for b in view["blocks"] if b.get("block_id") == name)
    return found


async def _open_topics(stage: Stage, person: str) -> None:
    await stage.command(person, "/rm-admin")
    await stage.click(person, "admin.topics")


async def _choices(stage: Stage) -> set[tuple[str, str]]:
    async with stage.running.bot.core.database.transaction(TEAM) as session:
        return {(row.direction, row.topic) for row in await session.scalars(select(ParticipantTopic))}


async def test_a_program_gets_topics_of_its_own_and_people_keep_their_choices(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.set_up()
        await stage.join(
            MENTOR,
            "mentor",
            teaches=_options("Social media"),
            other_teaches=_typed("KI, Knitting, Tik Tok, Fax machines"),
            other_wants=_typed("P&L, Mergers and aquisitions"),
        )
        assert await _choices(stage) == {
            *(
                ("teaches", topic)
                for topic in ("Social media", "AI tools at work", "Knitting", "Fax machines")
            ),
            ("teaches", "Short video and podcasts"),
            *(("wants", topic) for topic in ("Profit and loss", "Mergers and acquisitions")),
        }
        await _open_topics(stage, NADIA)
        shown = _input(stage, NADIA, "topics")["initial_value"].splitlines()
        assert shown[0] == "AI tools at work"
        kept = [line for line in shown if line != "Profit and loss"]
        reply = await stage.submit(
            NADIA,
            topics=_typed("\n".join([*kept, "Handicraft: knitting, crochet"])),
            catalogue=_options("Pricing"),
            renamed=chosen("Social media"),
            new_name=_typed("Our channels"),
        )
        said = str(reply.body)
        assert "“Social media” is now “Our channels”, also for whoever chose it" in said
        assert "“Profit and loss” is removed; whoever chose it keeps it in their own words" in said
        assert "“Pricing” is new" in said
        choices = await _choices(stage)
        assert {
            ("teaches", "Our channels"),
            ("teaches", "Handicraft"),
            ("wants", "Profit and loss"),
        } <= choices
        await stage.command(MENTOR, "/rm-join")
        assert "Profit and loss" in _input(stage, MENTOR, "other_wants")["initial_value"]
        offered = [option["value"] for option in _input(stage, MENTOR, "teaches")["options"]]
        assert {"Our channels", "Handicraft", "Pricing"} <= set(offered)


async def test_two_coordinators_with_the_form_open_lose_nothing(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.set_up()
        for coordinator in (NADIA, SAMUEL):
            await _open_topics(stage, coordinator)
        for coordinator, topic in ((NADIA, "Rowing"), (SAMUEL, "Sailing: Segeln")):
            shown = _input(stage, coordinator, "topics")["initial_value"]
            await stage.submit(coordinator, topics=_typed(f"{shown}\n{topic}"))
        await _open_topics(stage, NADIA)
        assert {"Rowing", "Sailing: Segeln"} <= set(
            _input(stage, NADIA, "topics")["initial_value"].splitlines()
        )


async def test_a_word_at_two_topics_is_refused_at_its_field_and_the_form_stays(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.set_up()
        await _open_topics(stage, NADIA)
        reply = await stage.submit(NADIA, topics=_typed("Cooking: food\nEating: food"))
        assert reply.body["response_action"] == "errors"
        assert "stands at two topics" in reply.body["errors"]["topics"]
        assert stage.modal(NADIA) is not None
        assert await _choices(stage) == set()

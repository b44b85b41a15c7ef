"""Whatever arrives with a good signature: a clear sentence or a quiet answer, and no row changes."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest
import pytest_asyncio

from messages.payload import Payload, pack
from sandbox.delivery.courier import Delivery
from sandbox.delivery.http import HttpTransport
from tests.integration.authorization.world import (
    BOT,
    MENTEE,
    OTHER,
    OWN,
)
from tests.scenarios.signed import FORM, JSON, Signed, at_the_door

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRONG = [None, True, 1, 1.5, "x", "", [], ["x"], {}, {"id": 7}, {"id": None}, {"id": ""}]
DEEP: Any = "bottom"
for _ in range(200):
    DEEP = [DEEP]
HUGE = "x" * 200_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signed]:
    file = tmp_path_factory.mktemp("payloads") / "rm-bot.db"
    copy(sqlite_template, file)
    async with at_the_door(f"sqlite:///{file}") as signed:
        yield signed


def is_quiet(reply: httpx.Response) -> bool:
    """A 200, and never a word of our code inside."""
    is_ours = "Traceback" in reply.text or ".py" in reply.text
    return reply.status_code == httpx.codes.OK and not is_ours


BODIES = {
    "nothing": b"",
    "half an object": b'{"type": "event_callback", "event": {',
    "an array": b"[]",
    "null": b"null",
    "a number": b"7",
    "a string": b'"event_callback"',
    "deep arrays": b"[" * 5000,
    "deep objects": b'{"a":' * 5000,
    "no utf-8": b'{"type": "event_callback", "x": "\xff\xfe"}',
    "a lone surrogate": b'{"type": "event_callback", "event": {"type": "message"}, "x": "\\ud83d"}',
    "a NUL": b'{"type": "event_callback", "event": {"type": "message", "text": "\\u0000"}}',
    "the same key twice": b'{"type": "event_callback", "type": "url", "event": {"type": "message"}, "event": []}',
    "not a number": b'{"type": "event_callback", "event": {"type": "message", "user": NaN}}',
    "a huge number": b'{"type": "block_actions", "actions": [{"action_id": ' + b"9" * 4000 + b"}]}",
    "a form without anything": b"payload=",
    "a form of an array": b"payload=[]",
    "a form of null": b"payload=null",
    "a form of half an object": b"payload=%7B%22type%22%3A",
    "a command without anything": b"command=",
    "a command without a person": b"command=%2Frm-me&team_id=T0SANDBOX&trigger_id=1",
    "a command with a NUL": b"command=%2Frm-me&team_id=T0SANDBOX&user_id=U0INES001&trigger_id=1&text=%00",
    "a broken escape": b"command=%2Frm-me&text=%FF%GG",
    "many fields": b"&".join(b"f%d=1" % n for n in range(5000)),
    "a rate warning": b'{"type": "app_rate_limited", "team_id": "T0SANDBOX"}',
    "another kind of thing": b'{"type": "workflow_step_edit", "callback_id": "x"}',
}


@pytest.mark.parametrize("content_type", [JSON, FORM])
@pytest.mark.parametrize("name", sorted(BODIES))
async def test_a_body_that_is_nothing_of_slacks_changes_nothing(
    name: str, content_type: str, door: Signed
) -> None:
    before = door.rows()
    assert is_quiet(await door.send(BODIES[name], content_type))
    assert door.rows() == before


@pytest.mark.parametrize("wrong", [*WRONG, DEEP, HUGE], ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize(
    "key", ["type", "team", "user", "trigger_id", "actions", "view", "state", "container", "response_url"]
)
async def test_a_click_with_a_part_of_the_wrong_type_changes_nothing(
    key: str, wrong: Any, door: Signed
) -> None:
    before = door.rows()
    not_theirs = pack(Payload(OTHER))
    assert is_quiet(
        await door.send_interaction(door.clicked(MENTEE, "check_in.help", not_theirs) | {key: wrong})
    )
    assert door.rows() == before


@pytest.mark.parametrize("wrong", [*WRONG, DEEP, HUGE], ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize("key", ["callback_id", "private_metadata", "state", "id", "type", "blocks"])
async def test_a_form_with_a_part_of_the_wrong_type_changes_nothing(
    key: str, wrong: Any, door: Signed
) -> None:
    before = door.rows()
    payload = door.submitted(MENTEE, "goals.submit", pack(Payload(OWN)))
    assert is_quiet(await door.send_interaction(payload | {"view": payload["view"] | {key: wrong}}))
    assert door.rows() == before


@pytest.mark.parametrize("wrong", [*WRONG, DEEP, HUGE], ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize("key", ["type", "user", "channel_type", "tab", "text"])
async def test_an_event_with_a_part_of_the_wrong_type_changes_nothing(
    key: str, wrong: Any, door: Signed
) -> None:
    before = door.rows()
    event = {"type": "message", "channel_type": "im", "user": BOT, "bot_id": "B1", "text": "hi"}
    assert is_quiet(await door.event(event | {key: wrong}))
    assert door.rows() == before


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize("field", ["goal_1", "measure_1"])
async def test_answers_of_the_wrong_type_read_as_empty(field: str, wrong: Any, door: Signed) -> None:
    before = door.rows()
    for values in (wrong, {field: wrong}, {field: {field: wrong}}, {field: {field: {"value": wrong}}}):
        if values != {"goal_1": {"goal_1": {"value": "x"}}}:
            assert is_quiet(await door.submit(MENTEE, "goals.submit", pack(Payload(OWN)), values))
    assert door.rows() == before


@pytest.mark.parametrize(
    "kind", ["shortcut", "message_action", "view_closed", "dialog_submission", "zzz", "x" * 99]
)
async def test_a_kind_of_interaction_nobody_asked_for_is_quiet(kind: str, door: Signed) -> None:
    before = door.rows()
    assert is_quiet(await door.click(MENTEE, "join.open", type=kind, callback_id="join.submit"))
    assert door.rows() == before


@pytest.mark.parametrize("action_id", ["join.opener", "JOIN.OPEN", "join", ":", "", "poll.rate2", "x" * 255])
async def test_a_button_nobody_knows_is_a_quiet_200(action_id: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.click(MENTEE, action_id, pack(Payload(OWN)))
    assert (reply.status_code, reply.text) == (200, "")
    assert door.rows() == before


@pytest.mark.parametrize("callback_id", ["join.submitted", "poll.rate", "", "goals.submit:1", "x" * 255])
async def test_a_form_nobody_knows_is_a_quiet_200(callback_id: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.submit(MENTEE, callback_id, pack(Payload(OWN)))
    assert (reply.status_code, reply.text) == (200, "")
    assert door.rows() == before


@pytest.mark.parametrize(
    "event", ["team_join", "member_joined_channel", "reaction_added", "link_shared", "zzz"]
)
async def test_an_event_nobody_subscribed_to_is_a_quiet_200(event: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.event({"type": event, "user": MENTEE})
    assert (reply.status_code, reply.text) == (200, "")
    assert door.rows() == before


async def test_a_command_nobody_knows_is_a_quiet_200(door: Signed) -> None:
    reply = await door.command(MENTEE, "/rm-nonsense", "x")
    assert (reply.status_code, reply.text) == (200, "")


@pytest.mark.parametrize(
    "value",
    [
        *("0|own|0|", "2|own|0|", "own", '{"pair": "own"}', "1|own", "1|own|x|", "1|own|-1|", "|||"),
        *("1|own|²|", "1|" + "f" * 3000 + "|0|", "join.open"),
    ],
)
async def test_a_button_of_another_version_is_a_quiet_200(value: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.click(MENTEE, "pair.end_contact", value)
    assert (reply.status_code, reply.text) == (200, "")
    reply = await door.submit(MENTEE, "goals.submit", value, {"goal_1": {"goal_1": {"value": "x"}}})
    assert (reply.status_code, reply.text) == (200, "")
    assert door.rows() == before


@pytest.mark.parametrize(
    "text", [HUGE, "\u202eevil", "<!channel>", "`; DROP TABLE person", "%s%s%n", "😀" * 5000]
)
@pytest.mark.parametrize("command", ["/rm-me", "/rm-pause", "/rm-leave", "/rm-session", "/rm-help"])
async def test_a_command_with_any_text_answers_in_words(command: str, text: str, door: Signed) -> None:
    before = door.rows()
    reply = await door.command(MENTEE, command, text)
    assert reply.status_code == 200
    said = reply.json()
    assert said["response_type"] == "ephemeral"
    assert "<!channel>" not in json.dumps(said)
    assert len(said["text"]) < 3000 + len(quote_plus(text))
    assert "went wrong" not in said["text"]
    assert door.rows() == before


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0SANDBOX"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"subtype": "message_changed", "message": {"text": "x"}},
        {"subtype": "message_deleted", "previous_message": {"text": "x"}},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
    ],
    ids=str,
)
async def test_edits_deletions_bots_and_other_rooms_are_not_answered(
    more: dict[str, Any], door: Signed
) -> None:
    before = door.rows()
    event = {"type": "message", "channel_type": "im", "user": MENTEE, "text": "hi", "channel": "D1"}
    assert (await door.event(event | more)).status_code == 200
    assert door.rows() == before


async def test_slacks_own_client_is_still_understood(door: Signed) -> None:
    """The neighbours of these tests mean something only if a good request gets through the same door."""
    transport = HttpTransport(door.stage.sandbox.settings.bot_url, door.stage.sandbox.signing_secret)
    payload = {
        "command": "/rm-help",
        "team_id": "T0SANDBOX",
        "user_id": MENTEE,
        "trigger_id": "1",
        "text": "",
    }
    reply = await transport.send(Delivery("slash_commands", payload))
    await transport.close()
    assert reply.ok
    assert reply.body["text"].startswith("Reverse mentoring pairs a junior colleague")

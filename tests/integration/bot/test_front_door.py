import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx
import pytest
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest

from bot.front_door import FrontDoor
from bot.web import serving, web_app

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
OLD_SECRET = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
COMMAND = urlencode({"command": "/rm-join", "text": "my payload", "team_id": "T1", "user_id": "U1"}).encode()
EVENT = json.dumps(
    {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": {"type": "x"}}
).encode()

SLACKS_TIMESTAMP = "1531420618"
SLACKS_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
SLACKS_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


class Bolt:
    """Stands where Bolt stands: remembers what reached it and gives one answer."""

    def __init__(self) -> None:
        self.requests: list[AsyncBoltRequest] = []
        self.answer: Callable[[], BoltResponse] = lambda: BoltResponse(status=200, body={"text": "done"})

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        self.requests.append(request)
        return self.answer()


class Wire:
    """A real HTTP connection to a real server with the front door in it."""

    def __init__(self, client: httpx.AsyncClient, port: int) -> None:
        self.client = client
        self.port = port

    async def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        return await self.client.post("/slack/events", content=body, headers=headers)

    async def post_signed(self, body: bytes, content_type: str = FORM) -> httpx.Response:
        return await self.post(body, signed(body, content_type))


def signed(body: bytes, content_type: str = FORM, secret: str = SECRET, at: datetime = NOW) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


async def _yes() -> bool:
    return True


async def _figures() -> str:
    return "rm_up 1\n"


async def connected(door: FrontDoor) -> AsyncIterator[Wire]:
    async with (
        serving(web_app(door, is_ready=_yes, metrics=_figures), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield Wire(client, port)


@pytest.fixture
def bolt() -> Bolt:
    return Bolt()


@pytest.fixture
async def wire(bolt: Bolt) -> AsyncIterator[Wire]:
    async for one in connected(FrontDoor(bolt.dispatch, [SECRET, OLD_SECRET], lambda: NOW)):
        yield one


async def test_slacks_published_example_is_let_in(bolt: Bolt) -> None:
    then = datetime.fromtimestamp(int(SLACKS_TIMESTAMP), UTC)
    headers = {
        "Content-Type": FORM,
        "X-Slack-Request-Timestamp": SLACKS_TIMESTAMP,
        "X-Slack-Signature": SLACKS_SIGNATURE,
    }
    async for wire in connected(FrontDoor(bolt.dispatch, [SECRET], lambda: then)):
        assert (await wire.post(SLACKS_BODY, headers)).status_code == 200
    assert bolt.requests[0].body["command"] == "/webhook-collect"


async def test_a_command_reaches_bolt_even_with_the_word_payload_in_it(wire: Wire, bolt: Bolt) -> None:
    response = await wire.post_signed(COMMAND)
    assert (response.status_code, response.json()) == (200, {"text": "done"})
    assert bolt.requests[0].body["text"] == "my payload"
    assert bolt.requests[0].context.user_id == "U1"


async def test_an_event_and_a_click_reach_bolt_with_the_retry_number(wire: Wire, bolt: Bolt) -> None:
    await wire.post(
        EVENT, signed(EVENT, JSON) | {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout"}
    )
    click = {"type": "block_actions", "user": {"id": "U2"}, "actions": [{"action_id": "help.open"}]}
    await wire.post_signed(urlencode({"payload": json.dumps(click)}).encode())
    assert bolt.requests[0].headers["x-slack-retry-num"] == ["2"]
    assert bolt.requests[1].context.user_id == "U2"


async def test_both_secrets_are_accepted_while_rotating_and_no_third(wire: Wire) -> None:
    assert (await wire.post(COMMAND, signed(COMMAND, secret=OLD_SECRET))).status_code == 200
    assert (await wire.post(COMMAND, signed(COMMAND, secret="third"))).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (-299, 200), (301, 401), (-301, 401)])
async def test_a_signature_holds_for_five_minutes_either_way(wire: Wire, seconds: int, status: int) -> None:
    late = signed(COMMAND, at=NOW + timedelta(seconds=seconds))
    assert (await wire.post(COMMAND, late)).status_code == status


@pytest.mark.parametrize("timestamp", ["abc", "", "1.5", "-1", "1e9", "٣", "9" * 12, "9" * 40, "1 2", "0x1"])
async def test_a_junk_timestamp_is_401_with_an_empty_body(wire: Wire, bolt: Bolt, timestamp: str) -> None:
    headers = {**signed(COMMAND), "X-Slack-Request-Timestamp": timestamp}
    response = await wire.client.post(
        "/slack/events", content=COMMAND, headers=[(k.encode(), v.encode()) for k, v in headers.items()]
    )
    assert (response.status_code, response.content, bolt.requests) == (401, b"", [])


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v0=é", "v0=" + "g" * 64, "v0=" + "a" * 63, "v1=" + "a" * 64, "v0=" + "0" * 64]
)
async def test_a_junk_signature_is_401_with_an_empty_body(wire: Wire, bolt: Bolt, signature: str) -> None:
    headers = {**signed(COMMAND), "X-Slack-Signature": signature}
    response = await wire.client.post(
        "/slack/events", content=COMMAND, headers=[(k.encode(), v.encode()) for k, v in headers.items()]
    )
    assert (response.status_code, response.content, bolt.requests) == (401, b"", [])


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_missing_or_doubled_header_is_401(wire: Wire, name: str) -> None:
    headers = signed(COMMAND)
    doubled = [*headers.items(), (name, headers[name])]
    assert (await wire.client.post("/slack/events", content=COMMAND, headers=doubled)).status_code == 401
    del headers[name]
    assert (await wire.post(COMMAND, headers)).status_code == 401


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b"{}",
    b'{"type": 1}',
    b'{"type": null}',
    b"[" * 5000,
    b'{"type":' + b"[" * 5000,
    b'{"type":"x","a":' + b"[" * 65 + b"]" * 65 + b"}",
    b'{"type":"x","a":"\\ud800"}',
    b'{"type":"x","a":"\\u0000"}',
    b'{"type":"x","team":{"id":[]},"user":7,"team_id":{}}' * 2,
    b"\xff\xfe",
    b"payload",
    b"payload=",
    b"payload={",
    b"payload=[]",
    b"payload=null",
    b"payload=%7B%7D",
    b"text=no+command",
    b"command=%ff",
    b"command=%00",
    b"&".join(b"a%d=1" % number for number in range(200)),
]


@pytest.mark.parametrize("content_type", [JSON, FORM, "text/plain", ""])
async def test_a_hostile_body_is_401_unsigned_and_a_quiet_200_signed(
    wire: Wire, bolt: Bolt, content_type: str
) -> None:
    for body in HOSTILE:
        unsigned = await wire.post(body, {"Content-Type": content_type})
        assert (unsigned.status_code, unsigned.content) == (401, b""), body[:40]
        signed = await wire.post_signed(body, content_type)
        assert (signed.status_code, signed.content) == (200, b""), body[:40]
    assert bolt.requests == []


@pytest.mark.parametrize(
    "ids",
    [
        {"team": 7},
        {"user": []},
        {"team": {"id": {}}},
        {"authorizations": 5},
        {"event": "x"},
        {"channel": [1]},
    ],
)
async def test_ids_of_a_wrong_type_are_never_a_5xx(wire: Wire, ids: dict[str, object]) -> None:
    body = json.dumps({"type": "block_actions", **ids}).encode()
    assert (await wire.post_signed(body, JSON)).status_code == 200


async def test_more_than_a_mebibyte_is_413_announced_or_streamed(wire: Wire, bolt: Bolt) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 64 * 1024

    body = b"x" * (1024 * 1024 + 1)
    assert (await wire.post_signed(body)).status_code == 413
    chunked = await wire.client.post("/slack/events", content=stream(), headers=signed(b""))
    assert chunked.status_code == 413
    assert bolt.requests == []


async def test_a_whole_mebibyte_is_read(wire: Wire) -> None:
    padding = b"a" * (1024 * 1024 - len(COMMAND) - len(b"&pad="))
    assert (await wire.post_signed(COMMAND + b"&pad=" + padding)).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "OPTIONS"])
async def test_only_post_is_answered(wire: Wire, method: str) -> None:
    assert (await wire.client.request(method, "/slack/events")).status_code == 405


async def test_every_flipped_byte_of_a_request_is_refused(wire: Wire, bolt: Bolt) -> None:
    headers = signed(COMMAND)
    target = ("X-Slack-Request-Timestamp", "X-Slack-Signature")
    for name in target:
        for position in range(len(headers[name])):
            flipped = bytearray(headers[name].encode())
            flipped[position] ^= 1
            changed = [
                (key.encode(), bytes(flipped) if key == name else value.encode())
                for key, value in headers.items()
            ]
            response = await wire.client.post("/slack/events", content=COMMAND, headers=changed)
            assert response.status_code == 401, (name, position)
    for position in range(len(COMMAND)):
        for mask in (1, 0x20, 0x80):
            body = bytearray(COMMAND)
            body[position] ^= mask
            assert (await wire.post(bytes(body), headers)).status_code == 401, position
    assert bolt.requests == []


async def test_a_body_that_ends_too_early_reaches_nobody(wire: Wire, bolt: Bolt) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in signed(COMMAND).items())
    raw = (
        f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}Content-Length: {len(COMMAND) + 9}\r\n\r\n".encode()
    )
    _, writer = await asyncio.open_connection("127.0.0.1", wire.port)
    writer.write(raw + COMMAND)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await wire.client.get("/livez")).status_code == 200
    assert bolt.requests == []


async def test_url_verification_is_answered_only_when_signed(wire: Wire, bolt: Bolt) -> None:
    body = b'{"type":"url_verification","challenge":"abc"}'
    assert (await wire.post(body, {"Content-Type": JSON})).status_code == 401
    assert (await wire.post_signed(body, JSON)).json() == {"challenge": "abc"}
    assert bolt.requests == []


async def test_ssl_check_reveals_nothing_and_changes_nothing(wire: Wire, bolt: Bolt) -> None:
    response = await wire.post_signed(b"ssl_check=1&token=x")
    assert (response.status_code, response.content, bolt.requests) == (200, b"", [])


async def test_without_a_signing_secret_there_is_no_such_place(bolt: Bolt) -> None:
    async for wire in connected(FrontDoor(bolt.dispatch, [])):
        assert (await wire.post_signed(COMMAND)).status_code == 404


async def test_a_bug_behind_the_door_is_a_bare_500(wire: Wire, bolt: Bolt) -> None:
    def fail() -> BoltResponse:
        raise RuntimeError(SECRET)

    bolt.answer = fail
    response = await wire.post_signed(COMMAND)
    assert (response.status_code, response.content) == (500, b"")


async def test_what_a_supervisor_asks_is_answered(wire: Wire) -> None:
    answers = {path: (await wire.client.get(path)).text for path in ("/livez", "/readyz", "/metrics")}
    assert answers == {"/livez": "alive\n", "/readyz": "ready\n", "/metrics": "rm_up 1\n"}
    assert "server" not in (await wire.client.get("/livez")).headers


async def test_a_bot_that_is_not_ready_says_503(bolt: Bolt) -> None:
    async def no() -> bool:
        return False

    app = web_app(FrontDoor(bolt.dispatch, []), is_ready=no, metrics=_figures)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        assert (await client.get("/readyz")).status_code == 503


async def test_a_taken_port_is_told_by_an_os_error(wire: Wire) -> None:
    app = web_app(FrontDoor(Bolt().dispatch, []), is_ready=_yes, metrics=_figures)
    with pytest.raises(OSError, match="in use"):
        async with serving(app, "127.0.0.1", wire.port):
            pass

"""Planted calls: arguments, tokens, scopes, people, conversations, answers that come late, uploads."""

from tests.contract.planted_bench import Bench, Json, Planted, call
from tests.sandbox.stand_ins import ALICE

_BRIAN, _GONE, _SLACKBOT = "U0BRIAN01", "U0GONE001", "USLACKBOT"
_GENERAL, _PROGRAM = "C0GENERAL1", "C0REVMENT1"
_TO_ALICE = {"channel": ALICE, "text": "Hello"}
_EIGHT = "U0ALICE01,U0BRIAN01,U0DIVYA01,U0ROHAN01,U0INES001,U0TIAGO01,U0LENA001,U0EMEKA01"
_HALF_AN_HOUR = 30 * 60

ARGUMENTS: list[Planted] = [
    call(
        "an unknown argument",
        "invalid_arguments",
        "chat.postMessage",
        _TO_ALICE,
        {"color": "red"},
        "unknown argument: color",
    ),
    call(
        "a missing argument",
        "invalid_arguments",
        "chat.postMessage",
        _TO_ALICE,
        {"channel": None},
        "missing required field: channel",
    ),
    call(
        "an argument of the wrong type",
        "invalid_arguments",
        "chat.postMessage",
        _TO_ALICE | {"unfurl_links": False},
        {"unfurl_links": "perhaps"},
        "[json-pointer:/unfurl_links]",
    ),
    call(
        "a channel that doesn't exist",
        "channel_not_found",
        "chat.postMessage",
        _TO_ALICE,
        {"channel": "C0NOWHERE"},
    ),
    call(
        "a channel the bot is not in",
        "not_in_channel",
        "chat.postMessage",
        _TO_ALICE | {"channel": _PROGRAM},
        {"channel": _GENERAL},
    ),
    call("a user who doesn't exist", "user_not_found", "users.info", {"user": ALICE}, {"user": "U0NOBODY1"}),
    call(
        "a group DM of ten",
        "too_many_users",
        "conversations.open",
        {"users": _EIGHT},
        {"users": f"{_EIGHT},U0CHIOMA1"},
    ),
    call(
        "a DM with nobody", "users_list_not_supplied", "conversations.open", {"users": ALICE}, {"users": None}
    ),
    call(
        "a DM with somebody who left",
        "user_disabled",
        "conversations.open",
        {"users": ALICE},
        {"users": _GONE},
    ),
    call("a DM with Slackbot", "cannot_dm_bot", "conversations.open", {"users": ALICE}, {"users": _SLACKBOT}),
    call(
        "a reply to a message that isn't there",
        "cannot_reply_to_message",
        "chat.postMessage",
        _TO_ALICE,
        {"thread_ts": "1.000000"},
    ),
    call(
        "a hidden message to somebody who isn't there",
        "user_not_in_channel",
        "chat.postEphemeral",
        {"channel": _PROGRAM, "text": "Psst", "user": ALICE},
        {"user": _GONE},
    ),
]


def _unscoped(bench: Bench, is_wrong: bool) -> Json:
    if is_wrong:
        _take_scope(bench, "users:read")
    return bench.call("users.info", user=ALICE)


def _group_of_one(bench: Bench, is_wrong: bool) -> Json:
    _take_scope(bench, "im:write")
    return bench.call("conversations.open", users=ALICE if is_wrong else f"{ALICE},{_BRIAN}")


def _take_scope(bench: Bench, scope: str) -> None:
    identity = bench.workspace.identity
    identity.scopes = tuple(one for one in identity.scopes if one != scope)


def _app_token(bench: Bench, is_wrong: bool) -> Json:
    token = bench.workspace.identity.app.app_token if is_wrong else None
    return bench.call("chat.postMessage", token=token, **_TO_ALICE)


def _unknown_token(bench: Bench, is_wrong: bool) -> Json:
    return bench.call("chat.postMessage", token="xoxb-of-somebody-else" if is_wrong else None, **_TO_ALICE)


def _uninstalled(bench: Bench, is_wrong: bool) -> Json:
    if is_wrong:
        bench.workspace.identity.uninstall()
    return bench.post()


def _somebody_elses(bench: Bench, is_wrong: bool) -> Json:
    sent = bench.post()
    channel = bench.workspace.conversations.get(sent["channel"])
    assert channel is not None
    hers = bench.workspace.conversations.post(channel, ALICE, "Hi", bench.clock.now())
    return bench.call("chat.update", channel=channel.id, ts=hers.ts if is_wrong else sent["ts"], text="Ho")


def _retired(bench: Bench, is_wrong: bool) -> Json:
    new: Json = {"filename": "report.csv", "length": 3}
    return bench.call("files.upload" if is_wrong else "files.getUploadURLExternal", **new)


def _flood(bench: Bench, is_wrong: bool) -> Json:
    for _ in range(20 if is_wrong else 5):
        answer = bench.post()
    return answer


STATE: list[Planted] = [
    Planted("a method without its scope", "missing_scope", "users:read", _unscoped),
    Planted("a group DM of one, with the scope for groups only", "missing_scope", "im:write", _group_of_one),
    Planted("an app token where the bot's is needed", "not_allowed_token_type", "", _app_token),
    Planted("a token nobody issued", "invalid_auth", "", _unknown_token),
    Planted("a call after the app was removed", "account_inactive", "", _uninstalled),
    Planted("an update of somebody else's message", "cant_update_message", "", _somebody_elses),
    Planted("a method that was retired", "unknown_method", "", _retired),
    Planted("twenty messages to one person at once", "ratelimited", "", _flood),
]


def _sixth(bench: Bench, is_wrong: bool) -> Json:
    ticket = bench.ticket()
    for _ in range(6 if is_wrong else 5):
        answer = bench.respond(ticket, text="Hello")
    return answer


def _half_an_hour_late(bench: Bench, is_wrong: bool) -> Json:
    ticket = bench.ticket()
    bench.wait(_HALF_AN_HOUR + (1 if is_wrong else -1))
    return bench.respond(ticket, text="Hello")


def _never_sent(bench: Bench, is_wrong: bool) -> Json:
    file_id = bench.call("files.getUploadURLExternal", filename="a.csv", length=3)["file_id"]
    file = bench.workspace.uploads.get(file_id)
    if file is not None and not is_wrong:
        bench.workspace.uploads.receive(file.upload_ticket, b"a,b")
    return bench.call("files.completeUploadExternal", files=[{"id": file_id, "title": "Report"}])


AFTERWARDS: list[Planted] = [
    Planted("a sixth answer at a `response_url`", "used_url", "", _sixth),
    Planted("an answer at a `response_url` after half an hour", "expired_url", "", _half_an_hour_late),
    Planted("an upload whose bytes were never sent", "file_not_found", "", _never_sent),
]

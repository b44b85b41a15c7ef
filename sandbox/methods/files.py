"""files.getUploadURLExternal, .completeUploadExternal and .info."""

from dataclasses import replace
from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import BLOCKS, IDS, LIST, TEXT, WHOLE
from sandbox.methods.chat import thread_of
from sandbox.methods.content import read_content
from sandbox.methods.request import Method, Request, Tier
from sandbox.state.identity import BOT_USER
from sandbox.state.records import Conversation, File
from sandbox.state.uploads import file_object

Json = dict[str, Any]
_CHANNELS_MOST = 100
_ALT_TEXT_MOST = 1000
_SNIPPET_MOST = 1_000_000
# What posting refuses has other codes on the page of files.completeUploadExternal.
_OWN_CODES = {
    "cannot_dm_bot": "invalid_channel",
    "cannot_reply_to_message": "invalid_arguments",
    "is_archived": "posting_to_channel_denied",
    "messages_tab_disabled": "posting_to_channel_denied",
    "msg_blocks_too_long": "invalid_blocks",
}


def _upload_url(request: Request) -> Json:
    args = request.args
    if args["length"] == 0 or not args["filename"]:
        raise SlackError("missing_argument")
    if args["length"] < 0:
        raise SlackError.with_messages("invalid_arguments", ["length must be more than 0"])
    if "snippet_type" in args and args["length"] > _SNIPPET_MOST:
        raise SlackError("snippet_too_large")
    if len(args.get("alt_txt", "")) > _ALT_TEXT_MOST:
        raise SlackError("alt_txt_too_large")
    file = request.memory.uploads.promise(
        args["filename"], args["length"], request.seconds, args.get("alt_txt", "")
    )
    return {"upload_url": f"{request.memory.address}/upload/v1/{file.upload_ticket}", "file_id": file.id}


def _complete(request: Request) -> Json:
    try:
        return _completed(request)
    except SlackError as error:
        raise SlackError(_OWN_CODES.get(error.code, error.code), **error.extra) from error


def _completed(request: Request) -> Json:
    files = [_uploaded(request, entry) for entry in request.args["files"]]
    if not files:
        raise SlackError.with_messages("invalid_arguments", ["files: must hold a file"])
    targets = _targets(request)
    text, blocks = _said(request)
    threads = [thread_of(request, conversation) for conversation in targets]
    for file in files:
        file.is_complete = True
        file.channels = [c.id for c in targets]
    for conversation, thread_ts in zip(targets, threads, strict=True):
        request.memory.conversations.post(
            conversation, BOT_USER, text, request.now, blocks=blocks, files=files, thread_ts=thread_ts
        )
    request.memory.changed("messages")
    team_id = request.memory.identity.team_id
    return {"files": [file_object(f, team_id) for f in files]}


def _uploaded(request: Request, entry: Any) -> File:
    file = request.memory.uploads.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.content is None or file.is_complete:
        raise SlackError("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file


def _targets(request: Request) -> list[Conversation]:
    named = request.args.get("channels", ())
    if len(named) > _CHANNELS_MOST:
        raise SlackError("channels_limit_exceeded")
    found = [_shared_with(request, name) for name in named]
    if "channel_id" in request.args:
        found.append(request.joined(request.args["channel_id"]))
    targets = list({c.id: c for c in found}.values())
    if any(c.is_archived for c in targets):
        raise SlackError("is_archived")
    if "thread_ts" in request.args and len(targets) != 1:
        raise SlackError.with_messages("invalid_arguments", ["thread_ts: needs exactly one channel"])
    return targets


def _shared_with(request: Request, name: str) -> Conversation:
    """Unlike `channel_id`, `channels` takes people's ids too."""
    try:
        return request.destination(name)
    except SlackError as error:
        raise SlackError("invalid_channel" if error.code == "channel_not_found" else error.code) from error


def _said(request: Request) -> tuple[str, list[Json]]:
    args, text = request.args, request.args.get("initial_comment", "")
    if "blocks" not in args:
        return text, []
    if text:
        request.complain("Beside initial_comment the blocks of an upload are ignored.")
        return text, []
    return text, read_content(request.memory, {"blocks": args["blocks"]}).blocks


def _info(request: Request) -> Json:
    file = request.memory.uploads.get(request.args["file"])
    if file is None or not file.is_complete:
        raise SlackError("file_not_found")
    shown = file_object(file, request.memory.identity.team_id)
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": Method(
        _upload_url,
        {"filename": TEXT.required, "length": WHOLE.required, "alt_txt": TEXT, "snippet_type": TEXT},
        ("files:write",),
        tier=Tier.FOUR,
    ),
    "files.completeUploadExternal": Method(
        _complete,
        {
            "files": LIST.required,
            "channel_id": TEXT,
            "channels": IDS,
            "initial_comment": TEXT,
            "thread_ts": TEXT,
            "blocks": replace(BLOCKS, refusal="invalid_blocks"),
        },
        ("files:write",),
        tier=Tier.FOUR,
    ),
    "files.info": Method(
        _info,
        {"file": TEXT.required, "cursor": TEXT, "limit": WHOLE, "count": WHOLE, "page": WHOLE},
        ("files:read",),
        tier=Tier.FOUR,
    ),
}

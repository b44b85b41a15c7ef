"""files.getUploadURLExternal, .completeUploadExternal and .info."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import BLOCKS, IDS, LIST, TEXT, WHOLE
from sandbox.methods.chat import read_content
from sandbox.methods.request import Method, Request
from sandbox.state.identity import BOT_USER
from sandbox.state.records import Conversation, File
from sandbox.state.uploads import file_object

Json = dict[str, Any]
_CHANNELS_MOST = 100
_ALT_TEXT_MOST = 1000


def _upload_url(request: Request) -> Json:
    args = request.args
    if args["length"] <= 0:
        raise SlackError.with_messages("invalid_arguments", ["length must be more than 0"])
    if len(args.get("alt_txt", "")) > _ALT_TEXT_MOST:
        raise SlackError("alt_txt_too_large")
    file = request.memory.uploads.promise(
        args["filename"], args["length"], request.seconds, args.get("alt_txt", "")
    )
    return {"upload_url": f"{request.memory.address}/upload/v1/{file.upload_ticket}", "file_id": file.id}


def _complete(request: Request) -> Json:
    files = [_uploaded(request, entry) for entry in request.args["files"]]
    targets = _targets(request)
    for file in files:
        file.is_complete = True
        file.channels = [c.id for c in targets]
    for conversation in targets:
        _share(request, conversation, files)
    team_id = request.memory.identity.team_id
    return {"files": [file_object(f, team_id) for f in files]}


def _uploaded(request: Request, entry: Any) -> File:
    file = request.memory.uploads.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file


def _targets(request: Request) -> list[Conversation]:
    wanted = list(request.args.get("channels", ()))
    if "channel_id" in request.args:
        wanted.append(request.args["channel_id"])
    if len(wanted) > _CHANNELS_MOST:
        raise SlackError("channels_limit_exceeded")
    return [request.joined(name) for name in dict.fromkeys(wanted)]


def _share(request: Request, conversation: Conversation, files: list[File]) -> None:
    args = request.args
    content: Json = {"text": args.get("initial_comment", ""), "blocks": []}
    if "blocks" in args:
        content = read_content(request.memory.ids, {"blocks": args["blocks"]})
    request.memory.conversations.post(
        conversation,
        BOT_USER,
        content["text"],
        request.now,
        blocks=content["blocks"],
        files=files,
        thread_ts=args.get("thread_ts"),
    )
    request.memory.changed("messages")


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
    ),
    "files.completeUploadExternal": Method(
        _complete,
        {
            "files": LIST.required,
            "channel_id": TEXT,
            "channels": IDS,
            "initial_comment": TEXT,
            "thread_ts": TEXT,
            "blocks": BLOCKS,
        },
        ("files:write",),
    ),
    "files.info": Method(
        _info,
        {"file": TEXT.required, "cursor": TEXT, "limit": WHOLE, "count": WHOLE, "page": WHOLE},
        ("files:read",),
    ),
}

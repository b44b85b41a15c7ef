"""Files: the three steps of an external upload, and the file objects Slack shows."""

import mimetypes
from typing import Any

from sandbox.state.identity import BOT_USER
from sandbox.state.ids import Ids
from sandbox.state.records import File

Json = dict[str, Any]


class Uploads:
    """The files of the workspace, from the promise of an upload to its completion."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._files: dict[str, File] = {}
        self._promised: dict[str, File] = {}

    def get(self, file_id: str) -> File | None:
        """Look a file up."""
        return self._files.get(file_id)

    def promise(self, name: str, length: int, created: int, alt_txt: str = "") -> File:
        """Reserve a file id and a one-time upload address."""
        file = File(self._ids.make("F"), name, length, self._ids.secret(), created, alt_txt=alt_txt)
        self._files[file.id] = file
        self._promised[file.upload_ticket] = file
        return file

    def receive(self, ticket: str, content: bytes) -> File | None:
        """Take the bytes in; None when the address is unknown, used up, or the length is wrong."""
        file = self._promised.get(ticket)
        if file is None or len(content) != file.length:
            return None
        file.content = content
        return self._promised.pop(ticket)


def mimetype(file: File) -> str:
    """Tell a file's type from its name."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def file_object(file: File, team_id: str) -> Json:
    """Write a file as messages and files.info show it."""
    suffix = file.name.rpartition(".")[2].lower()
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mimetype(file),
        "filetype": suffix,
        "pretty_type": suffix.upper(),
        "user": BOT_USER,
        "user_team": team_id,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"/files/{file.id}/{file.name}",
        "url_private_download": f"/files/{file.id}/{file.name}",
        "alt_txt": file.alt_txt,
        "channels": [c for c in file.channels if c.startswith("C")],
        "ims": [c for c in file.channels if c.startswith("D")],
    }

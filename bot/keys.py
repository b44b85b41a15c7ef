"""The machine: the key that seals texts: a file only its owner can read, made at the first start."""

import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.cli_frame import CommandError
from models.sealing import KEY_BYTES, Sealer

OWNER_ONLY = 0o600
OTHERS = 0o077


def sealer_from(path: Path) -> Sealer:
    """Return the sealer of a key file. Raises CommandError when others can read it or it holds no key."""
    if not path.exists():
        _make(path)
    if path.stat().st_mode & OTHERS:
        raise CommandError(f"the key file {path} can be read by others: chmod 600 {path}")
    try:
        key = b64decode(path.read_text().strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise CommandError(f"the key file {path} holds no key: put the right one back from your backup")
    return Sealer(key)


def _make(path: Path) -> None:
    """Put a whole file in place, and only if there is none: processes that start together share one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as file:
        file.write(f"{b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
        file.flush()
        os.fchmod(file.fileno(), OWNER_ONLY)
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)

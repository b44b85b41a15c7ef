"""The machine: the key that seals texts: a file only its owner can read, made at the first start."""

import secrets
from base64 import b64decode, b64encode
from pathlib import Path

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
    path.touch(mode=OWNER_ONLY, exist_ok=False)
    path.write_text(f"{b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")

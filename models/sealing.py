"""Words that are nobody else's business lie sealed: AES-256-GCM, bound to the row they stand in.

Sealing is explicit: a column type sees only the value, but the row's identity must be part of the seal, so
that a sealed text copied into another row, or another workspace's, doesn't open.
"""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import SEALER, workspace_of

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = "1"


class SealError(RuntimeError):
    """No key, the wrong key, or a sealed text that doesn't belong into this row."""


@dataclass(frozen=True)
class Sealer:
    """Holds the key. Never logged, never in the database."""

    key: bytes

    def __repr__(self) -> str:
        return "Sealer(…)"

    def seal(self, text: str, place: str) -> str:
        """Return `text` sealed for `place`: version, nonce and ciphertext as text."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, text.encode(), place.encode())
        return f"{VERSION}:{b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, place: str) -> str:
        """Return the text. Raises SealError for another key or another place."""
        version, _, packed = sealed.partition(":")
        if version != VERSION:
            raise SealError("sealed by another version")
        raw = b64decode(packed)
        try:
            return AESGCM(self.key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
        except InvalidTag:
            raise SealError("the key or the row is another one") from None


def place_of(session: AsyncSession, column: str, *row_key: str) -> str:
    """Name where a sealed text stands: "table.column|workspace|key…"."""
    return "|".join((column, workspace_of(session), *row_key))


def sealer_of(session: AsyncSession) -> Sealer:
    """Return the sealer this session's database was opened with. Raises SealError without one."""
    sealer = session.info.get(SEALER)
    if not isinstance(sealer, Sealer):
        raise SealError("the database was opened without a key")
    return sealer


def seal(session: AsyncSession, text: str, column: str, *row_key: str) -> str:
    """Seal `text` for one column of one row."""
    return sealer_of(session).seal(text, place_of(session, column, *row_key))


def unseal(session: AsyncSession, sealed: str, column: str, *row_key: str) -> str:
    """Open what `seal` made for the same column of the same row. Raises SealError."""
    return sealer_of(session).unseal(sealed, place_of(session, column, *row_key))

"""Ids that come out the same when the same thing is planned anew, as after a restore."""

from hashlib import sha256

ID_DIGITS = 32


def derived_id(*parts: str) -> str:
    """Return 128 bits as 32 hexadecimal digits; as hard to guess as the hardest of its parts."""
    return sha256("\0".join(parts).encode()).hexdigest()[:ID_DIGITS]


def seed_of(id_: str) -> int:
    """Return a 31-bit seed for what a derived id names."""
    return int(id_[:8], 16) >> 1

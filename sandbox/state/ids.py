"""Invented ids and secrets, the same ones for the same seed."""

import random
import string

_ALPHABET = string.ascii_uppercase + string.digits


class Ids:
    """Makes Slack-like ids, the same ones for the same seed."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable ids, no secrets

    def make(self, prefix: str, length: int = 10) -> str:
        """Make one id such as V03K2J9XQ1."""
        return prefix + "0" + "".join(self._random.choices(_ALPHABET, k=length - 2))

    def number(self, bits: int) -> int:
        """Make one number of so many bits."""
        return self._random.getrandbits(bits)

    def secret(self, length: int = 24) -> str:
        """Make one invented secret."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))

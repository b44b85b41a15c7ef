"""The machine: chance, from the system for a real workspace, from a seed for the sandbox."""

import random
import secrets

ID_BITS = 128
SEED_BITS = 31


class RandomIds:
    """Ids and seeds nobody can guess."""

    def new(self) -> str:
        return secrets.token_hex(ID_BITS // 8)

    def seed(self) -> int:
        return secrets.randbits(SEED_BITS)


class SeededIds:
    """The same ids and seeds for the same seed: a run can be replayed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  repeatable on purpose, never used on a real workspace

    def new(self) -> str:
        return f"{self._random.getrandbits(ID_BITS):032x}"

    def seed(self) -> int:
        return self._random.getrandbits(SEED_BITS)

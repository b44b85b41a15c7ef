"""The checker of rounds: it reads the rules and the proof by itself and shares no code with the solver."""

from matching.checker.check import check

__all__ = ["check"]

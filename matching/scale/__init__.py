"""The compiled engine for large pools: the extra `[scale]`, the same answers, much sooner.

Exact as the base engine: whole points throughout, all pairs priced, one certificate.
"""

from matching.scale.search import best_flow

__all__ = ["best_flow"]

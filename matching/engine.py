"""Which engine solves a pool: the compiled one for large pools where it is installed, else HiGHS."""

from importlib.util import find_spec

from matching import branch
from matching.found import Found
from matching.pool import Pool
from matching.prices import Edges
from matching.pricing import BlockPricing, NothingNew, Tell, best_of_all, silent
from matching.worst import raise_the_worst

# Seats; below, the base engine is as fast, and the round is the same with and without the extra.
WORTH_COMPILING = 800
HIGHS, COMPILED = "highs-flow-2", "compiled-flow-1"


def best_round(pool: Pool, tell: Tell = silent) -> tuple[Found, Edges, str]:
    """Return the proof, the pairs with the best worst pair, and the engine that found them.

    Raises ArithmeticError where the engine fails.
    """
    if sum(pool.shape) >= WORTH_COMPILING and find_spec("numba") is not None:
        from matching.scale import best_flow  # noqa: PLC0415  # the extra [scale] may not be installed

        if (solved := best_flow(pool, tell)) is not None:
            return *solved, COMPILED
    return *by_highs(pool, tell), HIGHS


def by_highs(pool: Pool, tell: Tell = silent) -> tuple[Found, Edges]:
    """Return the proof and the pairs of the base engine. Raises ArithmeticError where it fails."""
    pricing = BlockPricing(pool)
    found = branch.search(pool, best_of_all(pricing, pool), pricing, tell=tell)

    def again(edges: Edges) -> tuple[Edges, int]:
        better = branch.search(pool, edges, NothingNew(), more_than=found.value - 1)
        return better.pairs, better.value if len(better.pairs) else -1

    return found, raise_the_worst(found, pricing, again)

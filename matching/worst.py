"""Aim 4: of all rounds that are equally good, one whose worst pair is best."""

from collections.abc import Callable

import numpy as np

from matching.found import Found
from matching.prices import PRICE_UNIT, Edges, joined, slack
from matching.pricing import Pricing

# Given a pool and the only pairs it may use: the best of them, and what they are worth.
Again = Callable[[Edges], tuple[Edges, int]]


def raise_the_worst(found: Found, pricing: Pricing, again: Again) -> Edges:
    """Return the optimum whose worst pair is best, among the pairs that an optimum may use.

    At the proof's prices, a pair that lies further below them than the proof's gap would cost
    more than the gap allows. Of those that don't, the highest scores per person are looked at.
    """
    chosen = found.pairs
    usable = _usable(found, pricing)
    levels = np.unique(usable.scores)
    low = np.searchsorted(levels, chosen.scores.min(initial=0), side="right")
    high = len(levels)
    while low < high:
        middle = (low + high) // 2
        pairs, value = again(usable.only(usable.scores >= levels[middle]))
        if value < found.value:
            high = middle
        else:
            chosen = pairs
            low = np.searchsorted(levels, chosen.scores.min(), side="right")
    return chosen


def _usable(found: Found, pricing: Pricing) -> Edges:
    parts = [found.pairs]
    for proof in found.proofs:
        gap = proof.bound - found.value * PRICE_UNIT
        if gap >= 0:
            parts.append(found.known.only(slack(found.known, proof.branch, proof.prices) >= -gap))
            parts.append(pricing.price(proof.prices, found.known, within=gap + 1, by_score=True))
    return _distinct(joined(parts))


def _distinct(edges: Edges) -> Edges:
    keys = edges.rows * (int(edges.columns.max(initial=0)) + 1) + edges.columns
    return edges.only(np.unique(keys, return_index=True)[1])

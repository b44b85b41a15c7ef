"""The exact round of a large pool: compiled flow and compiled pricing, until no pair pays."""

import numpy as np

from matching.found import Found, Proof, worth_of
from matching.labels import Ints
from matching.pool import Pool
from matching.prices import PRICE_UNIT, Branch, Edges, PriceList, bound, slack
from matching.pricing import Pricing, Progress, Tell, best_of_all, silent
from matching.scale.flow import FlowState, add_pairs, empty_flow, settle
from matching.scale.pricing import CompiledPricing
from matching.worst import raise_the_worst

# Pairs that nearly pay are added too: once prices have moved a little, many of them do.
ALMOST = 2 * PRICE_UNIT


def best_flow(pool: Pool, tell: Tell = silent) -> tuple[Found, Edges] | None:
    """Return the proof and the pairs with the best worst pair; None where this is no plain flow.

    A pool is no plain flow if two may meet in both directions, or if somebody's person bonus
    must be split between her two roles; the base engine can do both.
    """
    if pool.twins and pool.problem.rules.min_level_gap <= 0:
        return None
    pricing = CompiledPricing(pool)
    found = _proven(pool, pricing, tell)
    if found is None:
        return None

    def again(edges: Edges) -> tuple[Edges, int]:
        flow = _flow(pool, found.proofs[0].prices.shares // PRICE_UNIT)
        flow.prices = _whole_points(found.proofs[0].prices)
        add_pairs(flow, edges.rows, edges.columns, edges.scores)
        settle(flow)
        pairs = _pairs(flow)
        return pairs, worth_of(pool, pairs)

    return found, raise_the_worst(found, pricing, again)


def _proven(pool: Pool, pricing: Pricing, tell: Tell) -> Found | None:
    """Return the optimum with its proof, or None where the shares of the twins don't settle."""
    shares = np.zeros(len(pool.twins), dtype=np.int64)
    flow = _flow(pool, shares)
    start = best_of_all(pricing, pool)
    tell(Progress(0, len(start)))
    add_pairs(flow, start.rows, start.columns, start.scores)
    while True:
        settle(flow)
        pairs, prices = _pairs(flow), _price_list(flow, shares)
        if (uncovered := _uncovered(pool, flow, shares)).any():
            # Her bonus counts only if nothing else gives her a pair: ask for it in both roles.
            shares = np.where(uncovered, [twin.bonus for twin in pool.twins], shares)
            flow.first = _firsts(pool, shares)
            continue
        known = Edges(flow.ones, flow.others - flow.mentors, flow.scores)
        new = pricing.price(prices, known, within=ALMOST)
        paying = int(np.count_nonzero(slack(new, Branch(), prices) > 0))
        tell(Progress(len(known), paying))
        if not paying:
            break
        add_pairs(flow, new.rows, new.columns, new.scores)
    proof = Proof(Branch(), prices, bound(pool, Branch(), prices, known))
    found = Found(pairs, worth_of(pool, pairs), (proof,), known)
    return found if found.bound == found.value else None


def _flow(pool: Pool, shares: Ints) -> FlowState:
    places = np.concatenate([pool.mentors.places, pool.mentees.places])
    return empty_flow(pool.shape[0], places, _firsts(pool, shares))


def _firsts(pool: Pool, shares: Ints) -> Ints:
    """Return what each seat's first pair earns, with the share of a twin's person bonus."""
    first = np.concatenate([pool.mentors.first, pool.mentees.first])
    for twin, share in zip(pool.twins, shares.tolist(), strict=True):
        first[twin.row] += share
        first[pool.shape[0] + twin.column] += share
    return first


def _uncovered(pool: Pool, flow: FlowState, shares: Ints) -> np.ndarray:
    """Return which twins have no pair in either role and don't ask for their bonus yet."""
    rows = np.array([twin.row for twin in pool.twins], dtype=np.int64)
    columns = np.array([twin.column for twin in pool.twins], dtype=np.int64) + pool.shape[0]
    bonuses = np.array([twin.bonus for twin in pool.twins], dtype=np.int64)
    has_none = (flow.degrees[rows] == 0) & (flow.degrees[columns] == 0)
    return np.asarray(has_none & (shares < bonuses))


def _pairs(flow: FlowState) -> Edges:
    known = Edges(flow.ones, flow.others - flow.mentors, flow.scores)
    return known.only(flow.chosen)


def _price_list(flow: FlowState, shares: Ints) -> PriceList:
    prices = flow.prices * PRICE_UNIT
    return PriceList(prices[: flow.mentors], prices[flow.mentors :], shares * PRICE_UNIT)


def _whole_points(prices: PriceList) -> Ints:
    return np.asarray(np.concatenate([prices.mentors, prices.mentees]) // PRICE_UNIT)

"""The exact flow of large pools, compiled: prices are repaired one person at a time, in whole points.

Every person (mentors first, then mentees) has a price, every known pair its slack = score minus
both prices. The flow is optimal when
  a pair in it has slack >= 0 and a pair outside slack <= 0,
  whoever has a free place asks for no more than a further pair earns her, and
  whoever has a pair pays no less than her last pair earns.
The second condition alone may be broken. `_settle` mends it for one person by the cheapest
chain of swaps (Dijkstra over slacks), which keeps all others. Source: the primal-dual method
with potentials, R. Ahuja, T. Magnanti, J. Orlin, "Network Flows", 1993, chapter 9.7.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.labels import Ints

Bools = NDArray[np.bool_]
FAR = np.int64(2**62)


@dataclass
class FlowState:
    """Prices, degrees and chosen pairs; persons are numbered over both roles, mentors first."""

    mentors: int
    places: Ints
    first: Ints
    prices: Ints
    degrees: Ints
    ones: Ints
    others: Ints
    scores: Ints
    chosen: Bools


def empty_flow(mentors: int, places: Ints, first: Ints) -> FlowState:
    """Return the flow without pairs, at the prices at which nobody asks for one."""
    none = np.empty(0, dtype=np.int64)
    return FlowState(
        mentors, places, first, -first, np.zeros_like(places), none, none, none, np.empty(0, np.bool_)
    )


def add_pairs(flow: FlowState, rows: Ints, columns: Ints, scores: Ints) -> None:
    """Add pairs that the flow doesn't know yet."""
    flow.ones = np.concatenate([flow.ones, rows])
    flow.others = np.concatenate([flow.others, columns + flow.mentors])
    flow.scores = np.concatenate([flow.scores, scores])
    flow.chosen = np.concatenate([flow.chosen, np.zeros(len(rows), dtype=np.bool_)])


def settle(flow: FlowState) -> None:
    """Make the flow optimal over the pairs it knows, from wherever it stands."""
    starts, links = _links(flow.ones, flow.others, len(flow.places))
    # Those with fewer places ask: among the many they find a free place close by.
    mentors_ask = flow.places[: flow.mentors].sum() <= flow.places[flow.mentors :].sum()
    askers = (0, flow.mentors) if mentors_ask else (flow.mentors, len(flow.places))
    state = (flow.mentors, flow.places, flow.first, flow.prices, flow.degrees)
    pairs = (flow.ones, flow.others, flow.scores, flow.chosen)
    _raise_prices(*askers, flow.prices, flow.degrees, *pairs, starts, links)
    _settle_all(*state, *pairs, starts, links)


@njit(cache=True)
def _links(ones, others, people):
    """Return per person the pairs that she is in."""
    starts = np.zeros(people + 1, dtype=np.int64)
    for pair in range(len(ones)):
        starts[ones[pair] + 1] += 1
        starts[others[pair] + 1] += 1
    for person in range(people):
        starts[person + 1] += starts[person]
    filled = starts[:-1].copy()
    links = np.empty(2 * len(ones), dtype=np.int64)
    for pair in range(len(ones)):
        links[filled[ones[pair]]] = pair
        filled[ones[pair]] += 1
        links[filled[others[pair]]] = pair
        filled[others[pair]] += 1
    return starts, links


@njit(cache=True)
def _raise_prices(begin, end, prices, degrees, ones, others, scores, chosen, starts, links):
    """Raise the askers' prices until no pair outside the flow pays; drop their pairs that then cost."""
    for asker in range(begin, end):
        price = prices[asker]
        for at in range(starts[asker], starts[asker + 1]):
            pair = links[at]
            if not chosen[pair]:
                other = others[pair] if ones[pair] == asker else ones[pair]
                price = max(price, scores[pair] - prices[other])
        if price == prices[asker]:
            continue
        prices[asker] = price
        for at in range(starts[asker], starts[asker + 1]):
            pair = links[at]
            other = others[pair] if ones[pair] == asker else ones[pair]
            if chosen[pair] and scores[pair] - price - prices[other] < 0:
                chosen[pair] = False
                degrees[asker] -= 1
                degrees[other] -= 1


@njit(cache=True, inline="always")
def _most_asked(person, places, first, degrees):
    """Return the price above which a person with a free place is not settled."""
    if degrees[person] >= places[person]:
        return FAR
    return -first[person] if degrees[person] == 0 else np.int64(0)


@njit(cache=True, inline="always")
def _least_paid(person, first, degrees):
    """Return the price below which a person gives up a pair."""
    return -first[person] if degrees[person] == 1 else np.int64(0)


@njit(cache=True)
def _settle_all(mentors, places, first, prices, degrees, ones, others, scores, chosen, starts, links):
    people = len(places)
    distance = np.full(people, FAR)
    came_by = np.full(people, -1)
    heap_keys = np.empty(len(links) + people + 1, dtype=np.int64)
    heap_people = np.empty(len(links) + people + 1, dtype=np.int64)
    touched = np.empty(people, dtype=np.int64)
    for person in range(people):
        while prices[person] > _most_asked(person, places, first, degrees):
            _settle(
                person, mentors, places, first, prices, degrees, ones, others, scores, chosen,
                starts, links, distance, came_by, heap_keys, heap_people, touched,
            )  # fmt: skip


@njit(cache=True)
def _settle(
    source, mentors, places, first, prices, degrees, ones, others, scores, chosen,
    starts, links, distance, came_by, heap_keys, heap_people, touched,
):  # fmt: skip
    """Give the source one more pair, or lower her price until she asks for none.

    The chain runs source - new pair - somebody - given up pair - somebody … and ends with a
    person of the other role who has a free place, or with one of her own who gives up a pair.
    """
    side = source < mentors
    shortest, end = prices[source] - _most_asked(source, places, first, degrees), source
    distance[source] = 0
    came_by[source] = -1
    touched[0] = source
    count, size = 1, 0
    size = _push(heap_keys, heap_people, size, 0, source)
    while size > 0:
        reached, person = heap_keys[0], heap_people[0]
        if reached >= shortest:
            break
        size = _pop(heap_keys, heap_people, size)
        if reached > distance[person]:
            continue
        gives_up = (person < mentors) != side
        for at in range(starts[person], starts[person + 1]):
            pair = links[at]
            if chosen[pair] != gives_up:
                continue
            other = others[pair] if ones[pair] == person else ones[pair]
            step = scores[pair] - prices[person] - prices[other]
            further = reached + (step if gives_up else -step)
            if further >= distance[other] or further >= shortest:
                continue
            if distance[other] == FAR:
                touched[count] = other
                count += 1
            distance[other] = further
            came_by[other] = pair
            if gives_up:
                ends = further + prices[other] - _least_paid(other, first, degrees)
            elif degrees[other] < places[other]:
                ends = further + max(0, _most_asked(other, places, first, degrees) - prices[other])
            else:
                ends = FAR
            if ends < shortest:
                shortest, end = ends, other
            if further < shortest:
                size = _push(heap_keys, heap_people, size, further, other)
    for at in range(count):
        person = touched[at]
        if distance[person] < shortest:
            change = shortest - distance[person]
            prices[person] += -change if (person < mentors) == side else change
        distance[person] = FAR
    _swap(source, end, mentors, degrees, ones, others, chosen, came_by)


@njit(cache=True, inline="always")
def _swap(source, end, mentors, degrees, ones, others, chosen, came_by):
    """Take the chain's new pairs into the flow and give up the others."""
    if end == source:
        return
    degrees[source] += 1
    degrees[end] += 1 if (end < mentors) != (source < mentors) else -1
    person = end
    while person != source:
        pair = came_by[person]
        chosen[pair] = not chosen[pair]
        person = others[pair] if ones[pair] == person else ones[pair]


@njit(cache=True, inline="always")
def _push(keys, people, size, key, person):
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if keys[parent] <= key:
            break
        keys[at], people[at] = keys[parent], people[parent]
        at = parent
    keys[at], people[at] = key, person
    return size + 1


@njit(cache=True, inline="always")
def _pop(keys, people, size):
    size -= 1
    key, person = keys[size], people[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], people[at] = keys[child], people[child]
        at = child
    keys[at], people[at] = key, person
    return size

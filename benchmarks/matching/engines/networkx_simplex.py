"""networkx's network simplex over all allowed pairs: the general graph library."""

import networkx as nx
import numpy as np

from benchmarks.matching.arcs import Arcs, Ints


def choose(arcs: Arcs) -> Ints:
    """Return the pairs of the best flow."""
    graph, pairs = _graph(arcs), zip(arcs.rows.tolist(), (arcs.columns + arcs.mentors).tolist(), strict=True)
    _, flow = nx.network_simplex(graph)
    return np.array([arc for arc, (mentor, mentee) in enumerate(pairs) if flow[mentor][mentee][0]], np.int64)


def _graph(arcs: Arcs) -> "nx.MultiDiGraph[int | str]":
    """Return the network; a seat's two arcs are its first pair and its further ones."""
    graph: nx.MultiDiGraph[int | str] = nx.MultiDiGraph()
    graph.add_node("source", demand=-arcs.most_pairs)
    graph.add_node("sink", demand=arcs.most_pairs)
    graph.add_edge("source", "sink", capacity=arcs.most_pairs, weight=0)
    for seat, (places, first) in enumerate(zip(arcs.places.tolist(), arcs.first.tolist(), strict=True)):
        ends = ("source", seat) if seat < arcs.mentors else (seat, "sink")
        graph.add_edge(*ends, capacity=1, weight=-first)
        graph.add_edge(*ends, capacity=places - 1, weight=0)
    columns = (arcs.columns + arcs.mentors).tolist()
    for mentor, mentee, score in zip(arcs.rows.tolist(), columns, arcs.scores.tolist(), strict=True):
        graph.add_edge(mentor, mentee, capacity=1, weight=-score)
    return graph

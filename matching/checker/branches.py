"""Do the branches of a certificate share out all rounds? Needed only where a search had to branch."""

from collections.abc import Sequence

from matching.results import Leaf

Decision = tuple[str, str, str]


def cover_every_round(leaves: Sequence[Leaf]) -> bool:
    """Say whether each split keeps both of its answers, so that no round is left out."""
    return _cover([_decisions(leaf) for leaf in leaves])


def _cover(branches: Sequence[frozenset[Decision]]) -> bool:
    if not branches or frozenset() in branches:
        return bool(branches)
    for split in sorted(branches[0]):
        other = _opposite(split)
        if all(split in branch or other in branch for branch in branches):
            return all(
                _cover([branch - {answer} for branch in branches if answer in branch])
                for answer in (split, other)
            )
    return False


def _decisions(leaf: Leaf) -> frozenset[Decision]:
    roles = {("earns as", person_id, role) for person_id, role in leaf.earns_as.items()}
    return frozenset(roles | {("dropped", *pair) for pair in leaf.dropped})


def _opposite(decision: Decision) -> Decision:
    """Return the other answer: her other role; or the couple's other direction is dropped."""
    kind, one, other = decision
    if kind == "dropped":
        return kind, other, one
    return kind, one, "mentee" if other == "mentor" else "mentor"

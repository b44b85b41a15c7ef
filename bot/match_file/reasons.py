"""What `rm-bot match --explain` says of one person: the words that Slack shows, with the matcher's own codes."""

from collections.abc import Iterator

from domain.facts.pair import Reason
from domain.facts.round import Relaxation, TightSet
from domain.kinds import Side
from matching import LeftOut, MatchedPair
from messages.reasons import competition, no_partner, reason_text, waterfall, what_would_help
from messages.words import words_for_terminal


def pair_lines(pair: MatchedPair) -> Iterator[str]:
    """Yield who mentors whom, then the terms of the score, largest first as the matcher gives them."""
    t = words_for_terminal()
    yield f"{pair.mentor_id} mentors {pair.mentee_id}: {pair.score} points"
    for term in pair.terms:
        words = reason_text(Reason(term.name, term.points, term.detail), t)
        yield f"  {term.points} {term.name}: {words}"


def left_out_lines(left: LeftOut) -> Iterator[str]:
    """Yield why she has no partner, the waterfall, who competes for what, and what would help most."""
    t = words_for_terminal()
    yield f"{no_partner(left.person_id, left.reason, t)} ({left.reason})"
    yield f"  {waterfall(left.waterfall, t)}"
    if left.tight_set:
        tight = left.tight_set
        counts = TightSet(Side(tight.role), tight.competitors, tight.partners, tight.places)
        yield f"  {competition(counts, t)}"
    if left.relaxation:
        helps = what_would_help(Relaxation(left.relaxation.step, left.relaxation.candidates), t)
        yield f"  {helps} ({left.relaxation.step})"

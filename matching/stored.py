"""The stored form: problems and solutions as plain JSON objects, there and back, and a digest."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from hashlib import sha256
from typing import Any

from matching.people import Pair, Person, Problem, Rules, Weights
from matching.results import (
    Bonus,
    Certificate,
    Leaf,
    LeftOut,
    MatchedPair,
    Relaxation,
    Solution,
    Step,
    Term,
    TightSet,
)

Json = dict[str, Any]
FORMAT = 2
_SETS = ("languages", "reporting_line", "blocked", "past", "live_partners", "styles")


def digest(problem: Problem) -> str:
    """Return the SHA-256 of the inputs: the same for the same facts in any order."""
    return sha256(canonical(problem_to_json(problem)).encode()).hexdigest()


def canonical(stored: Mapping[str, Any]) -> str:
    """Return the one JSON text of an object: sorted keys, no spaces."""
    return json.dumps(stored, sort_keys=True, separators=(",", ":"))


def problem_to_json(problem: Problem) -> Json:
    """Return the inputs with people by id and every set sorted."""
    rules = asdict(problem.rules)
    rules["inclusion_topics"] = sorted(rules["inclusion_topics"])
    return {
        "format": FORMAT,
        "people": [_person_to_json(p) for p in sorted(problem.people, key=lambda p: p.id)],
        "rules": rules,
        "weights": asdict(problem.weights),
        "seed": problem.seed,
        "fixed_pairs": sorted(map(list, problem.fixed_pairs)),
        "announced_pairs": sorted(map(list, problem.announced_pairs)),
    }


def problem_from_json(stored: Mapping[str, Any]) -> Problem:
    """Return the problem of `problem_to_json`. Raises KeyError, TypeError or ValueError if not."""
    _refuse_other_formats(stored)
    rules = dict(stored["rules"])
    rules["inclusion_topics"] = frozenset(rules["inclusion_topics"])
    return Problem(
        tuple(_person_from_json(person) for person in stored["people"]),
        Rules(**rules),
        Weights(**stored["weights"]),
        stored["seed"],
        _pairs(stored["fixed_pairs"]),
        _pairs(stored["announced_pairs"]),
    )


def solution_to_json(solution: Solution) -> Json:
    """Return the round with its reasons and its certificate."""
    return {
        "format": FORMAT,
        "engine": solution.engine,
        "pairs": [asdict(pair) | {"terms": _terms(pair)} for pair in solution.pairs],
        "unmatched": [_left_out_to_json(left) for left in solution.unmatched],
        "people_matched": solution.people_matched,
        "total_score": solution.total_score,
        "bound": solution.bound,
        "proven": solution.proven,
        "bonus": asdict(solution.certificate.bonus),
        "leaves": [_leaf_to_json(leaf) for leaf in solution.certificate.leaves],
    }


def solution_from_json(stored: Mapping[str, Any]) -> Solution:
    """Return the round of `solution_to_json`. Raises KeyError, TypeError or ValueError if not."""
    _refuse_other_formats(stored)
    leaves = tuple(_leaf_from_json(leaf) for leaf in stored["leaves"])
    return Solution(
        tuple(_matched_from_json(pair) for pair in stored["pairs"]),
        tuple(_left_out_from_json(left) for left in stored["unmatched"]),
        stored["people_matched"],
        stored["total_score"],
        stored["bound"],
        stored["proven"],
        Certificate(Bonus(**stored["bonus"]), leaves),
        stored["engine"],
    )


def _refuse_other_formats(stored: Mapping[str, Any]) -> None:
    if stored["format"] != FORMAT:
        raise ValueError(f"this version reads format {FORMAT}, not {stored['format']!r}")


def _person_to_json(person: Person) -> Json:
    plain = {field.name: getattr(person, field.name) for field in fields(person)}
    plain |= {name: sorted(plain[name]) for name in _SETS}
    # Python reads hexadecimal of any length; decimal texts of 672 bits may be refused.
    return plain | {
        "meet_week": f"{person.meet_week:x}",
        "teaches": dict(person.teaches),
        "wants": dict(person.wants),
    }


def _person_from_json(stored: Mapping[str, Any]) -> Person:
    plain = dict(stored) | {name: frozenset(stored[name]) for name in _SETS}
    return Person(**plain | {"meet_week": int(stored["meet_week"], 16)})


def _pairs(stored: Iterable[Iterable[str]]) -> tuple[Pair, ...]:
    return tuple(Pair(*pair) for pair in stored)


def _terms(pair: MatchedPair) -> list[list[Any]]:
    return [[term.name, term.points, list(term.detail)] for term in pair.terms]


def _matched_from_json(stored: Mapping[str, Any]) -> MatchedPair:
    terms = tuple(Term(name, points, tuple(detail)) for name, points, detail in stored["terms"])
    return MatchedPair(**dict(stored) | {"terms": terms})


def _left_out_to_json(left: LeftOut) -> Json:
    return {
        "person_id": left.person_id,
        "reason": left.reason,
        "waterfall": [list(step) for step in left.waterfall],
        "relaxation": list(left.relaxation) if left.relaxation else None,
        "tight_set": asdict(left.tight_set) if left.tight_set else None,
    }


def _left_out_from_json(stored: Mapping[str, Any]) -> LeftOut:
    relaxation, tight = stored["relaxation"], stored["tight_set"]
    return LeftOut(
        stored["person_id"],
        stored["reason"],
        tuple(Step(*step) for step in stored["waterfall"]),
        Relaxation(*relaxation) if relaxation else None,
        TightSet(**tight) if tight else None,
    )


def _leaf_to_json(leaf: Leaf) -> Json:
    return {
        "mentor_prices": dict(leaf.mentor_prices),
        "mentee_prices": dict(leaf.mentee_prices),
        "shares": dict(leaf.shares),
        "cuts": sorted([*pair, price] for pair, price in leaf.cuts.items()),
        "earns_as": dict(leaf.earns_as),
        "dropped": sorted(map(list, leaf.dropped)),
    }


def _leaf_from_json(stored: Mapping[str, Any]) -> Leaf:
    return Leaf(
        stored["mentor_prices"],
        stored["mentee_prices"],
        stored["shares"],
        {Pair(mentor, mentee): price for mentor, mentee, price in stored["cuts"]},
        stored["earns_as"],
        frozenset(_pairs(stored["dropped"])),
    )

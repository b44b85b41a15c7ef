"""The optimum of small rosters by another road: HiGHS's branch and cut on all pairs, aim after aim."""

from collections.abc import Iterable

import highspy
import numpy as np

from matching import Pair, Problem
from tests.unit.matching.rosters import scored_pairs

Terms = dict[int, float]


class Oracle:
    """One whole-number program: a pair, a seat filled, a person matched are 0 or 1 each."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.scores = scored_pairs(problem)
        self.engine = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types
        self.engine.setOptionValue("output_flag", "off")
        self.engine.setOptionValue("mip_rel_gap", 0.0)
        self.engine.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.number: dict[object, int] = {}
        self._variables()
        self._limits()

    def best(self) -> tuple[int, int, int, int]:
        """Return people left out before who are matched, people, roles and total score."""
        people = {person.id: person for person in self.problem.people}
        waited = {self.number[i]: 1.0 for i, person in people.items() if person.waited > 0}
        persons = {self.number[i]: 1.0 for i in people}
        roles = {number: 1.0 for what, number in self.number.items() if self._is_seat(what)}
        total = {self.number[pair]: float(score) for pair, score in self.scores.items()}
        first, second, third, fourth = (self._reach(aim) for aim in (waited, persons, roles, total))
        return first, second, third, fourth

    def _variables(self) -> None:
        people = [person.id for person in self.problem.people]
        seats = [(role, name) for role in ("mentor", "mentee") for name in people]
        for what in (*self.scores, *seats, *people):
            self.number[what] = len(self.number)
            self.engine.addVar(0.0, 1.0)
            self.engine.changeColIntegrality(self.number[what], highspy.HighsVarType.kInteger)

    def _limits(self) -> None:
        for person in self.problem.people:
            as_mentor = [self.number[pair] for pair in self.scores if pair.mentor_id == person.id]
            as_mentee = [self.number[pair] for pair in self.scores if pair.mentee_id == person.id]
            seats = [self.number["mentor", person.id], self.number["mentee", person.id]]
            self._at_most(person.mentor_capacity, as_mentor, [])
            self._at_most(person.mentee_capacity, as_mentee, [])
            self._at_most(0, [seats[0]], as_mentor)
            self._at_most(0, [seats[1]], as_mentee)
            self._at_most(0, [self.number[person.id]], seats)
        for mentor_id, mentee_id in self.scores:
            if (mirror := Pair(mentee_id, mentor_id)) in self.scores and mentor_id < mentee_id:
                self._at_most(1, [self.number[mentor_id, mentee_id], self.number[mirror]], [])

    def _at_most(self, limit: int, plus: Iterable[int], minus: Iterable[int]) -> None:
        entries = dict.fromkeys(plus, 1.0) | dict.fromkeys(minus, -1.0)
        self._add_row(-highspy.kHighsInf, float(limit), entries)

    def _add_row(self, lower: float, upper: float, entries: Terms) -> None:
        columns = np.array(list(entries), dtype=np.int32)
        self.engine.addRow(lower, upper, len(entries), columns, np.array(list(entries.values())))

    def _reach(self, aim: Terms) -> int:
        """Return the best value of an aim, and hold it for the aims that follow."""
        if not aim:
            return 0
        for number in self.number.values():
            self.engine.changeColCost(number, aim.get(number, 0.0))
        self.engine.run()
        assert self.engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
        best = round(self.engine.getInfo().objective_function_value)
        self._add_row(best - 0.5, highspy.kHighsInf, aim)
        return best

    def _is_seat(self, what: object) -> bool:
        return isinstance(what, tuple) and not isinstance(what, Pair)

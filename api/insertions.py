"""What `POST /api/v1/optimization/insertions` is sent: a problem with what is new, the plan, and the moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kernel.errors import BadInputError, inside
from routing.solver.incoming import Inserted, Told, insert_new
from routing.solver.json_reading import Fields, read_whole
from routing.solver.problem import Problem
from routing.solver.validate import validate
from routing.solver.vroom_insertion import read_handed
from routing.solver.vroom_places import Measure
from routing.solver.vroom_plan_reader import read_begun
from routing.solver.vroom_reader import read_problem

__all__ = ["Insertions", "read_insertions"]


@dataclass(frozen=True, slots=True)
class Insertions:
    """What is asked; see `routing.solver.incoming.insert_new`."""

    problem: Problem
    told: Told
    new: Sequence[int]
    now_s: int
    begun: Mapping[int, int]

    def inserted(self, ended: Callable[[], bool]) -> Inserted:
        """Put what is new into the plan; raises as `insert_new`."""
        try:
            return insert_new(self.problem, self.told, self.new, now_s=self.now_s, begun=self.begun, ended=ended)
        except BadInputError as fault:
            if not fault.where.startswith("vehicle "):
                raise
            raise BadInputError(fault.what, where=f"problem: {fault.where}", way_out=fault.way_out) from fault


def read_insertions(document: object, measure: Measure | None = None) -> Insertions:
    """Read a parsed payload.

    Raises
    ------
    BadInputError, UnreachablePlaceError
        Names the field at fault, and before it in which part that is: "problem: jobs[0].id: …".
    """
    fields = Fields(document, "")
    now_s = fields.take("now", read_whole)
    begun = fields.take("begun", read_begun, {})
    plan, given = fields.take("plan", _as_it_is), fields.take("problem", _as_it_is)
    fields.close()
    with inside("problem"):
        problem = read_problem(given, measure)
        validate(problem)
    with inside("plan"):
        told, new = read_handed(problem, plan)
    return Insertions(problem, told, new, now_s, begun)


def _as_it_is(value: object, _where: str) -> object:
    return value

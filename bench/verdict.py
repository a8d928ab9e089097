"""What an entrant's orders of visits are worth: laid out and checked by us, whoever found them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.solver.checker import check
from routing.solver.layout import lay_out
from routing.solver.problem import Problem
from routing.solver.requests import Visit, requests_of
from routing.solver.solution import Reason, Route, Solution, Unassigned
from routing.solver.vroom_writer import write_problem, write_solution

__all__ = ["Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A plan as the bench counts it.

    Attributes
    ----------
    left_out: requests that no route serves.
    fault: why the plan does not hold; empty where it does.
    """

    solution: Solution | None
    left_out: int
    fault: str = ""

    @property
    def holds(self) -> bool:
        return self.solution is not None and not self.fault

    @property
    def serves_all(self) -> bool:
        return self.holds and self.left_out == 0


def judge(problem: Problem, orders: Mapping[int, Sequence[tuple[str, int]]]) -> Verdict:
    """Lay out each vehicle's visits with our own times and hand the whole to the independent checker.

    Parameters
    ----------
    orders: (kind, id) of the tasks in order, by vehicle.
    """
    requests = requests_of(problem)
    visit_of = {
        (kind.value, task.id): Visit(index, step)
        for index, request in enumerate(requests)
        for step, (kind, task) in enumerate(request.tasks)
    }
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    routes: list[Route] = []
    served: set[Visit] = set()
    for number, tasks in orders.items():
        if not tasks:
            continue
        visits = [visit_of[kind, task] for kind, task in tasks]
        route = lay_out(problem, vehicles[number], requests, visits)
        if isinstance(route, Reason):
            return Verdict(None, 0, f"vehicle {number}: {route.value}")
        served.update(visits)
        routes.append(route)
    left = [request for index, request in enumerate(requests) if Visit(index, 0) not in served]
    unassigned = tuple(
        Unassigned(kind, task.id, task.location, Reason.NO_ROOM_LEFT) for one in left for kind, task in one.tasks
    )
    solution = Solution(tuple(routes), unassigned, sum(route.cost for route in routes))
    faults = check(write_problem(problem), write_solution(problem, solution))
    return Verdict(solution, len(left), faults[0].text if faults else "")

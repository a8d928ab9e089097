"""`dorpsronde check`: name what is wrong with a plan, or with a route made by hand."""

import json
from typing import Any

import click

__all__ = ["command"]

BARE = ("steps", "frozen")
"""What a vehicle says of its own route: not read by the reader where it is the very thing to be checked."""


@click.command("check")
@click.argument("problem_file", metavar="IN.json", type=click.Path(dir_okay=False))
@click.argument("solution_file", metavar="[SOLUTION.json]", type=click.Path(dir_okay=False), required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
@click.option("--area", metavar="NAME", help="Measure bare coordinates over the roads of this area, without matrices.")
@click.pass_context
def command(context: click.Context, problem_file: str, solution_file: str | None, form: str, area: str | None) -> None:
    """Check SOLUTION.json against the problem IN.json, both in VROOM's JSON; - is stdin.

    SOLUTION.json may be a plan, whose every figure is checked, or routes made by hand: {"routes": [{"vehicle": 1,
    "steps": [{"type": "job", "id": 3}]}]}. These get the times that break the least, as in VROOM's plan mode.
    Without SOLUTION.json, the `steps` of the vehicles in IN.json are the routes.

    Prints each violation on a line of its own. Exit code 1 says that there are some.
    """
    import time

    from cli.area_roads import roads_of
    from cli.documents import naming, read_document
    from kernel.errors import BadInputError
    from routing.solver.checker.manual import given_routes, is_manual
    from routing.solver.validate import validate
    from routing.solver.vroom_problem_writer import write_problem
    from routing.solver.vroom_reader import read_problem

    begun_s = time.monotonic()
    if problem_file == solution_file == "-":
        raise BadInputError("the problem and the solution cannot both be stdin")
    document = read_document(problem_file)
    problem = document if solution_file else _without_routes(document)
    roads = roads_of(area) if area is not None else None
    with naming(problem_file):
        read = read_problem(problem, roads and roads.measure)
        validate(read)
    if roads:
        problem = write_problem(read)  # as it was, and with matrices
    solution = read_document(solution_file) if solution_file else given_routes(document)
    if not solution_file and not solution["routes"]:
        raise BadInputError(
            "no vehicle has steps to check", where=problem_file, way_out="Give vehicles steps, or a SOLUTION.json."
        )
    as_json = form == "json"
    if not solution_file or is_manual(solution):
        loading_ms = round(1000 * (time.monotonic() - begun_s))
        wrong = _check_manual(problem, solution, loading_ms, as_json=as_json)
    else:
        wrong = _check_plan(problem, solution, as_json=as_json)
    if wrong:
        context.exit(1)


def _without_routes(document: Any) -> Any:
    """Leave the vehicles' own routes out of a problem, whatever they hold."""
    if not isinstance(document, dict) or not isinstance(document.get("vehicles"), list):
        return document
    return {**document, "vehicles": [_bare(vehicle) for vehicle in document["vehicles"]]}


def _bare(vehicle: Any) -> Any:
    if not isinstance(vehicle, dict):
        return vehicle
    kept = {name: value for name, value in vehicle.items() if name not in BARE}
    ours = kept.get("dorpsronde")
    if isinstance(ours, dict):
        kept["dorpsronde"] = {name: value for name, value in ours.items() if name not in BARE}
    return kept


def _check_plan(problem: Any, solution: Any, *, as_json: bool) -> bool:
    """Print what is wrong with a plan; true where something is."""
    from routing.solver.checker import check

    violations = check(problem, solution)
    if as_json:
        click.echo(json.dumps({"code": 0, "summary": {"violations": [one.in_full() for one in violations]}}, indent=1))
        return bool(violations)
    for violation in violations:
        click.echo(violation)
    if not violations:
        click.echo(f"no violations: {_counted(solution)}")
    return bool(violations)


def _check_manual(problem: Any, manual: Any, loading_ms: int, *, as_json: bool) -> bool:
    """Print the times of routes made by hand and what they break; true where they break something."""
    from routing.solver.checker.plan_mode import check_manual

    plan = check_manual(problem, manual, loading_ms)
    if as_json:
        click.echo(json.dumps(plan.document, indent=1))
        return bool(plan.violations)
    for number, route in enumerate(plan.document.get("routes", ())):
        for at, step in enumerate(route["steps"]):
            click.echo(_timed_line(f"routes[{number}].steps[{at}]", step))
    for violation in plan.violations:
        click.echo(violation)
    if not plan.violations:
        click.echo(f"no violations: {_counted(plan.document)}")
    return bool(plan.violations)


def _timed_line(where: str, step: dict[str, Any]) -> str:
    what = f"{step['type']} {step['id']}" if "id" in step else step["type"]
    begin_s = step["arrival"] + step["waiting_time"]
    end_s = begin_s + step["setup"] + step["service"]
    return f"{where}: {what} arrives at {step['arrival']}, begins at {begin_s}, ends at {end_s}"


def _counted(plan: dict[str, Any]) -> str:
    from cli.documents import count

    routes = plan["routes"]
    tasks = sum(step["type"] in ("job", "pickup", "delivery") for route in routes for step in route["steps"])
    return f"{count(len(routes), 'route')}, {count(tasks, 'task')}, {len(plan['unassigned'])} unassigned"

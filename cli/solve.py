"""`dorpsronde solve`: plan a problem in VROOM's JSON."""

from typing import TYPE_CHECKING

import click

from cli.amount import Amount

if TYPE_CHECKING:
    from routing.solver.solution import Solution

__all__ = ["command"]


@click.command("solve")
@click.argument("problem_file", metavar="IN.json", type=click.Path(dir_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="OUT.json",
    default="-",
    show_default="stdout",
    help="Where the solution goes; - is stdout.",
)
@click.option(
    "--time-limit", metavar="S", type=Amount(0, 86_400), help="Seconds to search, 10 unless --iterations is given."
)
@click.option(
    "--iterations",
    metavar="N",
    type=click.IntRange(1, 10**9),
    help="Search this long; the same N, seed and threads give the same plan.",
)
@click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="Start of the random numbers.",
)
@click.option("--engine", type=click.Choice(["auto", "ortools"]), default="auto", show_default=True)
@click.option("--threads", metavar="N", type=click.IntRange(1, 64), help="Threads to search with, 2 unless given.")
@click.option("--area", metavar="NAME", help="Measure bare coordinates over the roads of this area, without matrices.")
@click.option("--why", is_flag=True, help="Say what keeps each unassigned task out, and what would let it in.")
def command(  # noqa: PLR0917 (click names them all)
    problem_file: str,
    output: str,
    time_limit: float | None,
    iterations: int | None,
    seed: int,
    engine: str,
    threads: int | None,
    area: str | None,
    why: bool,
) -> None:
    """Plan IN.json (- is stdin), a problem in VROOM's JSON.

    Exit code 0 says that a plan was made; tasks it leaves out stand under "unassigned", each with a reason.
    With --why they say more, after the search and its time limit. With --area, "location", "start" and "end" are
    enough, and "options": {"g": true} draws the routes.
    """
    import json
    import time
    from contextlib import ExitStack

    from cli.documents import naming, read_document, refuse_nowhere, refuse_overwriting, write_document

    begun_s = time.monotonic()
    refuse_overwriting(problem_file, output)
    refuse_nowhere(output)
    document = read_document(problem_file)

    from cli.area_roads import roads_of  # from here on what takes seconds to import
    from cli.progress import steps
    from routing.solver.engine import DEFAULT_THREADS
    from routing.solver.interruption import noticing_ctrl_c
    from routing.solver.solve import solve
    from routing.solver.validate import validate
    from routing.solver.vroom_changes import explained
    from routing.solver.vroom_reader import read_problem
    from routing.solver.vroom_writer import write_solution

    with ExitStack() as behind_the_search:
        with steps() as step:
            roads = roads_of(area, step("Opening the roads")) if area is not None else None
            with naming(problem_file):
                problem = read_problem(document, roads and roads.measure)
                validate(problem)
            loaded_s = time.monotonic()
            solution = solve(
                problem,
                time_limit_s=time_limit,
                iterations=iterations,
                seed=seed,
                threads=DEFAULT_THREADS if threads is None else threads,
                engine=engine,
                progress=step("Planning"),
            )
            # there is a plan now: one Ctrl-C does not lose it
            interruption = behind_the_search.enter_context(noticing_ctrl_c(giving_up=True))
            solved_s = time.monotonic()
            geometries = roads.geometries(problem, solution) if roads else {}
            times_s = {
                "loading": loaded_s - begun_s,
                "solving": solved_s - loaded_s,
                "routing": time.monotonic() - solved_s,
            }
            times_ms = {name: round(1000 * taken_s) for name, taken_s in times_s.items()}
            plan = write_solution(problem, solution, times_ms, geometries)
            if why and solution.unassigned and not interruption:
                plan = explained(plan, problem, solution, failed=_unexplained, progress=step("Asking why"))
        write_document(output, json.dumps(plan, indent=2) + "\n")
        _summarise(solution, metres=problem.with_metres)


def _unexplained(fault: Exception) -> None:
    from kernel.quoting import printable

    told = printable(str(fault)) or type(fault).__name__
    click.echo(f"It could not be said why tasks are unassigned ({told}); the plan is written without.", err=True)


def _summarise(solution: "Solution", *, metres: bool) -> None:
    from cli.documents import count

    left_out = f"; {count(len(solution.unassigned), 'task')} unassigned" if solution.unassigned else ""
    driven = f", {solution.distance_m / 1000:.1f} km" if metres else ""
    click.echo(f"{count(len(solution.routes), 'route')}{driven}, {solution.duty_s / 3600:.1f} h{left_out}", err=True)

"""`dorpsronde solve`: plan a problem in VROOM's JSON."""

import click

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
@click.option("--time-limit", metavar="S", type=float, help="Seconds to search, 10 unless --iterations is given.")
@click.option("--iterations", metavar="N", type=int, help="Search this long; the same N and seed give the same plan.")
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Start of the random numbers.")
@click.option("--engine", type=click.Choice(["auto", "ortools"]), default="auto", show_default=True)
@click.option(
    "--threads",
    metavar="N",
    type=click.IntRange(1, 256),
    default=1,
    help="Threads to search with; this version uses one.",
)
def command(  # noqa: PLR0917 (click names them all)
    problem_file: str,
    output: str,
    time_limit: float | None,
    iterations: int | None,
    seed: int,
    engine: str,
    threads: int,
) -> None:
    """Plan IN.json (- is stdin), a problem in VROOM's JSON.

    Exit code 0 says that a plan was made; tasks it leaves out stand under "unassigned", each with a reason.
    """
    import json
    import time

    from cli.documents import naming, read_document, refuse_overwriting, write_document
    from cli.progress import steps
    from routing.solver.solve import solve
    from routing.solver.validate import validate
    from routing.solver.vroom_reader import read_problem
    from routing.solver.vroom_writer import write_solution

    begun_s = time.monotonic()
    refuse_overwriting(problem_file, output)
    document = read_document(problem_file)
    with naming(problem_file):
        problem = read_problem(document)
        validate(problem)
    loaded_s = time.monotonic()
    if threads > 1:
        click.echo("This version searches with one thread.", err=True)
    with steps() as step:
        solution = solve(
            problem,
            time_limit_s=time_limit,
            iterations=iterations,
            seed=seed,
            engine=engine,
            progress=step("Planning"),
        )
    times_ms = {"loading": round(1000 * (loaded_s - begun_s)), "solving": round(1000 * (time.monotonic() - loaded_s))}
    write_document(output, json.dumps(write_solution(problem, solution, times_ms), indent=2) + "\n")
    _summarise(solution.routes, len(solution.unassigned), solution.distance_m, solution.duty_s)


def _summarise(routes: tuple[object, ...], unassigned: int, distance_m: int, duty_s: int) -> None:
    from cli.documents import count

    left_out = f"; {count(unassigned, 'task')} unassigned" if unassigned else ""
    click.echo(f"{count(len(routes), 'route')}, {distance_m / 1000:.1f} km, {duty_s / 3600:.1f} h{left_out}", err=True)

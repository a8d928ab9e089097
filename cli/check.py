"""`dorpsronde check`: name what is wrong with a plan."""

import click

__all__ = ["command"]


@click.command("check")
@click.argument("problem_file", metavar="IN.json", type=click.Path(dir_okay=False))
@click.argument("solution_file", metavar="SOLUTION.json", type=click.Path(dir_okay=False))
@click.pass_context
def command(context: click.Context, problem_file: str, solution_file: str) -> None:
    """Check SOLUTION.json against the problem IN.json, both in VROOM's JSON; - is stdin.

    Prints each violation on a line of its own. Exit code 1 says that there are some.
    """
    from cli.documents import count, naming, read_document
    from kernel.errors import BadInputError
    from routing.solver.checker import check
    from routing.solver.validate import validate
    from routing.solver.vroom_reader import read_problem

    if problem_file == solution_file == "-":
        raise BadInputError("the problem and the solution cannot both be stdin")
    document = read_document(problem_file)
    with naming(problem_file):
        validate(read_problem(document))
    solution = read_document(solution_file)
    violations = check(document, solution)
    for violation in violations:
        click.echo(violation)
    if violations:
        context.exit(1)
    routes = solution["routes"]
    tasks = sum(step["type"] not in ("start", "end") for route in routes for step in route["steps"])
    said = f"{count(len(routes), 'route')}, {count(tasks, 'task')}, {len(solution['unassigned'])} unassigned"
    click.echo(f"no violations: {said}")

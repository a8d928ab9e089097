"""`dorpsronde insert`: an order that comes in while a plan is ridden."""

import re
from typing import TYPE_CHECKING

import click

from kernel.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.solver.incoming import Inserted
    from routing.solver.problem import Problem
    from routing.solver.requests import Request

__all__ = ["command"]


@click.command("insert")
@click.argument("problem_file", metavar="IN.json", type=click.Path(dir_okay=False))
@click.argument("plan_file", metavar="PLAN.json", type=click.Path(dir_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="OUT.json",
    default="-",
    show_default="stdout",
    help="Where the plan goes as it then stands; - is stdout.",
)
@click.option(
    "--now",
    metavar="S",
    type=click.IntRange(0),
    required=True,
    help="The moment, on the problem's clock; nothing new is put before it.",
)
@click.option(
    "--begun",
    metavar="VEHICLE=N",
    multiple=True,
    help="How many visits a vehicle has done or is driving to, where it is not as planned; may be given again.",
)
@click.option("--area", metavar="NAME", help="Measure bare coordinates over the roads of this area, without matrices.")
def command(  # noqa: PLR0917 (click names them all)
    problem_file: str, plan_file: str, output: str, now: int, begun: tuple[str, ...], area: str | None
) -> None:
    """Put what is new in the problem IN.json into PLAN.json, which solve or insert has answered; - is stdin.

    Each job and shipment that the plan does not know goes where it adds least. What is done at --now, and where
    vehicles are driving to, stays as it was told; nothing is moved to another vehicle. The answer is a plan too, for
    the next call; its "dorpsronde" says which spot each order got, what that adds, and whose moments change.

    Exit code 0 says that a plan was made: what does not fit stands under "unassigned", with what would let it in.
    """
    import json
    import time

    from cli.area_roads import roads_of
    from cli.documents import naming, read_document, refuse_nowhere, refuse_overwriting, write_document
    from kernel.errors import BadInputError
    from routing.solver.incoming import insert_new
    from routing.solver.interruption import noticing_ctrl_c
    from routing.solver.validate import validate
    from routing.solver.vroom_insertion import read_handed, write_inserted
    from routing.solver.vroom_reader import read_problem

    begun_s = time.monotonic()
    if problem_file == plan_file == "-":
        raise BadInputError("the problem and the plan cannot both be stdin")
    for read in (problem_file, plan_file):
        refuse_overwriting(read, output)
    refuse_nowhere(output)
    visits = _visits(begun)
    document, handed = read_document(problem_file), read_document(plan_file)
    if isinstance(document, dict) and "routes" in document and "vehicles" not in document:
        raise BadInputError(
            "is a plan and no problem", where=problem_file, way_out="IN.json comes first, then PLAN.json."
        )
    roads = roads_of(area) if area is not None else None
    with naming(problem_file):
        problem = read_problem(document, roads and roads.measure)
        validate(problem)
    del document  # of a large one the check of the plan needs the room
    with naming(plan_file):
        told, new = read_handed(problem, handed)
    loaded_s = time.monotonic()
    inserted = insert_new(problem, told, new, now_s=now, begun=visits)
    with noticing_ctrl_c(giving_up=True):  # one does not lose what was found
        solved_s = time.monotonic()
        geometries = roads.geometries(problem, inserted.solution) if roads else {}
        times_s = {
            "loading": loaded_s - begun_s,
            "solving": solved_s - loaded_s,
            "routing": time.monotonic() - solved_s,
        }
        times_ms = {name: round(1000 * taken_s) for name, taken_s in times_s.items()}
        write_document(output, json.dumps(write_inserted(problem, inserted, times_ms, geometries), indent=2) + "\n")
        for line in _said(problem, inserted):
            click.echo(line, err=True)


def _visits(begun: "Sequence[str]") -> dict[int, int]:
    """Read VEHICLE=N.

    Raises
    ------
    BadParameter
        It is none, or a vehicle is named twice.
    """
    found: dict[int, int] = {}
    for one in begun:
        vehicle, _, visits = one.partition("=")
        if not re.fullmatch(r"[0-9]{1,19}=[0-9]{1,19}", one):
            raise click.BadParameter(f"{quoted(one)} is not VEHICLE=N, as in 7=3.", param_hint="'--begun'")
        if int(vehicle) in found:
            raise click.BadParameter(f"vehicle {vehicle} is named twice.", param_hint="'--begun'")
        found[int(vehicle)] = int(visits)
    return found


def _said(problem: "Problem", inserted: "Inserted") -> "Iterator[str]":
    """Tell a line an order, and then what else changes."""
    from cli.documents import count
    from routing.solver.change_words import say_change
    from routing.solver.requests import requests_of
    from routing.solver.why import MOST_EXPLAINED

    requests = requests_of(problem)
    for index, fit in inserted.fits.items():
        metres = f", {fit.extra_m / 1000:+.1f} km" if problem.with_metres else ""
        yield f"{_name(requests[index])}: vehicle {fit.route.vehicle}, {fit.extra_duty_s / 60:+.1f} min{metres}"
    for done, (index, why) in enumerate(inserted.whys.items()):
        helps = "; ".join(say_change(change) for change in why.changes)
        if done < MOST_EXPLAINED:
            helps = f": {helps or 'no single change would let it in'}"
        yield f"{_name(requests[index])} does not fit{f' ({why.block.value})' if why.block else ''}{helps}"
    for word, sign in (("later", 1), ("earlier", -1)):
        moved_s = [sign * seconds for seconds in inserted.later_s.values() if sign * seconds > 0]
        if moved_s:
            yield f"{count(len(moved_s), 'task')} {word} than told, by {max(moved_s) / 60:.1f} min at most"
    for vehicle in inserted.late:
        yield f"vehicle {vehicle} can no longer be in time for what it was told; it stands as it was, and takes no more"


def _name(request: "Request") -> str:
    """Call a job by its id, a shipment by both of its own."""
    return ", ".join(f"{kind.value} {task.id}" for kind, task in request.tasks)

"""Roads closed for one call: `--closed`, and what it does to a graph."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kernel.text import Text

if TYPE_CHECKING:
    from routing.network.closures import Closure
    from routing.network.road_graph import RoadGraph

__all__ = ["ClosedFiles", "closed_option", "read_closed", "with_closed"]

ClosedFiles = Sequence[tuple[Path, "list[Closure]"]]


def closed_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take files of closures."""
    return click.option(
        "--closed",
        metavar="FILE.geojson",
        multiple=True,
        type=click.Path(path_type=Path),
        help='Polygons of closed roads; with the property "slowed": 2 they take twice as long. May be given again.',
    )(command)


def read_closed(files: Sequence[Path]) -> ClosedFiles:
    """Read the files, before anything that takes time.

    Raises
    ------
    BadInputError
        One cannot be used.
    """
    from data.closure_files import read_closures

    return [(file, read_closures(file)) for file in files]


def with_closed(graph: "RoadGraph", files: ClosedFiles, lang: str = "en") -> "RoadGraph":
    """Close and slow what the files say; tell of a file that says nothing about these roads.

    Raises
    ------
    BadInputError
        A polygon meets the roads only with its coordinates exchanged.
    """
    from data.closure_files import refuse_swapped_closures
    from routing.network.closures import closed_graph

    for file, closures in files:
        refuse_swapped_closures(graph.network, closures, str(file))
        if not any(closure.edges(graph.network)[graph.edge].any() for closure in closures):
            told = Text(
                f"binnen de vlakken ervan ligt geen weg voor {graph.profile}",
                f"no road for {graph.profile} lies within its polygons",
            )
            click.echo(f"{file}: {told.within(lang)}", err=True)
    return closed_graph(graph, [closure for _, closures in files for closure in closures]) if files else graph

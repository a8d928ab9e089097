"""`dorpsronde whatif`: stored days planned once more with changes, and how kilometres fall as orders grow."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.calendar_day import CALENDAR_DAY, CALENDAR_MONTH
from kernel.errors import BadInputError
from kernel.text import LANGUAGES

if TYPE_CHECKING:
    from cli.whatif_runs import Chosen
    from rounds.changes import MovedPlace, Pooling

__all__ = ["command"]

PARTIAL = 130
"""As a shell says of what Ctrl-C ended."""
WHERE = "whatif"
LONGEST_SHOWN = 60
"""Characters of what was typed that a fault repeats."""


@click.command("whatif")
@click.argument("square", required=False)
@click.option("--date", "days", type=CALENDAR_DAY, multiple=True, help="A planned day; again for more.")
@click.option("--month", type=CALENDAR_MONTH, help="All planned days of a month.")
@click.option("--orders", type=float, default=1.0, help="Times as many orders, 0.1 to 20; each shop keeps its share.")
@click.option("--vehicle", default="", help="All vehicles become: van, diesel-van, cargo-bike or cargo-trike.")
@click.option("--vehicles", type=int, help="How many vehicles there are, in turn those of the day.")
@click.option("--no-pooling", is_flag=True, help="Each shop drives its own tours.")
@click.option("--each-alone", is_flag=True, help="Each order is driven alone: the upper bound.")
@click.option("--slots", type=click.Choice(["one", "halved"]), help="One window for the day, or windows half as long.")
@click.option(
    "--hub",
    "hubs",
    multiple=True,
    metavar="NAME=LON,LAT",
    help="A hub elsewhere, with the vehicles that begin there; NAME is depot for where other rounds begin.",
)
@click.option("--growth", metavar="25,50,…", help="Km per order at so many orders a day, instead of changes.")
@click.option(
    "--area",
    "extract",
    type=click.Path(path_type=Path),
    help="With --growth: a village without any day, invented on this extract.",
)
@click.option("--draws", type=int, default=5, show_default=True, help="With --growth: days drawn for each number.")
@click.option(
    "--iterations", type=click.IntRange(1, 1_000_000), default=2_000, show_default=True,
    help="Of the search, for each 100 orders of a day, on all sides; with --no-pooling no less than 4000.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--costs", is_flag=True, help="What couriers and vehicles cost on both sides too: not to be passed on.")
@click.option("-o", "--out", default="-", show_default="stdout, as JSON", help="FILE.html or FILE.json to write.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True)
def command(
    *,
    square: str | None,
    days: Sequence[datetime],
    month: datetime | None,
    orders: float,
    vehicle: str,
    vehicles: int | None,
    no_pooling: bool,
    each_alone: bool,
    slots: str | None,
    hubs: Sequence[str],
    growth: str | None,
    extract: Path | None,
    draws: int,
    iterations: int,
    seed: int,
    costs: bool,
    out: str,
    lang: str,
) -> None:
    """Plan stored days of SQUARE once more with changes, beside the same days as they were; nothing is stored.

    Both sides are searched as hard. Ctrl-C answers what is done so far, and says that it is partial.
    """
    form = _form_of(out)
    from cli.documents import refuse_nowhere, write_document
    from cli.whatif_runs import run_growth, run_what_if
    from rounds.changes import Changes, SlotPolicy
    from rounds.replayed import SearchDepth

    changes = Changes(
        orders=orders,
        vehicle=vehicle,
        vehicles=vehicles,
        pooling=_pooling(no_pooling=no_pooling, each_alone=each_alone),
        slots=SlotPolicy(slots) if slots else None,
        moved=tuple(_moved(one) for one in hubs),
    )
    depth = SearchDepth(iterations, seed)
    if days and month:
        raise BadInputError("either --date or --month is wanted", where=WHERE)
    refuse_nowhere(out)
    if growth is None:
        if extract is not None:
            raise BadInputError("--area is for --growth", where=WHERE, way_out="Give --growth 25,50,100 too.")
        if not (days or month):
            raise BadInputError("either --date or --month is wanted", where=WHERE)
        written = run_what_if(_named(square), _chosen(days, month), changes, depth, costs=costs, form=form, lang=lang)
    else:
        if changes.said or costs:
            raise BadInputError("--growth takes no changes, and no --costs", where=WHERE, way_out="Ask in two calls.")
        if (square is None) is (extract is None) or not (days or month or extract):
            raise BadInputError(
                "--growth draws from days of a SQUARE, or from a village that is invented on an extract",
                where=WHERE,
                way_out="Give SQUARE with --date or --month, or --area FILE.osm.pbf.",
            )
        source = extract or _named(square)
        written = run_growth(source, _chosen(days, month), _counts(growth), draws, depth, form=form, lang=lang)
    write_document(out, written.text)
    if out != "-":
        click.echo(str(Path(out)))
    if written.partial:
        click.echo(f"Stopped: {written.partial}; what was written is partial.", err=True)
        raise click.exceptions.Exit(PARTIAL)


def _named(square: str | None) -> str:
    if square is None:
        raise BadInputError("of which SQUARE?", where=WHERE)
    return square


def _chosen(days: Sequence[datetime], month: datetime | None) -> "Chosen":
    from cli.whatif_runs import Chosen

    return Chosen([one.date() for one in days], month.date() if month else None)


def _counts(written: str) -> list[int]:
    from kernel.quoting import quoted

    try:
        return [int(part) for part in written.split(",")]
    except ValueError as fault:
        raise BadInputError(
            f"{quoted(written[:LONGEST_SHOWN])} are no whole numbers",
            where="--growth",
            way_out="Write them as 25,50,100.",
        ) from fault


def _form_of(out: str) -> str:
    """Tell by its name which document is wanted, before any work is done for it."""
    form = "json" if out == "-" else Path(out).suffix.removeprefix(".").lower()
    if form not in {"html", "json"}:
        raise BadInputError(
            f"{out} is neither .html nor .json", where="--out", way_out="Give -o FILE.html or FILE.json."
        )
    return form


def _pooling(*, no_pooling: bool, each_alone: bool) -> "Pooling":
    from rounds.changes import Pooling

    if no_pooling and each_alone:
        raise BadInputError("--no-pooling and --each-alone contradict each other", where=WHERE, way_out="Give one.")
    if each_alone:
        return Pooling.EACH_ALONE
    return Pooling.SHOP_TOURS if no_pooling else Pooling.POOLED


def _moved(written: str) -> "MovedPlace":
    from kernel.position import Position
    from kernel.quoting import quoted
    from rounds.changes import MovedPlace

    name, _, at = written.rpartition("=")
    try:
        lon, lat = (float(part) for part in at.split(","))
    except ValueError as fault:
        raise BadInputError(
            f"{quoted(written[:LONGEST_SHOWN])} is no place",
            where="--hub",
            way_out="Write NAME=LON,LAT in degrees, as depot=9.52,47.14.",
        ) from fault
    if not name.strip():
        raise BadInputError("which hub moves?", where="--hub", way_out="Write NAME=LON,LAT; NAME is depot, or a hub's.")
    return MovedPlace(name.strip(), Position(lon, lat))

"""`dorpsronde report starting-measurement`: how a square's goods travelled before (nulmeting)."""

from datetime import datetime
from pathlib import Path

import click

from cli.calendar_day import CALENDAR_DAY

__all__ = ["command"]


@click.group("starting-measurement")
def command() -> None:
    """Keep how goods travelled before, as somebody counted it, for reports to compare with."""


@command.command("import")
@click.argument("square")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="As people call it; the same name again is its next version.")
@click.option("--from", "first", type=CALENDAR_DAY, required=True, help="The first day that was counted.")
@click.option("--until", "last", type=CALENDAR_DAY, help="The last one; else the same.")
@click.option("--orders", type=int, required=True, help="Purchases whose ways were counted.")
@click.option("--measured-by", required=True, help="Who counted.")
@click.option("--method", required=True, help="How it was counted.")
@click.option("--source", required=True, help="Where that can be read.")
def import_command(
    *,
    square: str,
    file: Path,
    name: str,
    first: datetime,
    last: datetime | None,
    orders: int,
    measured_by: str,
    method: str,
    source: str,
) -> None:
    """Keep a starting measurement of SQUARE.

    FILE has the columns flow,by,trips,distance_m,parcels; see docs/co2.md. What was kept before stays.
    """
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.starting_measurements import WishedMeasurement, keep_measurement, read_flows

    flows = read_flows(file)
    wished = WishedMeasurement(name, first.date(), (last or first).date(), measured_by, method, source, orders, flows)
    with opened() as home, home.database.begin(Scope.system("starting measurement")) as work:
        kept, is_new = keep_measurement(work, work.squares.get(square).id, wished)
    done = "kept" if is_new else "was kept before, just so"
    click.echo(f"{kept.name}, version {kept.version}: {done}. {kept.orders} orders, {len(kept.flows)} flows.")


@command.command("list")
@click.argument("square")
def list_command(*, square: str) -> None:
    """List the starting measurements of SQUARE, the newest version of each."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("starting measurement")) as work:
        known = work.starting_measurements.standing(work.squares.get(square).id)
    for one in known:
        days = f"{one.first_day}" if one.first_day == one.last_day else f"{one.first_day}..{one.last_day}"
        click.echo(f"{one.name}, version {one.version}  {days}  {one.orders} orders  by {one.measured_by}")
    click.echo(f"{len(known)} starting measurement{'' if len(known) == 1 else 's'}.")

"""`dorpsronde vehicles`: the vehicles of a square."""

from datetime import datetime
from pathlib import Path

import click

from cli.amount import Amount
from cli.calendar_day import CALENDAR_DAY
from cli.table_import import takes_table
from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

__all__ = ["command"]

COUNTER_KM = Amount(0, 2_000_000)
DAY_KM = Amount(0, 1_500)
LARGE = Amount(0, 1_000)
"""kWh or litres of one vehicle on one day."""


@click.group("vehicles")
def command() -> None:
    """Take in the vehicles of a square, and what their meters show."""


@command.command("import")
@takes_table
def import_command(*, square: str, file: Path, dry_run: bool, partial: bool, lang: str) -> None:
    """Take in a spreadsheet of vehicles; columns are in docs/csv.md. The same file twice adds nothing."""
    from cli.opened import opened
    from cli.verdicts import show_verdicts
    from rounds.imported import HowToImport
    from rounds.vehicle_import import import_vehicles

    with opened() as home:
        imported = import_vehicles(home.database, square, file, HowToImport(dry_run, partial))
    show_verdicts(imported, file, dry_run=dry_run, lang=lang)


@command.command("reading")
@click.argument("square")
@click.argument("vehicle")
@click.option("--date", "day", type=CALENDAR_DAY, required=True, help="The day that it is of.")
@click.option("--odometer", type=COUNTER_KM, nargs=2, metavar="KM KM", help="What the counter showed before and after.")
@click.option("--km", "driven", type=DAY_KM, help="In its place, the day's kilometres alone.")
@click.option("--charged", "charged", type=LARGE, metavar="KWH", help="Taken from the socket.")
@click.option("--battery", "battery", type=LARGE, metavar="KWH", help="In its place, what the battery gave.")
@click.option("--fuel", type=click.Choice(["diesel", "petrol", "hvo100"]), help="What was burnt; with --litres.")
@click.option("--litres", type=LARGE, metavar="L", help="How much of it.")
@click.option("--note", default="", help="Whatever is good to know.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def reading_command(
    *, square: str, vehicle: str, day: datetime, odometer: tuple[float, float] | None, driven: float | None,
    charged: float | None, battery: float | None, fuel: str | None, litres: float | None, note: str, lang: str,
) -> None:  # fmt: skip
    """Say what the meters of VEHICLE show of a day; said again, it takes the place of what was said before."""
    from cli.opened import opened
    from data.models.states import EnergyKind
    from kernel.scope import Scope
    from maps.formats import Formats
    from rounds.reading_taking import GivenReading, take_reading

    if (fuel is None) != (litres is None):
        raise BadInputError("--fuel and --litres belong together", where="vehicles reading")
    took = [("electricity", charged), ("battery", battery), (fuel or "", litres)]
    given = [(kind, amount) for kind, amount in took if amount is not None]
    if len(given) > 1:
        raise BadInputError("energy of more than one kind", where="vehicles reading", way_out="Say one of them.")
    kind, amount = given[0] if given else ("", 0.0)
    reading = GivenReading(
        vehicle=vehicle,
        day=day.date(),
        odometer_m=(thousandths(odometer[0]), thousandths(odometer[1])) if odometer else None,
        driven_m=None if driven is None else thousandths(driven),
        energy=EnergyKind(kind) if kind else None,
        amount=thousandths(amount) if kind else None,
        note=note,
    )
    with opened() as home, home.database.begin(Scope.system("vehicles reading")) as work:
        stored = take_reading(work, work.squares.get(square).id, reading)
    formats = Formats(lang)
    km = "" if stored.driven_m is None else f" {formats.shortest(stored.driven_m / 1_000, 3)} km"
    unit = "l" if fuel else "kWh"
    energy = "" if reading.amount is None else f" {formats.shortest(reading.amount / 1_000, 3)} {unit}"
    said = f"{vehicle}, {stored.day}:{km}{energy}"
    click.echo(Text(f"Genoteerd: {said}", f"Noted: {said}").within(lang))


def thousandths(value: float) -> int:
    """Give metres of kilometres, Wh of kWh, ml of litres."""
    return round(1_000 * value)

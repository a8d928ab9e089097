"""`dorpsronde courier`: who rides, and on which round."""

from datetime import datetime

import click

from cli.calendar_day import CALENDAR_DAY
from cli.clock_hours import clock_hours
from kernel.errors import BadInputError, NotFoundError
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.group("courier")
def command() -> None:
    """Say who rides, when they can, and put them on rounds."""


@command.command("add")
@click.argument("square")
@click.argument("name")
@click.option("--profile", "profiles", required=True, multiple=True, help="A kind of vehicle they may ride.")
@click.option("--hours", "hours", multiple=True, metavar="WHEN", help='Every week: "tu,fr 13:00-18:00".')
@click.option("--phone", default="", help="Telephone number.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def add_command(
    *, square: str, name: str, profiles: tuple[str, ...], hours: tuple[str, ...], phone: str, lang: str
) -> None:
    """Make a courier of SQUARE, called NAME."""
    from cli.opened import opened
    from data.drafts.courier import WeeklyShift
    from kernel.scope import Scope
    from rounds.courier_keeping import GivenCourier, courier_draft

    read = [clock_hours(one, "--hours") for one in hours]
    if not all(one.weekdays for one in read):
        raise BadInputError("names no day", where="--hours", way_out='Write "tu,fr 13:00-18:00".')
    weekly = [WeeklyShift(day, one.start_s, one.end_s) for one in read for day in sorted(one.weekdays)]
    draft = courier_draft(GivenCourier(name, frozenset(profiles), phone, weekly=weekly))
    with opened() as home, home.database.begin(Scope.system("courier add")) as work:
        made = work.couriers.create(work.squares.get(square).id, draft)
    click.echo(Text(f"{made.name} rijdt mee.", f"{made.name} is a courier.").within(lang))


@command.command("list")
@click.argument("square")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, square: str, lang: str) -> None:
    """List the couriers who have not left, and what they may ride."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("courier list")) as work:
        couriers = work.couriers.all(work.squares.get(square).id)
    if not couriers:
        click.echo(Text("Er zijn nog geen bezorgers.", "There are no couriers yet.").within(lang))
    for one in couriers:
        resting = "" if one.active else Text("  (tijdelijk niet)", "  (not for now)").within(lang)
        click.echo(f"{one.name}  {', '.join(one.profiles)}  {one.phone or '-'}{resting}")


@command.command("assign")
@click.argument("square")
@click.argument("name")
@click.option("--date", "day", type=CALENDAR_DAY, required=True)
@click.option("--round", "number", type=click.IntRange(1), required=True, help="Its number; it must be released.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def assign_command(*, square: str, name: str, day: datetime, number: int, lang: str) -> None:
    """Put the courier called NAME on the whole of a round."""
    from cli.opened import opened
    from data.names import name_key
    from kernel.scope import Scope
    from rounds.assigning import WishedAssignment, assign

    with opened() as home, home.database.begin(Scope.system("courier assign")) as work:
        here = work.squares.get(square)
        courier = next((one for one in work.couriers.all(here.id) if one.name_key == name_key(name)), None)
        if courier is None:
            raise NotFoundError(f"there is no courier {name!r}", way_out=f"See: `dorpsronde courier list {square}`.")
        one = next((one for one in work.rounds.of_day(here.id, day.date()) if one.number == number), None)
        if one is None:
            raise NotFoundError(
                f"there is no round {number} on {day:%Y-%m-%d}",
                way_out=f"See: `dorpsronde round list {square} --date {day:%Y-%m-%d}`.",
            )
        assign(work, here.id, here.timezone, WishedAssignment(courier.id, one.id))
    click.echo(Text(f"{courier.name} rijdt ronde {number}.", f"{courier.name} rides round {number}.").within(lang))

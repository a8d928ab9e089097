"""`dorpsronde square`: village squares."""

from datetime import datetime

import click

from cli.opened import position_of
from kernel.errors import BadInputError
from kernel.position import Position
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.group("square")
def command() -> None:
    """Make village squares."""


@command.command("create")
@click.argument("slug")
@click.option("--area", required=True, help="Name of an imported area.")
@click.option("--from-map", is_flag=True, help="Begin with the shops of the map that have a name and sell goods.")
@click.option("--depot", metavar="LON,LAT", callback=position_of, help="Where rounds begin; else the middlemost shop.")
@click.option("--name", help="As people call it; else the slug.")
@click.option("--timezone", default="Europe/Amsterdam", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def create_command(
    *, slug: str, area: str, from_map: bool, depot: Position | None, name: str | None, timezone: str, lang: str
) -> None:
    """Make the square SLUG (small letters, digits, hyphens) on an area."""
    from cli.called import called
    from cli.opened import opened
    from data.drafts.square import DepotDraft, SquareDraft
    from rounds.squares import create_square

    draft = SquareDraft(
        slug,
        name or slug.replace("-", " ").title(),
        timezone,
        depot=DepotDraft("Depot", depot) if depot else None,
    )
    with opened() as home:
        done = create_square(home.database, home.home, draft, area, from_map=from_map)
    square = done.square
    click.echo(
        Text(
            f"Dorpsplein {square.slug}: {done.shops} winkels van de kaart"
            + (f", {done.unnamed} zonder naam overgeslagen" if done.unnamed else "")
            + (f"; depot: {square.depot_name}." if square.depot_name else "; nog geen depot."),
            f"Square {square.slug}: {done.shops} shops from the map"
            + (f", {done.unnamed} without a name passed over" if done.unnamed else "")
            + (f"; depot: {square.depot_name}." if square.depot_name else "; no depot yet."),
        ).within(lang)
    )
    files = Text("winkels.csv", "shops.csv").within(lang)
    click.echo(Text("Hierna:", "Next:").within(lang))
    click.echo(f"  {called()} shops import {square.slug} {files}")
    if not square.depot_name:
        click.echo(f"  {called()} square depot {square.slug} --shop {Text('WINKEL', 'SHOP').within(lang)}")
    click.echo(f"  {called()} vehicles import {square.slug} {Text('voertuigen.csv', 'vehicles.csv').within(lang)}")


@command.command("depot")
@click.argument("slug")
@click.argument("place", metavar="[LON,LAT]", required=False, callback=position_of)
@click.option("--shop", help="At this shop of the square instead.")
@click.option("--name", default="Depot", show_default=True, help="What stands at LON,LAT.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def depot_command(*, slug: str, place: Position | None, shop: str | None, name: str, lang: str) -> None:
    """Say where the rounds of the square SLUG begin and end."""
    from cli.opened import opened
    from data.drafts.square import DepotDraft
    from rounds.squares import move_depot, move_depot_to_shop

    if (place is None) is (shop is None):
        raise BadInputError("either LON,LAT or --shop is wanted", where="square depot")
    with opened() as home:
        if place is not None:
            square = move_depot(home.database, slug, DepotDraft(name, place))
        else:
            square = move_depot_to_shop(home.database, slug, shop or "")
    click.echo(
        Text(
            f"Rondes van {square.slug} beginnen en eindigen bij {square.depot_name}.",
            f"Rounds of {square.slug} begin and end at {square.depot_name}.",
        ).within(lang)
    )


@command.command("cutoff")
@click.argument("slug")
@click.argument("time", metavar="HH:MM", type=click.DateTime(["%H:%M"]))
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def cutoff_command(*, slug: str, time: datetime, lang: str) -> None:
    """Say when, on its own clock, the square SLUG plans the next day by itself; else it is 22:00."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.begin(Scope.system("square cutoff")) as work:
        square = work.squares.get(slug)
        work.squares.set_cutoff(square.id, time.hour * 3_600 + time.minute * 60)
    click.echo(
        Text(
            f"{square.slug} plant de volgende dag om {time:%H:%M} ({square.timezone}).",
            f"{square.slug} plans the next day at {time:%H:%M} ({square.timezone}).",
        ).within(lang)
    )

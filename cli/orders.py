"""`dorpsronde orders`: the orders of a square."""

from datetime import datetime
from pathlib import Path

import click

from cli.calendar_day import CALENDAR_DAY
from cli.table_import import takes_table
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.group("orders")
def command() -> None:
    """Take in the orders of a square, and see which of them wait."""


@command.command("import")
@takes_table
@click.option(
    "--keep-uncertain",
    is_flag=True,
    help="Store orders whose address is not found or not sure; they wait to be mended.",
)
@click.option("--shop", help="Whose file it is, where no column says the shop.")
@click.option("--date", "day", type=CALENDAR_DAY, help="Of delivery, for rows that do not say.")
@click.option("--invented", is_flag=True, help="Made up for a trial: papers and reports will say so.")
def import_command(
    *,
    square: str,
    file: Path,
    dry_run: bool,
    partial: bool,
    keep_uncertain: bool,
    shop: str | None,
    day: datetime | None,
    invented: bool,
    lang: str,
) -> None:
    """Take in a spreadsheet of orders; columns are in docs/csv.md. The same file twice adds nothing."""
    from cli.opened import opened
    from cli.verdicts import show_verdicts
    from rounds.imported import HowToImport
    from rounds.order_import import OrdersFile, import_orders

    given = OrdersFile(file, shop=shop, day=day.date() if day else None, invented=invented)
    how = HowToImport(dry_run, partial, keep_uncertain)
    with opened() as home:
        imported = import_orders(home.database, home.home, square, given, how)
    show_verdicts(imported, file, dry_run=dry_run, lang=lang)


@command.command("waiting")
@click.argument("square")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def waiting_command(*, square: str, lang: str) -> None:
    """List the orders that wait until somebody mends their address, the longest waiting first.

    To mend one, hand its row in again with the same number and a better address, or with lon and lat.
    """
    from cli.opened import opened
    from rounds.waiting_orders import waiting_orders

    with opened() as home:
        waiting = waiting_orders(home.database, square)
    for one in waiting:
        who = ", ".join(part for part in (one.recipient, one.address, one.phone) if part)
        click.echo(f"{one.day}  {one.shop}, {one.order_ref}: {who}")
        click.echo(f"            {one.reason.within(lang)}")
    several = len(waiting) != 1
    click.echo(
        Text(
            f"{len(waiting)} {'bestellingen wachten' if several else 'bestelling wacht'} op een beter adres.",
            f"{len(waiting)} {'orders wait' if several else 'order waits'} for a better address.",
        ).within(lang)
    )


@command.command("hand-on")
@click.argument("square")
@click.argument("order_ref", metavar="ORDER")
@click.option("--hub", required=True, help="The hub of this square to which its own rounds bring it.")
@click.option("--to", "other", help="The square that brings it on; without one its own square does.")
@click.option("--shop", help="Whose order it is, where several shops have that number.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def hand_on_command(*, square: str, order_ref: str, hub: str, other: str | None, shop: str | None, lang: str) -> None:
    """Bring an order by a hub: to it in one leg, from it in another, each planned by its own square.

    Said again, it changes nothing.
    """
    from cli.opened import opened
    from rounds.handed_on import hand_on_by_name

    with opened() as home:
        order = hand_on_by_name(home.database, square, order_ref, hub, to=other, shop=shop)
    onward = other or square
    click.echo(
        Text(
            f"Bestelling {order.order_ref} gaat naar {hub}; van daar brengt {onward} haar verder.",
            f"Order {order.order_ref} goes to {hub}; from there {onward} brings it on.",
        ).within(lang)
    )

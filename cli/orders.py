"""`dorpsronde orders`: the orders of a square."""

from datetime import UTC, datetime
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

    today = datetime.now(UTC).date()
    given = OrdersFile(file, today, shop, day.date() if day else None, invented)
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

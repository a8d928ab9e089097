"""`dorpsronde report order` and `report shop`: for whom it concerns alone."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cli.calendar_day import CALENDAR_MONTH

__all__ = ["order_command", "shop_command"]


@click.command("order")
@click.argument("square")
@click.argument("number")
@click.option("--shop", help="Whose order it is, where two shops have this number.")
@click.option("-o", "--out", type=click.Path(), default="-", show_default=True, help="File to write; - is stdout.")
def order_command(*, square: str, number: str, shop: str | None, out: str) -> None:
    """Say, in JSON, what bringing one order emitted: its part of the rounds, with its range."""
    from cli.opened import opened
    from rounds.order_footprint import order_footprint, order_numbered

    with opened() as home:
        report = order_footprint(home.database, *order_numbered(home.database, square, number, shop))
    write_json(report, out)


@click.command("shop")
@click.argument("square")
@click.argument("shop")
@click.option("--month", type=CALENDAR_MONTH, required=True, help="A month that was published.")
@click.option("-o", "--out", type=click.Path(), default="-", show_default=True, help="File to write; - is stdout.")
def shop_command(*, square: str, shop: str, month: datetime, out: str) -> None:
    """Give a shop its own line, in JSON, of what was published of a month."""
    from cli.opened import opened
    from rounds.shop_month import shop_named, shop_period

    with opened() as home:
        report = shop_period(home.database, *shop_named(home.database, square, shop), f"{month:%Y-%m}")
    write_json(report, out)


def write_json(report: dict[str, Any], out: str) -> None:
    import json

    from cli.documents import write_document

    write_document(out, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    if out != "-":
        click.echo(str(Path(out)))

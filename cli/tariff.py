"""`dorpsronde tariff`: what a delivery costs."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from cli.amount import Amount
from cli.calendar_day import CALENDAR_DAY
from kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from data.models.tariff import Tariff

__all__ = ["command"]

CENTS = click.IntRange(0, 100_000)
KG = 1_000


@click.group("tariff")
def command() -> None:
    """Say what a delivery costs, in whole cents with VAT. Orders that are stored keep their price."""


@command.command("add")
@click.argument("square")
@click.option("--from", "first", type=CALENDAR_DAY, required=True, help="The first day of delivery that it is for.")
@click.option("--delivery", type=CENTS, required=True, metavar="CENTS", help="Of an order to a household.")
@click.option("--return", "returned", type=CENTS, metavar="CENTS", help="Of a return; else as a delivery.")
@click.option("--crates", type=CENTS, metavar="CENTS", help="Of crates that are collected; else as a delivery.")
@click.option(
    "--up-to", "included_kg", type=click.IntRange(0, 44_000), default=0, metavar="KG", help="Within that price."
)
@click.option("--per-kg", type=CENTS, default=0, metavar="CENTS", help="For each kilogram above that is begun.")
@click.option("--cool", type=CENTS, default=0, metavar="CENTS", help="More, where a parcel is kept cool.")
@click.option("--frozen", type=CENTS, default=0, metavar="CENTS", help="Likewise frozen.")
@click.option("--vat", type=Amount(0, 100), required=True, metavar="PERCENT", help="The rate within them.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def add_command(
    *, square: str, first: datetime, delivery: int, returned: int | None, crates: int | None, included_kg: int,
    per_kg: int, cool: int, frozen: int, vat: float, lang: str,
) -> None:  # fmt: skip
    """Make a tariff of SQUARE; surcharges of slots and of other needs go by the API."""
    from cli.opened import opened
    from data.drafts.tariff import TariffDraft
    from kernel.scope import Scope

    draft = TariffDraft(
        valid_from=first.date(),
        delivery_cents=delivery,
        return_cents=delivery if returned is None else returned,
        crates_cents=delivery if crates is None else crates,
        vat_permille=round(vat * 10),
        included_weight_g=included_kg * KG,
        step_cents=per_kg,
        cool_cents=cool,
        frozen_cents=frozen,
    )
    with opened() as home, home.database.begin(Scope.system("tariff add")) as work:
        made = work.tariffs.create(work.squares.get(square).id, draft)
    click.echo(tariff_line(made, lang))


@command.command("list")
@click.argument("square")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, square: str, lang: str) -> None:
    """List the tariffs, the last to begin first."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("tariff list")) as work:
        tariffs = work.tariffs.standing(work.squares.get(square).id)
    if not tariffs:
        click.echo(Text("Er is nog geen tarief.", "There is no tariff yet.").within(lang))
    for one in tariffs:
        click.echo(tariff_line(one, lang))


def tariff_line(tariff: "Tariff", lang: str) -> str:
    """Tell a tariff in a line, as it stands on a poster."""
    from maps.formats import Formats

    formats = Formats(lang)
    kg, each_kg = (formats.shortest(grams / KG, 3) for grams in (tariff.included_weight_g, tariff.step_weight_g))
    vat = formats.shortest(tariff.vat_permille / 10, 1)
    price = f"{tariff.currency} {formats.number(tariff.delivery_cents / 100, 2)}"
    each = f"{formats.number(tariff.step_cents / 100, 2)} / {each_kg} kg"
    return Text(
        f"Vanaf {tariff.valid_from}: {price} tot {kg} kg, daarboven {each}; btw inbegrepen ({vat} %)",
        f"From {tariff.valid_from}: {price} up to {kg} kg, above {each}; VAT included ({vat} %)",
    ).within(lang)

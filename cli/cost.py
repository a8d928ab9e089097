"""`dorpsronde cost`: what delivering costs a square."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from data.models.cost_sheet import CostSheet

__all__ = ["command"]


@click.group("cost")
def command() -> None:
    """Say what delivering costs a square, in whole cents without VAT. Reports tell it only to who asks by --costs."""


@command.command("import")
@click.argument("square")
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def import_command(*, square: str, file: Path, lang: str) -> None:
    """Take in costs, each line from a day on: all lines or none. Columns are in docs/how-to/costs.md."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.cost_file import read_costs

    drafts = read_costs(file)
    with opened() as home, home.database.begin(Scope.system("cost import")) as work:
        square_id = work.squares.get(square).id
        made = [work.cost_sheets.create(square_id, draft) for draft in drafts]
    for one in made:
        click.echo(cost_line(one, lang))


@command.command("list")
@click.argument("square")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, square: str, lang: str) -> None:
    """List the costs, the last to begin first."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("cost list")) as work:
        sheets = work.cost_sheets.standing(work.squares.get(square).id)
    if not sheets:
        click.echo(Text("Er zijn nog geen kosten.", "There are no costs yet.").within(lang))
    for one in sheets:
        click.echo(cost_line(one, lang))


@command.command("end")
@click.argument("square")
@click.argument("sheet")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def end_command(*, square: str, sheet: str, lang: str) -> None:
    """Withdraw the costs with the id SHEET; reports made from now on no longer reckon with them."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.begin(Scope.system("cost end")) as work:
        ended = work.cost_sheets.end(work.squares.get(square).id, sheet)
    click.echo(Text(f"Ingetrokken: vanaf {ended.valid_from}.", f"Withdrawn: from {ended.valid_from}.").within(lang))


def cost_line(sheet: "CostSheet", lang: str) -> str:
    """Tell a cost sheet in a line."""
    from maps.formats import Formats

    formats = Formats(lang)
    hour, vehicle, hub, platform, subsidy = (
        formats.number(cents / 100, 2)
        for cents in (
            sheet.courier_hour_cents, sheet.vehicle_day_cents, sheet.hub_day_cents, sheet.platform_month_cents,
            sheet.subsidy_month_cents,
        )
    )  # fmt: skip
    income = Text("; een bestelling brengt op wat het tarief zegt", "; an order brings what the tariff says")
    if sheet.order_income_cents is not None:
        each = formats.number(sheet.order_income_cents / 100, 2)
        income = Text(f"; een bestelling zonder tarief {each}", f"; an order without a tariff {each}")
    return Text(
        f"{sheet.id}  vanaf {sheet.valid_from}: {sheet.currency} {hour} per bezorguur, {vehicle} per voertuig en"
        f" {hub} voor dorpspunten per dag, {platform} platform en {subsidy} subsidie per maand{income.nl}",
        f"{sheet.id}  from {sheet.valid_from}: {sheet.currency} {hour} a courier's hour, {vehicle} a vehicle and"
        f" {hub} for hubs a day, {platform} platform and {subsidy} subsidy a month{income.en}",
    ).within(lang)

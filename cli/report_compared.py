"""`dorpsronde report compare`: two months beside each other."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.calendar_day import CALENDAR_MONTH
from kernel.errors import BadInputError
from kernel.text import LANGUAGES

if TYPE_CHECKING:
    from maps.formats import Formats

__all__ = ["compare_command"]


@click.command("compare")
@click.argument("square")
@click.option("--month", type=CALENDAR_MONTH, required=True, help="The earlier month.")
@click.option("--with", "later", type=CALENDAR_MONTH, required=True, help="The later one.")
@click.option("--factors", "version", help="One factor set for both; else those of their time, which may differ.")
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def compare_command(
    *, square: str, month: datetime, later: datetime, version: str | None, as_json: bool, lang: str
) -> None:
    """Put two months of a square side by side, as a whole and an order; an increase is told as an increase."""
    if month >= later:
        raise BadInputError("the month of --with is not later", where="report compare", way_out="Exchange the two.")
    from cli.opened import opened
    from cli.report_single import write_json
    from rounds.compared_months import compared_months
    from rounds.kept_factors import FactorShelf

    with opened() as home:
        factors = FactorShelf(home.home).load(version) if version else None
        report = compared_months(home.database, square, month.date(), later.date(), factors=factors)
    if as_json:
        write_json(report, "-")
        return
    for line in lines_of(report, lang):
        click.echo(line)


def lines_of(report: dict[str, Any], lang: str) -> list[str]:
    """Say both months in a table, then in words what differs and what it was reckoned with."""
    from impact.claims import claim
    from maps.compared_words import ROW_WORDS, change_sentences
    from maps.formats import Formats
    from rounds.compared_months import compared_rows

    formats = Formats(lang)
    months = [one["month"] for one in report["months"]]
    rows = [
        (ROW_WORDS[name].within(lang), _shown(before, name, formats), _shown(after, name, formats),
         _signed(before, after, formats))
        for name, before, after in compared_rows(report)
    ]  # fmt: skip
    table = [("", *months, ""), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}".rstrip() for row in table]
    sets = list(dict.fromkeys(one["factor_set"] for one in report["months"]))
    is_one = report["factors_held"] is not None or (len(sets) == 1 and ", " not in sets[0])
    said = claim("compared.held" if is_one else "compared.of_their_time", lang)
    return [
        *lines,
        "",
        *change_sentences(report, lang),
        said.format(factors=report["factors_held"] or " / ".join(sets)),
    ]


def _shown(value: float | None, name: str, formats: "Formats") -> str:
    if value is None:
        return "-"
    return formats.number(value, 0 if float(value).is_integer() and "km" not in name and "hours" not in name else 2)


def _signed(before: float | None, after: float | None, formats: "Formats") -> str:
    """Say the change in percent of the earlier month."""
    if not before or after is None:
        return ""
    percent = round(100 * (after - before) / before)
    return f"{'+' if percent > 0 else '-' if percent < 0 else ''}{formats.number(abs(percent), 0)} %"

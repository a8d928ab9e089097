"""`dorpsronde report`: what was planned, and what it saved, for a day or a month."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import click

from cli.calendar_day import CALENDAR_DAY, CALENDAR_MONTH
from cli.report_bundle import bundle_command, verify_command
from cli.report_compared import compare_command
from cli.report_places import places, publish_command
from cli.report_single import order_command, shop_command
from cli.starting_measurement import command as starting_measurement
from kernel.errors import BadInputError
from kernel.text import LANGUAGES

__all__ = ["command"]

FORMATS = ("html", "pdf", "json", "csv", "ileap")


@click.group("report")
def command() -> None:
    """Report days, months, places, shops and orders, or check somebody's report."""


for other in (
    places, publish_command, compare_command, order_command, shop_command, starting_measurement, bundle_command,
    verify_command,
):  # fmt: skip
    command.add_command(other)


@command.command("make")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, help="One day.")
@click.option("--month", type=CALENDAR_MONTH, help="All planned days of a month.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("-o", "--out", type=click.Path(), required=True, help="File to write; - is stdout.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True)
@click.option(
    "--factors", "version", help="Make the figures again with this factor set; else those of their time are kept."
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="What customers would have done otherwise, over what is kept with orders: date,order,wording,answer.",
)
@click.option(
    "--driven",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="What a day really took, in place of its plan; columns in docs/co2.md.",
)
@click.option(
    "--metres",
    type=click.Choice(["auto", "planned", "ridden"]),
    default="auto",
    show_default=True,
    help="Of the rounds: as they were ridden where that is known, as planned, or as ridden also of days whose reports "
    "were made before they took this by themselves.",
)
@click.option("--costs", is_flag=True, help="What it cost too: for who answers for the money, not to be passed on.")
@click.option("--producers", is_flag=True, help="How far goods came to the shops too, where that is known.")
@click.option("--orders", is_flag=True, help="Of a day: each order's part and its range too, in JSON.")
def make_command(
    *,
    square: str,
    day: datetime | None,
    month: datetime | None,
    form: str,
    out: str,
    lang: str,
    version: str | None,
    answers: Path | None,
    driven: Path | None,
    metres: str,
    costs: bool,
    producers: bool,
    orders: bool,
) -> None:
    """Write the report of a day or a month from what was kept when its days were planned, and was ridden since.

    The format ileap gives each order's footprint by iLEAP 1.0, under the platform's own ids: for shops and shippers,
    not to be published. The format pdf needs the extra "pdf".
    """
    if (chosen := day or month) is None or (day and month):
        raise BadInputError("either --date or --month is wanted", where="report make")
    if month and (driven or orders):
        raise BadInputError("--driven and --orders are of one day", where="report make", way_out="Give --date.")
    if form == "ileap" and (answers or orders):
        raise BadInputError(
            "--answers and --orders change nothing of an iLEAP file", where="report make", way_out="Leave them out."
        )
    from cli.documents import write_document
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.asked_answers import read_answers
    from rounds.day_clock import last_of_month
    from rounds.driven_log import read_log
    from rounds.ileap_export import ileap_of_days
    from rounds.kept_factors import FactorShelf
    from rounds.month_report import day_report_of, kept_days, month_report
    from rounds.origins import origins_of
    from rounds.recomputed import Again
    from rounds.report_files import report_file
    from rounds.stored_costs import LOOK_BACK_DAYS, costs_of
    from rounds.stored_rides import NOTHING_RIDDEN, rode

    replies = read_answers(answers) if answers else {}
    with opened() as home:
        factors = FactorShelf(home.home).load(version) if version else None
        log = read_log(driven) if driven else []
        last = last_of_month(chosen.date()) if month else chosen.date()
        ridden = NOTHING_RIDDEN
        if metres != "planned" and form != "ileap":
            begin = last - timedelta(days=LOOK_BACK_DAYS) if costs else chosen.date()
            ridden = rode(home.database, home.home, square, begin, last, older=metres == "ridden")
        if form == "ileap":
            days = kept_days(home.database, square, chosen.date(), whole_month=month is not None)
            report = ileap_of_days(square, days, factors, log)
        elif month:
            report = month_report(
                home.database, square, chosen.date(), lang, factors=factors, replies=replies, rode=ridden
            )
        else:
            is_again = version or answers or driven or orders
            again = Again(factors, replies, log, orders) if is_again else None
            report = day_report_of(home.database, square, chosen.date(), lang, again, rode=ridden)
        if costs:
            scope = Scope.system("report make --costs")
            report["costs"] = costs_of(home.database, square, chosen.date(), last, scope=scope, rode=ridden)
        if producers:
            report["origin"] = origins_of(home.database, square, chosen.date(), last, report.get("indicators"))
    text = json.dumps(report, indent=2) + "\n" if form == "ileap" else report_file(report, form, lang)
    write_document(out, text)
    if out != "-":
        click.echo(str(Path(out)))


@command.command("check")
@click.argument("file")
def check_command(file: str) -> None:
    """Check somebody's footprints: do their figures follow from one another?

    FILE is JSON with iLEAP's ShipmentFootprints, TOCs and HOCs under footprints, tocs and hocs; - is stdin. One line a
    fault; exit code 1 where there is one.
    """
    from cli.documents import naming, read_document
    from impact.footprint import footprint_faults

    document = read_document(file)
    if not isinstance(document, dict):
        raise BadInputError("is no object with footprints, tocs and hocs", where=file)
    with naming(file):
        faults = footprint_faults(document)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("All figures follow from one another.")

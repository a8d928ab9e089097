"""`dorpsronde report make`: a day's or a month's report, in one of its forms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from cli.calendar_day import CALENDAR_DAY, CALENDAR_MONTH
from kernel.errors import BadInputError
from kernel.text import LANGUAGES

if TYPE_CHECKING:
    from cli.opened import Opened
    from impact.factors import FactorSet
    from rounds.driven_log import LogRow
    from rounds.stored_rides import Rode

__all__ = ["make_command"]

TYPED = ParameterSource.COMMANDLINE
FORMATS = ("html", "pdf", "json", "csv", "ileap")
NOT_IN: Mapping[str, tuple[str, ...]] = {
    "html": ("orders",),
    "pdf": ("orders",),
    "json": (),
    "csv": ("costs", "producers", "orders"),
    "ileap": ("answers", "metres", "lang", "costs", "producers", "orders"),
}
"""Options that a form has no place for: what is asked for is never left out in silence, nor confidence broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for, as the options below say it."""

    square: str
    day: datetime | None
    month: datetime | None
    form: str
    out: str
    lang: str
    version: str | None
    answers: Path | None
    driven: Path | None
    metres: str
    costs: bool
    producers: bool
    orders: bool

    @property
    def first(self) -> date:
        """Give the day, or the month's first: one of both is given."""
        return next(one.date() for one in (self.day, self.month) if one is not None)

    @property
    def last(self) -> date:
        from rounds.day_clock import last_of_month

        return last_of_month(self.first) if self.month else self.first


@click.command("make")
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
def make_command(**options: Any) -> None:
    """Write the report of a day or a month from what was kept when its days were planned, and was ridden since.

    The format ileap gives each order's footprint by iLEAP 1.0, under the platform's own ids: for shops and shippers,
    not to be published. The format pdf needs the extra "pdf".
    """
    wanted = Wanted(**options)
    _refuse_at_odds(wanted, click.get_current_context())
    from cli.documents import refuse_nowhere, write_document
    from cli.opened import opened
    from rounds.driven_log import read_log
    from rounds.kept_factors import FactorShelf
    from rounds.report_files import report_file

    refuse_nowhere(wanted.out)
    with opened() as home:
        factors = FactorShelf(home.home).load(wanted.version) if wanted.version else None
        log = read_log(wanted.driven) if wanted.driven else []
        if wanted.form == "ileap":
            text: str | bytes = json.dumps(_ileap(home, wanted, factors, log), indent=2) + "\n"
        else:
            text = report_file(_report(home, wanted, factors, log), wanted.form, wanted.lang)
    write_document(wanted.out, text)
    if wanted.out != "-":
        click.echo(str(Path(wanted.out)))


def _refuse_at_odds(wanted: Wanted, context: click.Context) -> None:
    """Refuse options that do not go together, or that the form would leave out."""
    if (wanted.day is None) == (wanted.month is None):
        raise BadInputError("either --date or --month is wanted", where="report make")
    if wanted.month and (wanted.driven or wanted.orders):
        raise BadInputError("--driven and --orders are of one day", where="report make", way_out="Give --date.")
    given = [f"--{name}" for name in NOT_IN[wanted.form] if context.get_parameter_source(name) is TYPED]
    if given:
        raise BadInputError(
            f"the format {wanted.form} takes no {', '.join(given)}",
            where="report make",
            way_out=f"Leave {'it' if len(given) == 1 else 'them'} out, or write json.",
        )


def _ileap(home: "Opened", wanted: Wanted, factors: "FactorSet | None", log: "Sequence[LogRow]") -> dict[str, Any]:
    from rounds.ileap_export import ileap_of_days
    from rounds.month_report import kept_days

    days = kept_days(home.database, wanted.square, wanted.first, whole_month=wanted.month is not None)
    return ileap_of_days(wanted.square, days, factors, log)


def _report(home: "Opened", wanted: Wanted, factors: "FactorSet | None", log: "Sequence[LogRow]") -> dict[str, Any]:
    """Make the report, with the parts that are in it only where somebody asks."""
    from kernel.scope import Scope
    from rounds.asked_answers import read_answers
    from rounds.month_report import day_report_of, month_report
    from rounds.origins import origins_of
    from rounds.recomputed import Again
    from rounds.stored_costs import costs_of

    database, square, first, last = home.database, wanted.square, wanted.first, wanted.last
    replies = read_answers(wanted.answers) if wanted.answers else {}
    ridden = _ridden(home, wanted)
    if wanted.month:
        report = month_report(database, square, first, wanted.lang, factors=factors, replies=replies, rode=ridden)
    else:
        is_again = wanted.version or wanted.answers or wanted.driven or wanted.orders
        again = Again(factors, replies, log, wanted.orders) if is_again else None
        report = day_report_of(database, square, first, wanted.lang, again, rode=ridden)
    if wanted.costs:
        scope = Scope.system("report make --costs")
        report["costs"] = costs_of(database, square, first, last, scope=scope, rode=ridden)
    if wanted.producers:
        report["origin"] = origins_of(database, square, first, last, report.get("indicators"))
    return report


def _ridden(home: "Opened", wanted: Wanted) -> "Rode":
    """Load what was ridden of the days, and with --costs of those before them that the turning point rests on."""
    from rounds.stored_costs import rests_on_days_since
    from rounds.stored_rides import NOTHING_RIDDEN, rode

    if wanted.metres == "planned":
        return NOTHING_RIDDEN
    begin = rests_on_days_since(wanted.first, wanted.last) if wanted.costs else wanted.first
    return rode(home.database, home.home, wanted.square, begin, wanted.last, older=wanted.metres == "ridden")

"""`dorpsronde report bundle` and `report verify`: a report with all that it follows from, and its check by anybody."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.calendar_day import CALENDAR_DAY, CALENDAR_MONTH
from kernel.errors import BadInputError

if TYPE_CHECKING:
    from rounds.bundles.manifest import Fault
    from rounds.bundles.resolving import SolvedAgain

__all__ = ["bundle_command", "verify_command"]

MOST_LINES = 200
"""Of what differs; one changed number may change every figure."""
LONGEST_NAME = 120


@click.command("bundle")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, help="One day.")
@click.option("--month", type=CALENDAR_MONTH, help="All planned days of a month.")
@click.option(
    "--public", is_flag=True, help="A month's sums alone, once and for good: no order, place, shop or courier."
)
@click.option("--factors", "version", help="As of `report make`.")
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE.csv", help="As of `report make`.")
@click.option("--driven", type=click.Path(path_type=Path), metavar="FILE.csv", help="As of `report make`.")
@click.option("--for", "given_to", default="", help="Who is to have it; kept with the note that it was read.")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="ZIP file to write.")
def bundle_command(
    *,
    square: str,
    day: datetime | None,
    month: datetime | None,
    public: bool,
    version: str | None,
    answers: Path | None,
    driven: Path | None,
    given_to: str,
    out: Path,
) -> None:
    """Write a report with everything that its figures follow from, for somebody who checks it.

    The complete bundle is an auditor's: orders and places are in it, and that it was made is written down. Prints the
    file and its seal: who publishes the seal with the report can be held to it. The public one is made once, when the
    month is over; asked for again it is given as it was.
    """
    if (chosen := day or month) is None or (day and month):
        raise BadInputError("either --date or --month is wanted", where="report bundle")
    if public and day:
        raise BadInputError("--public is of a month", where="report bundle", way_out="Give --month.")
    if month and driven:
        raise BadInputError("--driven is of one day", where="report bundle", way_out="Give --date.")
    if str(out) == "-":
        raise BadInputError("a bundle is a file, for its seal is printed", where="--out", way_out="Give FILE.zip.")
    if len(given_to) > LONGEST_NAME:
        raise BadInputError(f"is longer than {LONGEST_NAME} characters", where="--for")
    from cli.documents import also_saying
    from cli.opened import opened
    from kernel.files import refuse_unwritable, write_bytes_noted, write_bytes_whole
    from kernel.scope import Scope
    from rounds.asked_answers import read_answers
    from rounds.bundles.making import WORK, bundle_of, kept_days, note_reading
    from rounds.bundles.period import Period
    from rounds.bundles.published import publish_bundle
    from rounds.driven_log import read_log
    from rounds.kept_factors import FactorShelf
    from rounds.recomputed import NOBODY_ASKED
    from rounds.stored_rides import rode

    period = Period(chosen.date(), is_month=month is not None)
    replies = read_answers(answers) if answers else NOBODY_ASKED
    log = read_log(driven) if driven else ()
    refuse_unwritable(out)
    with opened() as home:
        factors = FactorShelf(home.home).load(version) if version else None
        if public:
            bundle = publish_bundle(home.database, square, period, factors=factors, replies=replies)
            with also_saying("The bundle is published: asked for again it is given as it was."):
                write_bytes_whole(out, [bundle.content])
        else:
            ridden = rode(home.database, home.home, square, period.first, period.last)
            with home.database.read(Scope.system(WORK)) as work:
                square_id = work.squares.get(square).id
                days = kept_days(work, square, period, factors=factors, replies=replies, log=log, rode=ridden)
            bundle = bundle_of(days, public=False)

            def note() -> None:
                with home.database.begin(Scope.system(WORK, [square_id])) as work:
                    note_reading(work, square_id, bundle, given_to)

            write_bytes_noted(out, bundle.content, note)
    click.echo(str(out))
    click.echo(f"seal {bundle.seal}")


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--seal", default="", help="The seal that was published with the report.")
@click.option("--resolve", is_flag=True, help="Solve both sides' rounds again, and show metres then and now.")
@click.option("--iterations", type=click.IntRange(1, 10_000_000), help="Of each search; else as many as then.")
def verify_command(*, bundle: Path, seal: str, resolve: bool, iterations: int | None) -> None:
    """Check a bundle from itself alone: no database, no network, any machine.

    Every file by its digest, every day by the one before, every round stop by stop, every figure to the gram. One line
    for each that differs, and exit code 1; one for each thing that could not be checked.
    """
    if iterations and not resolve:
        raise BadInputError("--iterations is of --resolve", where="report verify")
    from rounds.bundles.resolving import solved_again
    from rounds.bundles.verifying import verified

    verdict = verified(bundle, seal.strip().removeprefix("seal ").lower())
    for name, what in verdict.agreed:
        click.echo(f"{name:<9}{what}")
    for name, what in verdict.unchecked:
        click.echo(f"{name:<9}not checked: {what}")
    _tell(verdict.faults)
    if verdict.faults:
        raise click.exceptions.Exit(1)
    click.echo("What was checked agrees." if verdict.unchecked else "All of it agrees.")
    if resolve:
        _table(solved_again(bundle, iterations))


def _tell(faults: "list[Fault]") -> None:
    for fault in faults[:MOST_LINES]:
        click.echo(" ".join(str(fault).split()))
    if len(faults) > MOST_LINES:
        click.echo(f"and {len(faults) - MOST_LINES} more")


def _table(rows: "Iterable[SolvedAgain]") -> None:
    """Print each row when it is solved: a month takes a while."""
    click.echo(f"{'day':<12}{'way':<16}{'then m':>10}{'now m':>10}{'more m':>10}  orders in no round, then and now")
    for row in rows:
        left = f"{row.kept_left}, {row.now_left}" + (f"; {row.by_clock} rounds by the hour" if row.by_clock else "")
        click.echo(f"{row.day:<12}{row.way:<16}{row.kept_m:>10}{row.now_m:>10}{row.difference_m:>+10}  {left}")

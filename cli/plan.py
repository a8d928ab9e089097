"""`dorpsronde plan`: the orders of a day into rounds."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from cli.amount import Amount
from cli.calendar_day import CALENDAR_DAY
from kernel.progress import Progress
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.command("plan")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, required=True)
@click.option(
    "--time-limit",
    type=Amount(0.1, 3_600),
    default=8.0,
    show_default=True,
    help="Seconds to plan; the e-van gets as many.",
)
@click.option(
    "--iterations", type=click.IntRange(1), help="Stop after so many instead: the same answer on every machine."
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--from-now", is_flag=True, help="Let no round leave before now, where DATE is today, as workers do.")
@click.option("--out", "folder", type=click.Path(path_type=Path), help="Default: out/SQUARE/DATE.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Default: English here, Dutch on the papers.")
def command(
    *,
    square: str,
    day: datetime,
    time_limit: float,
    iterations: int | None,
    seed: int,
    from_now: bool,
    folder: Path | None,
    lang: str | None,
) -> None:
    """Plan the orders of a day into rounds, save them, and write map, route sheets and report.

    Again replaces what is not released; what was stays as history.
    """
    from cli.called import called
    from cli.demo_summary import show_summary
    from cli.documents import also_saying
    from cli.opened import opened
    from cli.progress import steps
    from kernel.files import refuse_unwritable
    from kernel.scope import Scope
    from maps.offline_figure import need_static_files
    from rounds.day_planning import plan_stored_day
    from rounds.day_report import day_report
    from rounds.grounds import ground_of
    from rounds.publishing import publish
    from rounds.showing import day_view
    from rounds.shown_closures import closure_views
    from rounds.stored_drawing import on_their_grounds
    from rounds.waiting_orders import waiting_orders
    from routing.solver.engine import Effort

    need_static_files()
    screen, papers = lang or "en", lang or "nl"
    out = folder or Path("out") / square / day.date().isoformat()
    effort = Effort(None if iterations else time_limit, iterations, seed)
    with opened() as home, steps() as begin:

        def step(title: Text) -> Progress:
            return begin(title.within(screen))

        with home.database.read(Scope.system("plan")) as work:
            work.squares.get(square)  # no folder is asked for that a misspelt name would give its own
        refuse_unwritable(out / "report.json")
        where = (home.database, home.home, square, day.date())
        done = plan_stored_day(*where, effort=effort, step=step, from_now=from_now)
        planned = done.planned
        view = day_view(planned.day, planned.plan, planned.others, done.extract)
        stored = done.stored.rounds
        view = replace(
            view,
            rounds=on_their_grounds(view.rounds, stored, done.network.id, home.database, home.home),
            closures=closure_views(done.closures, papers),
        )
        drawing = step(Text("Kaart, rapport en routebladen maken", "Drawing map, report and route sheets"))
        ground = ground_of(done.network, home.home)
        with also_saying("The plan itself is saved."):
            written = publish(view, day_report(planned, papers), out, lang=papers, ground=ground, progress=drawing)
        unplaced = sum(one.day == day.date() for one in waiting_orders(home.database, square))
    if any(vehicle.battery_wh for vehicle in planned.day.vehicles):
        heights = done.relief.told()
        click.echo(Text(f"Accu's: hoogten {heights.nl}.", f"Batteries: heights {heights.en}.").within(screen))
    show_summary(
        day_report(planned, screen),
        written,
        screen,
        then=[f"report make {square} --month {day:%Y-%m} --format html -o month.html", "serve"],
    )
    if unplaced:
        click.echo(
            Text(
                f"Niet gepland: {unplaced} met een adres dat nog verbeterd moet worden "
                f"({called()} orders waiting {square}).",
                f"Not planned: {unplaced} whose address is still to be mended ({called()} orders waiting {square}).",
            ).within(screen)
        )

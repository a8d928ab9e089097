"""`dorpsronde closure`: roads that are closed or slow for a time."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.calendar_day import CALENDAR_DAY
from cli.closure_lines import closure_line, roads_line, show_rerouted
from cli.local_time import local_time, weekdays_of
from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from rounds.closure_times import LocalTime

__all__ = ["command"]

MOST_WAY_ID = 2**63 - 1
OVER = Text(
    "Let op: dit is al voorbij. Het verandert geen ronde; alleen wie die dagen opnieuw plant, rijdt eromheen.",
    "Mind: this is over already. It changes no round; only who plans those days again rides round it.",
)


OPTIONS = {
    "name": "NAME",
    "shape": "--closed",
    "ways": "--way",
    "begin": "--from",
    "end": "--until",
    "weekdays": "--every",
    "slowed": "--slowed",
    "profiles": "--profile",
}
"""Where each part of a closure is given; a file of polygons is named itself."""


@contextmanager
def _by_option() -> Generator[None]:
    """Say of a fault by which option it came."""
    try:
        yield
    except BadInputError as fault:
        where = fault.where or OPTIONS.get(fault.field.partition("/")[0], "")
        raise BadInputError(fault.what, where=where, way_out=fault.way_out) from fault


@click.group("closure")
def command() -> None:
    """Say which roads are closed or slow, and when: plans of those days avoid them."""


@command.command("add")
@click.argument("square")
@click.argument("name")
@click.option(
    "--closed", "polygons", metavar="FILE.geojson", type=click.Path(path_type=Path), help="Polygons of the roads meant."
)
@click.option(
    "--way", "ways", type=click.IntRange(1, MOST_WAY_ID), multiple=True, help="Id of a way of OSM. May be given again."
)
@click.option(
    "--from",
    "begin",
    required=True,
    callback=local_time,
    metavar="WHEN",
    help='"2026-12-05 07:00", on the square\'s clock.',
)
@click.option(
    "--until", "end", required=True, callback=local_time, metavar="WHEN", help="Likewise; a date alone is included."
)
@click.option(
    "--every", "days", multiple=True, metavar="DAY", help="Comes back every week on that day: mo tu we th fr sa su."
)
@click.option("--slowed", type=float, help="Not closed, but riding takes so many times as long.")
@click.option("--profile", "profiles", multiple=True, help="For these vehicles only. May be given again.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def add_command(
    *,
    square: str,
    name: str,
    polygons: Path | None,
    ways: tuple[int, ...],
    begin: "LocalTime",
    end: "LocalTime",
    days: tuple[str, ...],
    slowed: float | None,
    profiles: tuple[str, ...],
    lang: str,
) -> None:
    """Close roads of SQUARE for a time, under a NAME that people know, such as Zaterdagmarkt.

    Released rounds keep the order of their stops; their ways and times are renewed at once.
    """
    from cli.opened import opened
    from rounds.closures import ClosureWish, add_closure

    wish = ClosureWish(
        name=name,
        polygons=polygons,
        ways=frozenset(ways),
        begin=begin,
        end=end,
        weekdays=weekdays_of(days),
        slowed=slowed,
        profiles=frozenset(profiles),
    )
    with opened() as home, _by_option():
        done = add_closure(home.database, home.home, square, wish)
    click.echo(closure_line(done.shown, lang))
    if not done.is_new:
        click.echo(
            Text("Die was er al: er is niets toegevoegd.", "It was known already: nothing was added.").within(lang)
        )
        return
    click.echo(roads_line(done, lang))
    if done.is_over:
        click.echo(OVER.within(lang))
    show_rerouted(done, lang)


@command.command("list")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, help="Those of this day; else all that are or will be.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, square: str, day: datetime | None, lang: str) -> None:
    """List closures: what is closed, when, for whom, and the id of each."""
    from cli.opened import opened
    from rounds.closures import closures_of

    with opened() as home:
        closures = closures_of(home.database, square, None if day is None else day.date())
    if not closures:
        click.echo(Text("Er is niets dicht.", "Nothing is closed.").within(lang))
    for one in closures:
        click.echo(closure_line(one, lang))


@command.command("end")
@click.argument("square")
@click.argument("called", metavar="NAME|ID")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def end_command(*, square: str, called: str, lang: str) -> None:
    """End a closure from now on; one that has not begun is withdrawn."""
    from cli.opened import opened
    from rounds.closures import end_closure

    with opened() as home:
        done = end_closure(home.database, home.home, square, called)
    click.echo(Text(f"{done.shown.name} is beëindigd.", f"{done.shown.name} has ended.").within(lang))
    show_rerouted(done, lang)

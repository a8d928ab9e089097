"""`dorpsronde round`: the rounds of a day, from proposed to released."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from cli.calendar_day import CALENDAR_DAY
from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from data.models.round import Round

__all__ = ["command"]

STATES = {
    "proposed": Text("voorgesteld", "proposed"),
    "released": Text("vrijgegeven", "released"),
    "under way": Text("onderweg", "under way"),
    "completed": Text("gereden", "completed"),
}


@click.group("round")
def command() -> None:
    """List and release the rounds of a day."""


@command.command("list")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, square: str, day: datetime, lang: str) -> None:
    """List the rounds of a day: their state, vehicle, times and size."""
    from cli.opened import opened
    from rounds.releasing import rounds_of

    with opened() as home:
        listed = rounds_of(home.database, square, day.date())
    show_rounds(listed.rounds, listed.timezone, day, lang)


@command.command("release")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, required=True)
@click.option("--round", "number", type=click.IntRange(1), help="Its number.")
@click.option("--all", "every", is_flag=True, help="Every round that is not released yet.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def release_command(*, square: str, day: datetime, number: int | None, every: bool, lang: str) -> None:
    """Release rounds: planning again leaves them as they are, and plans the rest around them."""
    if (number is None) is not every:
        raise BadInputError("either --round N or --all is wanted", where="round release")
    from cli.opened import opened
    from rounds.releasing import release_rounds

    with opened() as home:
        released = release_rounds(home.database, square, day.date(), number)
    show_rounds(released.rounds, released.timezone, day, lang)


def show_rounds(rounds: Sequence["Round"], timezone: str, day: datetime, lang: str) -> None:
    """Print a line a round, with times as the square's wall shows them."""
    from data.models.states import TaskKind
    from maps.formats import Formats
    from rounds.clock import clock
    from rounds.day_clock import DayClock
    from rounds.rerouted_words import unreached_said

    wall = DayClock(day.date(), timezone)
    for one in rounds:
        brought = sum(task.kind is TaskKind.DELIVERY for stop in one.stops for task in stop.tasks)
        hours = f"{clock(wall.seconds(one.leaving_at))}–{clock(wall.seconds(one.return_at))}"
        size = (
            Text("1 bestelling", "1 order") if brought == 1 else Text(f"{brought} bestellingen", f"{brought} orders")
        ).within(lang)
        click.echo(
            f"{Text('ronde', 'round').within(lang)} {one.number}: {STATES[one.state].within(lang)}, "
            f"{one.vehicle.name}, {hours}, {size}, {Formats(lang).km(one.distance_m)} km"
            + ("" if one.energy_wh is None else f", {one.energy_wh} Wh")
        )
        if one.unreached:
            click.echo(f"  {unreached_said(one.unreached, [stop.place for stop in one.stops]).within(lang)}")
        if one.hindrance_nl is not None:
            hindrance = Text(one.hindrance_nl, one.hindrance_en or "")
            click.echo(
                f"  {Text('kan niet worden vrijgegeven:', 'cannot be released:').within(lang)} {hindrance.within(lang)}"
            )

"""`dorpsronde slot`: the delivery windows that a square offers."""

from datetime import datetime

import click

from cli.calendar_day import CALENDAR_DAY
from cli.clock_hours import clock_hours, clock_time
from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.group("slot")
def command() -> None:
    """Offer delivery windows: on which days, until when one may order, and for how many orders."""


@command.command("add")
@click.argument("square")
@click.argument("name")
@click.option("--hours", required=True, metavar="WHEN", help='Every week: "tu,fr 14:00-17:00".')
@click.option("--cutoff", required=True, metavar="TIME", help="Until when one may order: 18:00")
@click.option("--days-before", type=click.IntRange(0, 31), default=0, show_default=True, help="At that time, earlier.")
@click.option("--capacity", type=click.IntRange(1, 100_000), help="The most orders of a day; else any.")
@click.option("--from", "first", type=CALENDAR_DAY, required=True, help="The first day on which it is offered.")
@click.option("--until", "last", type=CALENDAR_DAY, help="The last one.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def add_command(
    *, square: str, name: str, hours: str, cutoff: str, days_before: int, capacity: int | None, first: datetime,
    last: datetime | None, lang: str,
) -> None:  # fmt: skip
    """Make a slot of SQUARE, called NAME, for orders that are brought to the door."""
    from cli.opened import opened
    from data.drafts.slot import SlotDraft
    from kernel.scope import Scope
    from rounds.slot_keeping import looked_at

    read = clock_hours(hours, "--hours")
    if not read.weekdays:
        raise BadInputError("names no day", where="--hours", way_out='Write "tu,fr 14:00-17:00".')
    until = None if last is None else last.date()
    draft = SlotDraft(
        name, *read, days_before, clock_time(cutoff, "--cutoff"), first.date(), capacity, valid_until=until
    )
    with opened() as home, home.database.begin(Scope.system("slot add")) as work:
        made = work.slot_templates.create(work.squares.get(square).id, looked_at(draft))
    click.echo(Text(f"Bezorgmoment {made.name} staat er.", f"Slot {made.name} is offered.").within(lang))


@command.command("list")
@click.argument("square")
@click.option("--date", "day", type=CALENDAR_DAY, required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, square: str, day: datetime, lang: str) -> None:
    """List what is offered on a day: when, until when one may order, and how many orders it takes yet."""
    from zoneinfo import ZoneInfo

    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.day_clock import days_from
    from rounds.slots import offered_slots

    (wanted,) = days_from(day.date(), 1)
    with opened() as home, home.database.read(Scope.system("slot list")) as work:
        here = work.squares.get(square)
        taken = work.slot_templates.taken(here.id, wanted, wanted)
        offered = offered_slots(work.slot_templates.all(here.id), [wanted], here.timezone, taken, work.now)
    if not offered:
        click.echo(Text("Er is die dag geen bezorgmoment.", "Nothing is offered on that day.").within(lang))
    for one in offered:
        start, end, until = (
            moment.astimezone(ZoneInfo(here.timezone))
            for moment in (one.offer.begins_at, one.offer.ends_at, one.offer.cutoff_at)
        )
        left = Text("onbeperkt", "any number") if one.left is None else Text(f"nog {one.left}", f"{one.left} left")
        state = Text("open", "open") if one.is_open else Text("dicht", "closed")
        until_words = Text("bestellen tot", "order until").within(lang)
        click.echo(
            f"{start:%H:%M}-{end:%H:%M}  {one.offer.slot.name}  {state.within(lang)}, {left.within(lang)}, "
            f"{until_words} {until:%Y-%m-%d %H:%M}"
        )

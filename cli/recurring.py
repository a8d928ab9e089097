"""`dorpsronde recurring`: orders that come again by themselves."""

from datetime import datetime
from uuid import UUID

import click

from cli.calendar_day import CALENDAR_DAY

__all__ = ["command"]


@click.group("recurring")
def command() -> None:
    """Agree on orders that come again, pause and end them; they are made two weeks ahead."""


@command.command("add")
@click.argument("square")
@click.argument("shop")
@click.argument("name")
@click.option("--rule", required=True, help="Days, as iCalendar writes them: FREQ=WEEKLY;BYDAY=TU,FR.")
@click.option("--recipient", required=True)
@click.option("--address", required=True, help="On one line: Kerkweg 7, 1234 AC Proefdorp.")
@click.option("--start", type=CALENDAR_DAY, help="From when the rule is counted; today, if it is not said.")
@click.option("--phone", default="")
@click.option("--note", default="")
@click.option("--asked-wording", default="", help="Version of the question that its customer was asked: docs/co2.md.")
@click.option("--asked-answer", default="", help="What they answered; else that they did not say.")
def add_command(
    *, square: str, shop: str, name: str, rule: str, recipient: str, address: str, start: datetime | None,
    phone: str, note: str, asked_wording: str, asked_answer: str,
) -> None:  # fmt: skip
    """Agree on an order of a shop that comes again; NAME is the shop's own for all of them."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.intake.asked import GivenAsked
    from rounds.intake.given_order import GivenAddress, GivenOrder
    from rounds.known_places import KnownPlaces
    from rounds.recurring_orders import agree_on_recurring_order

    asked = GivenAsked(asked_wording, asked_answer) if asked_wording or asked_answer else None
    given = GivenOrder(shop, name, recipient, GivenAddress(line=address), phone=phone, note=note, asked=asked)
    with opened() as home:
        agreed = agree_on_recurring_order(
            home.database, KnownPlaces(home.home), Scope.system("recurring add"), square, given,
            rule=rule, starts_on=start.date() if start else None,
        )  # fmt: skip
    click.echo(f"Recurring order {agreed.id}: {agreed.shop.name}, {agreed.order_ref}, {agreed.rule}")


@command.command("list")
@click.argument("square")
def list_command(*, square: str) -> None:
    """List the recurring orders of a square that have not ended."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.recurring_orders import recurring_orders_of

    with opened() as home:
        known = recurring_orders_of(home.database, Scope.system("recurring list"), square)
    for one in known:
        pauses = "".join(f"  pause {first}..{last}" for first, last in one.pauses)
        click.echo(f"{one.id}  {one.shop.name}, {one.order_ref}  {one.rule}{pauses}")
    click.echo(f"{len(known)} recurring order{'' if len(known) == 1 else 's'}.")


@command.command("make")
@click.argument("square")
def make_command(*, square: str) -> None:
    """Make the orders of the days ahead now; a worker does so every day."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.known_places import KnownPlaces
    from rounds.recurring_orders import make_recurring_orders

    with opened() as home:
        made = make_recurring_orders(home.database, KnownPlaces(home.home), Scope.system("recurring make"), square)
    for ref in made.closed:
        click.echo(f"{ref}: the shop is closed")
    for ref in made.waiting:
        click.echo(f"{ref}: waits for a better address (dorpsronde orders waiting {square})")
    for ref, why in made.failing:
        click.echo(f"{ref}: {why.en}")
    click.echo(f"{len(made.new)} made, {len(made.known)} known, {len(made.failing)} failing.")


@command.command("pause")
@click.argument("recurring_id", type=click.UUID)
@click.argument("first", type=CALENDAR_DAY)
@click.argument("last", type=CALENDAR_DAY)
def pause_command(*, recurring_id: UUID, first: datetime, last: datetime) -> None:
    """Leave a recurring order out from one day to another; orders that were made already are cancelled as any."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.recurring_orders import pause_recurring_order

    with opened() as home:
        scope = Scope.system("recurring pause")
        paused = pause_recurring_order(home.database, scope, str(recurring_id), first.date(), last.date())
    click.echo(f"{paused.order_ref} is left out from {first.date()} to {last.date()}.")


@command.command("end")
@click.argument("recurring_id", type=click.UUID)
def end_command(*, recurring_id: UUID) -> None:
    """Make no more orders of a recurring order; those that were made stay."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.recurring_orders import end_recurring_order

    with opened() as home:
        ended = end_recurring_order(home.database, Scope.system("recurring end"), str(recurring_id))
    click.echo(f"{ended.order_ref} is ended.")

"""`dorpsronde webshop`: web shops that send their orders by themselves."""

from pathlib import Path
from uuid import UUID

import click

from kernel.text import LANGUAGES

__all__ = ["command"]

PLATFORMS = ("woocommerce", "shopify")


@click.group("webshop")
def command() -> None:
    """Connect web shops, and see what they sent that is not ours or waits for a person."""


@command.command("add")
@click.argument("square")
@click.argument("shop")
@click.option("--platform", type=click.Choice(PLATFORMS), required=True)
@click.option("--method", "methods", multiple=True, help="Only orders sent this way: a name or code; may be repeated.")
@click.option("--postcode", "postcodes", multiple=True, help="Only postcodes that begin so; may be repeated.")
@click.option(
    "--secret",
    "asks_secret",
    is_flag=True,
    help="Ask for the secret that the web shop has; always asked for Shopify, otherwise one is made.",
)
def add_command(
    *, square: str, shop: str, platform: str, methods: tuple[str, ...], postcodes: tuple[str, ...], asks_secret: bool
) -> None:
    """Connect a web shop to a shop of the square; prints where it sends its orders, and its secret once."""
    from cli.opened import opened
    from data.models.web_shop import Platform
    from kernel.scope import Scope
    from rounds.web_shops import WebShopWish, connect_web_shop

    asked = asks_secret or platform == "shopify"
    secret = click.prompt("Secret", hide_input=True, err=True).strip() if asked else ""
    wish = WebShopWish(shop, Platform(platform), secret, methods, postcodes)
    with opened() as home:
        connected = connect_web_shop(home.database, Scope.system("webshop add"), square, wish)
    click.echo(f"Web shop {connected.web_shop.id} of {connected.web_shop.shop.name} ({platform}).")
    click.echo(f"Delivery URL: https://YOUR-SERVER{connected.path}")
    if not asked:
        click.echo(f"Secret:       {connected.secret}")
        click.echo("Copy the secret now: it is not shown again.")


@command.command("list")
@click.argument("square")
def list_command(*, square: str) -> None:
    """List the web shops of a square."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.web_shops import web_shops_of

    with opened() as home:
        known = web_shops_of(home.database, Scope.system("webshop list"), square)
    for one in known:
        methods = ", ".join(one.methods or ["all"])
        postcodes = ", ".join(one.postcodes or ["all"])
        ended = f"  ended {one.ended_at:%Y-%m-%d}" if one.ended_at else ""
        click.echo(f"{one.id}  {one.shop.name}  {one.platform}  methods: {methods}  postcodes: {postcodes}{ended}")
    click.echo(f"{len(known)} web shop{'' if len(known) == 1 else 's'}.")


@command.command("end")
@click.argument("web_shop_id", type=click.UUID)
def end_command(*, web_shop_id: UUID) -> None:
    """Take no more orders from a web shop."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.web_shops import end_web_shop

    with opened() as home:
        ended = end_web_shop(home.database, Scope.system("webshop end"), str(web_shop_id))
    click.echo(f"Web shop {ended.id} of {ended.shop.name} is ended.")


@command.command("waiting")
@click.argument("square")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def waiting_command(*, square: str, lang: str) -> None:
    """List what web shops sent that a person has to decide, the longest waiting first."""
    from cli.opened import opened
    from data.models.web_shop import WebDeliveryState
    from kernel.scope import Scope
    from rounds.web_shops import told_by_web_shops

    with opened() as home:
        scope = Scope.system("webshop waiting")
        waiting = told_by_web_shops(home.database, scope, square, WebDeliveryState.FOR_A_PERSON)
    for one in waiting:
        click.echo(f"{one.id}  {one.received_at:%Y-%m-%d %H:%M}Z  {one.web_shop.shop.name}, {one.order_ref or '?'}")
        click.echo(f"            {one.reason_nl if lang == 'nl' else one.reason_en}")
    click.echo(f"{len(waiting)} wait{'s' if len(waiting) == 1 else ''} for a person.")


@command.command("settle")
@click.argument("message_id", type=click.UUID)
def settle_command(*, message_id: UUID) -> None:
    """Say that what a message asked for was done by a person."""
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.web_shops import settle

    with opened() as home:
        settle(home.database, Scope.system("webshop settle"), str(message_id))
    click.echo("Settled.")


@command.command("not-ours")
@click.argument("square")
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, help="FILE.csv")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def not_ours_command(*, square: str, out: Path, lang: str) -> None:
    """Write the orders that web shops sent and that are not ours to bring, with the reason of each."""
    from cli.opened import opened
    from data.models.web_shop import WebDeliveryState
    from kernel.files import write_text_whole
    from kernel.scope import Scope
    from rounds.web_shops import not_ours_table, told_by_web_shops

    with opened() as home:
        told = told_by_web_shops(home.database, Scope.system("webshop not ours"), square, WebDeliveryState.NOT_OURS)
    write_text_whole(out, not_ours_table(told, lang))
    click.echo(f"{len(told)} not ours: {out}")

"""`dorpsronde key`: what programs show to say who they are."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from data.models.api_key import ApiKey
    from people.asker import Asker

__all__ = ["command"]

LONGEST_DAYS = 3_650


@click.group("key")
def command() -> None:
    """Make and revoke the keys of programs. Who works on this machine may make any."""


@command.command("create")
@click.argument("name")
@click.option("--role", required=True, help='platform, region, host, "hub keeper", dispatcher, shop, courier, …')
@click.option("--square", "squares", metavar="SLUG", multiple=True, help="A square that it sees; none is every one.")
@click.option("--shop", "shops", metavar="NAME", multiple=True, help="A shop of its own.")
@click.option("--hub", "hubs", metavar="NAME", multiple=True, help="A hub of its own.")
@click.option("--round", "rounds", metavar="ID", multiple=True, help="A round of its own.")
@click.option("--order", "orders", metavar="ID", multiple=True, help="An order of its own.")
@click.option("--courier", "couriers", metavar="NAME", multiple=True, help="A courier: sees the rounds they are on.")
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), help="How long it opens; else until it is revoked.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def create_command(
    *,
    name: str,
    role: str,
    squares: tuple[str, ...],
    shops: tuple[str, ...],
    hubs: tuple[str, ...],
    rounds: tuple[str, ...],
    orders: tuple[str, ...],
    couriers: tuple[str, ...],
    days: int | None,
    lang: str,
) -> None:
    """Make a key, called NAME, and show it: this once, on standard output."""
    from datetime import UTC, datetime

    from cli.opened import opened
    from people.keys import create_key
    from people.wished_reach import NamedReach, scope_by_names

    wish = NamedReach(role.replace("-", " "), squares, shops, hubs, rounds, orders, couriers)
    ends = None if days is None else datetime.now(UTC) + timedelta(days=days)
    with opened() as home:
        here = this_machine()
        made = create_key(home.database, here, name, scope_by_names(home.database, here, wish), ends)
    click.echo(made.written)
    prefix = made.key.prefix
    click.echo(
        Text(
            f"Bewaar deze sleutel nu: hij wordt nergens meer getoond. Intrekken: dorpsronde key revoke {prefix}",
            f"Keep this key now: it is shown nowhere again. To revoke it: dorpsronde key revoke {prefix}",
        ).within(lang),
        err=True,
    )


@command.command("list")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_command(*, lang: str) -> None:
    """List the keys there are and were; nobody can show their secrets."""
    from cli.opened import opened
    from people.keys import keys_of

    with opened() as home:
        here = this_machine()
        keys = keys_of(home.database, here)
        with home.database.read(here.scope) as work:
            slugs = {square.id: square.slug for square in work.squares.all()}
    if not keys:
        click.echo(Text("Er zijn nog geen sleutels.", "There are no keys yet.").within(lang))
    for key in keys:
        click.echo(key_line(key, slugs, lang))


@command.command("revoke")
@click.argument("key")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def revoke_command(*, key: str, lang: str) -> None:
    """Let a KEY, named by its prefix or id, open nothing from now on."""
    from cli.opened import opened
    from people.keys import revoke_key

    with opened() as home:
        gone = revoke_key(home.database, this_machine(), key)
    click.echo(Text(f"{gone.name} is ingetrokken.", f"{gone.name} is revoked.").within(lang))


def this_machine() -> "Asker":
    """Whoever can start this command can open the database: they need no key."""
    from kernel.principal import Principal, PrincipalKind
    from kernel.scope import Scope
    from people.asker import Asker

    return Asker(Principal(PrincipalKind.SYSTEM, "key"), Scope.system("key"))


def key_line(key: "ApiKey", slugs: dict[str, str], lang: str) -> str:
    """Tell a key in a line: its prefix, its role, where, what for, and since when it is over."""
    everywhere = Text("alle pleinen", "every square").within(lang)
    where = everywhere if key.squares is None else ", ".join(sorted(slugs.get(one, one) for one in key.squares))
    own = ", ".join(f"{len(ids)} {name}" for name, ids in (key.own or {}).items() if ids)
    told = [
        f"dr_{key.prefix}",
        f"{key.role}",
        where + (f" ({own})" if own else ""),
        key.name,
        Text("gebruikt ", "used ").within(lang) + (f"{key.used_on}" if key.used_on else "-"),
    ]
    if key.expires_at is not None:
        told.append(Text("tot ", "until ").within(lang) + f"{key.expires_at:%Y-%m-%d}")
    if key.revoked_at is not None:
        told.append(Text("ingetrokken ", "revoked ").within(lang) + f"{key.revoked_at:%Y-%m-%d}")
    return "  ".join(told)

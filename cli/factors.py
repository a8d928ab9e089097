"""`dorpsronde factors`: the numbers that grams are made with, and one's own in their place."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from impact.factor_difference import Difference
    from impact.factors import Factor
    from rounds.kept_factors import FactorShelf

__all__ = ["command"]


@click.group("factors")
def command() -> None:
    """List, compare and take in emission factors. Reports keep the version that they were made with."""


@command.command("list")
@click.argument("version", required=False)
def list_command(version: str | None) -> None:
    """List the factor sets, or every row of VERSION."""
    from impact.factor_table import LATEST

    shelf = the_shelf()
    if version is None:
        for one in shelf.versions():
            click.echo(f"{one}\t{len(shelf.load(one).factors)} rows" + ("\tused for new plans" * (one == LATEST)))
        return
    chosen = shelf.load(version)
    click.echo(f"{chosen.version}, sha256 {chosen.digest}")
    for factor in chosen.factors:
        click.echo("\t".join(cells_of(factor)))


@command.command("diff")
@click.argument("before")
@click.argument("after")
def diff_command(before: str, after: str) -> None:
    """Say what differs between two factor sets: - went, + came, ~ changed."""
    from impact.factor_difference import differences

    shelf = the_shelf()
    found = differences(shelf.load(before), shelf.load(after))
    for one in found:
        click.echo(line_of(one))
    if not found:
        click.echo(f"{before} and {after} have the same rows.")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Becomes part of the version: 2026.2+NAME.")
@click.option("--base", help="The shipped set whose rows these replace; the newest by default.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken in.")
def import_command(*, file: Path, name: str, base: str | None, dry_run: bool) -> None:
    """Take in rows of your own, such as a survey, or values you may use but not pass on (your copy of GLEC's).

    FILE has the columns of docs/co2.md. It stays in your home folder. A report names every factor that it was made
    with: mind the licence of yours before you publish one.
    """
    from impact.factor_difference import differences
    from impact.factor_table import LATEST

    shelf = the_shelf()
    stands_on = base or LATEST
    made, is_new = shelf.take_in(file, name, stands_on, is_trial=dry_run)
    for one in differences(shelf.load(stands_on), made):
        click.echo(line_of(one))
    said = "would be kept" if dry_run else "kept"
    click.echo(f"{made.version} {said if is_new else 'was there already: nothing was added'}.")


def the_shelf() -> "FactorShelf":
    from data.settings import DatabaseSettings
    from rounds.kept_factors import FactorShelf

    return FactorShelf(DatabaseSettings.from_environment().home)


def cells_of(factor: "Factor") -> list[str]:
    known_from = factor.valid_from.isoformat() if factor.valid_from else "-"
    numbers = f"{factor.low:g} / {factor.central:g} / {factor.high:g} {factor.unit}"
    return [factor.name, numbers, factor.distribution, factor.status, known_from, factor.licence or "-", factor.source]


def line_of(one: "Difference") -> str:
    if one.before is None or one.after is None:
        row = one.after or one.before
        return f"{'+' if one.before is None else '-'} {'  '.join(cells_of(row)) if row else ''}"
    changes = (
        f"another {name}"
        if name in {"source", "note"}
        else f"{name}: {getattr(one.before, name)} -> {getattr(one.after, name)}"
        for name in one.changed
    )
    return f"~ {one.name}  {'; '.join(changes)}"

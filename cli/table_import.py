"""What importing a spreadsheet takes on the command line, whatever is in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kernel.text import LANGUAGES

__all__ = ["takes_table"]


def takes_table(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its square, its file, how it is judged, and the language in which it answers."""
    taken: tuple[Callable[[Any], Any], ...] = (
        click.argument("square"),
        click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path)),
        click.option("--dry-run", is_flag=True, help="Only judge the rows."),
        click.option("--partial", is_flag=True, help="Store what passes though other rows fail."),
        click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True),
    )
    for one in reversed(taken):
        command = one(command)
    return command

"""What was wrong with the roads of an extract, said beside what a command gives."""

from typing import TYPE_CHECKING

import click

from kernel.text import Text

if TYPE_CHECKING:
    from routing.network.map_faults import MapFaults

__all__ = ["tell_faults"]


def tell_faults(faults: "MapFaults", lang: str = "en") -> None:
    """Tell on stderr, in one line, what was left out or mended; nothing where nothing was."""
    told = faults.told()
    if told is not None:
        click.echo(f"{Text('Fouten in de kaart', 'Faults in the map').within(lang)}: {told.within(lang)}.", err=True)

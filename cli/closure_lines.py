"""Closures as lines on the screen, and what they do to released rounds."""

from typing import TYPE_CHECKING

import click

from kernel.text import Text

if TYPE_CHECKING:
    from rounds.closures import ChangedClosure
    from rounds.shown_closures import ShownClosure

__all__ = ["closure_line", "roads_line", "show_rerouted"]


def closure_line(shown: "ShownClosure", lang: str) -> str:
    """Say what is closed, when and for whom, with its id."""
    return f"{shown.name}: {shown.told.within(lang)} [{shown.stored.id}]"


def roads_line(done: "ChangedClosure", lang: str) -> str:
    """Say how much road a closure is about: whoever drew too much sees it here."""
    from maps.formats import Formats

    pieces = Text("1 stuk weg", "1 stretch of road")
    if done.roads != 1:
        pieces = Text(f"{done.roads} stukken weg", f"{done.roads} stretches of road")
    return f"{pieces.within(lang)}, {Formats(lang).number(done.road_m)} m."


def show_rerouted(done: "ChangedClosure", lang: str) -> None:
    """Tell which released rounds go other ways now, and what that does to their times; silent where none does."""
    from rounds.rerouted_words import rerouted_lines

    for line in rerouted_lines(done.rerouted):
        click.echo(line.within(lang))

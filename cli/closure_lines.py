"""Closures as lines on the screen, and what they do to released rounds."""

from typing import TYPE_CHECKING

import click

from kernel.text import Text

if TYPE_CHECKING:
    from data.models.closure import Closure
    from rounds.closures import ChangedClosure
    from rounds.day_closures import DayClosure

__all__ = ["closure_line", "day_line", "roads_line", "show_rerouted"]


def closure_line(stored: "Closure", timezone: str, lang: str) -> str:
    """Say what is closed, when and for whom, with its id."""
    from rounds.closure_times import times_of
    from rounds.closure_words import said_effect, said_when

    when = said_when(stored, times_of(stored, timezone), timezone)
    return f"{stored.name}: {said_effect(stored).within(lang)}, {when.within(lang)}{_for(stored, lang)} [{stored.id}]"


def day_line(one: "DayClosure", stored: "Closure", lang: str) -> str:
    """Say what is closed on a day, from when until when."""
    from rounds.clock import clock
    from rounds.closure_words import said_effect

    span = Text(f"van {clock(one.begin_s)} tot {one.until.nl}", f"from {clock(one.begin_s)} until {one.until.en}")
    return f"{one.name}: {said_effect(stored).within(lang)}, {span.within(lang)}{_for(stored, lang)} [{stored.id}]"


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


def _for(stored: "Closure", lang: str) -> str:
    if stored.profiles is None:
        return ""
    return Text(", alleen voor ", ", only for ").within(lang) + ", ".join(stored.profiles)

"""Roads at a moment: `--at`, and the graph it stands for."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.calendar_day import WALL_CLOCK
from kernel.text import Text

if TYPE_CHECKING:
    from routing.network.road_graph import RoadGraph
    from routing.network.road_network import RoadNetwork
    from routing.network.timed_tags import Unread

__all__ = ["at_option", "graph_at"]

_MOST_TOLD = 3
"""Conditions that cannot be read are counted; so many are shown, with so many characters."""
_LONGEST = 100


def at_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take a moment."""
    return click.option(
        "--at",
        type=WALL_CLOCK,
        help="As the roads are then, by the clock on the wall there; without it, opening hours of roads are left out.",
    )(command)


def graph_at(
    network: "RoadNetwork", profile: str, at: datetime | None, mass_kg: float | None = None, lang: str = "en"
) -> "RoadGraph":
    """Give the roads at a moment, or without the clock; tell how many conditions could not be read.

    Raises
    ------
    BadInputError
        There is no road that can be both entered and left.
    """
    from routing.network.build import road_graph
    from routing.network.clock_roads import clock_roads
    from routing.network.day_roads import DayRoads

    if at is None:
        return road_graph(network, profile, mass_kg)
    roads = clock_roads(network, profile, mass_kg=mass_kg)
    _tell(roads.timed.unread, profile, lang)
    return DayRoads(roads, at.date()).graph_at(at.hour * 3600 + at.minute * 60)


def _tell(unread: "tuple[Unread, ...]", profile: str, lang: str) -> None:
    count = sum(one.count for one in unread)
    if not count:
        return
    shown = sorted(unread, key=lambda one: -one.count)[:_MOST_TOLD]
    listed = "; ".join(f"{one.key}={one.text[:_LONGEST]!r} ({one.count}×: {one.reason.within(lang)})" for one in shown)
    left_out = (
        Text(f"1 voorwaarde voor {profile} telt niet mee", f"1 condition for {profile} is left out")
        if count == 1
        else Text(
            f"{count} voorwaarden voor {profile} tellen niet mee", f"{count} conditions for {profile} are left out"
        )
    )
    in_part = Text("geheel of deels", "wholly or in part").within(lang)
    others = "" if len(unread) <= _MOST_TOLD else Text("; en andere", "; and others").within(lang)
    click.echo(f"{left_out.within(lang)}, {in_part}: {listed}{others}", err=True)

"""Positions given as arguments: LON,LAT, west of Greenwich too."""

import re
from typing import TYPE_CHECKING

import click

from kernel.errors import BadInputError
from kernel.position import Position

if TYPE_CHECKING:
    from routing.network.road_network import RoadNetwork

__all__ = ["PositionCommand", "position_at", "refuse_swapped", "seems_swapped"]

_NEGATIVE = re.compile(r"-[\d.]+,\s*-?[\d.]+")

_WAY_OUT = "Write LON,LAT in degrees with a point, as 9.5215,47.1410."


class PositionCommand(click.Command):
    """Takes `-0.1,51.5` for a place, not for an option called 0."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the minus of a position behind a space, which its reader strips."""
        return super().parse_args(ctx, [f" {arg}" if _NEGATIVE.fullmatch(arg) else arg for arg in args])


def position_at(value: str, where: str) -> Position:
    """Read LON,LAT.

    Raises
    ------
    BadInputError
        It is not two numbers with a comma between them, or no place on the globe.
    """
    try:
        lon, lat = (float(part) for part in value.split(","))
    except ValueError as fault:
        raise BadInputError(f"{value.strip()!r} is no position", where=where, way_out=_WAY_OUT) from fault
    try:
        return Position(lon, lat)
    except BadInputError as fault:
        raise BadInputError(fault.what, where=where, way_out=fault.way_out) from fault


def seems_swapped(network: "RoadNetwork", position: Position) -> bool:
    """Say whether a position lies within the roads' extent only with its coordinates exchanged."""
    west, east = network.node_lon.min(), network.node_lon.max()
    south, north = network.node_lat.min(), network.node_lat.max()
    lon, lat = position.lon, position.lat
    inside = west <= lon <= east and south <= lat <= north
    return bool(not inside and west <= lat <= east and south <= lon <= north)


def refuse_swapped(network: "RoadNetwork", position: Position) -> None:
    """Refuse a position that lies within the roads' extent only with its coordinates exchanged.

    Raises
    ------
    BadInputError
        It does.
    """
    if seems_swapped(network, position):
        raise BadInputError(
            "longitude and latitude seem to be swapped",
            where=f"{position.lon:g},{position.lat:g}",
            way_out=f"Write {position.lat:g},{position.lon:g}: LON,LAT; if it is right, the extract's own are swapped.",
        )

"""Hills and loads for one call: `--elevation`, `--mass`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from routing.network.road_network import RoadNetwork

__all__ = ["elevation_option", "mass_option", "with_elevation"]


def elevation_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take a raster of heights."""
    return click.option(
        "--elevation",
        metavar="DEM.tif",
        type=click.Path(path_type=Path),
        help="A GeoTIFF of heights in metres; else ele and incline tags count, and where there are none, all is flat.",
    )(command)


def mass_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take a mass."""
    return click.option(
        "--mass",
        "mass_kg",
        metavar="KG",
        type=float,
        help="Vehicle, rider and load together; else what the profile's table says.",
    )(command)


def with_elevation(network: "RoadNetwork", elevation: Path | None) -> "RoadNetwork":
    """Give a network the heights of a raster, where one is named.

    Raises
    ------
    BadInputError
        The raster cannot be used, or covers none of these roads.
    """
    if elevation is None:
        return network
    from routing.network.measured_relief import with_heights

    return with_heights(network, elevation)

"""Valhalla, asked: `python -m bench.road_peers.run_valhalla ASKED ANSWER` in the road peers' environment."""

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import valhalla

from bench.road_peers.entry import Point, answer, run, shape_points

SHORTEST = {"bicycle": {"shortest": True}}
"""Its own rules for bicycles; of the paths they allow the one of fewest metres."""


def prepare(extract: str, folder: str, threads: int) -> dict[str, Any]:
    """Make tiles of an extract; without a data base of countries, so its rules are those without a country."""
    tiles = Path(folder) / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    config = valhalla.get_config(tile_extract="", tile_dir=tiles)
    config["mjolnir"] |= {"concurrency": threads, "admin": "", "timezone": ""}
    config["service_limits"]["bicycle"] |= {"max_distance": 1e7}
    written = Path(folder) / "config.json"
    written.write_text(json.dumps(config), "utf-8")
    program = valhalla.PYVALHALLA_DIR / "bin" / "valhalla_build_tiles"
    seconds = {"build_tiles": run([program, "-c", written, extract])}
    return {"seconds": seconds, "version": version("pyvalhalla")}


def actor(folder: str) -> Any:
    return valhalla.Actor(json.loads((Path(folder) / "config.json").read_text("utf-8")))


def near(folder: str, points: Sequence[Point]) -> list[dict[str, Any] | None]:
    """Say of each point which ways of OSM are nearest, and how far they are."""
    roads = actor(folder)
    found: list[dict[str, Any] | None] = []
    for point in points:
        edges = roads.locate({"locations": [location(point)], "costing": "bicycle", "verbose": True})[0]["edges"]
        if edges:
            off_m = min(edge["distance"] for edge in edges)
            ways = {edge["edge_info"]["way_id"] for edge in edges if edge["distance"] <= off_m}
            found.append({"ways": sorted(ways), "off_m": off_m})
        else:
            found.append(None)
    return found


def paths(folder: str, pairs: Sequence[tuple[Point, Point]]) -> list[dict[str, Any] | None]:
    """Give metres and line of each path; None where there is none."""
    roads = actor(folder)
    found: list[dict[str, Any] | None] = []
    for pair in pairs:
        trip = trip_of(roads, pair)
        line = None if trip is None else [list(point) for point in shape_points(trip["legs"][0]["shape"])]
        found.append(None if trip is None else {"m": 1000 * trip["summary"]["length"], "line": line})
    return found


def metres(folder: str, pairs: Sequence[tuple[Point, Point]]) -> list[float | None]:
    """Give the metres of each path."""
    roads = actor(folder)
    trips = (trip_of(roads, pair) for pair in pairs)
    return [None if trip is None else 1000 * trip["summary"]["length"] for trip in trips]


def location(point: Point) -> dict[str, float]:
    """Say where, and that the road is meant, not the junction near it, which it would take within 5 m."""
    return {"lon": point[0], "lat": point[1], "node_snap_tolerance": 0}


def trip_of(roads: Any, pair: Sequence[Point]) -> Any:
    asked = {
        "locations": [location(point) for point in pair],
        "costing": "bicycle",
        "costing_options": SHORTEST,
        "units": "kilometers",
        "directions_type": "none",
    }
    try:
        return roads.route(asked)["trip"]
    except RuntimeError:
        return None


if __name__ == "__main__":
    answer({"prepare": prepare, "near": near, "paths": paths, "metres": metres})

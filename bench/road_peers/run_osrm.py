"""OSRM, asked: `python -m bench.road_peers.run_osrm ASKED ANSWER` in the road peers' environment."""

import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import osrm

from bench.road_peers.entry import Point, answer, run, shape_points

HOME = Path(osrm.__file__).parent
PROFILES = HOME / "share" / "profiles"
SHORTEST = Path(__file__).with_name("shortest_bicycle.lua")
STEPS = {"CH": ("contract",), "MLD": ("partition", "customize")}


def prepare(extract: str, folder: str, profile: str, algorithm: str, threads: int) -> dict[str, Any]:
    """Make a queryable graph of an extract; `profile` is "bicycle" (theirs) or "shortest" (their rules, metres)."""
    base = Path(folder) / "roads"
    for old in Path(folder).glob("roads.osrm*"):
        old.unlink()
    lua = SHORTEST if profile == "shortest" else PROFILES / f"{profile}.lua"
    environment = {**os.environ, "LUA_PATH": f"{PROFILES}/?.lua;;"}
    seconds = {
        "extract": run([HOME / "bin" / "osrm-extract", "-p", lua, "-t", str(threads), "-o", base, extract], environment)
    }
    for step in STEPS[algorithm]:
        seconds[step] = run([HOME / "bin" / f"osrm-{step}", "-t", str(threads), base])
    return {"seconds": seconds, "version": version("osrm-bindings")}


def engine(folder: str, algorithm: str = "CH") -> Any:
    return osrm.OSRM(
        algorithm=algorithm,
        storage_config=f"{folder}/roads.osrm",
        use_shared_memory=False,
        max_locations_distance_table=-1,
        max_locations_viaroute=-1,
        max_results_nearest=-1,
    )


def near(folder: str, points: Sequence[Point]) -> list[dict[str, Any] | None]:
    """Say of each point which nodes of OSM the nearest road runs between, and how far it is."""
    roads = engine(folder)
    found: list[dict[str, Any] | None] = []
    for point in points:
        try:
            at = roads.Nearest(osrm.NearestParameters(coordinates=[tuple(point)], generate_hints=False))["waypoints"][0]
        except RuntimeError:
            found.append(None)
        else:
            found.append({"nodes": [int(node) for node in at["nodes"]], "off_m": at["distance"]})
    return found


def paths(folder: str, pairs: Sequence[tuple[Point, Point]]) -> list[dict[str, Any] | None]:
    """Give metres and line of each path; None where there is none."""
    roads = engine(folder)
    found: list[dict[str, Any] | None] = []
    for pair in pairs:
        route = route_of(roads, pair, "full")
        line = None if route is None else [list(point) for point in shape_points(route["geometry"])]
        found.append(None if route is None else {"m": route["distance"], "line": line})
    return found


def metres(folder: str, pairs: Sequence[tuple[Point, Point]]) -> list[float | None]:
    """Give the metres of each path."""
    roads = engine(folder)
    routes = (route_of(roads, pair, "false") for pair in pairs)
    return [None if route is None else route["distance"] for route in routes]


def route_of(roads: Any, pair: Sequence[Point], overview: str) -> Any:
    try:
        asked = osrm.RouteParameters(
            coordinates=[tuple(point) for point in pair],
            overview=overview,
            geometries="polyline6",
            generate_hints=False,
        )
        return roads.Route(asked)["routes"][0]
    except RuntimeError:
        return None


@dataclass(frozen=True)
class Rows:
    """The rows of a table that one process measures; `gate` opens when all are ready."""

    folder: str
    algorithm: str
    points: Sequence[Point]
    begin: int
    end: int
    gate: Any


def table(folder: str, algorithm: str, points: Sequence[Point], processes: int) -> dict[str, Any]:
    """Measure one table of seconds and metres; its rows are shared out among processes, which begin together.

    OSRM answers one table with one thread, and holds Python's lock meanwhile. `seconds` ends when the last has its
    part as OSRM gives it; nothing is turned into numbers of Python or handed over.
    """
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        gate = manager.Barrier(processes)
        bounds = [len(points) * part // processes for part in range(processes + 1)]
        parts = [Rows(folder, algorithm, points, *ends, gate) for ends in pairwise(bounds)]
        with context.Pool(processes) as pool:
            told = pool.map(table_rows, parts, chunksize=1)
    return {"seconds": max(end for _, end, _ in told) - min(begin for begin, _, _ in told), "first_row_m": told[0][2]}


def table_rows(rows: Rows) -> tuple[float, float, list[float]]:
    """Give when the rows were begun and ended, on the clock that all processes share, and the first row's metres."""
    roads = engine(rows.folder, rows.algorithm)
    asked = osrm.TableParameters(
        coordinates=[tuple(point) for point in rows.points],
        sources=list(range(rows.begin, rows.end)),
        annotations=["duration", "distance"],
        generate_hints=False,
    )
    warm = osrm.TableParameters(coordinates=[tuple(point) for point in rows.points[:50]], generate_hints=False)
    roads.Table(warm)
    rows.gate.wait()
    begun_s = time.monotonic()
    answered = roads.Table(asked)
    ended_s = time.monotonic()
    return begun_s, ended_s, list(answered["distances"][0])


if __name__ == "__main__":
    answer({"prepare": prepare, "near": near, "paths": paths, "metres": metres, "table": table})

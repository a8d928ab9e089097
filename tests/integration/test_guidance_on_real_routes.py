"""Ten real routes in Dutch and English, read by eye against the map's tags; what changes is to be read again.

`DORPSRONDE_APPROVE=1 pytest` on this file writes them anew; read the difference before it is kept.
"""

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.guidance.guided_route import guided_route
from routing.network.guidance.surroundings import Surroundings
from routing.network.hierarchy import Hierarchy, build_hierarchy
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork
from routing.network.snapping import snap_or_refuse

APPROVED = Path(__file__).parents[1] / "guided_routes"


class Route(NamedTuple):
    town: str
    profile: str
    origin: Position
    destination: Position


ROUTES = {
    "helsinki-south-to-north": Route("helsinki", "cargo-bike", Position(24.9385, 60.1660), Position(24.9500, 60.1765)),
    "helsinki-harbour-to-station": Route(
        "helsinki", "cargo-bike", Position(24.9520, 60.1655), Position(24.9370, 60.1750)
    ),
    "helsinki-by-car": Route("helsinki", "car", Position(24.9400, 60.1780), Position(24.9480, 60.1650)),
    "vaduz-to-schaan": Route("liechtenstein", "cargo-bike", Position(9.5215, 47.1410), Position(9.5095, 47.1660)),
    "schaan-to-mauren": Route("liechtenstein", "bike", Position(9.5090, 47.1650), Position(9.5370, 47.2120)),
    "mauren-to-triesen-by-car": Route("liechtenstein", "car", Position(9.5280, 47.2200), Position(9.5220, 47.1100)),
    "triesen-to-triesenberg": Route(
        "liechtenstein", "cargo-bike", Position(9.5230, 47.1130), Position(9.5430, 47.1170)
    ),
    "monaco-along-the-port": Route("monaco", "cargo-bike", Position(7.4197, 43.7314), Position(7.4290, 43.7400)),
    "monaco-by-van": Route("monaco", "van", Position(7.4140, 43.7290), Position(7.4290, 43.7440)),
    "amsterdam": Route("amsterdam", "bike", Position(4.9270, 52.3405), Position(4.9390, 52.3465)),
}
FILES = {
    "liechtenstein": "liechtenstein-latest.osm.pbf",
    "monaco": "monaco.osm.gz",
    "amsterdam": "amsterdam.osm.pbf",
}


@cache
def network_of(extract: Path) -> RoadNetwork:
    return read_network(extract)


@cache
def ready(extract: Path, profile: str) -> tuple[Hierarchy, Surroundings]:
    graph = road_graph(network_of(extract), profile)
    return build_hierarchy(graph), Surroundings(graph)


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_is_told_as_it_was_approved(name: str, request: pytest.FixtureRequest) -> None:
    route = ROUTES[name]
    if route.town == "helsinki":
        extract: Path = request.getfixturevalue("helsinki")
    else:
        extract = request.getfixturevalue("bench_data") / "osm" / FILES[route.town]
    hierarchy, around = ready(extract, route.profile)
    ends = snap_or_refuse(hierarchy.graph, [route.origin, route.destination], ["from", "to"])
    told = [guided_route(hierarchy, around, *ends, lang) for lang in ("nl", "en")]
    path = told[0].path
    heading = f"{name}, {route.profile}: {path.distance_m} m, {path.duration_s} s"
    text = "\n\n".join([heading, *("\n".join(one.lines()) for one in told)]) + "\n"
    approved = APPROVED / f"{name}.txt"
    if os.environ.get("DORPSRONDE_APPROVE"):
        approved.parent.mkdir(exist_ok=True)
        approved.write_text(text, encoding="utf-8")
    assert text == approved.read_text(encoding="utf-8")
    assert sum(step.distance_m for step in told[0].steps) == path.distance_m
    assert sum(step.duration_s for step in told[0].steps) == path.duration_s

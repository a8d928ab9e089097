"""Guidance through a drawn town, told as types and modifiers or as text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.cutting import cut_at_junctions
from routing.network.guidance.guided_route import GuidedRoute, guided_route
from routing.network.guidance.surroundings import Surroundings
from routing.network.hierarchy import build_hierarchy
from routing.network.snapping import Snapper
from tests.osm_scenarios.picture import Tags, nodes, raw_ways

__all__ = ["guided", "told"]


def guided(
    picture: str,
    ways: Mapping[str, Tags],
    ends: str,
    *,
    profile: str = "bike",
    lang: str = "en",
    barriers: Mapping[str, Tags] | None = None,
    mini: str = "",
    beside_deg: float = 0.0,
) -> GuidedRoute:
    """Guide from the first letter of `ends` to the last; the destination lies `beside_deg` to the north of it."""
    raw = replace(raw_ways(picture, ways, barriers), mini_roundabouts=tuple(map(ord, mini)))
    graph = road_graph(cut_at_junctions(raw), profile)
    (lon, lat), (to_lon, to_lat) = (nodes(picture)[letter] for letter in (ends[0], ends[-1]))
    origin, destination = Snapper(graph).nearest([Position(lon, lat), Position(to_lon, to_lat + beside_deg)])
    return guided_route(build_hierarchy(graph), Surroundings(graph), origin, destination, lang)


def told(route: GuidedRoute) -> Sequence[str]:
    """Give type, modifier and exit of each maneuver between departure and arrival."""
    maneuvers = [step.maneuver for step in route.steps[1:-1]]
    return [" ".join(filter(None, (one.type, one.modifier, str(one.exit or "")))) for one in maneuvers]

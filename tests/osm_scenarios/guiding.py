"""Guidance through a drawn town, told as types and modifiers or as text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.clock_roads import clock_roads
from routing.network.closures import Closure, closed_graph
from routing.network.cutting import cut_at_junctions
from routing.network.day_roads import DayRoads
from routing.network.guidance.guided_route import GuidedRoute, guided_route
from routing.network.guidance.surroundings import Surroundings
from routing.network.hierarchy import build_hierarchy
from routing.network.restriction_members import RawRestriction
from routing.network.snapping import Snapper
from tests.osm_scenarios.picture import Relation, Tags, nodes, raw_ways

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
    restrictions: Sequence[Relation] = (),
    closed: Sequence[str] = (),
    on: date | None = None,
    beside_deg: float = 0.0,
) -> GuidedRoute:
    """Guide from the first letter of `ends` to the last; the destination lies `beside_deg` to the north of it.

    By the hours of midnight `on` a day, or without the clock.
    """
    raw = replace(
        raw_ways(picture, ways, barriers),
        mini_roundabouts=tuple(map(ord, mini)),
        restrictions=tuple(_restriction(one, list(ways)) for one in restrictions),
    )
    network = cut_at_junctions(raw)
    graph = road_graph(network, profile) if on is None else DayRoads(clock_roads(network, profile), on).graph_at(0)
    if closed:
        graph = closed_graph(graph, [Closure(ways=frozenset(list(ways).index(way) + 1 for way in closed))])
    (lon, lat), (to_lon, to_lat) = (nodes(picture)[letter] for letter in (ends[0], ends[-1]))
    origin, destination = Snapper(graph).nearest([Position(lon, lat), Position(to_lon, to_lat + beside_deg)])
    return guided_route(build_hierarchy(graph), Surroundings(graph), origin, destination, lang)


def _restriction(relation: Relation, ways: Sequence[str]) -> RawRestriction:
    def of(role: str) -> tuple[int, ...]:
        return tuple(ways.index(name) + 1 for its_role, name in relation.members if its_role == role and len(name) > 1)

    via = tuple(ord(name) for role, name in relation.members if role == "via" and len(name) == 1)
    return RawRestriction(dict(relation.tags), of("from"), via, of("via"), of("to"))


def told(route: GuidedRoute) -> Sequence[str]:
    """Give type, modifier and exit of each maneuver between departure and arrival."""
    maneuvers = [step.maneuver for step in route.steps[1:-1]]
    return [" ".join(filter(None, (one.type, one.modifier, str(one.exit or "")))) for one in maneuvers]

"""Why an engine cannot follow a path: in words, from the tags of what stops it and from our own tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bench.shortest.extracts import is_platform
from bench.shortest.osm_ways import OsmWay, OsmWays
from bench.shortest.parting import Obstacle, Parting
from bench.shortest.pure_metres import PLATFORM, SWITCHED_OFF, pure_metres
from routing.network.profile import Profile
from routing.network.ride import Pace, Passage

__all__ = ["NOT_EXPLAINED", "cause_of"]

NOT_EXPLAINED = "not explained"

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an engine is stopped.

    Attributes
    ----------
    node: tags of the junction, where it is the turn that stops it; else none.
    restricted: a turn restriction speaks of that junction.
    """

    way: OsmWay
    forward: bool
    obstacle: Obstacle
    node: Tags
    restricted: bool

    def asks(self, profile: Profile) -> Pace | Passage | None:
        """Give what we ask of who goes here, past the barrier if there is one; None where we close it."""
        return asks(profile, self.way.tags, self.node, forward=self.forward)


def asks(profile: Profile, way: Tags, node: Tags, *, forward: bool) -> Pace | Passage | None:
    if "barrier" in node:
        return profile.passage(without(node, "highway"))
    ride = profile.ride(without(way, "barrier"))
    return ride.forward if forward else ride.backward


def cause_of(parting: Parting | None, stopped: str, profile: Profile, ways: OsmWays) -> str:
    """Name the cause.

    Parameters
    ----------
    stopped: the engine that cannot follow: "ours", or a peer's name.
    profile: ours, by which the two were compared.
    """
    step = None if parting is None else parting.piece.steps[0]
    if parting is None or step is None or step.way is None:
        return NOT_EXPLAINED
    is_turn = parting.obstacle is Obstacle.TURN
    spot = Spot(
        ways.ways[step.way],
        step.forward,
        parting.obstacle,
        ways.node_tags.get(step.nodes[0], {}) if is_turn else {},
        is_turn and step.nodes[0] in ways.restricted,
    )
    if stopped == "ours":
        return declared(spot) or closed_here(spot, profile) or cut_off(spot, profile, ways) or NOT_EXPLAINED
    return declared_open(spot, profile) or closed_there(spot, profile, stopped) or NOT_EXPLAINED


@cache
def variant(reason: str | None) -> Profile:
    return pure_metres(() if reason is None else (reason,))


def declared(spot: Spot) -> str:
    """Find the declared deviation that decides whether we may go here; none where it is the same without any."""
    reason = PLATFORM if is_platform(spot.way.tags) else deciding(spot)
    return f"declared: {reason}" if reason else ""


def declared_open(spot: Spot, profile: Profile) -> str:
    return declared(spot) if spot.asks(profile) is not None else ""


def deciding(spot: Spot) -> str:
    as_it_is = spot.asks(variant(None)) is None
    return next((reason for reason in SWITCHED_OFF if (spot.asks(variant(reason)) is None) != as_it_is), "")


def closed_here(spot: Spot, profile: Profile) -> str:
    """Name the tags without any one of which we would be open; a restriction, where the turn is forbidden."""
    if spot.asks(profile) is not None:
        return "a turn restriction binds us" if spot.restricted else ""
    way, node = spot.way.tags, spot.node
    if "barrier" in node:
        return f"closed here: barrier={node['barrier']}"
    keys = [key for key in way if asks(profile, without(way, key), node, forward=spot.forward)]
    return f"closed here: {', '.join(f'{key}={way[key]}' for key in keys) or class_of(way)}"


def cut_off(spot: Spot, profile: Profile, ways: OsmWays) -> str:
    """Name what closes the ways around one that is open, so that nobody comes there."""
    if spot.obstacle is not Obstacle.ROAD:
        return ""
    for way in ways.touching(spot.way.id):
        around = Spot(way, forward=True, obstacle=Obstacle.ROAD, node={}, restricted=False)
        why = declared(around) or closed_here(around, profile)
        if why:
            return f"{why} (on all ways to an open one)"
    return ""


def closed_there(spot: Spot, profile: Profile, peer: str) -> str:
    """Name what the peer does otherwise, as far as our own tables or the tags tell."""
    tags, node = spot.way.tags, spot.node
    if spot.obstacle is Obstacle.TURN:
        if spot.restricted:
            return f"a turn restriction binds {peer}"
        return f"{peer} does not pass barrier={node['barrier']}" if "barrier" in node else ""
    pace = spot.asks(profile)
    if isinstance(pace, Pace) and pace.pushing:
        return f"pushed here, where {peer} does not push: {pushed_where(spot, profile)}"
    for key, value in (("area", "yes"), ("footway", "sidewalk"), ("access", "permissive"), ("access", "yes")):
        if tags.get(key) == value:
            return f"{peer} closes {class_of(tags)} with {key}={value}"
    return "" if spot.way.whole else f"{peer} leaves out a way that the extract cuts off"


def pushed_where(spot: Spot, profile: Profile) -> str:
    tags = spot.way.tags
    if tags.get("highway") == "steps":
        return "steps"
    back = asks(profile, tags, {}, forward=not spot.forward)
    if isinstance(back, Pace) and not back.pushing:
        return "against a oneway"
    return "where riding is forbidden" if tags.get("bicycle") == "no" else "footways and squares"


def class_of(tags: Tags) -> str:
    return next((f"{key}={tags[key]}" for key in ("highway", "route", "railway", "man_made") if key in tags), "no road")


def without(tags: Tags, key: str) -> Tags:
    return {name: value for name, value in tags.items() if name != key}

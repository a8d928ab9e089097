"""From an OSM extract to its places: one read of the file, then towns, then doubles merged."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from osmium.osm.types import Area, Node, Relation, Way
from shapely.geometry.base import BaseGeometry

from data.distance import metres_apart
from data.interpolation_way import InterpolationWay, doors_between, line_of_numbers
from data.osm_place import addresses_of, kind_of_shop, position_of_shape, position_of_way, shape_of_area, shop_of
from data.places import Address, Places, Shop, Town
from data.street_name import name_key
from data.town_finder import QUARTERS, REACH_DEGREES, USUAL_LEVELS, Border, TownFinder
from kernel.position import Position
from kernel.progress import Progress, silent
from routing.network.extract import read_objects

__all__ = ["read_places"]

KEYS = ("addr:housenumber", "addr:interpolation", "shop", "craft", "amenity", "place", "boundary")

SAME_DOOR_M = 150
"""Two objects with one address within this distance are one door: a house and the shop in it."""

SAME_SHOP_M = 50
"""Two objects with one name and kind within this distance are one shop: its outline and its node."""


def read_places(path: Path, progress: Progress = silent) -> Places:
    """Read addresses, shops and towns of an extract.

    Raises
    ------
    BadInputError
        The file is missing, empty, damaged or no OSM. An extract without addresses or shops is no error.
    """
    found = _Found()
    progress(0.0)
    for thing in read_objects(path, KEYS, areas=True):
        found.take(thing)
    progress(0.6)
    doors = [door for way in found.number_lines for door in doors_between(way, found.node_addresses)]
    finder = TownFinder(
        found.borders, found.towns, ((door.position, door.town) for _, door in found.addresses if door.town)
    )
    ranked = sorted([*found.addresses, *((_Rank.DRAWN, door) for door in doors)], key=lambda pair: pair[0])
    located = [_located(address, finder) for _, address in ranked]
    progress(0.9)
    shops = tuple(
        replace(shop, address=_located(shop.address, finder) if shop.address else None)
        for shop in _without_doubles(found.shops)
    )
    places = Places(path, tuple(_merged(located)), shops, tuple(found.towns), found.skipped + len(found.unclosed))
    progress(1.0)
    return places


class _Rank:
    """Whose position counts where several objects have one address: the least."""

    ENTRANCE, NODE, AREA, INSIDE, DRAWN = range(5)


@dataclass(slots=True)
class _Found:
    """What one read of the file has brought so far."""

    addresses: list[tuple[int, Address]] = field(default_factory=list)
    node_addresses: dict[int, tuple[Address, ...]] = field(default_factory=dict)
    shops: list[Shop] = field(default_factory=list)
    towns: list[Town] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    number_lines: list[InterpolationWay] = field(default_factory=list)
    unclosed: set[int] = field(default_factory=set)
    skipped: int = 0

    def take(self, thing: object) -> None:
        if isinstance(thing, Node):
            self._node(thing)
        elif isinstance(thing, Way):
            self._way(thing)
        elif isinstance(thing, Area):
            self._area(thing)
        elif isinstance(thing, Relation) and _is_door_or_shop(dict(thing.tags)):
            self.unclosed.add(thing.id)

    def _node(self, node: Node) -> None:
        tags = dict(node.tags)
        if not node.location.valid():
            self.skipped += _is_door_or_shop(tags)
            return
        position = Position(node.location.lon, node.location.lat)
        rank = _Rank.ENTRANCE if "entrance" in tags else _Rank.NODE
        doors = self._place(tags, position, f"node/{node.id}", rank if _is_bare(tags) else _Rank.INSIDE)
        if doors:
            self.node_addresses[node.id] = doors
        kind, name = tags.get("place", ""), tags.get("name", "").strip()
        if name and (kind in REACH_DEGREES or kind in QUARTERS):
            self.towns.append(Town(position, name, kind))

    def _way(self, way: Way) -> None:
        tags = dict(way.tags)
        if "addr:interpolation" in tags:
            self.number_lines += line_of_numbers(way, tags)
        elif _is_door_or_shop(tags):
            position = position_of_way(way)
            if position is None:
                self.skipped += 1
            else:
                self._place(tags, position, f"way/{way.id}", _Rank.AREA)

    def _area(self, area: Area) -> None:
        tags = dict(area.tags)
        level = _level(tags)
        wanted = _is_door_or_shop(tags) and not area.from_way()
        shape = shape_of_area(area) if level or wanted else None
        if shape is None:
            return
        if level:
            self.borders.append(Border(tags["name"].strip(), level, shape))
        if wanted:
            self._relation(tags, area.orig_id(), shape)

    def _relation(self, tags: dict[str, str], number: int, shape: BaseGeometry) -> None:
        self.unclosed.discard(number)
        self._place(tags, position_of_shape(shape), f"relation/{number}", _Rank.AREA)

    def _place(self, tags: dict[str, str], position: Position, osm_id: str, rank: int) -> tuple[Address, ...]:
        doors = addresses_of(tags, position, osm_id)
        self.addresses += [(rank, door) for door in doors]
        if "addr:housenumber" in tags and not doors:
            self.skipped += 1
        if shop := shop_of(tags, position, osm_id):
            self.shops.append(shop)
        return doors


def _is_door_or_shop(tags: dict[str, str]) -> bool:
    return "addr:housenumber" in tags or kind_of_shop(tags) != ""


def _is_bare(tags: dict[str, str]) -> bool:
    """Whether a node stands for the address itself rather than for something at it."""
    return not ({"name", "shop", "amenity", "office", "tourism", "leisure", "craft"} & tags.keys())


def _level(tags: dict[str, str]) -> str:
    """Return what makes an area a town: its admin_level, or "place"; empty for any other area."""
    if not tags.get("name", "").strip():
        return ""
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in USUAL_LEVELS:
        return tags["admin_level"]
    return "place" if tags.get("place") in REACH_DEGREES else ""


def _located(address: Address, finder: TownFinder) -> Address:
    town = address.town or finder.town_at(address.position)
    locality = finder.locality_at(address.position)
    return replace(address, town=town, locality="" if name_key(locality) == name_key(town) else locality)


def _merged(addresses: Iterable[Address]) -> Iterable[Address]:
    """Make one of the objects with one address at one place; the first one's position stays."""
    kept: dict[tuple[str, object, str], list[Address]] = {}
    for address in addresses:
        doors = kept.setdefault((name_key(address.street), address.house, name_key(address.town)), [])
        for at, door in enumerate(doors):
            if _is_same_door(door, address):
                doors[at] = replace(door, postcode=door.postcode or address.postcode)
                break
        else:
            doors.append(address)
    return (door for doors in kept.values() for door in doors)


def _is_same_door(one: Address, other: Address) -> bool:
    codes = {one.postcode, other.postcode} - {""}
    return len(codes) <= 1 and metres_apart(one.position, other.position) <= SAME_DOOR_M


def _without_doubles(shops: list[Shop]) -> list[Shop]:
    """Drop the second of two named shops that are one; of a node and an outline the node was read first."""
    kept: dict[tuple[str, str], list[Shop]] = {}
    single: list[Shop] = []
    for shop in shops:
        twins = kept.setdefault((name_key(shop.name), shop.kind), [])
        if shop.unnamed or all(metres_apart(shop.position, twin.position) > SAME_SHOP_M for twin in twins):
            twins.append(shop)
            single.append(shop)
    return single

"""One OSM object as a place: where it is, and what its tags say about an address or a shop."""

from collections.abc import Mapping

import shapely
from osmium.geom import WKBFactory
from osmium.osm.types import Area, Way
from shapely.geometry.base import BaseGeometry

from data.house_number import HouseNumber
from data.mapped_number import mapped_house_numbers
from data.opening import read_opening
from data.places import Address, Shop
from data.postcode import dutch_postcode
from kernel.position import Position

__all__ = ["addresses_of", "kind_of_shop", "position_of_shape", "position_of_way", "shape_of_area", "shop_of"]

Tags = Mapping[str, str]

COLLECTED_AMENITIES = frozenset({"pharmacy", "marketplace"})
"""Amenities a round collects from. Not cafés and restaurants: their meals go out at once, one by one."""

NO_SHOP = frozenset({"no", "vacant", "disused", "closed", "abandoned"})

_WKB = WKBFactory()


def position_of_way(way: Way) -> Position | None:
    """Return a point inside a closed way, or halfway along an open one; None where no node is in the extract."""
    points = [(node.location.lon, node.location.lat) for node in way.nodes if node.location.valid()]
    if not points:
        return None
    if way.is_closed() and len(points) > 3:
        return position_of_shape(shapely.Polygon(points))
    if len(points) == 1:
        return Position(*points[0])
    middle = shapely.LineString(points).interpolate(0.5, normalized=True)
    return Position(middle.x, middle.y)


def shape_of_area(area: Area) -> BaseGeometry | None:
    """Return an area's polygon, mended where it crosses itself; None where its rings do not close."""
    try:
        return _sound(shapely.from_wkb(_WKB.create_multipolygon(area)))
    except RuntimeError:
        return None


def position_of_shape(shape: BaseGeometry) -> Position:
    """Return a point inside; outlines that cross themselves are mended first."""
    point = _sound(shape).representative_point()
    return Position(point.x, point.y)


def _sound(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else shapely.make_valid(shape)


def addresses_of(tags: Tags, position: Position, osm_id: str) -> tuple[Address, ...]:
    """Return the addresses that an object's tags tell: none, one, or one per number of a list or range."""
    postcode = tags.get("addr:postcode", "")
    dutch = dutch_postcode(postcode)
    in_netherlands = bool(dutch) or tags.get("addr:country", "").upper() == "NL"
    houses = mapped_house_numbers(tags.get("addr:housenumber", ""), ranges=not in_netherlands)
    if len(houses) == 1:
        houses = (_with_unit(houses[0], tags.get("addr:unit", "").strip()),)
    town = " ".join(tags.get("addr:city", "").split())
    town = town if any(mark.isalpha() for mark in town) else ""
    return tuple(
        Address(position, _street(tags), house, dutch or postcode.strip(), town, osm_id, "", bool(town))
        for house in houses
    )


def _street(tags: Tags) -> str:
    """Return the street, or the place that numbers its houses; of "Arcade, Kerkstraat" what people write."""
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    return " ".join(street.rpartition(",")[2].split())


def _with_unit(house: HouseNumber, unit: str) -> HouseNumber:
    """Add a staircase or flat from addr:unit, where the number has none of its own."""
    if house.letter or house.addition:
        return house
    if len(unit) == 1 and unit.isalpha():
        return HouseNumber(house.number, unit.upper())
    return HouseNumber(house.number, "", unit) if unit.isdecimal() and len(unit) <= 4 else house


def kind_of_shop(tags: Tags) -> str:
    """Return the kind of shop, craft or collected amenity; empty for anything else."""
    for key in ("shop", "craft"):
        kind = tags.get(key, "").strip()
        if kind and kind not in NO_SHOP:
            return kind
    amenity = tags.get("amenity", "")
    return amenity if amenity in COLLECTED_AMENITIES else ""


def shop_of(tags: Tags, position: Position, osm_id: str) -> Shop | None:
    """Return the shop that an object's tags tell, or None."""
    kind = kind_of_shop(tags)
    if not kind:
        return None
    name = next((tags[key].strip() for key in ("name", "brand", "operator") if tags.get(key, "").strip()), "")
    hours = tags.get("opening_hours", "").strip()
    addresses = addresses_of(tags, position, osm_id)
    return Shop(
        position=position,
        name=name or ("Shop" if kind == "yes" else kind.split(";")[0].replace("_", " ").capitalize()),
        kind=kind,
        osm_id=osm_id,
        opening=read_opening(hours, position) if hours else None,
        address=addresses[0] if addresses else None,
        unnamed=not name,
    )

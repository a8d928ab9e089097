"""Which tags are drawn as what: the kinds of the base map, coarse enough to style by hand.

Source of the keys and values: wiki.openstreetmap.org, "Map features".
"""

from collections.abc import Mapping

__all__ = ["KEYS", "area_kind", "is_tunnel", "line_kind", "place_kind"]

Tags = Mapping[str, str]

KEYS = (
    "addr:housenumber",
    "amenity",
    "building",
    "highway",
    "landuse",
    "leisure",
    "man_made",
    "natural",
    "place",
    "public_transport",
    "railway",
    "waterway",
)
"""Whatever is drawn has one of these."""

_AREAS: dict[str, dict[str, str]] = {
    "natural": {
        "water": "water",
        "wood": "forest",
        "scrub": "scrub",
        "heath": "scrub",
        "fell": "scrub",
        "grassland": "meadow",
        "beach": "sand",
        "sand": "sand",
        "shingle": "sand",
        "scree": "rock",
        "bare_rock": "rock",
        "rock": "rock",
        "glacier": "ice",
        "wetland": "wetland",
    },
    "waterway": {"riverbank": "water", "dock": "water"},
    "leisure": {
        "park": "park",
        "garden": "park",
        "dog_park": "park",
        "golf_course": "park",
        "playground": "pitch",
        "pitch": "pitch",
        "track": "pitch",
        "stadium": "pitch",
        "sports_centre": "pitch",
        "swimming_pool": "water",
    },
    "landuse": {
        "residential": "residential",
        "commercial": "commercial",
        "retail": "commercial",
        "industrial": "industrial",
        "railway": "industrial",
        "construction": "industrial",
        "quarry": "rock",
        "farmland": "farmland",
        "farmyard": "industrial",
        "meadow": "meadow",
        "grass": "meadow",
        "village_green": "park",
        "recreation_ground": "park",
        "forest": "forest",
        "vineyard": "orchard",
        "orchard": "orchard",
        "allotments": "orchard",
        "plant_nursery": "orchard",
        "cemetery": "cemetery",
        "basin": "water",
        "reservoir": "water",
    },
    "amenity": {
        "parking": "parking",
        "grave_yard": "cemetery",
        "school": "grounds",
        "university": "grounds",
        "college": "grounds",
        "hospital": "grounds",
        "kindergarten": "grounds",
        "fountain": "water",
    },
    "man_made": {"pier": "pier", "breakwater": "pier", "bridge": "pier", "reservoir_covered": "meadow"},
    "place": {"square": "square"},
    "railway": {"platform": "platform"},
    "public_transport": {"platform": "platform"},
}
"""Key to value to kind; an earlier key wins."""

_PAVED = {"pedestrian", "footway", "path", "living_street", "service"}
"""Roads that are squares when drawn as areas."""

_LINES = {
    "motorway": "motorway",
    "trunk": "motorway",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "unclassified": "street",
    "residential": "street",
    "living_street": "street",
    "road": "street",
    "pedestrian": "pedestrian",
    "service": "service",
    "track": "track",
    "cycleway": "cycleway",
    "footway": "footway",
    "path": "footway",
    "bridleway": "footway",
    "steps": "steps",
}
_RAILS = {"rail": "rail", "narrow_gauge": "rail", "funicular": "rail", "light_rail": "tram", "tram": "tram"}
_WATERS = {"river": "river", "canal": "river", "stream": "stream", "ditch": "stream", "drain": "stream"}
_PLACES = {
    "city",
    "town",
    "village",
    "suburb",
    "borough",
    "quarter",
    "neighbourhood",
    "hamlet",
    "isolated_dwelling",
    "locality",
}


def area_kind(tags: Tags) -> str | None:
    """Name what an area is drawn as; None where it is not drawn."""
    if tags.get("building", "no") != "no":
        return "building"
    if tags.get("highway") in _PAVED and (tags.get("area") == "yes" or tags.get("type") == "multipolygon"):
        return "square"
    for key, kinds in _AREAS.items():
        if (kind := kinds.get(tags.get(key, ""))) is not None:
            return kind
    return None


def line_kind(tags: Tags) -> str | None:
    """Name what a way is drawn as; None where it is not drawn."""
    if tags.get("area") == "yes":
        return None
    if (road := tags.get("highway")) is not None:
        return _LINES.get(road.removesuffix("_link"))
    if (rail := tags.get("railway")) is not None:
        return _RAILS.get(rail)
    if tags.get("man_made") == "pier":
        return "footway"
    return _WATERS.get(tags.get("waterway", ""))


def place_kind(tags: Tags) -> str | None:
    """Name what a node's label is; None where it has none."""
    if tags.get("place") in _PLACES:
        return tags["place"]
    if tags.get("natural") in {"peak", "saddle"}:
        return "peak"
    if tags.get("natural") in {"bay", "water", "strait"}:
        return "water"
    if tags.get("railway") in {"station", "halt"}:
        return "station"
    return None


def is_tunnel(tags: Tags) -> bool:
    """Whether a way lies under what is drawn above it."""
    return tags.get("tunnel", "no") not in {"no", "building_passage"} or tags.get("covered") == "yes"

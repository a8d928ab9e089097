"""A guided route as GPX 1.1, for navigation devices and apps.

Source: topografix.com/GPX/1/1/gpx.xsd; the order of elements is the schema's.
"""

from math import isnan
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routing.network.guidance.guided_route import GuidedRoute

__all__ = ["as_gpx"]

_NAMESPACE = "http://www.topografix.com/GPX/1/1"

DECIMALS = 6
"""Of a degree: 0.1 m."""

HEIGHT_DECIMALS = 1
"""Of a metre: steps of a whole one would be climbs."""


def as_gpx(route: GuidedRoute, name: str) -> str:
    """Write the arrival as a waypoint, the maneuvers as a route with their texts, the line as a track.

    The track has the height of each point where it is known, and says what the way climbs and where heights are from.
    """
    root = Element("gpx", {"xmlns": _NAMESPACE, "version": "1.1", "creator": "Dorpsronde"})
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "name").text = _clean(name)
    rights = SubElement(metadata, "copyright", {"author": "OpenStreetMap contributors"})
    SubElement(rights, "license").text = "https://opendatacommons.org/licenses/odbl/1-0/"
    last = route.steps[-1]
    arrival = _point(root, "wpt", last.maneuver.location)
    SubElement(arrival, "name").text = _clean(route.texts[-1])
    told = SubElement(root, "rte")
    SubElement(told, "name").text = _clean(name)
    for step, text in zip(route.steps, route.texts, strict=True):
        place = _point(told, "rtept", step.maneuver.location)
        SubElement(place, "name").text = _clean(step.road.name or step.road.ref or text)
        SubElement(place, "desc").text = _clean(text)
        SubElement(place, "type").text = step.maneuver.type
    track = SubElement(root, "trk")
    SubElement(track, "name").text = _clean(name)
    SubElement(track, "desc").text = _clean(route.effort.told().within(route.lang))
    segment = SubElement(track, "trkseg")
    for (lon, lat), height_m in zip(route.track.line.tolist(), route.track.height_m.tolist(), strict=True):
        point = _point(segment, "trkpt", (lon, lat))
        if not isnan(height_m):
            SubElement(point, "ele").text = f"{height_m:.{HEIGHT_DECIMALS}f}"
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _point(parent: Element, kind: str, place: tuple[float, float]) -> Element:
    lon, lat = (round(degrees, DECIMALS) + 0.0 for degrees in place)  # -0.0 + 0.0 is 0.0
    lon = -180.0 if lon == 180 else lon  # the schema's longitudes end before 180
    return SubElement(parent, kind, {"lat": f"{lat:.{DECIMALS}f}", "lon": f"{lon:.{DECIMALS}f}"})


def _clean(text: str) -> str:
    """Leave out what XML 1.0 cannot hold: a mapper's control character shall not spoil the file."""
    return "".join(letter for letter in text if letter.isprintable())

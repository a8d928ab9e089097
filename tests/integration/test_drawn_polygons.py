"""What is wrong with a file of polygons is told in one line, with the way out; what other programs write is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.geojson import polygons_of, read_polygons
from kernel.errors import BadInputError

CORNERS = [[5.5, 52.1], [5.51, 52.1], [5.51, 52.11], [5.5, 52.11]]
CLOSED = [*CORNERS, CORNERS[0]]
GRID = "Save it in degrees of WGS 84 (EPSG:4326), lon before lat"


def polygon(*rings: object, **more: object) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings), **more}


def named(name: object) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


def collected(**more: object) -> dict[str, Any]:
    feature = {"type": "Feature", "properties": {}, "geometry": polygon(CLOSED)}
    return {"type": "FeatureCollection", "features": [feature], **more}


RD = [[155000, 463000], [156000, 463000], [156000, 464000], [155000, 463000]]
FAULTS = {
    "an open ring": (
        polygon(CORNERS),
        "it begins at 5.5, 52.1 and ends at 5.5, 52.11. Repeat its first position as its last.",
    ),
    "an open hole": (polygon(CLOSED, CORNERS[:3]), "begins at 5.5, 52.1 and ends at 5.51, 52.11"),
    "an open ring of several polygons": (
        {"type": "MultiPolygon", "coordinates": [[CLOSED], [CORNERS]]},
        "a ring of the border is not closed",
    ),
    "an open ring of enormous numbers": (polygon([[10**400, 1], [2, 2], [3, 3]]), "it begins at 100000000000, 1 and"),
    "a ring there and back": (
        polygon([CORNERS[0], CORNERS[1], CORNERS[0]]),
        "a ring of the border has only 3 positions. Give three corners or more",
    ),
    "a name for a number": (
        polygon([[5.5, 52.1], ["x", 52.1], [5.51, 52.11], [5.5, 52.1]]),
        'position 2 of a ring of the border is ["x", 52.1], not two numbers',
    ),
    "half a position": (polygon([[5.5], [5.6], [5.6], [5.5]]), "position 1 of a ring of the border is [5.5], not two"),
    "no list": (polygon("a"), "its Polygon cannot be read"),
    "a list of nothing": ({"type": "MultiPolygon", "coordinates": [7]}, "its MultiPolygon cannot be read"),
    "the Dutch grid, named": (
        collected(**named("urn:ogc:def:crs:EPSG::28992")),
        f"its coordinates are in 'urn:ogc:def:crs:EPSG::28992', as its member \"crs\" says, and not in degrees. {GRID}",
    ),
    "the Dutch grid, named on the shape": (
        {"type": "Feature", "properties": None, "geometry": polygon(CLOSED, **named("EPSG:28992"))},
        "its coordinates are in 'EPSG:28992'",
    ),
    "a grid behind a link": (
        collected(crs={"type": "link", "properties": {"href": "http://example.org/7"}}),
        'its member "crs" does not name the grid of its coordinates. ' + GRID,
    ),
    "a grid that is a number": (collected(crs=28992), 'its member "crs" does not name'),
    "the Dutch grid, not named": (
        polygon(RD),
        "runs to 156000, 464000, which are no degrees but metres of the Dutch grid (RD New, EPSG:28992). Turn it",
    ),
    "metres of another grid": (
        polygon([[3155000, 463000], [3156000, 463000], [3156000, 464000], [3155000, 463000]]),
        "runs to 3.156e+06, 464000, which are no degrees. " + GRID,
    ),
    "lat before lon, far from Greenwich": (
        polygon([[-33.9, 151.2], [-33.8, 151.2], [-33.8, 151.3], [-33.9, 151.2]]),
        "runs to -33.8, 151.3, which are no degrees lon, lat. Write lon first, then lat.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_way_out(name: str, tmp_path: Path) -> None:
    document, told = FAULTS[name]
    file = tmp_path / "grens.geojson"
    file.write_text(json.dumps(document))
    with pytest.raises(BadInputError) as refusal:
        read_polygons(file, "the border", "Draw it again.")
    assert str(refusal.value).startswith(f"{file}: ")
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:6.9:4326",
        "EPSG:4326",
        "epsg:4258",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    ],
)
def test_a_named_grid_that_is_degrees_is_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "grens.geojson"
    file.write_text(json.dumps(collected(**named(name))))
    [one] = read_polygons(file, "the border", "Draw it again.")
    assert one.shape.bounds == (5.5, 52.1, 5.51, 52.11)


def test_no_grid_and_heights_are_read(tmp_path: Path) -> None:
    file = tmp_path / "grens.geojson"
    file.write_text(json.dumps(polygon([[*corner, 3.5] for corner in CLOSED], crs=None)))
    [one] = read_polygons(file, "the border", "Draw it again.")
    assert (one.shape.has_z, one.shape.area) == (False, pytest.approx(1e-4))


class Features(list[dict[str, Any]]):
    """Features that nobody copies a part of: of a hundred thousand, once for each, that takes minutes."""

    def __getitem__(self, at: Any) -> Any:
        assert not isinstance(at, slice), "a part was copied"
        return super().__getitem__(at)


def test_features_are_read_one_by_one_without_copying_the_rest() -> None:
    features = Features(collected()["features"] * 3)
    found = polygons_of({"type": "FeatureCollection", "features": features}, "the border", "Draw it again.", "")
    assert [one.where for one in found] == ["feature 1", "feature 2", "feature 3"]

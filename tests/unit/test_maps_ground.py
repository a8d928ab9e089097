"""A ground that was packed shows what the one it was made of shows."""

import json
from dataclasses import replace

import pytest
import shapely

from kernel.position import Position
from maps.base_map import BaseMap, Label, Way
from maps.day_view import RoundView
from maps.ground import PackedGround
from maps.sheet_map import sheet_map

WITH_HOLE = shapely.Polygon(
    [(5.0, 52.0), (5.02, 52.0), (5.02, 52.02), (5.0, 52.02)], [[(5.005, 52.005), (5.005, 52.01), (5.01, 52.005)]]
)
FRAME = (4.99, 51.99, 5.03, 52.03)
STREET = Way("Dorpsstraat", tunnel=False, line=[(5.0, 52.0), (5.01, 52.004), (4.995, 52.02)])
TUNNEL = Way("", tunnel=True, line=[(5.02, 52.02), (5.021, 52.021)])
GROUND = BaseMap(
    frame=FRAME,
    covered=shapely.MultiPolygon([shapely.box(*FRAME)]),
    areas={"water": [shapely.orient_polygons(WITH_HOLE)]},
    ways={"street": [STREET, TUNNEL]},
    labels=[Label("place", "Proefdorp", 5.0, 52.0)],
)
MICRODEGREE = 1.1e-6


def kept() -> PackedGround:
    return PackedGround(json.loads(json.dumps(GROUND.packed())))


def test_ways_come_back_with_their_names_within_a_tenth_of_a_metre() -> None:
    ways = kept().ways_of("street")
    assert [(way.name, way.tunnel) for way in ways] == [("Dorpsstraat", False), ("", True)]
    for way, drawn in zip(ways, GROUND.ways_of("street"), strict=True):
        assert [at for point in way.line for at in point] == pytest.approx(
            [at for point in drawn.line for at in point], abs=MICRODEGREE
        )


def test_areas_come_back_with_their_holes() -> None:
    (area,) = kept().areas_of("water")
    assert len(area.interiors) == 1
    assert area.is_valid
    assert area.symmetric_difference(WITH_HOLE).area < 1e-9


@pytest.mark.parametrize(
    "sliver",
    [
        [(5.0, 52.0), (5.0 + 1e-7, 52.0), (5.0, 52.0 + 1e-7)],  # one point
        [(5.0, 52.0), (5.000002, 52.0), (5.000002, 52.0 + 1e-7)],  # two
        [(5.0, 52.0), (5.000002, 52.0), (5.0 + 1e-7, 52.0 + 1e-7)],  # there and back
    ],
)
def test_what_is_smaller_than_a_page_can_tell_is_left_out_as_an_area_and_as_a_hole(
    sliver: list[tuple[float, float]],
) -> None:
    """A corner of a pond may reach a centimetre into the extract."""
    inside = [(lon + 0.001, lat + 0.001) for lon, lat in sliver]
    pond = shapely.Polygon(WITH_HOLE.exterior.coords, [WITH_HOLE.interiors[0].coords, inside])
    water = [shapely.orient_polygons(one) for one in (pond, shapely.Polygon(sliver))]
    packed = replace(GROUND, areas={"water": water}).packed()
    (area,) = PackedGround(json.loads(json.dumps(packed))).areas_of("water")
    assert area.symmetric_difference(WITH_HOLE).area < 1e-9
    assert len(area.interiors) == 1


def test_a_kind_that_is_not_there_is_empty() -> None:
    assert (kept().ways_of("rail"), kept().areas_of("sea")) == ([], [])


def test_a_page_carries_a_kept_ground_as_it_is() -> None:
    assert kept().packed() == json.loads(json.dumps(GROUND.packed()))
    assert kept().frame == FRAME


def test_a_sheet_draws_the_same_on_either() -> None:
    line = [(5.0, 52.0), (5.01, 52.01)]
    ridden = RoundView("round-1", 1, "v", Position(5, 52), "D", 0, 0, [], line, 100, 10, 0, 0)
    fresh, again = sheet_map(ridden, GROUND), sheet_map(ridden, kept())
    assert again.streets == fresh.streets
    assert again.water == fresh.water
    assert len(fresh.streets) == 1

"""The sea beside hand-made shores: land to the left, water to the right."""

import pytest
import shapely
from shapely.geometry import LineString

from maps.coast import sea
from maps.coverage import coverage

FRAME = shapely.box(0, 0, 10, 10)


def area(shores: list[list[tuple[float, float]]]) -> float:
    return sea([LineString(shore) for shore in shores], FRAME).area


@pytest.mark.parametrize(
    ("shores", "wet"),
    [
        ([], 0),  # no shore, no sea
        ([[(5, -1), (5, 11)]], 50),  # northwards: the sea lies east
        ([[(5, 11), (5, -1)]], 50),  # southwards: west
        ([[(-1, 5), (4, 5)], [(4, 5), (11, 5)]], 50),  # two ways of one shore
        ([[(4, 5), (11, 5)], [(-1, 5), (4, 5)]], 50),  # in any order
        ([[(0.3, 5), (9.8, 5)]], 50),  # cut by nodes: both ends just inside the frame
        ([[(4, 4), (6, 4), (6, 6), (4, 6), (4, 4)]], 96),  # an island, land inside
        ([[(4, 4), (4, 6), (6, 6), (6, 4), (4, 4)]], 4),  # an inner sea
        ([[(4, 4), (6, 6)]], 0),  # a scrap far from the frame says nothing
        (
            [[(-1, 3), (11, 3)], [(-1, 7), (11, 7)]],
            30,
        ),  # two shores both with water south: the middle contradicts itself
        ([[(11, 3), (-1, 3)], [(-1, 7), (11, 7)]], 40),  # a strait
    ],
)
def test_the_sea_lies_at_the_right_hand_of_its_shore(shores: list[list[tuple[float, float]]], wet: float):
    assert area(shores) == pytest.approx(wet, abs=0.2)


def test_the_side_of_the_sea_is_the_right_one():
    east = sea([LineString([(5, -1), (5, 11)])], FRAME)
    assert east.bounds == pytest.approx((5, 0, 10, 10))


def test_a_country_is_covered_where_it_has_data_and_not_in_its_whole_box():
    points = shapely.get_coordinates(shapely.segmentize(LineString([(9.5, 47.05), (9.5, 47.25)]), 0.002))
    covered = coverage(points, shapely.box(9.4, 47.0, 9.8, 47.3))
    assert covered.contains(shapely.Point(9.5, 47.15))
    assert not covered.contains(shapely.Point(9.7, 47.15))
    assert coverage(points[:0], FRAME).is_empty

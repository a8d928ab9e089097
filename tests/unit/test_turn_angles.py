"""In which direction a road leaves its end, by how far one looks along it; PROJ's geodesics say what is true."""

import pytest
from pyproj import Geod

from routing.network.cutting import cut_at_junctions
from routing.network.turn_angles import leaving_bearings
from tests.osm_scenarios.picture import nodes, raw_ways

BENT = "a  b\n   c"
"""111 m to the east, then 111 m to the south."""

WGS84 = Geod(ellps="WGS84")


@pytest.mark.parametrize("first_m", [10.0, 12.0, 100.0, 150.0, 200.0, 1e6])
def test_a_road_leaves_towards_the_point_so_far_along_it(first_m: float) -> None:
    network = cut_at_junctions(raw_ways(BENT, {"abc": {"highway": "residential"}}))
    at = nodes(BENT)
    for row, line in enumerate((["a", "b", "c"], ["c", "b", "a"])):
        (start, bend, end) = (at[letter] for letter in line)
        azimuth, _, first_leg = WGS84.inv(*start, *bend)
        if first_m > first_leg:
            onwards, _, second_leg = WGS84.inv(*bend, *end)
            lon, lat, _ = WGS84.fwd(*bend, onwards, min(first_m - first_leg, second_leg))
            azimuth, _, _ = WGS84.inv(*start, lon, lat)
        assert leaving_bearings(network, first_m)[row, 0] % 360 == pytest.approx(azimuth % 360, abs=0.01)


def test_a_spoke_of_a_barrier_goes_straight_on_into_its_road() -> None:
    network = cut_at_junctions(raw_ways(BENT, {"abc": {"highway": "residential"}}, {"b": {"barrier": "gate"}}))
    leaving = leaving_bearings(network, 10.0) % 360
    spokes = {round(float(one)) for edge, mm in enumerate(network.edge_mm) if mm == 0 for one in leaving[:, edge]}
    assert spokes == {90, 270, 0, 180}

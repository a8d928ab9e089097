"""The line of a path is the way on the ground: as long as it says, from place to place, without a step back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.network.hierarchy import build_hierarchy
from routing.network.paths import shortest_path
from tests.solver.towns import WGS84, Dijkstra, Street, graph_of, grid, place_at

TOWN = grid(5, 6, seed=8)
HIERARCHY = build_hierarchy(TOWN)

on_town = st.builds(
    lambda arc, share: place_at(TOWN, arc, share),
    st.integers(0, TOWN.arc_count - 1),
    st.sampled_from([0.0, 1.0]) | st.floats(0, 1),
)


@given(on_town, on_town)
def test_the_line_is_as_long_as_the_path_and_joins_its_places(origin, destination) -> None:
    path = shortest_path(HIERARCHY, origin, destination)
    _, mm, _ = Dijkstra(TOWN, origin).to(destination)
    lon, lat = path.line.T
    assert (lon[0], lat[0]) == (origin.on_road.lon, origin.on_road.lat)
    assert (lon[-1], lat[-1]) == (destination.on_road.lon, destination.on_road.lat)
    assert WGS84.line_length(lon, lat) * 1000 == pytest.approx(mm, abs=10)
    assert len(path.line) <= 2 or np.abs(np.diff(path.line, axis=0)).max(axis=1).min() > 1e-9


def test_a_piece_of_one_street_has_only_the_bends_between_its_places() -> None:
    forward = int(np.flatnonzero(TOWN.forward)[0])
    path = shortest_path(HIERARCHY, place_at(TOWN, forward, 0.05), place_at(TOWN, forward, 0.95))
    assert len(path.line) == 5
    back = shortest_path(HIERARCHY, place_at(TOWN, forward, 0.95), place_at(TOWN, forward, 0.05))
    assert np.allclose(back.line, path.line[::-1])


@pytest.mark.parametrize(("start", "finish", "points"), [(0.45, 0.55, 3), (0.51, 0.55, 2), (0.45, 0.49, 2)])
def test_a_bend_halfway_up_north_is_on_the_line_of_those_who_pass_it(start: float, finish: float, points: int) -> None:
    """At 60° a degree of longitude is half as long as one of latitude, so that degrees mislead."""
    lon, lat = [5.0, 5.01, 5.01], [60.0, 60.0, 60.005]
    street = Street(0, 1, (1_000, round(WGS84.line_length(lon, lat) * 1000), 1_000))
    corner = graph_of([street, Street(1, 0, (1, 1, 1))], [(5.0, 60.0), (5.01, 60.005)], bends=1)
    corner.network.point_lon[:3], corner.network.point_lat[:3] = lon, lat
    path = shortest_path(build_hierarchy(corner), place_at(corner, 0, start), place_at(corner, 0, finish))
    assert len(path.line) == points

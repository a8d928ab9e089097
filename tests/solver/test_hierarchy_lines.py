"""The line of a path is the way on the ground: as long as it says, from place to place, without a step back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.network.hierarchy import build_hierarchy
from routing.network.paths import shortest_path
from tests.solver.towns import WGS84, Dijkstra, grid, place_at

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

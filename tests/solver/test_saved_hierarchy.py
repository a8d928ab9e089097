"""Saved roads answer as the roads they were made of: matrices, paths, reach, closures, to the last millimetre."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.network import path_kernels, sweep_kernels
from routing.network.closures import with_edges_changed
from routing.network.hierarchy import Hierarchy, build_hierarchy, valued_anew
from routing.network.matrix import table_with_gaps
from routing.network.paths import shortest_path
from routing.network.reach import reach_from
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.saved.file import UnusableError
from routing.network.saved.roads import SavedRoads
from tests.solver.towns import grid, place_at, town
from tests.unit.test_saved_parts import same

EXTRACT = "e" * 64


def opened_again(hierarchy: Hierarchy, folder: Path) -> Hierarchy:
    """Save it with its network, and open both as another process would."""
    saved = SavedRoads(folder, EXTRACT)
    saved.save_network(hierarchy.graph.network)
    saved.save_hierarchy(hierarchy)
    later = SavedRoads(folder, EXTRACT)
    network = later.open_network()
    assert network is not None
    opened = later.open_hierarchy(hierarchy.graph.profile, network)
    assert opened is not None
    assert opened.graph.network is network
    return opened


def some_places(graph: RoadGraph) -> list[SnappedPlace]:
    return [place_at(graph, arc, share) for arc, share in zip(range(0, graph.arc_count, 3), cycle((0.25, 0.5, 0.8)))]


def answers(hierarchy: Hierarchy, places: Sequence[SnappedPlace]) -> list[object]:
    metres, seconds = table_with_gaps(hierarchy, places, places, threads=1)
    paths = [
        (path.distance_m, path.duration_s, path.arcs.tolist(), path.line.tolist())
        for origin, destination in product(places[:4], places[-4:])
        if metres[places.index(origin), places.index(destination)] >= 0
        for path in [shortest_path(hierarchy, origin, destination)]
    ]
    reach = reach_from(hierarchy.graph, places[0])
    return [metres.tolist(), seconds.tolist(), paths, reach.cost.tolist(), reach.ms.tolist()]


@settings(max_examples=40)
@given(town())
def test_a_town_answers_after_it_was_saved_as_before(graph: RoadGraph) -> None:
    hierarchy = build_hierarchy(graph)
    with TemporaryDirectory() as folder:
        opened = opened_again(hierarchy, Path(folder))
        assert same(opened, hierarchy)
        places = some_places(graph)
        assert answers(opened, places) == answers(hierarchy, places)


def test_a_grid_answers_after_it_was_saved_as_before_and_closed_too(tmp_path: Path) -> None:
    hierarchy = build_hierarchy(grid(9, 9, 5))
    opened = opened_again(hierarchy, tmp_path)
    places = some_places(hierarchy.graph)[:20]
    assert answers(opened, places) == answers(hierarchy, places)
    closed = np.arange(hierarchy.graph.network.edge_count) % 17 == 3
    factor = np.where(np.arange(len(closed)) % 5 == 0, 2.0, 1.0)
    changed = [valued_anew(one, with_edges_changed(one.graph, closed, factor)) for one in (hierarchy, opened)]
    assert answers(changed[1], places) == answers(changed[0], places)


def test_no_kernel_is_compiled_once_more_for_saved_roads(tmp_path: Path) -> None:
    opened = opened_again(build_hierarchy(grid(5, 5, 1)), tmp_path)
    answers(opened, some_places(opened.graph)[:6])
    kernels = (path_kernels.least_path, sweep_kernels.above, sweep_kernels.sweep)
    assert [len(kernel.signatures) for kernel in kernels] == [1, 1, 1]


def test_what_is_opened_of_network_and_graph_can_only_be_read(tmp_path: Path) -> None:
    opened = opened_again(build_hierarchy(grid(4, 4, 1)), tmp_path)
    graph = opened.graph
    for array in (graph.network.edge_mm, graph.network.restrictions.edge, graph.cost, graph.turns.cost, opened.rank):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_a_graph_is_not_opened_with_another_network(tmp_path: Path) -> None:
    hierarchy = build_hierarchy(grid(4, 4, 1))
    opened_again(hierarchy, tmp_path)
    other = replace(hierarchy.graph.network, edge_way=hierarchy.graph.network.edge_way + 1)
    saved = SavedRoads(tmp_path, EXTRACT)
    saved.save_network(other)
    with pytest.raises(UnusableError, match="made from another network"):
        saved.open_hierarchy("bike", other)
    with pytest.raises(UnusableError, match="made from another network"):
        SavedRoads(tmp_path, EXTRACT).open_hierarchy("bike", other)


def test_roads_of_another_extract_profile_or_rules_are_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hierarchy = build_hierarchy(grid(4, 4, 1))
    opened_again(hierarchy, tmp_path)
    saved = SavedRoads(tmp_path, EXTRACT)
    network = saved.open_network()
    assert network is not None
    with pytest.raises(UnusableError, match="made from another extract"):
        SavedRoads(tmp_path, "f" * 64).open_network()
    (tmp_path / "bike.roads").rename(tmp_path / "foot.roads")
    with pytest.raises(UnusableError, match="made for another profile"):
        saved.open_hierarchy("foot", network)
    assert saved.open_hierarchy("bike", network) is None
    monkeypatch.setattr("routing.network.saved.roads.rules_digest", lambda: "other")
    for stale in (saved.open_network, lambda: saved.open_hierarchy("foot", network)):
        with pytest.raises(UnusableError, match="made by other rules"):
            stale()


@settings(max_examples=20)
@given(st.data())
def test_a_damaged_file_of_roads_is_not_opened(data: st.DataObject) -> None:
    hierarchy = build_hierarchy(grid(3, 3, 1))
    with TemporaryDirectory() as folder:
        opened_again(hierarchy, Path(folder))
        path = Path(folder) / "bike.roads"
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        saved = SavedRoads(Path(folder), EXTRACT)
        network = saved.open_network()
        assert network is not None
        with suppress(UnusableError):
            assert same(saved.open_hierarchy("bike", network), hierarchy)

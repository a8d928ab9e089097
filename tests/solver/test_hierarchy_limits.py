"""What does not fit into the numbers is refused, and nothing runs over unseen."""

from collections.abc import Callable

import pytest

from kernel.errors import BadInputError, UnreachablePlaceError
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_table
from routing.network.paths import shortest_path
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.solver.towns import Street, Triple, graph_of, place_at

Measured = Callable[[RoadGraph], tuple[int, int]]


def chain(values: list[Triple]) -> RoadGraph:
    """Streets one after another, both ways."""
    streets = [Street(i, i + 1, value, value) for i, value in enumerate(values)]
    return graph_of(streets, [(i / 100, 50.0) for i in range(len(values) + 1)])


def by_path(graph: RoadGraph) -> tuple[int, int]:
    path = shortest_path(build_hierarchy(graph), *ends(graph))
    return path.distance_m, path.duration_s


def by_table(graph: RoadGraph) -> tuple[int, int]:
    first, last = ends(graph)
    distances_m, durations_s = travel_table(build_hierarchy(graph), [first], [last])
    return int(distances_m[0, 0]), int(durations_s[0, 0])


def ends(graph: RoadGraph) -> tuple[SnappedPlace, SnappedPlace]:
    return place_at(graph, 0, 0.0), place_at(graph, graph.arc_count - 1, 0.0)


both_ways = pytest.mark.parametrize("measured", [by_path, by_table])
too_many = pytest.mark.parametrize(
    "one_of_many",
    [
        (1, 2**29, 1),  # four are longer than 2³¹ mm
        (1, 1, 2**28),  # four last longer than 2³⁰ ms
    ],
)


@both_ways
def test_two_thousand_kilometres_and_twelve_days_are_measured(measured: Measured) -> None:
    one_of_ten = (200_000_000, 200_000_000, 100_000_000)
    assert measured(chain([one_of_ten] * 10)) == (2_000_000, 1_000_000)


@both_ways
@too_many
@pytest.mark.parametrize("count", [4, 5, 8, 9, 16, 17])  # some would come back to small numbers if they ran over
def test_a_longer_path_is_refused(measured: Measured, one_of_many: Triple, count: int) -> None:
    with pytest.raises(BadInputError, match="longer than 2,147 km or 12 days"):
        measured(chain([one_of_many] * count))


@too_many
def test_a_longer_shortcut_is_refused_before_anybody_asks(one_of_many: Triple) -> None:
    with pytest.raises(BadInputError, match="longer than 2,147 km or 12 days"):
        build_hierarchy(chain([one_of_many] * 64))


@pytest.mark.parametrize("value", [(1, 2**31, 1), (1, 1, 2**30)])
def test_a_single_arc_too_long_is_refused(value: Triple) -> None:
    with pytest.raises(BadInputError, match="longer than 2,147 km"):
        build_hierarchy(chain([value]))


def test_costs_too_large_together_are_refused() -> None:
    with pytest.raises(BadInputError, match="costs of this road network are too large"):
        build_hierarchy(chain([(2**47, 1, 1)]))


@pytest.mark.parametrize(("value", "name"), [((-1, 0, 0), "cost"), ((0, -1, 0), "mm"), ((0, 0, -1), "ms")])
def test_a_negative_value_is_refused(value: Triple, name: str) -> None:
    with pytest.raises(BadInputError, match=f"negative {name}"):
        build_hierarchy(chain([value]))


def test_a_graph_without_nodes_is_refused() -> None:
    nothing = graph_of([], [])
    with pytest.raises(BadInputError, match="no road for bike"):
        build_hierarchy(nothing)


def test_a_node_without_streets_is_no_road() -> None:
    with pytest.raises(BadInputError, match="no road for bike"):
        build_hierarchy(graph_of([], [(5.0, 52.0)]))


@pytest.mark.parametrize(("cost", "ms", "name"), [(-1, 0, "cost"), (0, -1, "ms")])
def test_a_turn_that_gives_something_back_is_refused(cost: int, ms: int, name: str) -> None:
    graph = chain([(1, 1, 1)])
    graph.turns.cost[:], graph.turns.ms[:] = cost, ms
    with pytest.raises(BadInputError, match=f"a turn of the bike graph has a negative {name}"):
        build_hierarchy(graph)


def test_a_turn_that_lasts_too_long_is_refused() -> None:
    graph = chain([(1, 1, 1)])
    graph.turns.ms[:] = 2**30
    with pytest.raises(BadInputError, match="longer than 2,147 km or 12 days"):
        build_hierarchy(graph)


def test_turns_too_dear_together_are_refused() -> None:
    graph = chain([(1, 1, 1)])
    graph.turns.cost[:] = 2**47
    with pytest.raises(BadInputError, match="costs of this road network are too large"):
        build_hierarchy(graph)


def test_no_way_between_two_places_is_an_error_that_names_them() -> None:
    graph = graph_of([Street(0, 1, (1, 1, 1)), Street(1, 2, (1, 1, 1))], [(5.0, 52.0), (5.1, 52.0), (5.2, 52.0)])
    hierarchy = build_hierarchy(graph)
    back = place_at(graph, 1, 0.5), place_at(graph, 0, 0.5)
    line = "no way for bike from 5.15000,52.0.* to 5.05000,52.0"
    with pytest.raises(UnreachablePlaceError, match=line):
        shortest_path(hierarchy, *back)
    with pytest.raises(UnreachablePlaceError, match=line):
        travel_table(hierarchy, back[:1], back[1:])

"""What is saved of roads: every field of every kind, taken apart and put together again as it was."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from numpy.typing import NDArray

from routing.network.hierarchy import Hierarchy
from routing.network.road_network import Restrictions, RoadNetwork
from routing.network.saved import parts
from routing.network.saved.parts import joined, parts_of


class Pair(NamedTuple):
    one: NDArray[np.int64]
    other: NDArray[np.int32]


@dataclass(frozen=True)
class Inner:
    marks: NDArray[np.bool_]
    name: str


@dataclass(frozen=True)
class Outer:
    table: NDArray[np.float64]
    pair: Pair
    inner: Inner
    maybe: NDArray[np.int32] | None
    words: tuple[str, ...]
    tags: tuple[dict[str, str], ...]
    count: int
    share: float
    is_open: bool


def arrays(dtype: Any) -> st.SearchStrategy[Any]:
    return st_numpy.arrays(dtype, st_numpy.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=4))


WORDS = st.text(st.characters(), max_size=6)
TAG_SETS = st.lists(st.dictionaries(WORDS, WORDS, max_size=4), max_size=5).map(tuple)

OUTERS = st.builds(
    Outer,
    table=arrays(np.float64),
    pair=st.builds(Pair, arrays(np.int64), arrays(np.int32)),
    inner=st.builds(Inner, arrays(np.bool_), WORDS),
    maybe=st.none() | arrays(np.int32),
    words=st.lists(WORDS, max_size=5).map(tuple),
    tags=TAG_SETS,
    count=st.integers(),
    share=st.floats(allow_nan=False),
    is_open=st.booleans(),
)


def row(dtype: Any) -> st.SearchStrategy[Any]:
    return st_numpy.arrays(dtype, st.integers(0, 5))


NETWORKS = st.builds(
    RoadNetwork,
    **{name: row(np.float64) for name in ("node_lon", "node_lat", "point_lon", "point_lat")},
    **{name: row(np.int64) for name in ("node_osm", "edge_mm", "edge_way", "mini_roundabouts")},
    **{name: row(np.int32) for name in ("edge_from", "edge_to", "edge_tags", "first_point", "signal_node")},
    signal_stops=row(np.int32),
    tags=TAG_SETS,
    restrictions=st.builds(
        Restrictions,
        **{name: row(np.int32) for name in ("ride_tags", "first", "edge")},
        forward=row(np.bool_),
        tags=TAG_SETS,
        skipped=st.integers(0, 99),
    ),
)


def same(one: object, other: object) -> bool:
    """Say whether two things are equal in every array, its type and its shape, and in every string and its order."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and (one.dtype, one.shape) == (other.dtype, other.shape)
            and one.tobytes() == other.tobytes()
        )
    if is_dataclass(one):
        return type(one) is type(other) and all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, tuple):
        return (
            isinstance(other, tuple)
            and type(one) is type(other)
            and len(one) == len(other)
            and all(map(same, one, other))
        )
    if isinstance(one, dict):
        return isinstance(other, dict) and list(one.items()) == list(other.items())
    return type(one) is type(other) and one == other


@given(OUTERS | NETWORKS)
def test_whatever_is_taken_apart_is_put_together_as_it_was(whole: Outer | RoadNetwork) -> None:
    assert same(joined(type(whole), parts_of(whole)), whole)


@given(OUTERS)
def test_what_is_kept_elsewhere_is_put_in_its_place(whole: Outer) -> None:
    parts = parts_of(whole, {"inner"})
    assert not any("inner" in name for name in {*parts.arrays, *parts.plain})
    again = joined(Outer, parts, {"inner": whole.inner})
    assert again.inner is whole.inner
    assert same(again, whole)


def test_arrays_of_a_dataclass_can_only_be_read_and_those_of_kernels_stay_as_they_are() -> None:
    pair = Pair(np.zeros(2, np.int64), np.zeros(2, np.int32))
    whole = Outer(np.zeros(2), pair, Inner(np.zeros(2, np.bool_), "x"), None, (), (), 1, 1.0, is_open=True)
    again = joined(Outer, parts_of(whole))
    with pytest.raises(ValueError, match="read-only"):
        again.table[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        again.inner.marks[0] = True
    again.pair.one[0] = 1  # a kernel of numba is compiled for arrays that can be written to
    whole.table[0] = 1.0  # and what was taken apart is not touched


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(frozenset({1}), id="a type that nobody stored yet"),
        pytest.param(np.array([object()]), id="objects in an array"),
    ],
)
def test_a_field_that_has_no_saved_form_is_refused_when_it_is_saved(value: object) -> None:
    hint = NDArray[Any] if isinstance(value, np.ndarray) else frozenset[int]
    kind = dataclass(type("Kind", (), {"__annotations__": {"field": hint}}))
    with pytest.raises(TypeError, match="has no saved form"):
        parts_of(kind(value))


def test_every_field_of_roads_has_a_saved_form() -> None:
    """Whoever adds a field of a new type teaches `routing/network/saved/parts.py` to keep it."""
    for kind in (RoadNetwork, Hierarchy):
        parts_of(blank(kind))


def blank(kind: Any) -> Any:
    """Make something of a type with the least in each field, by its declaration."""
    kind, optional = parts._without_none(kind)
    if optional:
        return None
    if parts._is_record(kind):
        return kind(**{name: blank(hint) for name, hint in parts._fields(kind).items()})
    if getattr(kind, "__origin__", None) is np.ndarray:
        return np.zeros(0)
    return () if getattr(kind, "__origin__", None) is tuple else kind()

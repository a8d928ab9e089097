"""Positions of nodes, held against libosmium in every form of file; what is not asked for takes no memory."""

import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import osmium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osmium.osm.mutable import Node, Way

from routing.network import node_positions as of_nodes
from routing.network.extract import extract_file
from routing.network.node_positions import OFF_THE_GLOBE, node_positions
from routing.network.pbf_nodes import UnreadFormError, pbf_nodes

Drawn = tuple[int, int, int, dict[str, str]]
"""Id, x and y in 10⁻⁷ degrees, tags."""

UNITS = 10_000_000
FORMS = ("pbf", "pbf,pbf_dense_nodes=false", "pbf,pbf_compression=none", "pbf,pbf_compression=lz4", "osm", "osm.gz")

NODES = st.lists(
    st.tuples(
        st.integers(1, 2**40) | st.integers(1, 9),
        st.integers(-180 * UNITS, 180 * UNITS),
        st.integers(-90 * UNITS, 90 * UNITS),
        st.dictionaries(st.sampled_from(["highway", "barrier", "name"]), st.text("ab", min_size=1), max_size=2),
    ),
    max_size=30,
)
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def written(
    folder: Path,
    nodes: Sequence[Drawn],
    form: str = "pbf",
    ways: int = 0,
    header: osmium.io.Header | None = None,
) -> Path:
    path = folder / f"drawn.osm{'.pbf' if form.startswith('pbf') else form.removeprefix('osm')}"
    head = header or osmium.io.Header()
    with osmium.SimpleWriter(osmium.io.File(str(path), form), header=head, overwrite=True) as writer:
        for number, x, y, tags in nodes:
            writer.add_node(Node(id=number, location=(x / UNITS, y / UNITS), tags=tags))
        for number in range(ways):
            writer.add_way(Way(id=number + 1, nodes=[1, 2], tags={"highway": "path"}))
    return path


def by_libosmium(path: Path) -> list[tuple[int, int, int]]:
    with osmium.io.Reader(extract_file(path), osmium.osm.NODE) as reader:
        return [(node.id, node.location.x, node.location.y) for node in osmium.OsmFileIterator(reader)]


@RELAXED
@given(NODES, st.sampled_from(FORMS), st.lists(st.integers(1, 12), max_size=4))
def test_each_node_lies_where_libosmium_finds_it_first(
    tmp_path: Path, nodes: list[Drawn], form: str, strangers: list[int]
) -> None:
    path = written(tmp_path, nodes, form, ways=3)
    truth: dict[int, tuple[int, int]] = {}
    ids: list[int] = []
    for number, *at in by_libosmium(path):
        truth.setdefault(number, (at[0], at[1]))
        ids.append(number)
    asked = np.unique(np.array([*list(truth)[::2], *strangers], np.int64))
    found = node_positions(path, asked)
    lost = (OFF_THE_GLOBE, OFF_THE_GLOBE)
    at = list(zip(found.x.tolist(), found.y.tolist(), strict=True))
    assert at == [truth.get(number, lost) for number in asked.tolist()]
    assert found.again == sum(max(times - 1, 0) for times in (ids.count(number) for number in asked.tolist()))


@RELAXED
@given(NODES, st.booleans())
def test_blocks_read_whole_are_what_libosmium_reads_one_by_one(
    tmp_path: Path, nodes: list[Drawn], packed: bool
) -> None:
    path = written(tmp_path, nodes, "pbf" if packed else "pbf,pbf_compression=none")
    found = [row for block in pbf_nodes(path) for row in zip(*(column.tolist() for column in block), strict=True)]
    assert found == by_libosmium(path)


@pytest.mark.parametrize("place", ["helsinki", "osm/liechtenstein-latest.osm.pbf"])
def test_blocks_of_real_extracts_are_what_libosmium_reads(
    place: str, helsinki: Path, request: pytest.FixtureRequest
) -> None:
    path = helsinki if place == "helsinki" else request.getfixturevalue("bench_data") / place
    if not path.is_file():
        pytest.skip(f"no extract at {path}")
    found = np.concatenate([np.column_stack(block) for block in pbf_nodes(path)])
    assert np.array_equal(found, np.array(by_libosmium(path)))


def test_what_has_another_form_is_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = written(tmp_path, [(7, 1, 2, {})], "pbf,pbf_dense_nodes=false")
    with pytest.raises(UnreadFormError):
        list(pbf_nodes(plain))
    dense = written(tmp_path, [(7, 1, 2, {})])

    def refuse(*_: object) -> None:
        raise AssertionError("blocks can be read whole")

    monkeypatch.setattr(of_nodes, "_one_by_one", refuse)
    found = node_positions(dense, np.array([7]))
    assert (found.x.tolist(), found.y.tolist(), found.again) == ([1], [2], 0)


def test_a_sorted_file_is_read_no_further_than_to_its_first_ways(tmp_path: Path) -> None:
    header = osmium.io.Header()
    header.set("sorting", "Type_then_ID")
    path = written(tmp_path, [(7, 1, 2, {})], ways=8_001, header=header)  # two blocks of ways
    path.write_bytes(path.read_bytes()[:-1])
    assert [[column.tolist() for column in block] for block in pbf_nodes(path)] == [[[7], [1], [2]]]


def test_a_history_is_no_file_to_read_whole(tmp_path: Path) -> None:
    path = written(tmp_path, [(7, 1, 2, {}), (7, 3, 4, {})], "pbf,history=true")
    with pytest.raises(UnreadFormError):
        list(pbf_nodes(path))


def test_a_file_cut_off_or_damaged_is_no_file(tmp_path: Path) -> None:
    path = written(tmp_path, [(number, number, -number, {}) for number in range(1, 50)], "pbf,pbf_compression=none")
    content = path.read_bytes()
    whole = [column.tolist() for block in pbf_nodes(path) for column in block]
    for length in range(1, len(content)):
        path.write_bytes(content[:length])
        try:
            left = [column.tolist() for block in pbf_nodes(path) for column in block]
        except (ValueError, UnreadFormError):
            continue
        assert left in ([], whole)  # cut off between two blocks, which nobody can see
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
        try:
            for _ in pbf_nodes(path):
                pass
        except (ValueError, UnreadFormError):
            continue


def test_nodes_that_nobody_asks_for_take_no_memory(tmp_path: Path) -> None:
    peaks = []
    for count in (20_000, 200_000):
        path = written(tmp_path, [(number, number, number, {}) for number in range(1, count)])
        tracemalloc.start()
        x = node_positions(path, np.arange(1, 10_000, 10)).x
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert x.tolist() == list(range(1, 10_000, 10))
    assert peaks[1] < 1.5 * peaks[0] < 4 << 20

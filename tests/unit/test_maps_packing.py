"""Coordinates as text; `web/test/decode.test.ts` reads the same hand-made letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.packing import ALPHABET, UNITS_PER_DEGREE, pack_line, pack_rings, unpack_line

degrees = st.tuples(
    st.integers(-180 * UNITS_PER_DEGREE, 180 * UNITS_PER_DEGREE),
    st.integers(-90 * UNITS_PER_DEGREE, 90 * UNITS_PER_DEGREE),
).map(lambda units: (units[0] / UNITS_PER_DEGREE, units[1] / UNITS_PER_DEGREE))


def test_a_hand_made_line_is_written_as_its_differences():
    assert pack_line([(0.00001, 0.000021), (0.000009, 0.000021)], (10, 20)) == "ACBA"
    assert pack_line([(0.001, 0.0)], (0, 0)) == "w-BA"


@given(st.lists(degrees, max_size=30), st.tuples(st.integers(-(10**8), 10**8), st.integers(-(10**8), 10**8)))
def test_what_is_written_is_read_again_without_repeated_points(
    line: list[tuple[float, float]], origin: tuple[int, int]
):
    expected = [point for i, point in enumerate(line) if i == 0 or point != line[i - 1]]
    assert unpack_line(pack_line(line, origin), origin) == expected


@given(st.lists(st.lists(degrees, min_size=3, max_size=5), min_size=1, max_size=4))
def test_packed_text_needs_no_escape_in_json_or_html(rings: list[list[tuple[float, float]]]):
    text = pack_rings(rings, (0, 0))
    assert set(text) <= {*ALPHABET, "."}
    assert len(text.split(".")) == len(rings)


def test_a_line_without_points_is_no_letters():
    assert pack_line([], (5, 5)) == ""
    assert unpack_line("", (5, 5)) == []


def test_half_a_point_is_refused():
    with pytest.raises(ValueError, match="zip"):
        unpack_line("A", (0, 0))

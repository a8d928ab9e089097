"""Lines as encoded polylines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.network.polyline import encoded_polyline
from tests.decoded_polyline import decoded_polyline

DOCUMENTED = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)], "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
"""From https://developers.google.com/maps/documentation/utilities/polylinealgorithm."""


def test_the_documented_example_is_written_to_the_letter() -> None:
    points, text = DOCUMENTED
    assert encoded_polyline(np.array(points)) == text
    assert decoded_polyline(text) == points


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ([(-179.98321, 0.0)], "?`~oia@"),  # the documentation's own number, behind a zero
        ([(0.0, 0.0)], "??"),
        ([(-179.98321, 0.0)] * 2, "?`~oia@??"),  # standing still
        ([(0.000_004, -0.000_004)], "??"),  # less than half of the last decimal
        ([(0.0, -0.000_01)], "@?"),
        ([(0.000_16, 0.000_15)], "]_@"),  # the last number of one character, and the first of two
    ],
)
def test_ends_of_the_range_of_numbers(points: list[tuple[float, float]], text: str) -> None:
    assert encoded_polyline(np.array(points)) == text


DEGREES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(DEGREES, min_size=1, max_size=30))
def test_every_line_comes_back_to_the_fifth_decimal(points: list[tuple[float, float]]) -> None:
    text = encoded_polyline(np.array(points))
    assert all("?" <= character <= "~" for character in text)
    back = decoded_polyline(text)
    assert np.abs(np.array(back) - np.array(points)).max() <= 0.5e-5 + 1e-9


def test_a_long_line_does_not_drift() -> None:
    points = np.column_stack([np.arange(3_000) * 0.000_014, 52 + np.arange(3_000) * 0.000_004])
    assert np.abs(np.array(decoded_polyline(encoded_polyline(points))) - points).max() <= 0.5e-5 + 1e-9

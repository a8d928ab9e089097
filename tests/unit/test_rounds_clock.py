"""The time a command prints is the time on the page and on the sheet."""

import pytest

from maps.formats import Formats
from rounds.clock import clock


@pytest.mark.parametrize(("seconds", "read"), [(0, "00:00"), (50_400, "14:00"), (50_459, "14:00"), (90_000, "25:00")])
def test_a_time_is_cut_to_the_minute_everywhere(seconds: int, read: str) -> None:
    assert clock(seconds) == read == Formats("nl").clock(seconds)

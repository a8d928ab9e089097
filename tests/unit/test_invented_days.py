"""On which days a demo of several days delivers."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rounds.invented_village import InventedVillage


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 31))
def test_days_follow_each_other_and_no_sunday_but_the_first_is_one_of_them(first: date, count: int) -> None:
    days = InventedVillage(Path("x.osm.pbf"), "X", first, day_count=count).days
    assert len(days) == count
    assert days[0] == first
    between = [date.fromordinal(n) for n in range(first.toordinal() + 1, days[-1].toordinal() + 1)]
    assert list(days[1:]) == [day for day in between if day.strftime("%u") != "7"]

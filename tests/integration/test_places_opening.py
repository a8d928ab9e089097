"""Opening hours of shops, asked about one day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.opening import read_opening
from kernel.position import Position

HELSINKI = Position(24.94, 60.17)
AMSTERDAM = Position(4.9, 52.37)
H = 3600


@pytest.mark.parametrize(
    ("text", "day", "spans"),
    [
        ("Mo-Fr 08:00-12:00, 13:30-18:30; Sa 08:00-16:00", "2026-09-14", [(8 * H, 12 * H), (13.5 * H, 18.5 * H)]),
        ("Mo-Fr 08:00-12:00, 13:30-18:30; Sa 08:00-16:00", "2026-09-20", []),
        ("24/7", "2026-09-14", [(0, 24 * H)]),
        ("Fr 20:00-02:00", "2026-09-18", [(20 * H, 24 * H)]),
        ("Fr 20:00-02:00", "2026-09-19", [(0, 2 * H)]),
        ("Mo 09:00-12:00 unknown", "2026-09-14", []),
        ("Mo-Su 10:00-18:00; PH off", "2026-12-25", []),
        ("Mo-Su 00:00-24:00", "2026-03-29", [(0, 24 * H)]),
        ('"op afspraak"', "2026-09-14", []),
        ('Mo-Fr 09:00-12:00; Sa "op afspraak"', "2026-09-19", []),
        ('Mo-Fr 09:00-12:00; Sa,Su "op afspraak"', "2026-09-14", [(9 * H, 12 * H)]),
        ('Mo-Fr 09:00-17:00 || "op afspraak"', "2026-09-19", []),
        ('Mo-Fr 09:00-17:00 || "op afspraak"', "2026-09-14", [(9 * H, 17 * H)]),
        ('Sa 08:00-10:00, 11:00-13:00 "weekmarkt"', "2026-09-19", [(8 * H, 10 * H), (11 * H, 13 * H)]),
        ('Mo-Su 10:00-18:00; PH off "vrij"', "2026-12-25", []),
        ('"zomer":10:00-18:00', "2026-09-14", [(10 * H, 18 * H)]),
    ],
)
def test_a_day_has_the_hours_that_were_mapped(text: str, day: str, spans: list[tuple[float, float]]) -> None:
    assert read_opening(text, AMSTERDAM).opens_on(date.fromisoformat(day)) == tuple(spans)


def test_public_holidays_are_those_of_the_shops_own_country() -> None:
    kings_day = date(2026, 4, 27)
    text = "Mo-Su 10:00-18:00; PH off"
    assert read_opening(text, AMSTERDAM).opens_on(kings_day) == ()
    assert read_opening(text, HELSINKI).opens_on(kings_day) == ((10 * H, 18 * H),)


def test_unreadable_hours_are_kept_with_the_reason() -> None:
    opening = read_opening("Mo-Fr 10:00-20:00, Sa 10-18", AMSTERDAM)
    assert (opening.text, opening.opens_on(date(2026, 9, 14))) == ("Mo-Fr 10:00-20:00, Sa 10-18", None)
    assert opening.unreadable == "not understood from character 23 on"


RULES = st.lists(
    st.sampled_from(["Sa", "PH", "10:00-12:00", "off", "24/7", '"x; y"', " ", " ", ":", ",", ", ", "; ", " || "]),
    max_size=8,
).map("".join)


@given(st.text(max_size=60) | st.text('MoTuFrPHSa-,;:0123456789 +off"/', max_size=40) | RULES)
def test_no_text_breaks_the_reader_of_hours(text: str) -> None:
    spans = read_opening(text, AMSTERDAM).opens_on(date(2026, 9, 14))
    for start_s, end_s in spans or ():
        assert 0 <= start_s < end_s <= 24 * H

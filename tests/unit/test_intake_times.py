"""Times and spans of a day: what cells mean, and when they mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.intake.cell import UnreadableCellError
from rounds.intake.time_of_day import read_span, read_time


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("14:00", 50_400), ("14.00 uur", 50_400), ("14u30", 52_200), ("14h", 50_400), ("14 uur", 50_400),
        ("14", 50_400),
        ("2 pm", 50_400), ("2:30 PM", 52_200), ("12 am", 0), ("12pm", 43_200), ("0:00", 0), ("24:00", 86_400),
        ("14:00:00", 50_400), ("om 9 uur", 32_400), ("1430", 52_200), ("0,583333333333333", 50_400), ("0.75", 64_800),
    ],
)  # fmt: skip
def test_a_time_in_many_forms(cell: str, seconds: int) -> None:
    assert read_time(cell).value == seconds


@pytest.mark.parametrize("cell", ["25:00", "14:60", "24:01", "13 pm", "half drie", "ochtend", "14:0", "-1"])
def test_a_time_that_cannot_be_fails(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_time(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "14:00-16:00", "14-16", "14:00 – 16:00 uur", "tussen 14 en 16 uur", "van 14.00 tot 16.00 uur",
        "14u00 t/m 16u00",
        "2-4 pm", "2 pm to 4 pm", "between 14:00 and 16:00", "14 tot en met 16 uur",
    ],
)  # fmt: skip
def test_a_span_in_many_forms(cell: str) -> None:
    assert read_span(cell).value == (50_400, 57_600)


@pytest.mark.parametrize(
    ("cell", "span"),
    [("na 14 uur", (50_400, None)), ("vanaf 14:00", (50_400, None)), ("voor 16 uur", (None, 57_600)),
     ("uiterlijk 16:00", (None, 57_600)), ("hele dag", (None, None)), ("-", (None, None))],
)  # fmt: skip
def test_a_span_may_be_open(cell: str, span: tuple[int | None, int | None]) -> None:
    assert read_span(cell).value == span


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("11-1 pm", (39_600, 46_800)),
        ("9-5 pm", (32_400, 61_200)),
        ("12-2 pm", (43_200, 50_400)),
        ("8-8 pm", (28_800, 72_000)),
    ],
)
def test_a_half_of_the_day_is_borrowed_only_where_the_start_then_lies_before_the_end(
    cell: str, span: tuple[int, int]
) -> None:
    assert read_span(cell).value == span


@pytest.mark.parametrize("cell", ["tussen 2 en 4", "2-4", "2 tot 4 uur", "2u-4u"])
def test_hours_that_may_be_of_the_night_are_asked_for(cell: str) -> None:
    with pytest.raises(UnreadableCellError) as fault:
        read_span(cell)
    assert fault.value.text.nl.endswith("is onduidelijk: 2:00 of 14:00? schrijf 14:00-16:00")
    assert read_span("2:00-4:00").value == (7_200, 14_400)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("tussen 4 en 7", "4:00 of 16:00? schrijf 16:00-19:00"),
        ("5-8", "5:00 of 17:00? schrijf 17:00-20:00"),
        ("3-7", "3:00 of 15:00? schrijf 15:00-19:00"),
        ("1-7", "1:00 of 13:00? schrijf 13:00-19:00"),
        ("5 tot 7 uur", "5:00 of 17:00? schrijf 17:00-19:00"),
        ("6-11", "6:00 of 18:00? schrijf 18:00-23:00"),
        ("na 5", "5:00 of 17:00? schrijf na 17:00"),
        ("voor 5 uur", "5:00 of 17:00? schrijf voor 17:00"),
    ],
)
def test_hours_of_which_one_half_may_be_of_the_night_are_asked_for(cell: str, told: str) -> None:
    with pytest.raises(UnreadableCellError) as fault:
        read_span(cell)
    assert fault.value.text.nl == f'"{cell}" is onduidelijk: {told}'
    read_span(told.partition("schrijf ")[2])


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("9-12", (9, 12)), ("8-10", (8, 10)), ("7-9", (7, 9)), ("14-16", (14, 16)), ("09:00-12:00", (9, 12)),
        ("05-08", (5, 8)), ("5-12", (5, 12)), ("6:00-9:00", (6, 9)), ("5-8 am", (5, 8)), ("na 9", (9, None)),
        ("na 5:00", (5, None)), ("voor 5 pm", (None, 17)), ("voor 12", (None, 12)),
    ],
)  # fmt: skip
def test_hours_that_say_their_half_of_the_day_are_not_asked_for(
    cell: str, hours: tuple[int | None, int | None]
) -> None:
    start, end = hours
    assert read_span(cell).value == (start and start * 3600, end and end * 3600)


@pytest.mark.parametrize("cell", ["'s middags", "14:00-", "morgen 14-16", "14-16-18"])
def test_a_span_nobody_can_ride_fails(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_span(cell)


@given(st.integers(0, 1439), st.sampled_from(["{:02}:{:02}", "{}.{:02} uur", "{}u{:02}"]))
def test_a_time_written_is_read_back(minutes: int, form: str) -> None:
    assert read_time(form.format(*divmod(minutes, 60))).value == minutes * 60
